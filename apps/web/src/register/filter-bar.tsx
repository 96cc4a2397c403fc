import { Button, Drawer, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField, PersonField, ProcessField, SiteField } from '../form/fields.js';
import type { Search } from '../router.js';
import classes from './register.module.css';
import type { Filter } from './types.js';

/** Words and named filters; each changes the address at once. */
export function FilterBar({
  filters,
  search,
  onChange,
  narrow,
  children,
}: {
  filters: Filter[];
  search: Search;
  onChange(search: Search): void;
  narrow: boolean;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [sheet, { open, close }] = useDisclosure();
  const [all, showAll] = useState(false);
  const set = (key: string, value: string | null) => {
    const { [key]: _, ...rest } = search;
    onChange(value ? { ...rest, [key]: value } : rest);
  };
  const active = filters.filter(({ key }) => search[key]);
  const hidden = filters.filter(({ key, rare, kind }) => kind !== 'linked' && rare && !all && !search[key]);
  const shown = filters.filter(({ key, kind }) => kind !== 'linked' || search[key]);
  const inputs = shown.map((filter) => (
    <div
      key={filter.key}
      hidden={!narrow && hidden.includes(filter)}
      data-active={search[filter.key] ? true : undefined}
    >
      <FilterInput filter={filter} value={search[filter.key] ?? null} onChange={(value) => set(filter.key, value)} />
    </div>
  ));
  return (
    <div className={classes.filters} role="search">
      <Words value={search['q'] ?? ''} onChange={(q) => set('q', q)} />
      {narrow ? (
        <Button variant="default" size="xs" leftSection={<IconFilter size={14} aria-hidden />} onClick={open}>
          {t('register.filters')}
          {active.length > 0 && ` · ${active.length}`}
        </Button>
      ) : (
        inputs
      )}
      {!narrow && hidden.length > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => showAll(true)}>
          {t('register.moreFilters')}
        </Button>
      )}
      {active.length > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() =>
            onChange(Object.fromEntries(Object.entries(search).filter(([key]) => ['sort', 'layout'].includes(key))))
          }
        >
          {t('register.clear')}
        </Button>
      )}
      <div style={{ flex: 1 }} />
      {children}
      <Drawer opened={sheet && narrow} onClose={close} position="bottom" size="auto" title={t('register.filters')}>
        <Stack>
          {inputs}
          <Button onClick={close}>{t('register.show')}</Button>
        </Stack>
      </Drawer>
    </div>
  );
}

function Words({ value, onChange }: { value: string; onChange(words: string): void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, 300);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      size="xs"
      w={{ base: '100%', xs: 230 }}
      data-filter-words
      aria-label={t('register.words')}
      placeholder={t('register.words')}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

function FilterInput({
  filter,
  value,
  onChange,
}: {
  filter: Filter;
  value: string | null;
  onChange(value: string | null): void;
}) {
  const { t } = useTranslation();
  const common = {
    size: 'xs' as const,
    'aria-label': filter.label,
    placeholder: filter.label,
    w: { base: '100%', sm: 138 },
  };
  switch (filter.kind) {
    case 'person':
    case 'site':
    case 'process':
      return <Looked kind={filter.kind} common={common} value={value} onChange={onChange} />;
    case 'day':
      return <DayField {...common} label={filter.label} value={value} onChange={onChange} />;
    case 'linked':
      return (
        <Button
          size="xs"
          variant="default"
          rightSection={<IconX size={12} aria-hidden />}
          aria-label={`${t('common.remove')}: ${filter.words(value ?? '')}`}
          onClick={() => onChange(null)}
        >
          {filter.words(value ?? '')}
        </Button>
      );
    case 'clause':
      return <Clause label={filter.label} value={value ?? ''} onChange={onChange} />;
    case 'switch':
    case 'choice':
      return (
        <NativeSelect
          {...common}
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
          data={[
            { value: '', label: filter.label },
            ...(filter.kind === 'choice'
              ? filter.choices.map((choice) => ({ value: choice, label: t(`${filter.texts}.${choice}`) }))
              : [
                  { value: 'true', label: `${filter.label}: ${t('common.yes')}` },
                  { value: 'false', label: `${filter.label}: ${t('common.no')}` },
                ]),
          ]}
        />
      );
  }
}

/** A clause is typed, not chosen: `ISO 9001:2026 / 8.7`. */
function Clause({ label, value, onChange }: { label: string; value: string; onChange(value: string | null): void }) {
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback((text: string) => onChange(text.trim() || null), 500);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      size="xs"
      w={{ base: '100%', sm: 170 }}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

const looked = { person: PersonField, site: SiteField, process: ProcessField };

/** A filter that searches: a plain field until somebody goes to it, because most visits never do. */
function Looked({
  kind,
  common,
  value,
  onChange,
}: {
  kind: keyof typeof looked;
  common: { size: 'xs'; 'aria-label': string; placeholder: string; w: { base: string; sm: number } };
  value: string | null;
  onChange(value: string | null): void;
}) {
  const [wanted, want] = useState(Boolean(value));
  const Field = looked[kind];
  return wanted || value ? (
    <Field {...common} value={value} onChange={onChange} autoFocus={wanted && !value} />
  ) : (
    <TextInput {...common} readOnly onFocus={() => want(true)} />
  );
}
