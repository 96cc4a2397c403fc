import { answer, api, type Schemas } from '../api/api.js';
import { changed } from './changes.js';
import { type Answer, type Entry, type Item, type StoredAudit, type StoredPhoto, transact } from './database.js';
import { merged } from './send.js';
import { reached } from './state.js';
import { report } from './sync.js';
import { problemOf } from '../api/problem.js';

const over: readonly string[] = ['report_issued', 'follow_up', 'completed', 'cancelled'];

/** Fetches an audit with everything that working on it needs, and keeps it. Answers what is kept then. */
export async function takeAudit(id: string, personId: string): Promise<void> {
  const path = { params: { path: { id } } };
  try {
    const [audit, { items }, { items: conflicts }, { items: findings }] = await Promise.all([
      answer(api.GET('/api/v1/audits/{id}', path)),
      answer(api.GET('/api/v1/audits/{id}/checklist', path)),
      answer(api.GET('/api/v1/audits/{id}/answer-conflicts', path)),
      answer(api.GET('/api/v1/findings', { params: { query: { auditId: id, limit: 200 } } })),
    ]);
    const [people, clauses] = await Promise.all([namesOf(audit, items), titlesOf(items)]);
    await transact(['audits', 'photos'], 'readwrite', async ({ audits, photos }) => {
      // Once the report is out, nobody works here any more: what the server has need not fill the device.
      if (over.includes(audit.state))
        for (const one of await photos.all()) if (one.auditId === id && one.sent) await photos.remove(one.id);
      const known = await audits.get([personId, id]);
      await audits.put({
        personId,
        id,
        audit,
        // An answer that was sent meanwhile is newer than what was asked for before it.
        items: merged(known?.items ?? [], items).toSorted((a, b) => a.position - b.position),
        conflicts: merged(known?.conflicts ?? [], conflicts),
        findings: merged(known?.findings ?? [], findings),
        people,
        clauses,
        storedAt: new Date().toISOString(),
      });
    });
    reached(true);
    changed();
  } catch (error) {
    if (problemOf(error).temporary) reached(false);
    throw error;
  }
  await report(id, personId, true).catch(() => undefined);
}

/** Names of the team and of everybody who answered. */
async function namesOf(audit: Schemas['AuditView'], items: readonly Item[]): Promise<Record<string, string>> {
  const ids = [
    ...new Set([
      ...audit.team.map(({ personId }) => personId),
      ...items.flatMap(({ answeredById }) => answeredById ?? []),
    ]),
  ].slice(0, 100);
  if (ids.length === 0) return {};
  const of = ids.map((id) => `person:${id}`).join(',');
  const labels = await answer(api.GET('/api/v1/record-labels', { params: { query: { of } } }));
  return Object.fromEntries(labels.items.map(({ id, label }) => [id, label]));
}

type Clause = Schemas['ClauseView'];
const flat = (clauses: readonly Clause[]): Clause[] => clauses.flatMap((one) => [one, ...flat(one.children)]);

/** Titles of the clauses of all editions that the questions cite: chapters are among them. */
async function titlesOf(items: readonly Item[]): Promise<Record<string, string>> {
  const editions = new Set(items.flatMap(({ clauses }) => clauses.map((clause) => clause.split(' / ')[0]!)));
  const trees = await Promise.all(
    [...editions].map((name) => {
      const [standard, edition] = name.toLowerCase().replace(' ', '-').split(':') as [string, string];
      const path = { params: { path: { standard, edition } } };
      return answer(api.GET('/api/v1/standards/{standard}/{edition}/clauses', path));
    }),
  );
  return Object.fromEntries(
    trees.flatMap((tree) => flat(tree.items)).map(({ reference, title }) => [reference, title]),
  );
}

/** A question with the answer of this device, sent or not. */
export interface LocalItem extends Item {
  /** Its entry in the queue, if the server does not have the answer yet. */
  entry: Entry | null;
  photos: StoredPhoto[];
}

/** An audit as this device sees it. */
export interface LocalAudit extends Omit<StoredAudit, 'items'> {
  items: LocalItem[];
  /** Everything of the audit that waits here, of this person. */
  queue: Entry[];
}

/** The kept audit with what waits laid over it; null when it was never taken along. */
export async function localAudit(id: string, personId: string): Promise<LocalAudit | null> {
  const [stored, all, photos] = await transact(['audits', 'outbox', 'photos'], 'readonly', (tables) =>
    Promise.all([tables.audits.get([personId, id]), tables.outbox.all(), tables.photos.all()]),
  );
  if (!stored) return null;
  const queue = all.filter((entry) => entry.auditId === id && entry.personId === personId);
  return { ...stored, queue, items: stored.items.map((item) => laidOver(item, queue, photos, personId)) };
}

function laidOver(item: Item, queue: readonly Entry[], photos: readonly StoredPhoto[], personId: string): LocalItem {
  const entry = queue.findLast((one) => one.kind === 'answer' && one.subject === item.id);
  const own: Partial<Item> | Answer =
    entry?.kind === 'answer' ? { ...entry.answer, answeredById: personId, answeredOnDeviceAt: entry.madeAt } : {};
  return {
    ...item,
    ...own,
    entry: entry ?? null,
    photos: photos.filter((photo) => photo.recordId === item.id && photo.personId === personId),
  };
}

/** The audits that this person has with them, by id. */
export async function takenAudits(personId: string): Promise<StoredAudit[]> {
  const all = await transact(['audits'], 'readonly', ({ audits }) => audits.all());
  return all.filter((one) => one.personId === personId);
}
