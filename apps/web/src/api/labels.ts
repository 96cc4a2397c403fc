import { useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from './api.js';
import { queries } from './queries.js';

type Label = Schemas['RecordLabel'];

let waiting = new Map<string, ((label: Label | null) => void)[]>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks for all names that one drawing of a page needs, in one request. */
async function ask(): Promise<void> {
  timer = undefined;
  const asked = waiting;
  waiting = new Map();
  const keys = [...asked.keys()];
  for (let start = 0; start < keys.length; start += 100) {
    const of = keys.slice(start, start + 100);
    const found = new Map<string, Label>();
    try {
      const { items } = await answer(api.GET('/api/v1/record-labels', { params: { query: { of: of.join(',') } } }));
      for (const item of items) found.set(item.of, item);
    } finally {
      for (const key of of) for (const tell of asked.get(key) ?? []) tell(found.get(key) ?? null);
    }
  }
}

function load(key: string): Promise<Label | null> {
  return new Promise((tell) => {
    waiting.set(key, [...(waiting.get(key) ?? []), tell]);
    timer ??= setTimeout(() => void ask().catch(() => undefined), 5);
  });
}

/** How a record that another one mentions is named; undefined while it is asked for, null when the caller may not see it. */
export function useLabel(recordType: string, id: string | null | undefined): Label | null | undefined {
  const key = `${recordType}:${id}`;
  return useQuery({
    queryKey: ['label', key],
    queryFn: () => load(key),
    enabled: Boolean(id),
    staleTime: 300_000,
  }).data;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id behind the last part of a page's address, which is a number such as NC-2026-0042 or the id itself. */
export function useRecordId(recordType: string, key: string): string | null | undefined {
  const label = useLabel(recordType, uuid.test(key) ? null : key);
  return uuid.test(key) ? key : label === undefined ? undefined : (label?.id ?? null);
}

/** Remembers what a list has shown, so that opening a record needs no further question. */
export function remember(
  recordType: string,
  path: string,
  row: { id: string; reference?: string | null },
  label: string,
) {
  if (!row.reference) return;
  const of = `${recordType}:${row.reference}`;
  queries.setQueryData(['label', of], { of, recordType, path, id: row.id, reference: row.reference, label });
}
