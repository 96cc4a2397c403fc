import { useTranslation } from 'react-i18next';
import { dayText } from '../../language/format.js';
import { Clauses, Named, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { findingClasses, findingStates } from './choices.js';

/** What audits found, good and bad. */
export function FindingRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="findings"
      path="/api/v1/findings"
      recordType="finding"
      title={t('place.findings')}
      name={({ reference, title }) => ({ reference, title })}
      scope={['siteId', 'discipline']}
      empty={t('finding.empty')}
      views={[
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
        { key: 'major', label: t('finding.class.major'), search: { class: 'major' } },
        { key: 'minor', label: t('finding.class.minor'), search: { class: 'minor' } },
        { key: 'opportunity', label: t('finding.class.opportunity'), search: { class: 'opportunity' } },
      ]}
      filters={[
        {
          key: 'class',
          label: t('finding.field.class'),
          kind: 'choice',
          choices: findingClasses,
          texts: 'finding.class',
        },
        {
          key: 'state',
          label: t('finding.field.state'),
          kind: 'choice',
          choices: findingStates,
          texts: 'finding.state',
        },
        { key: 'siteId', label: t('finding.field.siteId'), kind: 'site' },
        { key: 'processId', label: t('finding.field.processId'), kind: 'process' },
        { key: 'clause', label: t('finding.field.clauses'), kind: 'clause' },
      ]}
      columns={[
        { key: 'title', title: t('register.title'), render: ({ title }) => title },
        {
          key: 'class',
          title: t('finding.field.class'),
          width: 112,
          card: 'badge',
          render: (row) => <StateBadge value={row.class} texts="finding.class" />,
        },
        {
          key: 'state',
          title: t('finding.field.state'),
          width: 120,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="finding.state" />,
        },
        {
          key: 'clauses',
          title: t('finding.field.clauses'),
          width: 150,
          render: ({ clauses }) => <Clauses clauses={clauses} />,
        },
        {
          key: 'processId',
          title: t('finding.field.processId'),
          width: 150,
          extra: true,
          render: ({ processId }) => <Named type="process" id={processId} />,
        },
        {
          key: 'auditId',
          title: t('finding.field.auditId'),
          width: 190,
          card: 'line',
          render: ({ auditId }) => <Named type="audit" id={auditId} />,
        },
        {
          key: 'foundOn',
          title: t('finding.field.foundOn'),
          width: 130,
          sort: 'foundOn',
          render: ({ foundOn }) => dayText(foundOn),
        },
      ]}
    />
  );
}
