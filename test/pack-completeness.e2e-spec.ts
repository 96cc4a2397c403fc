import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RecordTypes } from '#evidence';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import type { Bag } from './support/bag.js';
import type { Client } from './support/client.js';
import { png, upload } from './support/files.js';
import { knownKey, packOf, verify } from './support/packs.js';
import { Program } from './support/program.js';

const digestOf = (disclosure: string) => createHash('sha256').update(disclosure).digest('base64url');
const disclose = (name: string, value: unknown) =>
  Buffer.from(JSON.stringify([randomUUID(), name, value])).toString('base64url');

describe('what a pack does not hold', () => {
  let api: TestApi;
  let berlin: string;
  let hamburg: string;
  let manager: Client;
  const bags: Bag[] = [];

  beforeAll(async () => {
    api = await startApi();
    [berlin, hamburg] = [await api.site('BER'), await api.site('HAM')];
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager', 'top_management'] });
  });
  afterAll(async () => {
    for (const bag of bags) bag.remove();
    await api.stop();
  });

  const open = async (client: Client, scope: object = {}) => {
    const bag = await packOf(client, scope);
    bags.push(bag);
    return { bag, verdict: verify(bag, await knownKey(client, bag)) };
  };
  const raise = async (siteId: string | null, fields: object = {}): Promise<string> => {
    const { body } = await manager.post('/nonconformities', {
      title: 'Gauge off',
      source: 'inspection',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
      siteId,
      ...fields,
    });
    const { body: file } = await upload(manager, 'a.png', png);
    await manager.post('/attachments', { recordType: 'nonconformity', recordId: body.id, fileId: file.id });
    return body.id;
  };

  it('of kinds that no pack holds is what the verifier knows to be so', () => {
    const types = api.app.get(RecordTypes).all();
    const parts = types.flatMap(({ parts = [] }) => parts.map(({ entity }) => entity));
    const never = types.filter(({ inPacks, entity }) => inPacks === false && !parts.includes(entity));
    const [, listed] = /IN_NO_PACK = \{([^}]+)\}/.exec(readFileSync('libs/evidence/verifier/verify.py', 'utf8'))!;
    for (const { name } of never) expect(listed).toContain(`"${name}"`);
  });

  it('of other sites is there as hashes only, which the verifier says', async () => {
    const [here, there, everywhere] = [await raise(berlin), await raise(hamburg), await raise(null)];
    const auditor = await api.as({ roles: ['external_auditor'], siteIds: [berlin] });
    const { bag, verdict } = await open(auditor);
    expect(verdict).toMatchObject({ code: 0, levels: ['OK', 'OK', 'OK', 'OK', 'OK', 'NOT CHECKED'] });
    const lines = bag.text('data/log/entries.ndjson').trimEnd().split('\n');
    const hidden = lines.filter((line) => /^"[A-Za-z0-9+/]{43}="$/.test(line));
    expect(verdict.text).toContain(`Completeness beyond the sites that are shown (${berlin}): ${hidden.length} lines`);
    const told = new Set(lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).rid));
    expect([here, there, everywhere].map((id) => told.has(id))).toEqual([true, false, true]);
    const whole = bag
      .files()
      .map((name) => bag.text(name))
      .join('\n');
    expect(whole).not.toContain(there);
    // Neither files of other sites, nor who may do what, are told; each attachment here has its file.
    const kinds = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).rt);
    expect(new Set(kinds)).toEqual(new Set(['nonconformity', 'attachment', 'file']));
    expect(kinds.filter((kind) => kind === 'file')).toHaveLength(2);
    // Where the line of a record is hidden that is not of another site, nobody but the organisation can know.
    expect((await open(manager)).verdict.text).not.toContain('by their hashes only');
  });

  it('is named when it is outside of what was asked for, and why that is only the word of the organisation', async () => {
    const late = await raise(berlin, { detectedOn: '2026-05-01' });
    const { bag, verdict } = await open(manager, { to: '2026-04-01', recordTypes: ['nonconformity'] });
    expect(verdict.code).toBe(0);
    expect(verdict.text).toMatch(/left out as outside of to: nonconformity \(\d+\)/);
    expect(verdict.text).toContain('That what was left out really is outside of to');
    expect(bag.table('data/log/not-selected.csv').map(({ id }) => id)).toContain(late);
    const { verdict: ofHamburg } = await open(manager, { siteIds: [hamburg] });
    expect(ofHamburg).toMatchObject({ code: 0, text: expect.stringMatching(/left out as outside of siteIds:/) });
  });

  it('because it was erased is missing without an explanation, until an erasure is on record', async () => {
    const id = await raise(berlin, { title: 'Erwin Erased did it' });
    await manager.change(`/nonconformities/${id}`, { evidence: 'Label' });
    await manager.change(`/nonconformities/${id}`, { title: 'Somebody did it' });
    const { rows } = await api.database.owner.query<{ body: string; digest: string }>(
      `SELECT body, body::jsonb -> 'pd' ->> 'title' AS digest FROM log.entry WHERE rec_id = $1 AND rec_ver = 1`,
      [id],
    );
    const [{ body, digest }] = rows as [{ body: string; digest: string }];
    await untilSealed(manager);
    await api.database.owner.query('DELETE FROM log.disclosure WHERE org_id = $1 AND digest = $2', [api.orgId, digest]);
    const unexplained = await open(manager);
    expect(unexplained.verdict).toMatchObject({
      code: 1,
      levels: ['OK', 'OK', 'OK', 'FAIL', 'NOT CHECKED', 'NOT CHECKED'],
    });
    expect(unexplained.verdict.text).toMatch(
      new RegExp(
        `line \\d+: title of nonconformity ${id}, version 1, is not disclosed, and no erasure on record explains it`,
      ),
    );
    // A line of an erasure, as the log holds it.
    const [plain, reason] = [
      disclose('p', { op: 'insert', after: { digests: [digest], file_digests: [] }, changed: [] }),
      disclose('reason', 'WHY'),
    ];
    const entry = randomUUID();
    const line = {
      ...JSON.parse(body),
      act: 'redaction.erase',
      id: entry,
      p: digestOf(plain),
      pd: { reason: digestOf(reason) },
      prev: null,
      rid: randomUUID(),
      rt: 'redaction',
      site: null,
      ver: 1,
    };
    await api.database.owner.query(
      `WITH entry AS (INSERT INTO log.entry (org_id, entry_id, rec_type, rec_id, rec_ver, site_id, at, body)
         VALUES ($1, $2, 'redaction', $3, 1, NULL, now(), $4) RETURNING seq),
       told AS (INSERT INTO log.disclosure (org_id, digest, entry_id, disclosure) SELECT $1, d, $2, s FROM unnest($5::varchar[], $6::text[]) u (d, s))
       INSERT INTO log.pending (org_id, seq, entry_id) SELECT $1, seq, $2 FROM entry`,
      [api.orgId, entry, line.rid, JSON.stringify(line), [line.p, line.pd.reason], [plain, reason]],
    );
    const { bag, verdict } = await open(manager);
    expect([verdict.text, verdict.code]).toEqual([expect.stringMatching(/2 texts were erased/), 0]);
    expect(bag.table('data/log/redactions.csv')).toMatchObject(
      [1, 2].map((version) => ({ id, version: String(version), field: 'title', digest, redaction: line.rid })),
    );
    expect(bag.json(`data/records/nonconformity/${id}/versions/1.json`)).toMatchObject({ erased: ['title'] });
    // What was erased is explained, why it was erased is not told.
    expect(bag.text('data/log/disclosures.ndjson')).toContain(plain);
    expect(bag.text('data/log/disclosures.ndjson')).not.toContain(reason);
  });
});

