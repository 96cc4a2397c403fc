import { useTranslation } from 'react-i18next';
import { dayText, instantText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { Register } from '../../register/register.js';

/** Keys of other systems: what each may do, until when, and when it was used last. */
export function ApiKeyRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="settings/api-keys"
      path="/api/v1/api-keys"
      recordType="api_key"
      title={t('settings.apiKeys')}
      unnumbered
      name={({ name, hint }) => ({ reference: null, title: `${name} (…${hint})` })}
      scope={[]}
      make={{ to: '/settings/api-keys/new', label: t('settings.newKey'), needs: 'apiKey:manage' }}
      empty={t('settings.noKeys')}
      views={[
        { key: 'active', label: t('settings.activeKeys'), search: { active: 'true' } },
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
      ]}
      filters={[]}
      columns={[
        {
          key: 'permissions',
          title: t('settings.permissions'),
          render: ({ permissions }) => permissions.map((one) => t(`permission.${one.replace(':', '.')}`)).join(', '),
        },
        {
          key: 'active',
          title: t('settings.state'),
          width: 130,
          card: 'badge',
          render: ({ active }) => (
            <Badge tone={active ? 'good' : 'neutral'}>{t(active ? 'settings.works' : 'settings.worksNot')}</Badge>
          ),
        },
        {
          key: 'expiresOn',
          title: t('settings.expiresOn'),
          width: 130,
          card: 'line',
          render: ({ expiresOn }) => (expiresOn ? dayText(expiresOn) : '—'),
        },
        {
          key: 'lastUsedAt',
          title: t('settings.lastUsed'),
          width: 170,
          render: ({ lastUsedAt }) => (lastUsedAt ? instantText(lastUsedAt) : t('settings.never')),
        },
      ]}
    />
  );
}
