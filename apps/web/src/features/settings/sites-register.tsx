import { useTranslation } from 'react-i18next';
import { dayText } from '../../language/format.js';
import { Register } from '../../register/register.js';

/** Where the organisation works. */
export function SitesRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="settings/sites"
      path="/api/v1/sites"
      recordType="site"
      title={t('settings.sites')}
      unnumbered
      name={({ code, name }) => ({ reference: null, title: `${code} ${name}` })}
      scope={[]}
      make={{ to: '/settings/sites/new', label: t('settings.newSite'), needs: 'organisation:manage' }}
      empty={t('settings.noSites')}
      views={[
        { key: 'open', label: t('settings.openSites'), search: { open: 'true', sort: 'name' } },
        { key: 'all', label: t('register.all'), search: { sort: 'name' } },
      ]}
      filters={[]}
      columns={[
        { key: 'address', title: t('settings.address'), card: 'line', render: ({ address }) => address ?? '—' },
        {
          key: 'closedOn',
          title: t('settings.closedOn'),
          width: 160,
          render: ({ closedOn }) => (closedOn ? dayText(closedOn) : '—'),
        },
      ]}
    />
  );
}