describe('a pack of a log that was begun anew', () => {
  it('shows both trees, and explains what an earlier pack has and the restored database has lost', async () => {
    const api = await startApi();
    const manager = await api.as({ roles: ['quality_manager'] });
    const fields = { title: 'One', source: 'system', disciplines: ['quality'], detectedOn: '2026-03-02' };
    for (let n = 0; n < 3; n++) await manager.post('/nonconformities', fields);
    const { size: kept } = await untilSealed(manager);
    const { body: lost } = await manager.post('/nonconformities', fields);
    const older = await packOf(manager);
    await untilSealed(manager);
    // Back to the day before, as a restored backup is: with rows, lines and leaves together.
    const org = `org_id = '${api.orgId}'`;
    const statements = [
      'BEGIN',
      'SET LOCAL session_replication_role = replica',
      `DELETE FROM nonconformity WHERE id = '${lost.id}'`,
      `DELETE FROM evidence_pack_progress WHERE ${org}`,
      `DELETE FROM evidence_pack WHERE ${org}`,
      `DELETE FROM log.entry e USING log.leaf l WHERE e.${org} AND l.${org} AND e.seq = l.seq AND l.idx >= ${kept}`,
      `DELETE FROM log.leaf WHERE ${org} AND idx >= ${kept}`,
      `DELETE FROM log.node WHERE ${org} AND (idx + 1) * 2 ^ level > ${kept}`,
      `DELETE FROM log.checkpoint WHERE ${org} AND size > ${kept}`,
      'COMMIT',
    ];
    await api.database.owner.query(statements.join(';'));
    const environment = { DATABASE_URL: api.database.addresses.owner, DATA_DIR: api.dataDirectory };
    const reason = 'Restored from the backup of yesterday';
    const opened = await new Program('bin/continua.mjs', ['log', 'new-epoch', '--reason', reason], environment).end();
    expect(opened.code).toBe(0);
    await manager.post('/nonconformities', fields);
    const bag = await packOf(manager);
    const key = await knownKey(manager, bag);
    expect(bag.json('data/log/epochs.json').epochs).toMatchObject([
      { epoch: 1, first: 0, size: kept, restart: null },
      { epoch: 2, first: kept, restart: { reason } },
    ]);
    const alone = verify(bag, key);
    expect([alone.text, alone.code]).toEqual([expect.stringContaining('begun anew 1 times'), 0]);
    expect(alone.text).toContain('nobody of the organisation confirmed the restart');
    const continued = verify(bag, key, '--previous', older.folder);
    expect([continued.text, continued.code]).toEqual([
      expect.stringMatching(
        new RegExp(`tree 1\\.\\.${kept} of the earlier pack is a prefix; lines ${kept + 1} to \\d+ were lost`),
      ),
      0,
    ]);
    const [{ id }] = (await manager.get('/log/epochs')).body.items;
    await manager.post(`/log/epochs/${id}/transitions`, { action: 'confirm' }, { ifMatch: 1, expect: 200 });
    const known = await packOf(manager);
    expect(verify(known, key).text).toContain('one person of the organisation confirmed the restart');
    for (const one of [older, bag, known]) one.remove();
    await api.stop();
  });
});
