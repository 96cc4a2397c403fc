import type { Schemas } from '../api/api.js';
import { Problem } from '../api/problem.js';
import { transact } from './database.js';

const fact = async <T>(name: string): Promise<T | undefined> =>
  (await transact(['facts'], 'readonly', ({ facts }) => facts.get(name)))?.value as T | undefined;

/** The name of this browser for the server, made once. */
export function deviceId(): Promise<string> {
  return transact(['facts'], 'readwrite', async ({ facts }) => {
    const known = await facts.get('device');
    if (known) return known.value as string;
    const value: string = crypto.randomUUID();
    await facts.put({ name: 'device', value });
    return value;
  });
}

type Session = Schemas['SessionView'];

/**
 * Who is signed in, as the server says or, when it cannot be reached, as it said last on this device. Somebody whose
 * session has ended is not remembered.
 */
export async function sessionOr(load: () => Promise<Session>): Promise<Session> {
  try {
    const session = await load();
    // A browser that keeps nothing (private windows of some) still works with a network.
    await transact(['facts'], 'readwrite', ({ facts }) => facts.put({ name: 'session', value: session })).catch(
      () => undefined,
    );
    return session;
  } catch (error) {
    const remembered =
      error instanceof Problem && error.temporary ? await fact<Session>('session').catch(() => undefined) : undefined;
    if (remembered) return remembered;
    throw error;
  }
}

/** Forgets who was signed in; part of signing out. */
export const forgetSession = (): Promise<void> =>
  transact(['facts'], 'readwrite', ({ facts }) => facts.remove('session'));
