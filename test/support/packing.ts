import { startApi, type TestApi } from './api.js';
import type { Bag } from './bag.js';
import type { Answer, Client } from './client.js';
import { upload } from './files.js';
import { type Made, makePack, unpack } from './packs.js';

/** An organisation that makes packs, and the hands for it. */
export interface Packing {
  api: TestApi;
  berlin: string;
  hamburg: string;
  /** Quality and environmental manager of both sites. */
  manager: Client;
  olga: Client;
  /** A new nonconformity, in Berlin unless the fields say otherwise. */
  raise(client: Client, fields?: object): Promise<Answer['body']>;
  /** Hangs a new file on a nonconformity; answers the attachment. */
  attach(
    client: Client,
    recordId: string,
    name: string,
    content: string | Buffer<ArrayBuffer>,
    fields?: object,
  ): Promise<Answer['body']>;
  /** Has a pack made and unpacks it. Fails when it cannot be made. */
  open(client: Client, scope?: object): Promise<{ pack: Made; bag: Bag }>;
  stop(): Promise<void>;
}

export async function startPacking(): Promise<Packing> {
  const api = await startApi();
  const [berlin, hamburg] = [await api.site('BER'), await api.site('HAM')];
  const bags: Bag[] = [];
  return {
    api,
    berlin,
    hamburg,
    manager: await api.as({ roles: ['quality_manager', 'environmental_manager'], name: 'Max Manager' }),
    olga: await api.as({ name: 'Olga Owner' }),
    raise: async (client, fields = {}) =>
      (
        await client.post('/nonconformities', {
          title: 'Gauge off',
          source: 'inspection',
          disciplines: ['quality'],
          detectedOn: '2026-03-02',
          siteId: berlin,
          clauses: ['ISO 9001:2026 / 8.7'],
          ...fields,
        })
      ).body,
    attach: async (client, recordId, name, content, fields = {}) => {
      const { body: file } = await upload(client, name, content);
      const about = { recordType: 'nonconformity', recordId, fileId: file.id, ...fields };
      return (await client.post('/attachments', about)).body;
    },
    open: async (client, scope = {}) => {
      const pack = await makePack(client, scope);
      const bag = await unpack(client, pack);
      bags.push(bag);
      return { pack, bag };
    },
    stop: async () => {
      for (const bag of bags) bag.remove();
      await api.stop();
    },
  };
}
