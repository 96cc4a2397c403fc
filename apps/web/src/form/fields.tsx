import {
  Chip,
  Group,
  Input,
  MultiSelect,
  NativeSelect,
  type NativeSelectProps,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../api/api.js';
import { today } from '../language/format.js';
import { RecordSelect, type RecordSelectProps } from './record-select.js';

type Choosing<P extends '/api/v1/people' | '/api/v1/sites' | '/api/v1/processes'> = Omit<
  RecordSelectProps<P>,
  'path' | 'recordType' | 'text'
>;

/** A person who has not left. */
export const PersonField = (props: Choosing<'/api/v1/people'>) => (
  <RecordSelect
    path="/api/v1/people"
    recordType="person"
    text={({ name, jobTitle }) => (jobTitle ? `${name} · ${jobTitle}` : name)}
    {...props}
    query={{ present: true, sort: 'name', ...props.query }}
  />
);

export const SiteField = (props: Choosing<'/api/v1/sites'>) => (
  <RecordSelect
    path="/api/v1/sites"
    recordType="site"
    text={({ code, name }) => `${code} ${name}`}
    {...props}
    query={{ open: true, sort: 'name', ...props.query }}
  />
);

export const ProcessField = (props: Choosing<'/api/v1/processes'>) => (
  <RecordSelect
    path="/api/v1/processes"
    recordType="process"
    text={({ code, name }) => `${code} ${name}`}
    {...props}
    query={{ inUse: true, ...props.query }}
  />
);

/** A calendar day, by the device's own picker. */
export function DayField({
  value,
  onChange,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange'> & {
  value?: string | null;
  onChange?(day: string | null): void;
}) {
  return (
    <TextInput
      type="date"
      max="2199-12-31"
      {...rest}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.currentTarget.value || null)}
    />
  );
}

/** Not later than today. */
export const PastDayField = (props: Parameters<typeof DayField>[0]) => <DayField max={today()} {...props} />;

/** One of a few; `texts` is the key under which their words stand. */
export function ChoiceField({
  choices,
  texts,
  value,
  onChange,
  empty,
  ...rest
}: Omit<NativeSelectProps, 'value' | 'onChange' | 'data'> & {
  choices: readonly string[];
  texts: string;
  value?: string | null;
  onChange?(value: string | null): void;
  /** The words of no choice; without them there always is one. */
  empty?: string;
}) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      {...rest}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.currentTarget.value || null)}
      data={[
        ...(empty !== undefined || !value ? [{ value: '', label: empty ?? '' }] : []),
        ...choices.map((choice) => ({ value: choice, label: t(`${texts}.${choice}`) })),
      ]}
    />
  );
}

/** Quality, environment or both. */
export function DisciplinesField({
  label,
  value = [],
  onChange,
  error,
  id,
}: {
  label: string;
  value?: string[];
  onChange?(value: string[]): void;
  error?: ReactNode;
  id?: string;
}) {
  const { t } = useTranslation();
  return (
    <Input.Wrapper label={label} error={error} labelElement="div" id={id ?? ''} role="group" aria-label={label}>
      <Chip.Group multiple value={value} onChange={(chosen) => onChange?.(chosen)}>
        <Group gap="xs" mt={4} id={id}>
          {['quality', 'environment'].map((discipline) => (
            <Chip key={discipline} value={discipline}>
              {t(`discipline.${discipline}`)} · {t(`standard.${discipline}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}

const branches = (clause: Schemas['ClauseView']): Schemas['ClauseView'][] => [
  clause,
  ...clause.children.flatMap(branches),
];

/** Every clause of the editions that we know, as `ISO 9001:2026 / 8.7` with its title. */
export function useClauses(disciplines?: readonly string[]) {
  const { data: editions = [] } = useQuery({
    queryKey: ['/api/v1/standards'],
    queryFn: async () => (await answer(api.GET('/api/v1/standards'))).items,
    staleTime: Infinity,
  });
  return useQueries({
    queries: editions
      .filter(({ discipline }) => !disciplines?.length || disciplines.includes(discipline))
      .map(({ path }) => ({
        queryKey: ['/api/v1/standards', path],
        queryFn: async () => {
          const [standard = '', edition = ''] = path.split('/');
          return (
            await answer(
              api.GET('/api/v1/standards/{standard}/{edition}/clauses', { params: { path: { standard, edition } } }),
            )
          ).items;
        },
        staleTime: Infinity,
      })),
    combine: (results) => results.flatMap(({ data }) => (data ?? []).flatMap(branches)),
  });
}

/** Clauses of the standards, by number or by words. */
export function ClausesField({
  disciplines,
  value,
  onChange,
  ...rest
}: {
  disciplines?: readonly string[];
  value?: string[];
  onChange?(value: string[]): void;
  label?: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  id?: string;
  required?: boolean;
}) {
  const clauses = useClauses(disciplines);
  const known = new Set(clauses.map(({ reference }) => reference));
  return (
    <MultiSelect
      {...rest}
      searchable
      hidePickedOptions
      limit={40}
      value={value ?? []}
      onChange={onChange ?? (() => undefined)}
      data={[
        ...(value ?? []).filter((clause) => !known.has(clause)).map((clause) => ({ value: clause, label: clause })),
        ...clauses.map(({ reference, title }) => ({ value: reference, label: `${reference} ${title}` })),
      ]}
    />
  );
}
