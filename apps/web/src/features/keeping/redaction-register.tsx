import { useTranslation } from 'react-i18next';
import { instantText } from '../../language/format.js';
import { StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { redactionStates } from './choices.js';

/** Personal data that somebody asked to erase, and what became of it. */
export function RedactionRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="redactions"
      path="/api/v1/redactions"
      recordType="redaction"
      title={t('keeping.redactions')}
      name={({ reference, recordLabel }) => ({ reference, title: recordLabel ?? '' })}
      scope={[]}
      make={{ to: '/redactions/new', label: t('keeping.redaction.new'), needs: 'redaction:request' }}
      empty={t('keeping.redaction.empty')}
      views={[
        { key: 'requested', label: t('keeping.toDecide'), search: { state: 'requested' } },
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
      ]}
      filters={[
        {
          key: 'state',
          label: t('keeping.state'),
          kind: 'choice',
          choices: redactionStates,
          texts: 'keeping.redaction.state',
        },
      ]}
      columns={[
        { key: 'record', title: t('keeping.record'), render: ({ recordLabel }) => recordLabel ?? '—' },
        {
          key: 'state',
          title: t('keeping.state'),
          width: 140,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="keeping.redaction.state" />,
        },
        {
          key: 'legalGround',
          title: t('keeping.redaction.field.legalGround'),
          width: 210,
          card: 'line',
          render: ({ legalGround }) => t(`timeline.ground.${legalGround}`),
        },
        {
          key: 'requestedBy',
          extra: true,
          title: t('keeping.requestedBy'),
          width: 150,
          render: ({ requestedByName }) => requestedByName,
        },
        {
          key: 'decidedBy',
          extra: true,
          title: t('keeping.decidedBy'),
          width: 150,
          render: ({ decidedByName }) => decidedByName ?? '—',
        },
        {
          key: 'decidedAt',
          title: t('keeping.decidedAt'),
          width: 170,
          sort: 'decidedAt',
          card: 'line',
          render: ({ decidedAt }) => (decidedAt ? instantText(decidedAt) : '—'),
        },
      ]}
    />
  );
}
