/*
 * Makes the app open without a network: the shell and the checklist are on the device before they are needed, everything else
 * of the app stays once it was used. The API is never answered from here: what was recorded is the server's to say.
 */

interface Lifecycle extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetch extends Lifecycle {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

/** Filled in by the build: what opens the app and the checklist, and a digest of it. */
declare const __SHELL__: { version: string; files: string[] };

const worker = self as unknown as Worker;
const { version, files } = __SHELL__;
const cacheName = `continua-${version}`;
// Module scripts come with an Origin that the copy was not made with; the file is the same.
const loosely = { ignoreVary: true, ignoreSearch: true };

worker.addEventListener('install', (event) => {
  const fetchAll = async () => (await caches.open(cacheName)).addAll(files);
  (event as Lifecycle).waitUntil(fetchAll());
});

worker.addEventListener('activate', (event) => {
  const takeOver = async () => {
    for (const name of await caches.keys())
      if (name.startsWith('continua-') && name !== cacheName) await caches.delete(name);
    await worker.clients.claim();
  };
  (event as Lifecycle).waitUntil(takeOver());
});

// Only when a person says so: a new version never replaces the page under somebody's thumb.
worker.addEventListener('message', (event) => {
  if ('data' in event && event.data === 'update') void worker.skipWaiting();
});

async function fromShell(request: Request, name: string): Promise<Response> {
  return (await (await caches.open(cacheName)).match(name, loosely)) ?? fetch(request);
}

async function fromUse(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const known = await cache.match(request, loosely);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

worker.addEventListener('fetch', (event) => {
  const { request } = event as Fetch;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || /^\/(api|health)(\/|$)/.test(pathname)) return;
  if (request.mode === 'navigate' && !/\.\w+$/.test(pathname))
    (event as Fetch).respondWith(fromShell(request, '/index.html'));
  else if (pathname.startsWith('/assets/')) (event as Fetch).respondWith(fromUse(request));
  else if (files.includes(pathname)) (event as Fetch).respondWith(fromShell(request, pathname));
});
