import { ActionIcon, Indicator } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** How much waits for me. */
export function Bell() {
  const { t } = useTranslation();
  const total = 0;
  return (
    <Indicator label={total} size={18} offset={5} disabled={total === 0} color="red.8">
      <ActionIcon
        component={Link}
        to="/"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('shell.bell', { count: total })}
      >
        <IconBell size={20} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Indicator>
  );
}
