import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Clauses, Due, Named, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { nonconformitySources, nonconformityStates } from './choices.js';

/** One register for both standards and every source. */
export function NonconformityRegister() {
  const { t } = useTranslation();
  const { personId } = useSession();
  return (
    <Register
      page="nonconformities"
      path="/api/v1/nonconformities"
      recordType="nonconformity"
      title={t('place.nonconformities')}
      name={({ reference, title }) => ({ reference, title })}
      scope={['siteId', 'discipline']}
      make={{ to: '/nonconformities/new', label: t('make.nonconformity'), needs: 'nonconformity:raise' }}
      empty={t('nonconformity.empty')}
      many={['ownerId']}
      board={{ states: nonconformityStates, texts: 'nonconformity.state' }}
      views={[
        { key: 'open', label: t('register.allOpen'), search: { open: 'true' } },
        ...(personId
          ? [{ key: 'mine', label: t('register.mine'), search: { open: 'true', ownerId: personId, sort: 'dueOn' } }]
          : []),
        { key: 'overdue', label: t('register.overdue'), search: { overdue: 'true', sort: 'dueOn' } },
        { key: 'verify', label: t('nonconformity.toVerify'), search: { state: 'effectiveness', sort: 'dueOn' } },
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
      ]}
      filters={[
        {
          key: 'state',
          label: t('nonconformity.field.state'),
          kind: 'choice',
          choices: nonconformityStates,
          texts: 'nonconformity.state',
        },
        {
          key: 'grade',
          label: t('nonconformity.field.grade'),
          kind: 'choice',
          choices: ['minor', 'major', 'critical'],
          texts: 'nonconformity.grade',
        },
        {
          rare: true,
          key: 'source',
          label: t('nonconformity.field.source'),
          kind: 'choice',
          choices: nonconformitySources,
          texts: 'nonconformity.source',
        },
        { key: 'processId', label: t('nonconformity.field.processId'), kind: 'process' },
        { key: 'ownerId', label: t('nonconformity.field.ownerId'), kind: 'person' },
        { rare: true, key: 'clause', label: t('nonconformity.field.clauses'), kind: 'clause' },
      ]}
      columns={[
        { key: 'title', title: t('register.title'), render: ({ title }) => title },
        {
          key: 'grade',
          title: t('nonconformity.field.grade'),
          width: 96,
          card: 'badge',
          render: ({ grade }) => <StateBadge value={grade} texts="nonconformity.grade" />,
        },
        {
          key: 'state',
          title: t('nonconformity.field.state'),
          width: 148,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="nonconformity.state" />,
        },
        {
          key: 'clauses',
          title: t('nonconformity.field.clauses'),
          width: 150,
          extra: true,
          render: ({ clauses }) => <Clauses clauses={clauses} />,
        },
        {
          key: 'siteId',
          title: t('nonconformity.field.siteId'),
          width: 150,
          extra: true,
          render: ({ siteId }) => <Named type="site" id={siteId} />,
        },
        {
          key: 'processId',
          title: t('nonconformity.field.processId'),
          width: 170,
          render: ({ processId }) => <Named type="process" id={processId} />,
        },
        {
          key: 'ownerId',
          title: t('nonconformity.field.ownerId'),
          width: 150,
          card: 'line',
          render: ({ ownerId }) => <Named type="person" id={ownerId} />,
        },
        {
          key: 'source',
          title: t('nonconformity.field.source'),
          width: 150,
          extra: true,
          render: ({ source }) => t(`nonconformity.source.${source}`),
        },
        {
          key: 'detectedOn',
          title: t('nonconformity.field.detectedOn'),
          width: 130,
          extra: true,
          sort: 'detectedOn',
          render: ({ detectedOn }) => dayText(detectedOn),
        },
        {
          key: 'dueOn',
          title: t('nonconformity.field.dueOn'),
          width: 156,
          sort: 'dueOn',
          card: 'line',
          render: ({ dueOn, overdue }) => <Due on={dueOn} overdue={overdue} />,
        },
      ]}
    />
  );
}
