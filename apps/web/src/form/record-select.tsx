import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type ListPath, type RowOf } from '../api/api.js';
import { useLabel } from '../api/labels.js';

export interface RecordSelectProps<P extends ListPath> extends Omit<
  SelectProps,
  'data' | 'value' | 'onChange' | 'defaultValue'
> {
  path: P;
  recordType: string;
  /** What narrows the choice, as the list takes it. */
  query?: Record<string, unknown>;
  text(row: RowOf<P>): string;
  value?: string | null;
  onChange?(id: string | null, row?: RowOf<P>): void;
}

/** Chooses a record by typing: the server looks, so the number of records does not matter. */
export function RecordSelect<P extends ListPath>({
  path,
  recordType,
  query,
  text,
  value,
  onChange,
  ...rest
}: RecordSelectProps<P>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const [words] = useDebouncedValue(typed, 200);
  const label = useLabel(recordType, value)?.label;
  // What stands in the field after a choice is its label, not a search.
  const q = words && words !== label ? words : undefined;
  const { data } = useQuery({
    queryKey: [path, 'select', query, q],
    queryFn: () =>
      answer(
        api.GET(path as '/api/v1/people', { params: { query: { ...query, ...(q && { q }), limit: 30 } as never } }),
      ),
    enabled: opened,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const rows = (data?.items ?? []) as unknown as RowOf<P>[];
  const options = rows.map((row) => ({ value: (row as { id: string }).id, label: text(row) }));
  if (value && !options.some((option) => option.value === value)) options.unshift({ value, label: label ?? '…' });
  return (
    <Select
      searchable
      clearable={!rest.required}
      nothingFoundMessage={t('palette.nothing')}
      {...rest}
      value={value ?? null}
      data={options}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpened(true)}
      onChange={(id) =>
        onChange?.(
          id,
          rows.find((row) => (row as { id: string }).id === id),
        )
      }
    />
  );
}
