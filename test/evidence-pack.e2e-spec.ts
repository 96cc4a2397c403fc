import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Attachment, EvidencePackJob } from '#evidence';
import { FileStore, StoredFile } from '#platform';
import { startApi, type TestApi } from './support/api.js';
import { Bag } from './support/bag.js';
import type { Client } from './support/client.js';
import { bytesOf, png, upload } from './support/files.js';
import { finished } from './support/packs.js';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** Texts that break careless writers of CSV, HTML and JSON. */
const hostile = [
  '=HYPERLINK("http://evil.example","x")',
  '</td></table><script>alert("1")</script> & &amp; \u2028',
  'שלום עולם \u202B 検査 😀 e\u0301 é "quoted", \'single\'',
  'First line\nsecond line; third\r\nlast\tone',
];

describe('evidence packs', () => {
  let api: TestApi;
  let berlin: string;
  let hamburg: string;
  let manager: Client;
  let olga: Client;
  const bags: Bag[] = [];

  beforeAll(async () => {
    api = await startApi();
    [berlin, hamburg] = [await api.site('BER'), await api.site('HAM')];
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager'], name: 'Max Manager' });
    olga = await api.as({ name: 'Olga Owner' });
  });
  afterAll(async () => {
    for (const bag of bags) bag.remove();
    await api.stop();
  });

  const raise = async (client: Client, fields: object = {}) =>
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
    ).body;

  const attach = async (
    client: Client,
    recordId: string,
    name: string,
    content: string | Buffer<ArrayBuffer>,
    fields: object = {},
  ) => {
    const { body: file } = await upload(client, name, content);
    return (await client.post('/attachments', { recordType: 'nonconformity', recordId, fileId: file.id, ...fields }))
      .body;
  };

  const make = async (client: Client, scope: object = {}) => {
    const { body, headers } = await client.post('/evidence-packs', { scope }, { expect: 202 });
    expect(headers.get('location')).toBe(`/api/v1/evidence-packs/${body.id}`);
    return finished(client, body.id);
  };

  const open = async (client: Client, scope: object = {}) => {
    const pack = await make(client, scope);
    if (pack.state !== 'ready') throw new Error(JSON.stringify(pack));
    const { bytes } = await bytesOf(client, `/evidence-packs/${String(pack['id'])}/content`);
    const bag = new Bag(bytes);
    bags.push(bag);
    return { pack, bag };
  };

  describe('of a small organisation', () => {
    let orgId: string;
    let boss: Client;
    let plain: Record<string, never>;
    let ids: string[];
    let bag: Bag;
    let pack: Record<string, unknown>;

    beforeAll(async () => {
      orgId = await api.foundOrganisation('Grün & Söhne <GmbH>');
      const site = await api.site('ONE', orgId);
      boss = await api.as({
        orgId,
        roles: ['quality_manager', 'environmental_manager', 'top_management'],
        name: 'Bo & Co <boss>',
      });
      const records = [];
      for (const text of hostile)
        records.push(
          await raise(boss, {
            siteId: site,
            title: text.slice(0, 300),
            requirement: text,
            evidence: text,
            statement: text,
            severity: 'S2',
            extent: 'E1',
            ownerId: boss.personId,
          }),
        );
      ids = records.map(({ id }) => id as string);
      plain = records[0];
      const url = `/nonconformities/${ids[0]}`;
      await boss.change(url, { title: 'Second words' });
      await boss.move(url, 'submit');
      await boss.move(url, 'accept', { reason: 'Confirmed on site' });
      await boss.change(url, { consequences: 'None' });
      await boss.post('/actions', {
        nonconformityId: ids[0],
        title: '+Replace bits',
        ownerId: boss.personId,
        dueOn: '2026-12-01',
      });
      await attach(boss, ids[0]!, '=photo.png', png, { note: '@note', capturedAt: '2026-03-02T08:00:00Z' });
      await attach(boss, ids[1]!, 'same.png', png);
      await attach(boss, ids[1]!, 'wert.csv', 'a,b\n1,2\n');
      const wrong = await attach(boss, ids[2]!, 'wrong.txt', 'VOIDED-CONTENT');
      await boss.patch(`/attachments/${wrong.id}`, { voidReason: 'Another lot' }, { ifMatch: 1 });
      ({ bag, pack } = await open(boss));
    });

    it('is told with what it holds', () => {
      expect(pack).toMatchObject({
        state: 'ready',
        reference: expect.stringMatching(/^EP-\d{4}-0001$/),
        scope: {},
        requestedById: boss.personId,
        requestedByName: 'Bo & Co <boss>',
        progress: null,
        sha256: sha256(bag.zip),
        bytes: bag.zip.length,
        counts: { records: 5, attachments: 2, omissions: 1 },
      });
    });

    it('is a bag that the tools of the machine accept', () => {
      expect(bag.run('sha256sum', '-c', '--quiet', 'manifest-sha256.txt')).toBe('');
      expect(bag.run('sha256sum', '-c', '--quiet', 'tagmanifest-sha256.txt')).toBe('');
      const listed = ['manifest-sha256.txt', 'tagmanifest-sha256.txt'].flatMap((name) =>
        bag
          .text(name)
          .trimEnd()
          .split('\n')
          .map((line) => line.slice(66)),
      );
      const signed = ['', '.sig', '.p256'].map((suffix) => `tagmanifest-sha256.txt${suffix}`);
      expect(bag.files()).toEqual([...listed, ...signed].sort());
      expect(bag.files().every((name) => /^[\x21-\x7e]+$/.test(name))).toBe(true);
      expect(path.basename(bag.folder)).toMatch(/^evidence-grun-sohne-gmbh-\d{8}-ep-\d{4}-0001$/);
      expect(bag.text('README.txt')).toContain('WHAT IS NOT PROVED');
    });

    it('finds any changed, missing or foreign file by its checksums', () => {
      const names = bag.files().filter((name) => !name.startsWith('tagmanifest-sha256.txt'));
      for (const name of names) {
        const content = bag.bytes(name);
        const changed = Buffer.from(content);
        const at = Math.floor(changed.length / 2);
        changed[at] = changed[at]! ^ 1;
        writeFileSync(path.join(bag.folder, name), changed);
        expect(() =>
          bag.run(
            'sha256sum',
            '-c',
            '--quiet',
            name.startsWith('data/') ? 'manifest-sha256.txt' : 'tagmanifest-sha256.txt',
          ),
        ).toThrow('FAILED');
        writeFileSync(path.join(bag.folder, name), content);
      }
    });

    it('has each record as the API shows it, and each version as history has it', async () => {
      for (const id of ids) {
        const { transitions: _, overdue: __, ...shown } = (await boss.get(`/nonconformities/${id}`)).body;
        const told = bag.json(`data/records/nonconformity/${id}.json`);
        expect(shown).toMatchObject(told.record);
        const { items } = (await boss.get(`/history/nonconformity/${id}`)).body;
        expect(
          told.versions.map(({ version, at, actor, actorName, via, act, reason }: Record<string, unknown>) => ({
            version,
            at,
            actor,
            actorName,
            via,
            act,
            reason,
          })),
        ).toEqual(
          items.toReversed().map(({ version, at, actor, actorName, via, act, reason }: Record<string, unknown>) => ({
            version,
            at,
            actor,
            actorName,
            via,
            act,
            reason,
          })),
        );
        const lines = bag.text('data/log/entries.ndjson').split('\n');
        for (const { version, line, file } of told.versions) {
          expect(JSON.parse(lines[line]!)).toMatchObject({ rid: id, ver: version });
          expect(bag.json(`data/${file}`).record.version).toBe(version);
        }
        expect(bag.json(`data/${told.versions.at(-1).file}`).record).toEqual(told.record);
      }
      const first = bag.json(`data/records/nonconformity/${ids[0]}/versions/1.json`);
      expect(first.record).toMatchObject({ title: hostile[0], state: 'draft', createdAt: plain['createdAt'] });
      expect(bag.json(`data/records/nonconformity/${ids[0]}.json`)).toMatchObject({ changedSinceState: true });
      expect(bag.json(`data/records/nonconformity/${ids[1]}.json`)).toMatchObject({ changedSinceState: false });
    });

    it('says the same in tables', () => {
      for (const kind of ['nonconformity', 'action']) {
        const { fields } = bag.json(`data/tables/${kind}.schema.json`);
        const rows = bag.table(`data/tables/${kind}.csv`);
        expect(rows.length).toBe(kind === 'action' ? 1 : ids.length);
        for (const row of rows) {
          const { record } = bag.json(`data/records/${kind}/${row['id']}.json`);
          expect(Object.keys(row)).toEqual(fields.map(({ name }: { name: string }) => name));
          for (const { name, type } of fields) {
            const value =
              row[name] === ''
                ? null
                : type === 'array' || type === 'any'
                  ? JSON.parse(row[name]!)
                  : type === 'integer'
                    ? Number(row[name])
                    : type === 'boolean'
                      ? row[name] === 'true'
                      : row[name];
            expect([name, value]).toEqual([name, record[name]]);
          }
        }
      }
      expect(bag.table('data/tables/names.csv')).toContainEqual({
        id: boss.personId,
        kind: 'person',
        name: 'Bo & Co <boss>',
      });
    });

    it('says the same in words, without a script or anything from elsewhere', () => {
      const html = bag.text('data/index.html');
      const shown = readArticles(bag);
      for (const kind of ['nonconformity', 'action'])
        for (const { id } of bag.table(`data/tables/${kind}.csv`)) {
          const { record } = bag.json(`data/records/${kind}/${id}.json`);
          const scalars = Object.entries(record).filter(([, value]) => value !== null && typeof value !== 'object');
          expect(scalars.length).toBeGreaterThan(10);
          for (const [field, value] of scalars)
            expect([field, shown[`r-${id}`]![field]]).toEqual([field, String(value)]);
        }
      expect(html).not.toMatch(
        /<(?:script|link|img|iframe|object|embed|base|form|svg)\b|<[^>]*\s(?:src|on\w+|style)=|@import|url\(/i,
      );
      expect(
        [...html.matchAll(/href="([^"]+)"/g)]
          .map(([, target]) => target!)
          .every((target) =>
            target.startsWith('#') ? html.includes(`id="${target.slice(1)}"`) : bag.files().includes(`data/${target}`),
          ),
      ).toBe(true);
      expect(html).toMatch(/<html lang="en">/);
      expect(html).toMatch(/<th scope="row">ISO 9001:2026 \/ 8\.7<\/th><td>4<\/td>/);
      expect(html).toContain(sha256(png).slice(0, 16));
    });

    it('has each content once, named by its digest, and names what is void instead of disclosing it', () => {
      const contents = bag.files().filter((name) => name.startsWith('data/attachments/'));
      expect(contents).toEqual(
        [`data/attachments/${sha256(png)}.png`, `data/attachments/${sha256('a,b\n1,2\n')}.csv`].toSorted(),
      );
      for (const name of contents) expect(path.basename(name)).toContain(sha256(bag.bytes(name)));
      const rows = bag.table('data/tables/attachments.csv');
      expect(rows.map(({ originalName, path: place }) => [originalName, place !== ''])).toEqual([
        ['=photo.png', true],
        ['same.png', true],
        ['wert.csv', true],
        ['wrong.txt', false],
      ]);
      expect(rows[0]).toMatchObject({ note: '@note', capturedAt: '2026-03-02T08:00:00.000Z', recordId: ids[0] });
      const voided = rows.find(({ originalName }) => originalName === 'wrong.txt')!;
      expect(bag.table('data/omissions.csv')).toEqual([
        { type: 'attachment', id: voided['id'], reason: 'attachment-void', message: expect.any(String) },
      ]);
      for (const name of bag.files()) expect(bag.text(name)).not.toContain('VOIDED-CONTENT');
    });

    it('has every line of the log exactly, and disclosures of its own records alone', async () => {
      const raw = bag.text('data/log/entries.ndjson').trimEnd().split('\n');
      const { rows } = await api.database.owner.query<{ body: string }>(
        `SELECT e.body FROM log.leaf l JOIN log.entry e USING (org_id, seq) WHERE l.org_id = $1 AND l.idx < $2 ORDER BY l.idx`,
        [orgId, raw.length],
      );
      expect(raw).toEqual(rows.map(({ body }) => body));
      expect(pack['counts']).toMatchObject({ lines: raw.length });
      const disclosures = bag
        .text('data/log/disclosures.ndjson')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { i: number; d: string });
      const told = ['nonconformity', 'action', 'attachment', 'file'];
      const open = new Set<string>();
      for (const { i, d } of disclosures) {
        const digest = createHash('sha256').update(d, 'ascii').digest('base64url');
        const line = JSON.parse(raw[i]!);
        expect(told).toContain(line.rt);
        expect([line.p, ...Object.values(line.pd)]).toContain(digest);
        open.add(digest);
      }
      for (const line of raw.map((body) => JSON.parse(body)))
        if (told.includes(line.rt))
          for (const digest of [line.p, ...Object.values<string>(line.pd)]) expect(open).toContain(digest);
    });

    it('describes its files for machines', () => {
      const graph = bag.json('data/ro-crate-metadata.json')['@graph'] as {
        '@id': string;
        '@type': string;
        sha256?: string;
      }[];
      const files = bag
        .files()
        .filter((name) => name.startsWith('data/'))
        .map((name) => name.slice(5));
      for (const { '@id': id, '@type': type, sha256: digest } of graph) {
        if (type === 'File') expect(files).toContain(id);
        if (type === 'Dataset' && id !== './') expect(files.some((name) => name.startsWith(id))).toBe(true);
        if (digest) expect(sha256(bag.bytes(`data/${id}`))).toBe(digest);
      }
      const described = files.filter((name) => /^(log|tables|attachments|index|omissions)/.test(name));
      expect(graph.map((entity) => entity['@id'])).toEqual(expect.arrayContaining(described));
    });

    it('goes on where a download broke off, and puts each download on record', async () => {
      const url = `/evidence-packs/${String(pack['id'])}/content`;
      const etag = `"${sha256(bag.zip)}"`;
      const before = (await boss.get(`/evidence-packs/${String(pack['id'])}`)).body.downloads;
      const start = await bytesOf(boss, url, { range: 'bytes=0-999' });
      const rest = await bytesOf(boss, url, { range: 'bytes=1000-', 'if-range': etag });
      expect([start.response.status, rest.response.status, start.response.headers.get('etag')]).toEqual([
        206,
        206,
        etag,
      ]);
      expect(Buffer.concat([start.bytes, rest.bytes]).equals(bag.zip)).toBe(true);
      expect((await bytesOf(boss, url, { range: 'bytes=1000-', 'if-range': '"other"' })).response.status).toBe(200);
      expect((await bytesOf(boss, url, { range: `bytes=${bag.zip.length}-` })).response.status).toBe(416);
      const { body } = await boss.get(`/evidence-packs/${String(pack['id'])}`);
      expect(body).toMatchObject({ downloads: before + 1, lastDownloadedAt: expect.any(String) });
      const { items } = (await boss.get(`/history/evidence_pack/${String(pack['id'])}`)).body;
      expect(items[0]).toMatchObject({ act: 'evidencePack.download', actor: `p:${boss.personId}` });
      expect(items.map(({ act }: { act: string }) => act).slice(-3)).toEqual([
        'evidencePack.finish',
        'evidencePack.start',
        'evidencePack.request',
      ]);
    });
  });

  it('holds nothing of another organisation, site or discipline, and says what it leaves out', async () => {
    const stranger = await api.as({
      orgId: await api.foundOrganisation('STRANGER-ORG'),
      roles: ['quality_manager'],
      name: 'STRANGER-NAME',
    });
    const foreign = await raise(stranger, { siteId: null, title: 'STRANGER-TITLE', evidence: 'STRANGER-EVIDENCE' });
    await attach(stranger, foreign.id, 'STRANGER-FILE.txt', 'STRANGER-CONTENT');
    const there = await raise(manager, { siteId: hamburg, title: 'HAMBURG-TITLE', evidence: 'HAMBURG-EVIDENCE' });
    await attach(manager, there.id, 'HAMBURG-FILE.txt', 'HAMBURG-CONTENT');
    const green = await raise(manager, {
      disciplines: ['environment'],
      title: 'GREEN-TITLE',
      evidence: 'GREEN-EVIDENCE',
      clauses: [],
    });
    await attach(manager, green.id, 'GREEN-FILE.txt', 'GREEN-CONTENT');
    const here = await raise(manager, { title: 'BERLIN-TITLE', evidence: 'BERLIN-EVIDENCE' });
    await attach(manager, here.id, 'BERLIN-FILE.txt', 'BERLIN-CONTENT');
    const auditor = await api.as({ roles: ['external_auditor'], disciplines: ['quality'], siteIds: [berlin] });
    const { bag, pack } = await open(auditor);
    const whole = bag
      .files()
      .map((name) => `${name}\n${bag.text(name)}\n${disclosedTexts(name, bag)}`)
      .join('\n');
    expect(whole).toContain('BERLIN-TITLE');
    expect(whole).toContain('BERLIN-CONTENT');
    expect(whole).not.toMatch(/STRANGER|HAMBURG|GREEN|Site HAM/);
    expect(whole).not.toContain(foreign.id);
    const omitted = bag.table('data/omissions.csv').map(({ type, id, reason }) => ({ type, id, reason }));
    // Of another site, not even the number of records is told.
    expect(omitted).toEqual([{ type: 'nonconformity', id: green.id, reason: 'not-permitted' }]);
    expect(pack['counts']).toMatchObject({ omissions: 1 });
    expect(whole).not.toContain(there.id);
    // What is outside the scope itself is not left out.
    const { bag: scoped } = await open(auditor, { siteIds: [berlin], disciplines: ['quality'] });
    expect(scoped.table('data/omissions.csv')).toEqual([]);
    expect(scoped.table('data/tables/nonconformity.csv').map(({ id }) => id)).toContain(here.id);

    await manager.get(`/evidence-packs/${String(pack['id'])}`);
    await manager.get(`/evidence-packs/${String(pack['id'])}/content`, { expect: 403 });
    const colleague = await api.as({ roles: ['external_auditor'], siteIds: [berlin] });
    await colleague.get(`/evidence-packs/${String(pack['id'])}`, { expect: 404 });
    await stranger.get(`/evidence-packs/${String(pack['id'])}/content`, { expect: 404 });
    expect((await colleague.get('/evidence-packs')).body.items).toEqual([]);
    expect((await auditor.get('/evidence-packs?state=ready&count=true')).body.total).toBe(2);
  });

  it('keeps to days, clauses, disciplines, sites and kinds', async () => {
    const orgId = await api.foundOrganisation('Scopes');
    const [one, two] = [await api.site('ONE', orgId), await api.site('TWO', orgId)];
    const boss = await api.as({ orgId, roles: ['quality_manager', 'environmental_manager'] });
    const make = (fields: object) => raise(boss, { siteId: one, ...fields });
    await make({ title: 'a', detectedOn: '2026-01-31' });
    await make({ title: 'b', detectedOn: '2026-02-01', clauses: ['ISO 9001:2026 / 8.5.1'] });
    await make({ title: 'c', detectedOn: '2026-02-28', siteId: two, clauses: ['ISO 9001:2026 / 10.2'] });
    await make({
      title: 'd',
      detectedOn: '2026-03-01',
      siteId: null,
      disciplines: ['environment'],
      clauses: ['ISO 14001:2026 / 8.2'],
    });
    await boss.post('/actions', {
      title: 'e',
      ownerId: boss.personId,
      dueOn: '2026-12-01',
      disciplines: ['quality'],
      siteId: one,
    });
    const held = async (scope: object) => {
      const { bag } = await open(boss, scope);
      return ['nonconformity', 'action']
        .flatMap((kind) =>
          bag.files().includes(`data/tables/${kind}.csv`)
            ? bag.table(`data/tables/${kind}.csv`).map(({ title }) => title)
            : [],
        )
        .join('');
    };
    expect(await held({})).toBe('abcde');
    expect(await held({ from: '2026-02-01', to: '2026-02-28' })).toBe('bc');
    expect(await held({ recordTypes: ['nonconformity'], clauses: ['ISO 9001:2026 / 8'] })).toBe('ab');
    expect(await held({ recordTypes: ['nonconformity'], siteIds: [two] })).toBe('cd');
    expect(await held({ disciplines: ['environment'] })).toBe('d');
    expect(await held({ recordTypes: ['action'] })).toBe('e');
  });

  it('of an audit holds its team, checklist, findings, their nonconformities and actions, and no other', async () => {
    const lead = await api.as({ roles: ['lead_auditor'], name: 'Lena Lead' });
    const person = {
      personId: lead.personId,
      level: 'lead',
      editions: ['ISO 9001:2026'],
      qualification: 'Course',
      validFrom: '2025-01-01',
    };
    await manager.post('/auditor-competences', person);
    const audited = async (title: string) => {
      const plan = {
        kind: 'internal',
        mode: 'on_site',
        disciplines: ['quality'],
        title,
        editions: ['ISO 9001:2026'],
        plannedFrom: '2026-05-04',
        plannedTo: '2026-05-05',
        siteId: berlin,
        objectives: 'Look',
        scopeText: 'Line 1',
      };
      const { body: audit } = await lead.post('/audits', plan);
      const url = `/audits/${audit.id}`;
      await lead.post(`${url}/team`, { personId: lead.personId, role: 'lead' });
      await lead.move(url, 'prepare');
      await lead.change(url, { openedOn: '2026-05-04', openingAttendees: ['Lena'] });
      await lead.move(url, 'start');
      const words = { requirement: 'Yearly', evidence: 'Label of 2024', statement: 'Overdue' };
      const { body: finding } = await lead.post('/findings', {
        auditId: audit.id,
        class: 'minor',
        title,
        clauses: ['ISO 9001:2026 / 7.1.5.2'],
        ...words,
      });
      await lead.move(`/findings/${finding.id}`, 'confirm');
      const { version } = (await lead.get(`/findings/${finding.id}`)).body;
      const { body: linked } = await lead.post(
        `/findings/${finding.id}/nonconformity`,
        {},
        { ifMatch: version, expect: 200 },
      );
      await manager.change(`/nonconformities/${linked.nonconformityId}`, {
        severity: 'S2',
        extent: 'E1',
        ownerId: olga.personId,
        reason: 'Triage',
      });
      await manager.move(`/nonconformities/${linked.nonconformityId}`, 'accept');
      const { body: action } = await manager.post('/actions', {
        nonconformityId: linked.nonconformityId,
        title,
        ownerId: olga.personId,
        dueOn: '2026-12-01',
      });
      return { audit: audit.id, finding: finding.id, nonconformity: linked.nonconformityId, action: action.id };
    };
    const mine = await audited('Calibration');
    const other = await audited('OTHER-AUDIT');
    const { bag } = await open(lead, { auditIds: [mine.audit] });
    for (const kind of ['audit', 'finding', 'nonconformity', 'action'] as const)
      expect(bag.table(`data/tables/${kind}.csv`).map(({ id }) => id)).toEqual([mine[kind]]);
    expect(bag.table('data/tables/audit_team_member.csv')).toMatchObject([
      { auditId: mine.audit, personId: lead.personId },
    ]);
    // Of others the lines are there, so that none can be left out unseen, and nothing of what they say.
    const lines = ['data/log/entries.ndjson', 'data/log/not-selected.csv'];
    const whole = bag
      .files()
      .filter((name) => !lines.includes(name))
      .map((name) => bag.text(name) + disclosedTexts(name, bag))
      .join('\n');
    expect(whole).not.toMatch(new RegExp(['OTHER-AUDIT', ...Object.values(other)].join('|')));
    expect(lines.map((name) => bag.text(name)).join('\n')).not.toContain('OTHER-AUDIT');
    expect(bag.table(lines[1]!)).toContainEqual({ line: expect.any(String), type: 'audit', id: other.audit });
    expect(bag.text('data/index.html')).toContain(`<a href="#r-${mine.audit}">`);
  });

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
    const record = await raise(boss, { siteId: null });
    const lost = await attach(boss, record.id, 'lost.txt', 'lost');
    const bent = await attach(boss, record.id, 'bent.txt', 'bent');
    await attach(boss, record.id, 'good.txt', 'good');
    const place = (digest: string) =>
      path.join(api.dataDirectory, 'files', digest.slice(0, 2), digest.slice(2, 4), digest);
    rmSync(place(lost.file.sha256));
    writeFileSync(place(bent.file.sha256), 'Bent');
    const failed = await make(boss);
    expect(failed).toMatchObject({
      state: 'failed',
      sha256: null,
      failure: expect.stringMatching(/“lost\.txt”.*is missing.*“bent\.txt”.*is damaged/),
    });
    await boss.get(`/evidence-packs/${String(failed['id'])}/content`, { expect: 409 });
    const { bag } = await open(boss, { withKnownDamage: true });
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
    const record = await raise(boss, { siteId: null });
    const { file } = await attach(boss, record.id, 'bent.txt', 'straight');
    const digest = file.sha256;
    writeFileSync(path.join(api.dataDirectory, 'files', digest.slice(0, 2), digest.slice(2, 4), digest), 'straighT');
    expect(await make(boss)).toMatchObject({
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
    const { pack } = await open(manager);
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
    const record = await raise(boss, { siteId: null });
    await attachLarge(api, orgId, boss, record.id);
    const used = () => process.memoryUsage().arrayBuffers;
    const before = used();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, used())), 10);
    const pack = await make(boss);
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

