const here = new EventTarget();
const elsewhere = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('continua-offline');
elsewhere?.addEventListener('message', () => here.dispatchEvent(new Event('change')));

/** Tells this tab and all others that what the device keeps has changed. */
export function changed(): void {
  here.dispatchEvent(new Event('change'));
  elsewhere?.postMessage('change');
}

/** Calls the listener after each change, in whichever tab; answers how to stop. */
export function onChange(listener: () => void): () => void {
  here.addEventListener('change', listener);
  return () => here.removeEventListener('change', listener);
}
