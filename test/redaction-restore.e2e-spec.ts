import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { createApi, openDatabase } from '#api';
import { readConfiguration } from '#platform';
import { startApi } from './support/api.js';
import { Client } from './support/client.js';

const name = 'Ottilie Waldschrat-Quendel';

/** In a file of its own: it starts several servers one after the other. */
describe('an erasure', () => {
  it('is carried out again when a restored database brings the text back, before the API opens', async () => {
    const own = await startApi();
    const [first, second] = [
      await own.as({ roles: ['quality_manager'] }),
      await own.as({ roles: ['quality_manager'] }),
    ];
    const complaint = (
      await first.post('/complaints', {
        customer: 'Customer',
        contact: name,
        channel: 'phone',
        receivedOn: '2026-03-02',
        description: 'Leaks',
      })
    ).body;
    await own.app.close();
    await own.database.owner.end();
    // The backup: a copy of the database as it stands, made while nobody works on it.
    const copy = new URL(own.database.addresses.owner);
    copy.pathname += '_backup';
    const admin = new pg.Client(process.env['TEST_OWNER_URL']);
    await admin.connect();
    await admin.query(
      `CREATE DATABASE ${copy.pathname.slice(1)} TEMPLATE ${new URL(own.database.addresses.owner).pathname.slice(1)}`,
    );
    const start = async (url: string) => {
      const configuration = readConfiguration({ DATA_DIR: own.dataDirectory, DATABASE_URL: url, LOG_LEVEL: 'error' });
      const said: string[] = [];
      const database = await openDatabase(configuration, (message) => said.push(message));
      const app = await createApi(configuration, database.addresses);
      await app.listen(0, '127.0.0.1');
      const base = `${(await app.getUrl()).replace('[::1]', '127.0.0.1')}/api/v1`;
      const as = ({ headers, personId }: Client) => new Client(base, headers, personId);
      return { app, said, as };
    };
    try {
      const before = await start(own.database.addresses.owner);
      const erase = async () => {
        const { body } = await before.as(first).post('/redactions', {
          recordType: 'complaint',
          recordId: complaint.id,
          legalGround: 'request_of_person',
          explanation: 'Letter',
          targets: [{ recordType: 'complaint', recordId: complaint.id, field: 'contact' }],
        });
        await before.as(second).move(`/redactions/${body.id}`, 'approve');
        return body;
      };
      const earlier = await erase();
      // The name comes back and is erased once more, with what stood there since the first time.
      await before.as(first).change(`/complaints/${complaint.id}`, { contact: name });
      const asked = await erase();
      await before.app.close();
      const ledger = readFileSync(path.join(own.dataDirectory, 'redactions.ndjson'), 'utf8');
      for (const { id } of [earlier, asked]) expect(ledger).toContain(id);
      expect(ledger).not.toContain('Waldschrat');

      const after = await start(copy.href);
      expect(after.said).toContainEqual(expect.stringContaining('2 erasures'));
      expect((await after.as(first).get(`/complaints/${complaint.id}`)).body.contact).toBe(
        `[erased ${asked.reference}]`,
      );
      const repeated = (await after.as(first).get(`/redactions/${asked.id}`)).body;
      expect(repeated).toMatchObject({ state: 'approved', reference: asked.reference });
      expect((await after.as(first).get(`/history/redaction/${asked.id}`)).body.items).toMatchObject([
        { act: 'redaction.replay', via: 'restore', actor: 's:restore' },
      ]);
      const probe = new pg.Client(copy.href);
      await probe.connect();
      const { rowCount } = await probe.query(
        `SELECT FROM log.disclosure d WHERE position('Waldschrat' IN log.read_disclosure(d.disclosure)::text) > 0
         UNION ALL SELECT FROM complaint c WHERE position('Waldschrat' IN c::text) > 0`,
      );
      await probe.end();
      expect(rowCount).toBe(0);
      // The number is spent: the next erasure gets the next one.
      const next = (
        await after.as(first).post('/redactions', {
          recordType: 'complaint',
          recordId: complaint.id,
          legalGround: 'not_needed',
          explanation: 'x',
          targets: [{ recordType: 'complaint', recordId: complaint.id, field: 'description' }],
        })
      ).body;
      expect(next.reference).toMatch(/-0003$/);
      await after.app.close();
      const third = await start(copy.href);
      expect(third.said).toEqual([]);
      await third.app.close();
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${copy.pathname.slice(1)} WITH (FORCE)`);
      await admin.end();
      await own.database.drop();
      rmSync(own.dataDirectory, { recursive: true, force: true });
    }
  }, 120_000);
});
