import { entries } from './outbox.js';

/** How things stand between this device and the server. */
export interface SyncState {
  /** Entries that go by themselves, of whoever is signed in or not. */
  waiting: number;
  /** Entries that somebody must look at: refused, or not complete. */
  look: number;
  /** Whether the server answered last. */
  reachable: boolean;
  /** Whether the session has ended, so that nothing can be sent. */
  signedOut: boolean;
}
export type SyncKind = 'saved' | 'sending' | 'offline' | 'look' | 'signIn';

let current: SyncState = { waiting: 0, look: 0, reachable: navigator.onLine, signedOut: false };
const listeners = new Set<() => void>();

function become(news: Partial<SyncState>): void {
  const next = { ...current, ...news };
  if (JSON.stringify(next) === JSON.stringify(current)) return;
  current = next;
  for (const listener of listeners) listener();
}

/** The same object until something changes. */
export const syncState = (): SyncState => current;

/** Calls the listener after each change; answers how to stop. */
export function observe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What to show of it, the most urgent first. */
export const kindOf = ({ waiting, look, reachable, signedOut }: SyncState): SyncKind =>
  !reachable ? 'offline' : signedOut && waiting > 0 ? 'signIn' : look > 0 ? 'look' : waiting > 0 ? 'sending' : 'saved';

/** Notes whether the server could be reached. */
export const reached = (reachable: boolean): void =>
  become(reachable ? { reachable, signedOut: false } : { reachable });

/** Notes that the session has ended. */
export const signedOut = (): void => become({ reachable: true, signedOut: true });

/** Counts what is kept. */
export async function refresh(): Promise<void> {
  const queue = await entries();
  const look = queue.filter(({ state }) => state !== 'waiting').length;
  become({ look, waiting: queue.length - look });
}
