import { useTranslation } from 'react-i18next';
import { dayText, today } from '../../language/format.js';
import { Named, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { OfflineMark } from '../audit-checklist/offline-mark.js';
import { auditKinds, auditStates } from './choices.js';

/** Audits of every kind, planned and done. */
export function AuditRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="audits"
      path="/api/v1/audits"
      recordType="audit"
      title={t('place.audits')}
      name={({ reference, title }) => ({ reference, title })}
      scope={['siteId', 'discipline']}
      make={{ to: '/audits/new', label: t('make.audit'), needs: 'audit:plan' }}
      empty={t('audit.empty')}
      board={{ states: auditStates, texts: 'audit.state' }}
      views={[
        { key: 'coming', label: t('audit.coming'), search: { from: today(), sort: 'plannedFrom' } },
        { key: 'running', label: t('audit.running'), search: { state: 'in_progress' } },
        { key: 'all', label: t('register.all'), search: { sort: '-plannedFrom' } },
      ]}
      filters={[
        { key: 'state', label: t('audit.field.state'), kind: 'choice', choices: auditStates, texts: 'audit.state' },
        { key: 'kind', label: t('audit.field.kind'), kind: 'choice', choices: auditKinds, texts: 'audit.kind' },
        { key: 'siteId', label: t('audit.field.siteId'), kind: 'site' },
        {
          key: 'programmeId',
          label: t('audit.field.programmeId'),
          kind: 'linked',
          words: () => t('place.programme'),
        },
        { key: 'from', label: t('audit.from'), kind: 'day', rare: true },
        { key: 'to', label: t('audit.to'), kind: 'day', rare: true },
        {
          key: 'baselineFrom',
          label: t('audit.baseline'),
          kind: 'linked',
          words: (day) => t('audit.baselineFrom', { day: dayText(day) }),
        },
        {
          key: 'baselineTo',
          label: t('audit.baseline'),
          kind: 'linked',
          words: (day) => t('audit.baselineTo', { day: dayText(day) }),
        },
      ]}
      columns={[
        {
          key: 'title',
          title: t('register.title'),
          render: ({ title, id }) => (
            <>
              {title} <OfflineMark auditId={id} />
            </>
          ),
        },
        {
          key: 'state',
          title: t('audit.field.state'),
          width: 150,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="audit.state" />,
        },
        { key: 'kind', title: t('audit.field.kind'), width: 120, render: ({ kind }) => t(`audit.kind.${kind}`) },
        {
          key: 'siteId',
          title: t('audit.field.siteId'),
          width: 170,
          card: 'line',
          render: ({ siteId }) => <Named type="site" id={siteId} />,
        },
        {
          key: 'editions',
          title: t('audit.field.editions'),
          width: 220,
          render: ({ editions }) => editions.join(', '),
        },
        {
          key: 'plannedFrom',
          title: t('audit.field.plannedFrom'),
          width: 140,
          sort: 'plannedFrom',
          card: 'line',
          render: ({ plannedFrom }) => dayText(plannedFrom),
        },
      ]}
    />
  );
}
