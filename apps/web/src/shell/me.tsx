import { Avatar, Menu, UnstyledButton, VisuallyHidden, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { clearDevice, unsentBy } from '../offline/leave.js';
import { useSession } from '../api/session.js';
import { chooseLanguage, type Language, languages } from '../language/language.js';
import { show } from './tell.js';

/** The person's own menu: organisation, look, language, keys, password, signing out. */
export function Me({ onKeys }: { onKeys(): void }) {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = async () => {
    const unsent = await unsentBy(session.personId);
    if (unsent > 0)
      return void notifications.show({
        title: t('leave.title'),
        message: t('leave.why', { count: unsent }),
        color: 'red',
        role: 'alert',
      });
    try {
      await api.DELETE('/api/v1/session');
    } catch (error) {
      return show(error);
    }
    await clearDevice(session.personId);
    cache.clear();
    await navigate({ to: '/sign-in' });
  };
  const change = async (organisationId: string) => {
    await api.PATCH('/api/v1/session', { body: { organisationId } });
    cache.clear();
    location.assign('/');
  };
  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <UnstyledButton>
          <VisuallyHidden>{t('shell.me', { name: session.name })}</VisuallyHidden>
          <Avatar
            name={session.name}
            styles={{ placeholder: { background: 'var(--accent-soft)', color: 'var(--strong)' } }}
            size={36}
            radius="xl"
            aria-hidden
          />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.name}</Menu.Label>
        {session.memberships.length > 1 &&
          session.memberships.map(({ organisationId, organisation }) => (
            <Menu.Item
              key={organisationId}
              disabled={organisationId === session.organisationId}
              onClick={() => void change(organisationId)}
            >
              {organisation}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Label>{t('shell.look')}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            closeMenuOnClick={false}
            rightSection={colorScheme === scheme ? '✓' : ''}
            aria-current={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`shell.scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {Object.entries(languages).map(([language, name]) => (
          <Menu.Item
            key={language}
            lang={language}
            rightSection={i18n.resolvedLanguage === language ? '✓' : ''}
            aria-current={i18n.resolvedLanguage === language}
            onClick={() => void chooseLanguage(language as Language)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onKeys}>{t('shell.keys')}</Menu.Item>
        <Menu.Item onClick={() => void navigate({ to: '/settings' })}>{t('place.settings')}</Menu.Item>
        <Menu.Item onClick={() => void leave()}>{t('shell.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
