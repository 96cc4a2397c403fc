import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EvidencePack, EvidencePackJob } from '#evidence';
import { Actor, type ActorFacts } from '#platform';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import { Bag } from './support/bag.js';
import type { Client } from './support/client.js';
import { finished, knownKey, packOf, verify } from './support/packs.js';
import { readNote } from './support/sealed.js';

describe('the moment of a pack', () => {
  let api: TestApi;
  let manager: Client;
  const bags: Bag[] = [];

  beforeAll(async () => {
    api = await startApi();
    manager = await api.as({ roles: ['quality_manager'] });
  });
  afterAll(async () => {
    for (const bag of bags) bag.remove();
    await api.stop();
  });

  const open = async (client: Client, scope: object = {}) => {
    const bag = await packOf(client, scope);
    bags.push(bag);
    return bag;
  };

  it('is a checkpoint that covers exactly what the pack holds, while 32 writers go on', async () => {
    const raise = () =>
      manager.post('/nonconformities', {
        title: 'Raised',
        source: 'system',
        disciplines: ['quality'],
        detectedOn: '2026-03-02',
      });
    const shared = await Promise.all(Array.from({ length: 8 }, async () => (await raise()).body.id as string));
    const writing = { on: true };
    const writers = Array.from({ length: 32 }, async (_, writer) => {
      for (let round = 0; writing.on; round++) {
        const url = `/nonconformities/${shared[writer % 8]}`;
        const { version } = (await manager.get(url)).body;
        // One of several who were at it at once; the others were too late.
        await manager.send('PATCH', url, { title: `Round ${round} of ${writer}` }, { ifMatch: version });
        if (round % 8 === 0) await raise();
        await sleep(200);
      }
    });
    let previous: Bag | undefined;
    try {
      for (let round = 0; round < 3; round++) {
        const bag = await open(manager);
        const key = await knownKey(manager, bag);
        const verdict = verify(bag, key, ...(previous ? ['--previous', previous.folder] : []));
        expect([verdict.text, verdict.code]).toEqual([expect.stringContaining('\nVERIFIED'), 0]);
        const { size } = readNote(bag.text('data/log/checkpoint'));
        const lines = bag.text('data/log/entries.ndjson').trimEnd().split('\n');
        expect(lines).toHaveLength(size);
        const newest = new Map(
          lines.map((line) => JSON.parse(line)).map(({ rid, ver }) => [rid as string, ver as number]),
        );
        const rows = bag.table('data/tables/nonconformity.csv');
        expect(rows.length).toBeGreaterThan(4);
        for (const { id, version } of rows) expect(Number(version)).toBe(newest.get(id!));
        const { asOf } = bag.json('data/scope.json');
        expect(lines.every((line) => JSON.parse(line).at <= asOf.replace('Z', '999Z'))).toBe(true);
        previous = bag;
      }
    } finally {
      writing.on = false;
      await Promise.all(writers);
    }
    // The sealer goes on where the packs left it.
    await untilSealed(manager);
  });

  it('gives the same bytes whenever it is asked for, apart from signatures, its day and its name', async () => {
    await untilSealed(manager);
    const [row] = await api.dataSource.query<{ facts: ActorFacts }[]>(
      'SELECT identity.current_actor($1, $2) AS facts',
      [api.orgId, `p:${manager.personId}`],
    );
    const [pack] = await api.arrange((tx) => tx.all(EvidencePack, {}));
    const make = async (reference: string) => {
      const named = Object.assign(new EvidencePack(), pack, { reference });
      const made = await api.app.get(EvidencePackJob).write(new Actor(row!.facts), named, async () => undefined);
      const bag = new Bag(readFileSync(made!.file.path));
      bags.push(bag);
      return bag;
    };
    const [first, second] = [await make('EP-2026-9001'), await make('EP-2026-9002')];
    expect(second.text('data/log/checkpoint')).toBe(first.text('data/log/checkpoint'));
    expect(second.files()).toEqual(first.files());
    const named = /^(?:README\.txt|bag-info\.txt|data\/index\.html|data\/ro-crate-metadata\.json|(?:tag)?manifest-.*)$/;
    const same = first.files().filter((name) => !named.test(name));
    expect(same.length).toBeGreaterThan(20);
    for (const name of same) expect([name, second.bytes(name).equals(first.bytes(name))]).toEqual([name, true]);
    for (const name of ['README.txt', 'data/index.html', 'data/ro-crate-metadata.json'])
      expect(second.text(name).replaceAll('9002', '9001')).toBe(first.text(name));
  });

  it('is not reached when the lines are not those that were sealed', async () => {
    await untilSealed(manager);
    const line = `org_id = '${api.orgId}' AND seq = (SELECT min(seq) FROM log.entry WHERE org_id = '${api.orgId}')`;
    const tamper = (change: string) =>
      api.database.owner.query(
        `BEGIN; SET LOCAL session_replication_role = replica; UPDATE log.entry SET body = ${change} WHERE ${line}; COMMIT`,
      );
    await tamper(`replace(body, '"via":"job"', '"via":"jox"')`);
    const { body } = await manager.post('/evidence-packs', { scope: {} }, { expect: 202 });
    expect(await finished(manager, body.id)).toMatchObject({
      state: 'failed',
      failure: expect.stringMatching(/^The lines of .* are not those that were sealed/),
    });
    await tamper(`replace(body, '"via":"jox"', '"via":"job"')`);
    await open(manager);
  });
});
