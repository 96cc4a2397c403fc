import type { Answer, Client } from './client.js';

/** A PNG of one pixel: a true image, small enough to write down. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Sends a file as a browser's form does. */
export function upload(
  client: Client,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: { expect?: number; key?: string; field?: string } = {},
): Promise<Answer> {
  const form = new FormData();
  form.append(options.field ?? 'file', new Blob([content]), name);
  return client.post('/files', form, options);
}

/** The bytes behind an address. */
export async function bytesOf(
  client: Client,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ response: Response; bytes: Buffer }> {
  const response = await fetch(`${client.base}${path}`, { headers: { ...client.headers, ...headers } });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}
