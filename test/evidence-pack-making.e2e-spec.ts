import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Attachment, EvidencePackJob } from '#evidence';
import { FileStore, StoredFile } from '#platform';
import type { TestApi } from './support/api.js';
import type { Client } from './support/client.js';
import { type Packing, startPacking } from './support/packing.js';
import { finished, makePack } from './support/packs.js';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

describe('making an evidence pack', () => {
  let packing: Packing;
  let api: TestApi;
  let manager: Client;
  let olga: Client;

  beforeAll(async () => {
    packing = await startPacking();
    ({ api, manager, olga } = packing);
  });
  afterAll(() => packing.stop());

  it('refuses requests that cannot be met, naming the field', async () => {
    await api.anonymous.post('/evidence-packs', { scope: {} }, { expect: 401 });
    await olga.post('/evidence-packs', { scope: {} }, { expect: 403 });
    await olga.get('/evidence-packs', { expect: 403 });
    const refused = async (scope: object, field: string) =>
      expect((await manager.post('/evidence-packs', { scope }, { expect: 422 })).body.reasons).toEqual(
        expect.arrayContaining([expect.objectContaining({ field })]),
      );
    await refused({ from: '2026-02-01', to: '2026-01-01' }, '/scope/to');
    await refused({ from: 'yesterday' }, '/scope/from');
    await refused({ siteIds: ['0199b8a1-0000-7000-8000-000000000001'] }, '/scope/siteIds/0');
    await refused({ auditIds: ['0199b8a1-0000-7000-8000-000000000001'] }, '/scope/auditIds/0');
    await refused({ recordTypes: ['nonconformity', 'evidence_pack'] }, '/scope/recordTypes/1');
    await refused({ clauses: ['8.7'] }, '/scope/clauses');
    await refused({ planet: 'Mars' }, '/scope/planet');
    await manager.post('/evidence-packs', {}, { expect: 422 });
    expect((await manager.post('/evidence-packs', { scope: {} }, { expect: 202, key: 'p-1' })).text).toBe(
      (await manager.post('/evidence-packs', { scope: {} }, { expect: 202, key: 'p-1' })).text,
    );
  });

  it('fails over a damaged attachment, unless that is known; then it lists it', async () => {
    const orgId = await api.foundOrganisation('Damaged');
    const boss = await api.as({ orgId, roles: ['quality_manager'] });
    const record = await packing.raise(boss, { siteId: null });
    const lost = await packing.attach(boss, record.id, 'lost.txt', 'lost');
    const bent = await packing.attach(boss, record.id, 'bent.txt', 'bent');
    await packing.attach(boss, record.id, 'good.txt', 'good');
    const place = (digest: string) =>
      path.join(api.dataDirectory, 'files', digest.slice(0, 2), digest.slice(2, 4), digest);
    rmSync(place(lost.file.sha256));
    writeFileSync(place(bent.file.sha256), 'Bent');
    const failed = await makePack(boss);
    expect(failed).toMatchObject({
      state: 'failed',
      sha256: null,
      failure: expect.stringMatching(/“lost\.txt”.*is missing.*“bent\.txt”.*is damaged/),
    });
    await boss.get(`/evidence-packs/${String(failed['id'])}/content`, { expect: 409 });
    const { bag } = await packing.open(boss, { withKnownDamage: true });
    expect(bag.table('data/omissions.csv').map(({ id, reason }) => ({ id, reason }))).toEqual([
      { id: lost.id, reason: 'attachment-missing' },
      { id: bent.id, reason: 'attachment-damaged' },
    ]);
    expect(bag.files().filter((name) => name.startsWith('data/attachments/'))).toEqual([
      `data/attachments/${sha256('good')}.txt`,
    ]);
  });

  it('fails over a damage that only reading finds', async () => {
    const orgId = await api.foundOrganisation('Bent');
    const boss = await api.as({ orgId, roles: ['quality_manager'] });
    const record = await packing.raise(boss, { siteId: null });
    const { file } = await packing.attach(boss, record.id, 'bent.txt', 'straight');
    const digest = file.sha256;
    writeFileSync(path.join(api.dataDirectory, 'files', digest.slice(0, 2), digest.slice(2, 4), digest), 'straighT');
    expect(await makePack(boss)).toMatchObject({
      state: 'failed',
      failure: expect.stringMatching(/“bent\.txt”.*is damaged/),
    });
  });

  it('is not made for someone who lost the right meanwhile', async () => {
    const leaver = await api.as({ roles: ['external_auditor'] });
    const { id } = await api.arrange(async (tx) => {
      // Requested and not yet committed, so the job cannot begin before the grant is gone.
      const [row] = await tx.sql<{ id: string }>(
        `INSERT INTO evidence_pack (org_id, id, reference, state, scope, requested_by, requested_by_id, downloads)
         VALUES ($1, gen_random_uuid(), 'EP-1999-0001', 'queued', '{}', 'p:' || $2, $2::uuid, 0) RETURNING id`,
        [api.orgId, leaver.personId],
      );
      await tx.sql('SELECT public.enqueue($1, $2)', ['make_evidence_pack', { packId: row!.id }]);
      await tx.sql('UPDATE role_grant SET revoked_at = now() WHERE org_id = $1 AND person_id = $2', [
        api.orgId,
        leaver.personId,
      ]);
      return row!;
    });
    expect(await finished(manager, id)).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('no longer'),
    });
  });

  it('is made although its maker was stopped, once, and deleted after its time', async () => {
    const job = api.app.get(EvidencePackJob);
    const { pack } = await packing.open(manager);
    const id = String(pack['id']);
    await api.arrange((tx) => tx.sql(`UPDATE evidence_pack SET state = 'running', sha256 = NULL WHERE id = $1`, [id]));
    await job.tend();
    expect(await finished(manager, id)).toMatchObject({ state: 'ready', sha256: expect.any(String) });
    await api.arrange((tx) =>
      tx.sql(`UPDATE evidence_pack SET kept_until = now() - interval '1 second' WHERE id = $1`, [id]),
    );
    await job.tend();
    expect((await manager.get(`/evidence-packs/${id}`)).body.state).toBe('expired');
    expect((await manager.get(`/evidence-packs/${id}/content`, { expect: 409 })).body.reasons).toMatchObject([
      { code: 'pack-expired' },
    ]);
    const left = readdirSync(path.join(api.dataDirectory, 'packs'));
    expect(left).not.toContain(`${id}.zip`);
    expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('enqueues only known tasks, for the organisation of the transaction', async () => {
    await expect(api.arrange((tx) => tx.sql('SELECT public.enqueue($1, $2)', ['rm', {}]))).rejects.toMatchObject({
      driverError: { code: 'QM005' },
    });
    await expect(
      api.dataSource.query('SELECT graphile_worker.add_job($1)', ['make_evidence_pack']),
    ).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(
      api.dataSource.query('SELECT public.enqueue($1, $2)', ['make_evidence_pack', {}]),
    ).rejects.toMatchObject({ driverError: { code: expect.stringMatching(/42704|22P02/) } });
  });

  it('is made in constant memory', async () => {
    const orgId = await api.foundOrganisation('Large');
    const boss = await api.as({ orgId, roles: ['quality_manager'] });
    await api.arrange(
      async (tx) => {
        await tx.sql(
          `INSERT INTO nonconformity (org_id, id, state, cycle, disciplines, source, clauses, title, evidence, detected_on, late_entry, legal_breach, appeals, containments, five_whys, accepted_causes, extensions, correction_only, flags)
           SELECT $1, gen_random_uuid(), 'draft', 1, '{quality}', 'system', '{}', 'Number ' || n, repeat('evidence ', 200), '2026-03-02', false, false, 0, '[]', '[]', '[]', 0, false, '{}' FROM generate_series(1, 600) n`,
          [orgId],
        );
        await tx.sql(`UPDATE nonconformity SET title = title || ' again' WHERE org_id = $1`, [orgId]);
      },
      { orgId },
    );
    const record = await packing.raise(boss, { siteId: null });
    await attachLarge(api, orgId, boss, record.id);
    const used = () => process.memoryUsage().arrayBuffers;
    const before = used();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, used())), 10);
    const pack = await makePack(boss);
    clearInterval(watch);
    expect(pack).toMatchObject({ state: 'ready', counts: { records: 601, attachments: 1 } });
    expect((pack['counts'] as { lines: number }).lines).toBeGreaterThan(1201 + 1 + 1);
    expect(Number(pack['bytes'])).toBeGreaterThan(largeBytes);
    expect(peak - before).toBeLessThan(largeBytes / 2);
  });
});

