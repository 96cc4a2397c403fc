import type { Client } from './client.js';

/** Waits until a pack is made or cannot be made. */
export async function finished(client: Client, id: string): Promise<Record<string, unknown> & { state: string }> {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await client.get(`/evidence-packs/${id}`);
    if (!['queued', 'running'].includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the pack is not made');
}
