import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestApi } from './support/api.js';
import type { Bag } from './support/bag.js';
import type { Client } from './support/client.js';
import { bytesOf, png } from './support/files.js';
import { type Packing, startPacking } from './support/packing.js';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** Texts that break careless writers of CSV, HTML and JSON. */
const hostile = [
  '=HYPERLINK("http://evil.example","x")',
  '</td></table><script>alert("1")</script> & &amp; \u2028',
  'שלום עולם \u202B 検査 😀 e\u0301 é "quoted", \'single\'',
  'First line\nsecond line; third\r\nlast\tone',
];

describe('an evidence pack', () => {
  let packing: Packing;
  let api: TestApi;
  let orgId: string;
  let boss: Client;
  let plain: Record<string, never>;
  let ids: string[];
  let bag: Bag;
  let pack: Record<string, unknown>;

  beforeAll(async () => {
    packing = await startPacking();
    ({ api } = packing);
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
        await packing.raise(boss, {
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
    await packing.attach(boss, ids[0]!, '=photo.png', png, { note: '@note', capturedAt: '2026-03-02T08:00:00Z' });
    await packing.attach(boss, ids[1]!, 'same.png', png);
    await packing.attach(boss, ids[1]!, 'wert.csv', 'a,b\n1,2\n');
    const wrong = await packing.attach(boss, ids[2]!, 'wrong.txt', 'VOIDED-CONTENT');
    await boss.patch(`/attachments/${wrong.id}`, { voidReason: 'Another lot' }, { ifMatch: 1 });
    ({ bag, pack } = await packing.open(boss));
  });
  afterAll(() => packing.stop());

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
        for (const [field, value] of scalars) expect([field, shown[`r-${id}`]![field]]).toEqual([field, String(value)]);
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
    expect([start.response.status, rest.response.status, start.response.headers.get('etag')]).toEqual([206, 206, etag]);
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
