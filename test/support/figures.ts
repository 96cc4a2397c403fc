import { Nonconformity } from '#continual-improvement';
import type { New } from '#platform';
import { blank } from '../../libs/continual-improvement/src/nonconformity/nonconformity.rules.js';
import type { TestApi } from './api.js';
import type { Client } from './client.js';

/** Today in the time zone of the test's organisations, and days before it. */
export const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(new Date());
export const ago = (days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

let given = 0;

const plain: New<Nonconformity> = {
  ...blank(),
  state: 'open',
  disciplines: ['quality'],
  source: 'inspection',
  title: 'Torque out of range',
  requirement: 'WI-17',
  evidence: '3 of 20 parts',
  statement: 'Released below the minimum',
  detectedOn: today,
};

/** Writes nonconformities as they stand after some time, which no request can bring about in a test. Answers their ids. */
export const plant = (api: TestApi, rows: Partial<Nonconformity>[], orgId = api.orgId): Promise<string[]> =>
  api.arrange(
    async (tx) => {
      const records = rows.map((row) => ({
        ...plain,
        reference: row.state === 'draft' ? null : `NC-X-${String(++given)}`,
        openedOn: row.state === 'draft' ? null : (row.detectedOn ?? today),
        ...row,
      }));
      return (await tx.insertMany(Nonconformity, records)).map(({ id }) => id);
    },
    { orgId },
  );

interface Counted {
  count: number;
  query: { path: string; parameters: Record<string, string> };
}

/** Everything in an answer that says how many records there are and with which list they are shown. */
export function countedIn(value: unknown): Counted[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'query' in value && 'count' in value ? [value as Counted] : [];
  return [...own, ...Object.values(value).flatMap(countedIn)];
}

/** The total of a list with these parameters. */
export const totalOf = async (client: Client, { path, parameters }: Counted['query']): Promise<number> =>
  (await client.get(`${path}?${new URLSearchParams({ ...parameters, count: 'true', limit: '1' }).toString()}`)).body
    .total;

/** Follows every list query of a figure; what comes back must be what was counted. Answers how many there were. */
export async function expectListsToAgree(client: Client, body: unknown): Promise<number> {
  const counted = countedIn(body);
  const totals: Counted[] = [];
  for (const { query } of counted) totals.push({ query, count: await totalOf(client, query) });
  expect(totals).toEqual(counted.map(({ query, count }) => ({ query, count })));
  return counted.length;
}
