import { answer, api } from '../api/api.js';
import { Problem, problemOf } from '../api/problem.js';
import { changed, onChange } from './changes.js';
import { type Entry, type StoredPhoto, transact } from './database.js';
import { deviceId } from './device.js';
import { entries } from './outbox.js';
import { send } from './send.js';
import { reached, refresh, signedOut } from './state.js';

const rank = { answer: 0, finding: 1, photo: 2 } as const;

/** What may go next: answers before findings before photos, each in the order it was made, never past what it builds on. */
export function nextOf(queue: readonly Entry[], photos: readonly StoredPhoto[], personId: string): Entry | undefined {
  const mine = queue.filter((entry) => entry.personId === personId);
  const recordOf = new Map(photos.map(({ id, recordId }) => [id, recordId]));
  const blocked = (entry: Entry) =>
    mine.some(
      (other) =>
        other.order !== entry.order &&
        ((other.order < entry.order && other.subject === entry.subject) ||
          (entry.kind === 'photo' && other.kind === 'finding' && other.subject === recordOf.get(entry.subject))),
    );
  return mine
    .filter((entry) => entry.state === 'waiting' && !blocked(entry))
    .toSorted((a, b) => rank[a.kind] - rank[b.kind] || a.order - b.order)[0];
}

/** Takes the next entry out for sending: from now on its content is fixed. */
const takeNext = (personId: string): Promise<Entry | undefined> =>
  transact(['outbox', 'photos'], 'readwrite', async ({ outbox, photos }) => {
    const next = nextOf(await outbox.all(), await photos.all(), personId);
    if (next && !next.tried) await outbox.put({ ...next, tried: true });
    return next;
  });

/** Keeps a refused entry with what the server said. */
const refuse = ({ order }: Entry, { status, title, reasons }: Problem): Promise<void> =>
  transact(['outbox'], 'readwrite', async ({ outbox }) => {
    const entry = await outbox.get(order);
    if (entry) await outbox.put({ ...entry, state: 'refused', refusal: { status, title, reasons } });
  });

/** One tab at a time, where the browser has locks. */
const alone = <T>(name: string, task: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request(name, task) : task();

/** What waits of an audit, by the person and the audit. */
type Counts = Record<string, number>;
const placeOf = (auditId: string, personId: string): string => `${personId} ${auditId}`;
const countOf = (queue: readonly Entry[], place: string): number =>
  queue.filter((one) => placeOf(one.auditId, one.personId) === place).length;

/** What the server was told last, by whichever tab. */
const told = async (): Promise<Counts> =>
  ((await transact(['facts'], 'readonly', ({ facts }) => facts.get('told')))?.value ?? {}) as Counts;
const remember = (place: string, waiting: number): Promise<unknown> =>
  transact(['facts'], 'readwrite', async ({ facts }) => {
    const known = (await facts.get('told'))?.value as Counts | undefined;
    await facts.put({ name: 'told', value: { ...known, [place]: waiting } });
  });

/**
 * Tells the server how much of an audit waits here, when that has changed. One report after the other, so that the last
 * one to arrive is the last one that was counted.
 */
export const report = (auditId: string, personId: string, force = false): Promise<void> =>
  alone('continua-report', async () => {
    const place = placeOf(auditId, personId);
    const waiting = countOf(await entries(), place);
    if (!force && (await told())[place] === waiting) return;
    const path = { id: auditId, deviceId: await deviceId() };
    await answer(api.PUT('/api/v1/audits/{id}/devices/{deviceId}', { params: { path }, body: { waiting } })).catch(
      (error: unknown) => {
        const { temporary, status } = problemOf(error);
        // Whoever may not tell it, such as a former member of the team, holds nothing up.
        if (temporary || status === 401) throw error;
      },
    );
    await remember(place, waiting);
  });

let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Looks at the queue after this time; an earlier look that was planned already stands. */
function plan(milliseconds: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void synchronise(), milliseconds);
}

async function work(): Promise<void> {
  const queue = await entries();
  const owed = Object.entries(await told()).flatMap(([place, count]) => (count > countOf(queue, place) ? place : []));
  if (!queue.some(({ state }) => state === 'waiting') && owed.length === 0) return;
  const { personId } = await answer(api.GET('/api/v1/session'));
  reached(true);
  if (!personId) return;
  const audits = new Set(queue.filter((one) => one.personId === personId).map(({ auditId }) => auditId));
  for (const place of owed) if (place.startsWith(`${personId} `)) audits.add(place.slice(personId.length + 1));
  // What has waited for a while may fail again: the lead should know of it before it is tried.
  const old = Date.now() - 30_000;
  if (queue.some((one) => one.personId === personId && Date.parse(one.madeAt) < old))
    for (const auditId of audits) await report(auditId, personId).catch(() => undefined);
  for (let entry = await takeNext(personId); entry; entry = await takeNext(personId)) {
    try {
      await send(entry);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.temporary || problem.status === 401 || isRunning(problem)) throw error;
      await refuse(entry, problem);
    }
    changed();
  }
  // Until the server knows that nothing waits any more, nobody can close the audit.
  for (const auditId of audits) await report(auditId, personId);
}

const isRunning = ({ reasons }: Problem) =>
  reasons.some(({ code }) => code === 'idempotency-key-running' || code === 'try-again');

/** Sends what waits, once at a time among all tabs. After a failure it tries again, ever more slowly. */
export async function synchronise(): Promise<void> {
  if (!navigator.onLine) return reached(false);
  try {
    await alone('continua-outbox', work);
    failures = 0;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 401) signedOut();
    else reached(!problem.temporary);
    failures += 1;
    plan(Math.min(300_000, 2_000 * 2 ** failures) * (0.75 + Math.random() / 2));
  }
  await refresh();
}

let started = false;

/** Begins to watch the queue and the network, and asks the browser not to drop what is kept. */
export function startSync(): void {
  if (started) return;
  started = true;
  onChange(() => {
    void refresh();
    if (failures === 0) plan(700);
  });
  // A hint at least; the next request shows whether it is true.
  addEventListener('online', () => {
    reached(true);
    plan(0);
  });
  addEventListener('offline', () => reached(false));
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) plan(0);
  });
  void navigator.storage?.persist?.();
  void refresh();
  plan(0);
}
