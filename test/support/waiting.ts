import type { Client } from './client.js';

/** What a test looks at of a work item. */
export interface Item {
  id: string;
  expected: string;
  title: string;
  overdue: boolean;
}

/** The id at the end of the address of a record. */
export const idOf = (url: string): string => url.split('/').at(-1)!;

/** All that waits for somebody. */
export const items = async (who: Client, query = ''): Promise<Item[]> =>
  (await who.get(`/work-items?limit=200${query}`)).body.items;

/** What a record expects of somebody. */
export const expected = async (who: Client, url: string): Promise<string[]> =>
  (await items(who)).filter(({ id }) => id === idOf(url)).map((item) => item.expected);

/** Waits until it is so; fails after half a minute. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await isSo());) {
    if (Date.now() > end) throw new Error('It did not come to be so');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
