import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.js';
import { Due, Named, RecordLink, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { actionKinds, actionStates } from './choices.js';

/** What is to be done, by whom and until when; everybody lands on their own. */
export function ActionRegister() {
  const { t } = useTranslation();
  const { personId } = useSession();
  return (
    <Register
      page="actions"
      path="/api/v1/actions"
      recordType="action"
      title={t('place.actions')}
      name={({ reference, title }) => ({ reference, title })}
      scope={['siteId', 'discipline']}
      make={{ to: '/actions/new', label: t('make.action'), needs: 'action:plan' }}
      empty={t('action.empty')}
      many={['ownerId', 'dueOn']}
      board={{ states: actionStates, texts: 'action.state' }}
      views={[
        ...(personId
          ? [{ key: 'mine', label: t('register.mine'), search: { open: 'true', ownerId: personId, sort: 'dueOn' } }]
          : []),
        { key: 'open', label: t('register.allOpen'), search: { open: 'true', sort: 'dueOn' } },
        { key: 'overdue', label: t('register.overdue'), search: { overdue: 'true', sort: 'dueOn' } },
        { key: 'accept', label: t('action.toAccept'), search: { state: 'done', sort: 'dueOn' } },
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
      ]}
      filters={[
        {
          key: 'state',
          label: t('action.field.state'),
          kind: 'choice',
          choices: actionStates,
          texts: 'action.state',
        },
        { key: 'kind', label: t('action.field.kind'), kind: 'choice', choices: actionKinds, texts: 'action.kind' },
        { key: 'ownerId', label: t('action.field.ownerId'), kind: 'person' },
      ]}
      columns={[
        { key: 'title', title: t('action.one'), sort: 'title', render: ({ title }) => title },
        {
          key: 'state',
          title: t('action.field.state'),
          width: 128,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="action.state" />,
        },
        {
          key: 'kind',
          title: t('action.field.kind'),
          width: 130,
          extra: true,
          render: ({ kind }) => t(`action.kind.${kind}`),
        },
        {
          key: 'nonconformityId',
          title: t('action.field.nonconformityId'),
          width: 260,
          render: ({ nonconformityId }) =>
            nonconformityId ? <RecordLink type="nonconformity" id={nonconformityId} /> : '—',
        },
        {
          key: 'ownerId',
          title: t('action.field.ownerId'),
          width: 150,
          card: 'line',
          render: ({ ownerId }) => <Named type="person" id={ownerId} />,
        },
        {
          key: 'siteId',
          title: t('action.field.siteId'),
          width: 150,
          extra: true,
          render: ({ siteId }) => <Named type="site" id={siteId} />,
        },
        {
          key: 'deliverable',
          title: t('action.field.deliverable'),
          width: 220,
          extra: true,
          render: ({ deliverable }) => deliverable ?? '—',
        },
        {
          key: 'dueOn',
          title: t('action.field.dueOn'),
          width: 172,
          sort: 'dueOn',
          card: 'line',
          render: ({ dueOn, overdue }) => <Due on={dueOn} overdue={overdue} />,
        },
      ]}
    />
  );
}
