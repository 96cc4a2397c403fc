let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function found(worker: ServiceWorker | null): void {
  waiting = worker;
  for (const listener of listeners) listener();
}

/** Whether a new version of the app is ready on this device. */
export const isUpdateReady = (): boolean => waiting !== null;

/** Calls the listener when a new version is ready; answers how to stop. */
export function onUpdateReady(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes to the new version and loads the page anew, because a person asked for it. */
export function update(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('update', []);
}

/** Installs the worker that opens the app without a network. Without one (development, plain http) the app needs it. */
export async function startWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' });
  const watch = (worker: ServiceWorker | null) =>
    worker?.addEventListener('statechange', () => {
      // The first one has nothing to replace.
      if (worker.state === 'installed' && navigator.serviceWorker.controller) found(worker);
    });
  if (registration.waiting && navigator.serviceWorker.controller) found(registration.waiting);
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  const hour = 3_600_000;
  setInterval(() => void registration.update().catch(() => undefined), hour);
}
