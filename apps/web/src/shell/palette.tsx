import { Spotlight, spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/api.js';
import { useMay } from '../api/session.js';
import { pageOf } from '../record/badges.js';
import { makeable, navigation } from './navigation.js';

/** Kinds of records whose page is not named as their collection in the API. */
const otherPages: Record<string, string> = {
  'checklist-templates': 'checklists',
  people: 'settings/people',
  sites: 'settings/sites',
  'audit-programmes': 'programme',
};

/** Go to any record by number or words, to any place, or start anything: by typing. */
export default function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 180);
  useEffect(() => spotlight.open(), []);
  const { data, isFetching } = useQuery({
    queryKey: ['/api/v1/search', words],
    queryFn: () => answer(api.GET('/api/v1/search', { params: { query: { q: words, limit: 12 } } })),
    enabled: words.length > 1,
    placeholderData: keepPreviousData,
  });
  const hits = words.length > 1 ? (data?.items ?? []) : [];
  const fits = (text: string) => text.toLowerCase().includes(typed.trim().toLowerCase());
  const make = makeable
    .filter(({ needs }) => may(needs))
    .map(({ key, to }) => ({ to, text: t(`make.${key}`) }))
    .filter(({ text }) => fits(text));
  const places = navigation
    .flatMap((group) => group.places)
    .filter(({ needs }) => !needs || may(needs))
    .map(({ key, to }) => ({ to, text: t(`place.${key}`) }))
    .filter(({ text }) => fits(text));
  const go = (to: string) => void navigate({ to });
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      maxHeight={460}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.records')}>
            {hits.map((hit) => (
              <Spotlight.Action
                key={hit.recordType + hit.id}
                label={hit.reference ? `${hit.reference} ${hit.title}` : hit.title}
                description={t(`palette.kind.${hit.recordType}`, { defaultValue: '' })}
                onClick={() => go(pageOf({ ...hit, path: otherPages[hit.path] ?? hit.path }))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {make.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.make')}>
            {make.map(({ to, text }) => (
              <Spotlight.Action key={to} label={text} onClick={() => go(to)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.go')}>
            {places.map(({ to, text }) => (
              <Spotlight.Action key={to} label={text} onClick={() => go(to)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {hits.length + make.length + places.length === 0 && (
          <Spotlight.Empty>{isFetching ? t('common.loading') : t('palette.nothing')}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
