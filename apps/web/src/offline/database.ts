import type { Schemas } from '../api/api.js';

export type Item = Schemas['ChecklistItemView'];
/** What an auditor says to a question. */
export type Answer = Pick<Item, 'progress' | 'result' | 'grade' | 'note'>;

/** Everything that working on an audit without a network needs, as the server told it last. */
export interface StoredAudit {
  /** Whose copy it is: people of one device do not see each other's. */
  personId: string;
  id: string;
  audit: Schemas['AuditView'];
  items: Item[];
  findings: Schemas['FindingRow'][];
  conflicts: Schemas['AnswerConflictView'][];
  /** Names of people by id, titles of clauses by reference. */
  people: Record<string, string>;
  clauses: Record<string, string>;
  /** Instant of the last word from the server. */
  storedAt: string;
}

/** A photo, shrunk. It stays on the device after it was sent, to be looked at. */
export interface StoredPhoto {
  id: string;
  auditId: string;
  personId: string;
  recordType: 'audit_checklist_item' | 'finding';
  recordId: string;
  content: Blob;
  name: string;
  capturedAt: string;
  /** Names the original, which does not leave the device: name, bytes and SHA-256. */
  note: string;
  sent: boolean;
}

export interface Refusal {
  status: number;
  title: string;
  reasons: Schemas['Reason'][];
}

interface Waiting {
  /** Place in the queue; given by the database. */
  order?: number;
  /** Makes every repetition one request for the server. */
  key: string;
  auditId: string;
  personId: string;
  /** The question, finding or photo it is about. */
  subject: string;
  state: 'waiting' | 'incomplete' | 'refused';
  /** Whether it may have reached the server; from then on its content stays as it is. */
  tried: boolean;
  refusal: Refusal | null;
  /** Instant by the clock of the device. */
  madeAt: string;
}
export interface WaitingAnswer extends Waiting {
  kind: 'answer';
  answer: Answer;
  /** The version that was answered; null behind another answer to the same question. */
  baseVersion: number | null;
}
export interface WaitingFinding extends Waiting {
  kind: 'finding';
  finding: Schemas['RecordFinding'] & { id: string; checklistItemId: string };
}
export interface WaitingPhoto extends Waiting {
  kind: 'photo';
}
/** Something that the server does not have yet. */
export type Entry = (WaitingAnswer | WaitingFinding | WaitingPhoto) & { order: number };
export type NewEntry = WaitingAnswer | WaitingFinding | WaitingPhoto;

interface Kept {
  audits: StoredAudit;
  photos: StoredPhoto;
  outbox: Entry;
  facts: { name: string; value: unknown };
}
type StoreName = keyof Kept;

const keys: Record<StoreName, IDBObjectStoreParameters> = {
  audits: { keyPath: ['personId', 'id'] },
  photos: { keyPath: 'id' },
  outbox: { keyPath: 'order', autoIncrement: true },
  facts: { keyPath: 'name' },
};

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('The request to the storage failed')));
  });

/** One kind of records within an open transaction; nothing but calls of tables may be awaited in it. */
class Table<V> {
  constructor(private readonly store: IDBObjectStore) {}
  get = (key: IDBValidKey) => settled(this.store.get(key) as IDBRequest<V | undefined>);
  all = () => settled(this.store.getAll() as IDBRequest<V[]>);
  put = (value: V) => settled(this.store.put(value));
  remove = (key: IDBValidKey) => settled(this.store.delete(key));
}
type Tables = { [S in StoreName]: Table<Kept[S]> };

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  return (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('continua-offline', 1);
    request.addEventListener('upgradeneeded', () => {
      for (const [name, options] of Object.entries(keys)) request.result.createObjectStore(name, options);
    });
    request.addEventListener('error', () => {
      opened = undefined;
      reject(request.error ?? new Error('The storage of the device cannot be opened'));
    });
    request.addEventListener('success', () => {
      const database = request.result;
      // A newer version of the app in another tab must not wait for this one.
      database.addEventListener('versionchange', () => {
        opened = undefined;
        database.close();
      });
      database.addEventListener('close', () => (opened = undefined));
      resolve(database);
    });
  }));
}

/** Runs work in one transaction: all of it is on the disk when this resolves, or nothing. */
export async function transact<S extends StoreName, T>(
  names: readonly S[],
  mode: IDBTransactionMode,
  work: (tables: Pick<Tables, S>) => Promise<T>,
): Promise<T> {
  const database = await open();
  const transaction = database.transaction(names, mode, { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The device could not keep it')));
  });
  const tables = Object.fromEntries(names.map((name) => [name, new Table(transaction.objectStore(name))]));
  try {
    const result = await work(tables as Pick<Tables, S>);
    await done;
    return result;
  } catch (error) {
    done.catch(() => undefined);
    try {
      transaction.abort();
    } catch {
      // It has ended by itself.
    }
    throw error;
  }
}
