import { NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/api.js';
import { useScope } from './scope.js';

/** The open sites that the person may see. */
export function useSites() {
  return useQuery({
    queryKey: ['/api/v1/sites', 'open'],
    queryFn: () => answer(api.GET('/api/v1/sites', { params: { query: { limit: 200, open: true, sort: 'name' } } })),
    staleTime: 300_000,
  }).data?.items;
}

/** One standard or both, one site or all: what every list and figure keeps to unless its own filter says otherwise. */
export function ScopeChoice() {
  const { t } = useTranslation();
  const [scope, setScope] = useScope();
  const sites = useSites() ?? [];
  return (
    <Stack gap={6} px={4} pt={4} pb="xs">
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('shell.standard')}
        value={scope.discipline}
        onChange={(discipline) => setScope({ ...scope, discipline: discipline })}
        data={[
          { value: '', label: t('shell.both') },
          { value: 'quality', label: '9001' },
          { value: 'environment', label: '14001' },
        ]}
      />
      {sites.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={t('shell.site')}
          value={scope.siteId}
          onChange={(event) => setScope({ ...scope, siteId: event.currentTarget.value })}
          data={[
            { value: '', label: t('shell.allSites') },
            ...sites.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </Stack>
  );
}
