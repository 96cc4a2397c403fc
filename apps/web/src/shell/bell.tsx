import { ActionIcon, Indicator } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/api.js';

/** How much waits for me, asked for every minute while the page is looked at. */
export function Bell() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['/api/v1/work-items', 'count'],
    queryFn: () => answer(api.GET('/api/v1/work-items', { params: { query: { limit: 1, count: true } } })),
    refetchInterval: 60_000,
    staleTime: 30_000,
  });
  const total = data?.total ?? 0;
  return (
    <Indicator label={total > 99 ? '99+' : total} size={18} offset={5} disabled={total === 0} color="red.8">
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
