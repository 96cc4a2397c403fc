const here = new EventTarget();
/** Writing it is an event in all other tabs; what stands in it means nothing. */
const signal = 'continua.offline-change';

addEventListener('storage', ({ key }) => {
  if (key === signal) here.dispatchEvent(new Event('change'));
});

/** Tells this tab and all others that what the device keeps has changed. */
export function changed(): void {
  here.dispatchEvent(new Event('change'));
  localStorage.setItem(signal, crypto.randomUUID());
}

/** Calls the listener after each change, in whichever tab; answers how to stop. */
export function onChange(listener: () => void): () => void {
  here.addEventListener('change', listener);
  return () => here.removeEventListener('change', listener);
}