/** What disclosures say, so that a search for words finds them too. */
function disclosedTexts(name: string, bag: Bag): string {
  if (!name.endsWith('disclosures.ndjson')) return '';
  return bag
    .text(name)
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from((JSON.parse(line) as { d: string }).d, 'base64url').toString())
    .join('\n');
}

/** The fields of each article by Python's reader of HTML: the value of a data element, or the text. */
function readArticles(bag: Bag): Record<string, Record<string, string>> {
  const program = `
import json
from html.parser import HTMLParser
class Reader(HTMLParser):
  def __init__(self):
    super().__init__(convert_charrefs=True)
    self.articles, self.article, self.field, self.depth = {}, None, None, 0
  def handle_starttag(self, tag, attrs):
    attrs = dict(attrs)
    if tag == 'article': self.article = self.articles.setdefault(attrs['id'], {})
    if tag == 'dd':
      self.depth += 1
      if self.article is not None and self.depth == 1: self.field = attrs['data-field']; self.article[self.field] = ''; self.value = None
    if tag == 'data' and self.depth == 1: self.value = attrs['value']
  def handle_endtag(self, tag):
    if tag == 'article': self.article = None
    if tag == 'dd':
      self.depth -= 1
      if self.depth == 0 and self.field:
        if self.value is not None: self.article[self.field] = self.value
        self.field = None
  def handle_data(self, text):
    if self.field: self.article[self.field] += text
reader = Reader()
reader.feed(open('data/index.html', encoding='utf-8', newline='').read())
print(json.dumps(reader.articles))`;
  return JSON.parse(bag.run('python3', '-c', program)) as Record<string, Record<string, string>>;
}
