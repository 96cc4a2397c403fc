import { useTranslation } from 'react-i18next';
import { instantText, numberText } from '../../language/format.js';
import { StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { disposalStates } from './choices.js';
import { DueRecords } from './due-records.js';

/** What need not be kept any longer, and what was disposed of. */
export function DisposalRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="disposals"
      path="/api/v1/disposals"
      recordType="disposal"
      title={t('keeping.disposals')}
      name={({ reference, recordType, records }) => ({
        reference,
        title: t('keeping.disposal.title', {
          count: records.length,
          records: numberText(records.length),
          kind: t(`keeping.kinds.${recordType}`, { defaultValue: recordType }),
        }),
      })}
      scope={[]}
      empty={t('keeping.disposal.empty')}
      actions={<DueRecords />}
      views={[{ key: 'all', label: t('register.all'), search: { sort: '-createdAt' } }]}
      filters={[
        {
          key: 'state',
          label: t('keeping.state'),
          kind: 'choice',
          choices: disposalStates,
          texts: 'keeping.disposal.state',
        },
      ]}
      columns={[
        {
          key: 'recordType',
          title: t('keeping.kind'),
          render: ({ recordType }) => t(`keeping.kinds.${recordType}`, { defaultValue: recordType }),
        },
        {
          key: 'records',
          title: t('keeping.disposal.field.records'),
          width: 130,
          render: ({ records }) => numberText(records.length),
        },
        {
          key: 'state',
          title: t('keeping.state'),
          width: 140,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="keeping.disposal.state" />,
        },
        {
          key: 'requestedBy',
          title: t('keeping.requestedBy'),
          width: 160,
          card: 'line',
          render: ({ requestedByName }) => requestedByName,
        },
        {
          key: 'decidedBy',
          title: t('keeping.decidedBy'),
          width: 160,
          render: ({ decidedByName }) => decidedByName ?? '—',
        },
        {
          key: 'decidedAt',
          title: t('keeping.decidedAt'),
          width: 170,
          render: ({ decidedAt }) => (decidedAt ? instantText(decidedAt) : '—'),
        },
      ]}
    />
  );
}
