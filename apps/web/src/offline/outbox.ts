import { v7 } from 'uuid';
import { changed } from './changes.js';
import {
  type Answer,
  type Entry,
  type Item,
  type NewEntry,
  type StoredPhoto,
  transact,
  type WaitingFinding,
} from './database.js';

/** Whether the server would take the answer: what does not apply needs a reason. */
export const isComplete = ({ progress, note }: Answer): boolean => progress !== 'not_applicable' || note !== null;

const waiting = (auditId: string, personId: string, subject: string) => ({
  key: crypto.randomUUID() as string,
  auditId,
  personId,
  subject,
  state: 'waiting' as const,
  tried: false,
  refusal: null,
  madeAt: new Date().toISOString(),
});

/** All entries in their order. */
export const entries = (): Promise<Entry[]> => transact(['outbox'], 'readonly', ({ outbox }) => outbox.all());

/**
 * Changes the answer to a question. The part of it that certainly never reached the server takes the change in; behind
 * one that may be on its way, it becomes the next. `item` is what was on the screen.
 */
export async function queueAnswer(personId: string, item: Item, changes: Partial<Answer>): Promise<void> {
  await transact(['outbox'], 'readwrite', async ({ outbox }) => {
    const mine = (await outbox.all()).filter((one) => one.subject === item.id && one.personId === personId);
    const last = mine.findLast((one) => one.kind === 'answer');
    const { progress, result, grade, note } = last?.answer ?? item;
    const answer = { progress, result, grade, note, ...changes };
    const entry: NewEntry = {
      ...waiting(item.auditId, personId, item.id),
      kind: 'answer',
      answer,
      baseVersion: last ? null : item.version,
      state: isComplete(answer) ? 'waiting' : 'incomplete',
    };
    if (last && (!last.tried || last.state !== 'waiting'))
      await outbox.put({ ...entry, order: last.order, baseVersion: last.baseVersion });
    else await outbox.put(entry as Entry);
  });
  changed();
}

type Fields = Omit<WaitingFinding['finding'], 'id'>;

/** Puts a finding into the queue, with copies of the photos that belong to it; answers its id. */
export async function queueFinding(personId: string, fields: Fields, photos: readonly StoredPhoto[]): Promise<string> {
  const finding = { ...fields, id: v7() };
  await transact(['outbox', 'photos'], 'readwrite', async ({ outbox, photos: stored }) => {
    await outbox.put({ ...waiting(fields.auditId, personId, finding.id), kind: 'finding', finding } as Entry);
    for (const photo of photos) {
      const copy: StoredPhoto = {
        ...photo,
        id: v7(),
        personId,
        recordType: 'finding',
        recordId: finding.id,
        sent: false,
      };
      await stored.put(copy);
      await outbox.put({ ...waiting(fields.auditId, personId, copy.id), kind: 'photo' } as Entry);
    }
  });
  changed();
  return finding.id;
}

/** Puts a photo into the queue. */
export async function queuePhoto(photo: Omit<StoredPhoto, 'id' | 'sent'>): Promise<void> {
  const stored: StoredPhoto = { ...photo, id: v7(), sent: false };
  await transact(['outbox', 'photos'], 'readwrite', async ({ outbox, photos }) => {
    await photos.put(stored);
    await outbox.put({ ...waiting(photo.auditId, photo.personId, stored.id), kind: 'photo' } as Entry);
  });
  changed();
}

/** Sends a refused entry once more. */
export async function retry(order: number): Promise<void> {
  await transact(['outbox'], 'readwrite', async ({ outbox }) => {
    const entry = await outbox.get(order);
    if (entry?.state === 'refused') await outbox.put({ ...entry, state: 'waiting', refusal: null });
  });
  changed();
}

/** Gives an entry up because a person says so; what waited behind it goes on from where it began. */
export async function discard(order: number): Promise<void> {
  await transact(['outbox', 'photos'], 'readwrite', async ({ outbox, photos }) => {
    const all = await outbox.all();
    const entry = all.find((one) => one.order === order);
    if (!entry) return;
    await outbox.remove(order);
    if (entry.kind === 'photo') await photos.remove(entry.subject);
    if (entry.kind === 'answer') {
      const next = all.find((one) => one.kind === 'answer' && one.subject === entry.subject && one.order > order);
      if (next?.kind === 'answer') await outbox.put({ ...next, baseVersion: entry.baseVersion });
    }
    if (entry.kind === 'finding')
      for (const photo of await photos.all())
        if (photo.recordId === entry.subject) {
          await photos.remove(photo.id);
          for (const one of all) if (one.subject === photo.id) await outbox.remove(one.order);
        }
  });
  changed();
}
