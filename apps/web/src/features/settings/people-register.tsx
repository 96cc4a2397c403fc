import { useTranslation } from 'react-i18next';
import { dayText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { Register } from '../../register/register.js';

/** Everybody whom a record may name, and what they may do. */
export function PeopleRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="settings/people"
      path="/api/v1/people"
      recordType="person"
      title={t('settings.people')}
      unnumbered
      name={({ name }) => ({ reference: null, title: name })}
      scope={[]}
      make={{ to: '/settings/people/new', label: t('settings.newPerson'), needs: 'person:manage' }}
      empty={t('settings.noPeople')}
      views={[
        { key: 'present', label: t('settings.present'), search: { present: 'true', sort: 'name' } },
        { key: 'all', label: t('register.all'), search: { sort: 'name' } },
      ]}
      filters={[]}
      columns={[
        {
          key: 'roles',
          title: t('settings.roles'),
          card: 'line',
          render: ({ roles }) => (
            <span style={{ display: 'inline-flex', gap: 4 }}>
              {[...new Set(roles)].map((role) => (
                <Badge key={role}>{t(`role.${role}`)}</Badge>
              ))}
            </span>
          ),
        },
        {
          key: 'jobTitle',
          title: t('settings.jobTitle'),
          width: 220,
          card: 'line',
          render: ({ jobTitle }) => jobTitle,
        },
        { key: 'email', title: t('signIn.email'), width: 220, render: ({ email }) => email ?? '—' },
        {
          key: 'canSignIn',
          title: t('settings.access'),
          width: 150,
          card: 'badge',
          render: ({ canSignIn, leftOn }) =>
            leftOn ? (
              <Badge>{t('settings.left', { day: dayText(leftOn) })}</Badge>
            ) : (
              <Badge tone={canSignIn ? 'good' : 'neutral'}>
                {t(canSignIn ? 'settings.signsIn' : 'settings.noAccess')}
              </Badge>
            ),
        },
      ]}
    />
  );
}