const largeBytes = 96 * 1024 * 1024;

/** A film of 96 MB, which never is in memory as a whole. */
async function attachLarge(api: TestApi, orgId: string, owner: Client, recordId: string): Promise<void> {
  const block = Buffer.alloc(1024 * 1024, 7);
  const kept = await api.app.get(FileStore).keep(
    (async function* () {
      for (let blocks = 0; blocks < 96; blocks++) yield block;
    })(),
    async () => 'video/mp4',
  );
  await api.arrange(
    async (tx) => {
      const { sha256: digest, bytes, inspected: mediaType } = kept;
      const by = { uploadedBy: `p:${owner.personId}`, uploadedById: owner.personId };
      const file = await tx.insert(StoredFile, {
        sha256: digest,
        bytes,
        mediaType,
        originalName: 'film.mp4',
        receivedAt: new Date().toISOString(),
        source: 'api',
        ...by,
        erasure: null,
      });
      await tx.insert(Attachment, {
        recordType: 'nonconformity',
        recordId,
        siteId: null,
        fileId: file.id,
        capturedAt: null,
        effectiveFrom: null,
        effectiveTo: null,
        note: null,
        addedBy: by.uploadedBy,
        voidedOn: null,
        voidReason: null,
      });
    },
    { orgId },
  );
}
