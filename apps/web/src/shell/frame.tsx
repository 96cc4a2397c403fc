import { ActionIcon, AppShell, Burger, Button, Group, Kbd, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bell } from './bell.js';
import { UpdateBanner } from '../features/audit-checklist/update-banner.js';
import { BottomBar } from './bottom-bar.js';
import classes from './frame.module.css';
import { useGlobalKeys } from './keys.js';
import { MakeMenu } from './make-menu.js';
import { Me } from './me.js';
import { NavigationTree } from './navigation-tree.js';
import { SignInAgain } from './sign-in-again.js';

const Palette = lazy(() => import('./palette.js'));
const KeyHelp = lazy(() => import('./key-help.js'));

/** Header, navigation and the page; what every page stands in. */
export function Frame() {
  const { t } = useTranslation();
  const [menu, { toggle, close }] = useDisclosure();
  const [palette, showPalette] = useState(false);
  const [help, showHelp] = useState(false);
  const [making, setMaking] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useGlobalKeys({ palette: () => showPalette(true), make: () => setMaking(true), help: () => showHelp(true) });
  useEffect(close, [path, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !menu } }}
      padding={{ base: 'sm', sm: 'lg' }}
      classNames={{ header: classes.header!, navbar: classes.navbar!, main: classes.main! }}
    >
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={menu} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t('shell.menu')} />
            <Link to="/" className={classes.brand} aria-label="Continua">
              <img src="/icon.svg" alt="" width={28} height={28} />
              <span>Continua</span>
            </Link>
          </Group>
          <UnstyledButton className={classes.search} onClick={() => showPalette(true)} visibleFrom="sm">
            <IconSearch size={16} aria-hidden />
            <span>{t('shell.search')}</span>
            <Kbd size="xs" aria-hidden>
              {t('keys.control')} K
            </Kbd>
          </UnstyledButton>
          <Group gap="xs" wrap="nowrap">
            <ActionIcon
              hiddenFrom="sm"
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('shell.search')}
              onClick={() => showPalette(true)}
            >
              <IconSearch size={20} aria-hidden />
            </ActionIcon>
            <MakeMenu opened={making} onChange={setMaking} />
            <Bell />
            <Me onKeys={() => showHelp(true)} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <NavigationTree />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      {/* The checklist has a bar of its own under the thumb. */}
      {!path.endsWith('/checklist') && <BottomBar onMore={toggle} onMake={() => setMaking(true)} />}
      <UpdateBanner />
      <SignInAgain />
      <Suspense fallback={null}>
        {palette && <Palette onClose={() => showPalette(false)} />}
        {help && <KeyHelp onClose={() => showHelp(false)} />}
      </Suspense>
    </AppShell>
  );
}

/** What a lazily loaded page shows when it could not be loaded. */
export function LoadFailed({ retry }: { retry(): void }) {
  const { t } = useTranslation();
  return (
    <div className="card" role="alert">
      <h1>{t('shell.failed')}</h1>
      <p>{t('shell.failedWhy')}</p>
      <Button onClick={retry}>{t('common.retry')}</Button>
    </div>
  );
}
