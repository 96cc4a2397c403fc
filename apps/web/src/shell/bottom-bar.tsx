import { Box, UnstyledButton } from '@mantine/core';
import { IconClipboardCheck, IconHome, IconMenu2, IconPlus, IconTool } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './frame.module.css';

/** On the phone, under the thumb: home, audits, new, actions, everything else. */
export function BottomBar({ onMore, onMake }: { onMore(): void; onMake(): void }) {
  const { t } = useTranslation();
  const tab = (to: string, key: string, Icon: typeof IconHome) => (
    <Link to={to} className={classes.tab} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Icon size={22} stroke={1.7} aria-hidden />
      {t(`place.${key}`)}
    </Link>
  );
  return (
    <Box component="nav" className={classes.bottom} hiddenFrom="sm" aria-label={t('shell.quick')}>
      {tab('/', 'home', IconHome)}
      {tab('/audits', 'audits', IconClipboardCheck)}
      <UnstyledButton className={classes.tab} onClick={onMake}>
        <IconPlus size={24} aria-hidden />
        {t('shell.new')}
      </UnstyledButton>
      {tab('/actions', 'actions', IconTool)}
      <UnstyledButton className={classes.tab} onClick={onMore}>
        <IconMenu2 size={22} stroke={1.7} aria-hidden />
        {t('shell.more')}
      </UnstyledButton>
    </Box>
  );
}
