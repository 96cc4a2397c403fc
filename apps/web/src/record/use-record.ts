import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSearch } from '@tanstack/react-router';
import { answer, api, ifMatch, type RecordOf, type RecordPath } from '../api/api.js';
import { useRecordId } from '../api/labels.js';
import { Problem, problemOf } from '../api/problem.js';
import { same } from './same.js';

export interface Conflict {
  field: string;
  mine: unknown;
  theirs: unknown;
}

/** The last instant of a day, where the browser is: the record as it stood when that day ended. */
const endOf = (day: string) => new Date(`${day}T23:59:59.999`).toISOString();

/**
 * One record: reading it (also as of a day, `?asOf=` in the address), changing fields of it, and what to do when somebody else was
 * faster: where they changed other fields, ours are sent again over theirs; where they changed the same, the person chooses.
 */
export function useRecord<P extends RecordPath>(path: P, recordType: string, key: string) {
  const id = useRecordId(recordType, key);
  const { asOf } = useSearch({ from: '__root__' });
  const cache = useQueryClient();
  const at = asOf ? endOf(asOf) : undefined;
  const queryKey = [path, id, at ?? 'now'];
  const [conflict, setConflict] = useState<{ fields: Conflict[]; retry(mine: Set<string>): Promise<void> } | null>(
    null,
  );
  const read = (instant?: string) =>
    answer(
      api.GET(path as '/api/v1/actions/{id}', {
        params: { path: { id: id! }, query: instant ? { asOf: instant } : {} } as never,
      }),
    ) as Promise<unknown> as Promise<RecordOf<P>>;
  const query = useQuery({ queryKey, queryFn: () => read(at), enabled: Boolean(id) });

  /** After any change: the record itself, its history, and every list that may show it. */
  const changed = async (record?: RecordOf<P>) => {
    if (record) cache.setQueryData([path, id, 'now'], record);
    else await cache.invalidateQueries({ queryKey: [path, id] });
    void cache.invalidateQueries({ predicate: ({ queryKey: [first] }) => first !== path && first !== 'session' });
    void cache.invalidateQueries({ queryKey: ['history', recordType, id] });
  };

  const send = (version: number, changes: Record<string, unknown>) =>
    answer(
      api.PATCH(path as '/api/v1/actions/{id}', {
        params: { path: { id: id! }, header: ifMatch(version) } as never,
        body: changes as never,
      }),
    ) as Promise<unknown> as Promise<RecordOf<P>>;

  /** What somebody else had written when the person chose their own: it is not asked about again. */
  const settled = useRef<Record<string, unknown>>({});

  const edit = useMutation({
    mutationFn: async ({ changes, from }: { changes: Record<string, unknown>; from: Record<string, unknown> }) => {
      const known = query.data as unknown as Record<string, unknown> & { version: number };
      const open = Object.entries(from).filter(
        ([field]) => !(field in settled.current && same(settled.current[field], known[field])),
      );
      const base = { ...known, ...Object.fromEntries(open) };
      const moved = open.some(([field, value]) => !same(value, known[field]));
      try {
        if (!moved) return await changed(await send(known.version, changes));
        throw new Problem(412, 'stale');
      } catch (error) {
        if (problemOf(error).status !== 412) throw error;
        const theirs = (await read()) as unknown as typeof known;
        cache.setQueryData([path, id, 'now'], theirs);
        const fields = Object.keys(changes)
          .filter((field) => !same(base[field], theirs[field]) && !same(changes[field], theirs[field]))
          .map((field) => ({ field, mine: changes[field], theirs: theirs[field] }));
        if (fields.length === 0) return changed(await send(theirs.version, changes));
        await new Promise<void>((resolve, reject) =>
          setConflict({
            fields,
            retry: async (mine) => {
              setConflict(null);
              for (const { field, theirs: other } of fields) settled.current[field] = other;
              const kept = Object.fromEntries(
                Object.entries(changes).filter(
                  ([field]) => mine.has(field) || !fields.some((one) => one.field === field),
                ),
              );
              try {
                await (Object.keys(kept).length > 0
                  ? send(theirs.version, kept).then(changed)
                  : changed(theirs as unknown as RecordOf<P>));
                resolve();
              } catch (failure) {
                reject(failure instanceof Error ? failure : new Error(String(failure)));
              }
            },
          }),
        );
      }
    },
  });

  return {
    id,
    recordType,
    record: query.data,
    /** There is no such record, or not for this person. */
    missing: id === null || (query.error instanceof Problem && query.error.status === 404),
    error: query.error,
    retry: () => void query.refetch(),
    asOf: asOf ?? null,
    /** Changes fields; `from` is what they held when the person began, where the page has been renewed since. */
    edit: (changes: Record<string, unknown>, from: Record<string, unknown> = {}) => edit.mutateAsync({ changes, from }),
    changed,
    conflict,
  };
}

export type RecordHandle<P extends RecordPath = RecordPath> = ReturnType<typeof useRecord<P>>;
