import { useTranslation } from 'react-i18next';
import { Badge, Named } from '../../record/badges.js';
import { Register } from '../../register/register.js';

export const processKinds = ['management', 'core', 'support'] as const;

/** What the organisation does, cut into processes with an owner each (4.4). */
export function ProcessRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="processes"
      path="/api/v1/processes"
      recordType="process"
      title={t('place.processes')}
      unnumbered
      name={({ code, name }) => ({ reference: null, title: `${code} ${name}` })}
      scope={['siteId', 'discipline']}
      make={{ to: '/processes/new', label: t('process.describe'), needs: 'process:manage' }}
      empty={t('process.empty')}
      views={[
        { key: 'inUse', label: t('process.inUse'), search: { inUse: 'true' } },
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
      ]}
      filters={[
        { key: 'kind', label: t('process.field.kind'), kind: 'choice', choices: processKinds, texts: 'process.kind' },
        { key: 'ownerId', label: t('process.field.ownerId'), kind: 'person' },
      ]}
      columns={[
        {
          key: 'disciplines',
          title: t('process.field.disciplines'),
          render: ({ disciplines }) => disciplines.map((one) => t(`discipline.${one}`)).join(', '),
        },
        {
          key: 'kind',
          title: t('process.field.kind'),
          width: 140,
          card: 'badge',
          render: ({ kind }) => <Badge>{t(`process.kind.${kind}`)}</Badge>,
        },
        {
          key: 'ownerId',
          title: t('process.field.ownerId'),
          width: 180,
          card: 'line',
          render: ({ ownerId }) => <Named type="person" id={ownerId} />,
        },
        {
          key: 'siteId',
          title: t('process.field.siteId'),
          width: 180,
          render: ({ siteId }) => (siteId ? <Named type="site" id={siteId} /> : t('shell.allSites')),
        },
      ]}
    />
  );
}
