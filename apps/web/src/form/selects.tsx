import { MultiSelect } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api, type Schemas } from '../api/api.js';
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

/** Several people or processes. An organisation that needs more than two hundred names here has other tools for its teams. */
export function SeveralField({
  kind,
  label,
  value,
  onChange,
  error,
}: {
  kind: 'people' | 'processes';
  label: string;
  value: string[];
  onChange(ids: string[]): void;
  error: ReactNode;
}) {
  const { data } = useQuery({
    queryKey: [`/api/v1/${kind}`, 'several'],
    queryFn: async () =>
      kind === 'people'
        ? (
            await answer(api.GET('/api/v1/people', { params: { query: { present: true, sort: 'name', limit: 200 } } }))
          ).items.map(({ id, name }) => ({ value: id, label: name }))
        : (await answer(api.GET('/api/v1/processes', { params: { query: { inUse: true, limit: 200 } } }))).items.map(
            ({ id, code, name }) => ({ value: id, label: `${code} ${name}` }),
          ),
    staleTime: 60_000,
  });
  return (
    <MultiSelect
      aria-label={label}
      searchable
      hidePickedOptions
      value={value}
      onChange={onChange}
      error={error}
      data={data ?? []}
    />
  );
}
