import { answer as answered, api } from '../api/api.js';
import { Problem } from '../api/problem.js';
import {
  type Entry,
  type StoredAudit,
  type StoredPhoto,
  transact,
  type WaitingAnswer,
  type WaitingFinding,
} from './database.js';

type With<E> = E & { order: number };

const repeatable = (key: string) => ({ 'Idempotency-Key': key });

/** That the server has it already is what was wanted: its own first answer did not reach us. */
const isThere = (error: unknown) =>
  error instanceof Problem && error.status === 409 && error.reasons.some(({ code }) => code === 'already-exists');

/** Replaces records by those of the same id, and adds the rest. */
export function merged<R extends { id: string; version: number }>(known: readonly R[], news: readonly R[]): R[] {
  const byId = new Map(known.map((one) => [one.id, one]));
  for (const one of news) if ((byId.get(one.id)?.version ?? 0) <= one.version) byId.set(one.id, one);
  return [...byId.values()];
}

async function sendAnswer({ auditId, personId, subject, key, order, ...entry }: With<WaitingAnswer>): Promise<void> {
  const { outcome, item, conflict } = await answered(
    api.POST('/api/v1/audits/{id}/checklist/{itemId}/answers', {
      params: { path: { id: auditId, itemId: subject }, header: repeatable(key) },
      body: { ...entry.answer, baseVersion: entry.baseVersion!, answeredOnDeviceAt: entry.madeAt },
    }),
  );
  await transact(['outbox', 'audits'], 'readwrite', async ({ outbox, audits }) => {
    await outbox.remove(order);
    const next = (await outbox.all()).find((one) => one.kind === 'answer' && one.subject === subject);
    if (next?.kind === 'answer')
      await outbox.put({ ...next, baseVersion: outcome === 'conflict' ? entry.baseVersion : item.version });
    await change(audits, personId, auditId, (stored) => ({
      ...stored,
      items: merged(stored.items, [item]),
      conflicts: merged(stored.conflicts, conflict ? [conflict] : []),
    }));
  });
}

async function sendFinding({ auditId, personId, key, order, finding }: With<WaitingFinding>): Promise<void> {
  const made = await answered(
    api.POST('/api/v1/findings', { params: { header: repeatable(key) }, body: finding }),
  ).catch((error: unknown) => {
    if (isThere(error)) return answered(api.GET('/api/v1/findings/{id}', { params: { path: { id: finding.id } } }));
    throw error;
  });
  await transact(['outbox', 'audits'], 'readwrite', async ({ outbox, audits }) => {
    await outbox.remove(order);
    await change(audits, personId, auditId, (stored) => ({ ...stored, findings: merged(stored.findings, [made]) }));
  });
}

async function sendPhoto({ order, key, subject }: Entry): Promise<void> {
  const photo = await transact(['photos'], 'readonly', ({ photos }) => photos.get(subject));
  if (photo) await attach(photo, key, await upload(photo, key));
  await transact(['outbox', 'photos'], 'readwrite', async ({ outbox, photos }) => {
    await outbox.remove(order);
    if (photo) await photos.put({ ...photo, sent: true });
  });
}

const upload = async ({ content, name }: StoredPhoto, key: string): Promise<string> => {
  const file = await answered(
    api.POST('/api/v1/files', {
      params: { header: repeatable(`${key}-file`) },
      body: { file: name },
      bodySerializer: () => {
        const form = new FormData();
        form.append('file', content, name);
        return form;
      },
    }),
  );
  return file.id;
};

async function attach(photo: StoredPhoto, key: string, fileId: string): Promise<void> {
  const { id, recordType, recordId, capturedAt, note } = photo;
  const send = (claim: { capturedAt?: string; note: string }, header: string) =>
    answered(
      api.POST('/api/v1/attachments', {
        params: { header: repeatable(header) },
        body: { id, recordType, recordId, fileId, ...claim },
      }),
    );
  try {
    await send({ capturedAt, note }, key);
  } catch (error) {
    if (isThere(error)) return;
    const ahead = error instanceof Problem && error.reasons.some(({ code }) => code === 'in-the-future');
    if (!ahead) throw error;
    // The clock of the device is ahead: what it said stays readable, but is no longer a claim.
    await send({ note: `${note} · ${capturedAt} (clock of the device)` }, `${key}-no-time`).catch((again: unknown) => {
      if (!isThere(again)) throw again;
    });
  }
}

async function change(
  audits: { get(key: IDBValidKey): Promise<StoredAudit | undefined>; put(value: StoredAudit): Promise<unknown> },
  personId: string,
  auditId: string,
  work: (stored: StoredAudit) => StoredAudit,
): Promise<void> {
  const stored = await audits.get([personId, auditId]);
  if (stored) await audits.put(work(stored));
}

/** Sends one entry and takes it out of the queue when the server has it; throws the `Problem` otherwise. */
export function send(entry: Entry): Promise<void> {
  if (entry.kind === 'answer') return sendAnswer(entry);
  if (entry.kind === 'finding') return sendFinding(entry);
  return sendPhoto(entry);
}
