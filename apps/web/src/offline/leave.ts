import { transact } from './database.js';
import { forgetSession } from './device.js';
import { entries } from './outbox.js';

/** How many entries would be lost or orphaned if this person signed out now; 0 when they may. */
export async function unsentBy(personId: string | null): Promise<number> {
  return (await entries()).filter((entry) => entry.personId === personId).length;
}

/** Removes what the device keeps of a person; only after everything was sent. */
export async function clearDevice(personId: string | null): Promise<void> {
  await transact(['audits', 'photos'], 'readwrite', async ({ audits, photos }) => {
    for (const one of await audits.all()) if (one.personId === personId) await audits.remove([one.personId, one.id]);
    for (const one of await photos.all()) if (one.personId === personId) await photos.remove(one.id);
  });
  await forgetSession();
}
