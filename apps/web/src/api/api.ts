import createClient from 'openapi-fetch';
import type { components, paths } from './contract.js';
import { Problem } from './problem.js';

export type Schemas = components['schemas'];
export type Discipline = 'quality' | 'environment';

type Json<R> = R extends { content: { 'application/json': infer J } } ? J : never;
type Got<P extends keyof paths> = paths[P] extends { get: { responses: { 200: infer R } } } ? Json<R> : never;

/** Addresses of lists, and the rows they answer with. */
export type ListPath = {
  [P in keyof paths]: Got<P> extends { items: { id: string; version: number }[]; nextCursor: string | null }
    ? P
    : never;
}[keyof paths];
export type RowOf<P extends ListPath> = Got<P> extends { items: (infer R)[] } ? R : never;

/** Addresses of one record that says what may be done next, and what it looks like. */
export type RecordPath = Exclude<
  {
    [P in keyof paths]: P extends `${string}/{id}` ? (Got<P> extends { version: number } ? P : never) : never;
  }[keyof paths],
  never
>;
export type RecordOf<P extends RecordPath> = Got<P>;

/** Told when the session has ended, so that the shell can ask to sign in again without losing the page. */
export const sessionEnded = new EventTarget();

/** The API. Every call answers with data or throws a `Problem`. */
export const api = createClient<paths>({ baseUrl: '/', querySerializer: { array: { style: 'form', explode: false } } });
api.use({
  onRequest({ request }) {
    // A request that the network repeats, or that we do, must have one effect.
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', crypto.randomUUID());
  },
  async onResponse({ response, request }) {
    if (response.ok) return;
    if (response.status === 401 && !new URL(request.url).pathname.endsWith('/session'))
      sessionEnded.dispatchEvent(new Event('ended'));
    throw await Problem.of(response);
  },
  onError: ({ error }) => (error instanceof Problem ? error : new Problem(0, 'offline')),
});

/** The data of an answer. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** The header that makes a change refuse when somebody else was faster. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });
