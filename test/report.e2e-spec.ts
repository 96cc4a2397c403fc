import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { listed, type PrintedReport, type ReportBlock, Typesetter } from '#evidence';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import type { Client } from './support/client.js';
import { type Handlers, implemented } from './support/nonconforming.js';
import { knownKey, packOf, verify } from './support/packs.js';
import { Pdf } from './support/pdf.js';

const register = (blocks: ReportBlock[]): PrintedReport => ({
  language: 'en',
  kind: 'Register',
  reference: 'R-1',
  title: 'A long one',
  organisation: 'Works',
  notices: [],
  landscape: false,
  facts: [['Rows', 'many']],
  sections: [{ title: 'Register', blocks }],
  foot: '',
  digest: { label: 'SHA-256', value: 'a'.repeat(64) },
  checkpoint: null,
  page: ['Page', 'of'],
  at: '2026-03-02T10:00:00.000Z',
  data: null,
});

describe('reports on paper', () => {
  let api: TestApi;
  let manager: Client;
  let handlers: Handlers;
  let berlin: string;
  beforeAll(async () => {
    api = await startApi();
    berlin = await api.site('BER');
    manager = await api.as({
      roles: ['quality_manager', 'environmental_manager', 'lead_auditor'],
      name: 'Max Manager',
    });
    const owner = await api.as({ name: 'Olga Owner' });
    handlers = { owner, manager, verifier: await api.as({ roles: ['internal_auditor'], name: 'Vera Verifier' }) };
  });
  afterAll(() => api.stop());

  const fetched = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${manager.base}${path}`, { headers: { ...manager.headers, ...headers } });
  const print = async (path: string, headers: Record<string, string> = {}): Promise<Pdf> => {
    const response = await fetched(path, headers);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    return new Pdf(Buffer.from(await response.arrayBuffer()));
  };
  const raise = async (fields: object = {}) =>
    (
      await manager.post('/nonconformities', {
        title: 'Gauge off',
        source: 'inspection',
        disciplines: ['quality'],
        detectedOn: '2026-03-02',
        siteId: berlin,
        ...fields,
      })
    ).body;
  /** The leaf hash of the last line that a record wrote (RFC 6962). */
  const leaf = async (id: string): Promise<string> => {
    const { rows } = await api.database.owner.query<{ body: string }>(
      'SELECT body FROM log.entry WHERE rec_id = $1 ORDER BY rec_ver DESC LIMIT 1',
      [id],
    );
    return createHash('sha256').update('\0').update(rows[0]!.body).digest('hex');
  };

  it('are PDF/A-3b with the record inside, and the same bytes until something changes', async () => {
    const { id, version } = await raise({ evidence: '3 of 20 parts at 35 Nm' });
    const path = `/nonconformities/${id}/report.pdf`;
    const pdf = await print(path);
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.standard).toBe('3B');
    const digest = await leaf(id);
    expect(pdf.record).toMatchObject({
      id,
      version,
      evidence: '3 of 20 parts at 35 Nm',
      digest: { id, version, digest },
    });
    expect((await print(path)).bytes.equals(pdf.bytes)).toBe(true);

    await manager.change(`/nonconformities/${id}`, { evidence: '4 of 20 parts' });
    const next = await print(path);
    expect(next.bytes.equals(pdf.bytes)).toBe(false);
    expect(next.record.digest).toEqual({ id, version: version + 1, digest: await leaf(id) });
  });

  it('carry a checkpoint over what they tell, which later packs are checked against', async () => {
    const { id } = await raise();
    await manager.change(`/nonconformities/${id}`, { evidence: '5 of 20 parts' });
    await untilSealed(manager);
    const { pages } = await print(`/nonconformities/${id}/report.pdf`);
    const told = /Checkpoint of the log \(lines:root\)\s+(\d+):([A-Za-z0-9+/]{43}=)/.exec(pages[0]!);
    const [, size, root] = told!;
    const register = await print('/aspect-register/report.pdf');
    expect(register.pages.length).toBeGreaterThan(0);
    const bag = await packOf(manager);
    const key = await knownKey(manager, bag);
    // The line of the record is among those that the paper binds.
    const lines = bag.text('data/log/entries.ndjson').split('\n').slice(0, Number(size));
    expect(lines.filter((line) => line.includes(id))).toHaveLength(2);
    expect(verify(bag, key, '--previous', `${size}:${root}`).levels[5]).toBe('OK');
    expect(verify(bag, key, '--previous', `${size}:${[...root!].toReversed().join('').slice(1)}`).levels[5]).toBe(
      'FAIL',
    );
    bag.remove();
  });

  it('are never kept by a browser, and are saved under the number of the record', async () => {
    const { id } = await raise({ requirement: 'r', evidence: 'e', statement: 's' });
    await manager.move(`/nonconformities/${id}`, 'submit');
    const { reference } = (await manager.get(`/nonconformities/${id}`)).body;
    const { headers } = await fetched(`/nonconformities/${id}/report.pdf`);
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('content-disposition')).toBe(`inline; filename="${reference}.pdf"`);
  });

  it('speak the language that the query or else the browser asks for', async () => {
    const path = `/nonconformities/${(await raise()).id}/report.pdf`;
    const [english, german] = [(await print(path)).bytes, (await print(`${path}?language=de`)).bytes];
    expect(german.equals(english)).toBe(false);
    const accept = async (language: string, query = '') =>
      (await print(`${path}${query}`, { 'accept-language': language })).bytes;
    expect((await accept('fr, de-AT;q=0.8, en;q=0.3')).equals(german)).toBe(true);
    expect((await accept('de;q=0.2, en-GB')).equals(english)).toBe(true);
    expect((await accept('de', '?language=en')).equals(english)).toBe(true);
    expect(new Pdf(german).pages[0]).toContain('Entwurf: nicht eingereicht, nicht freigegeben');
    await manager.get(`${path}?language=fr`, { expect: 422 });
  });

  it('tell the whole story of a nonconformity, page by page', async () => {
    const url = await implemented(handlers, berlin);
    const pdf = await print(`${url}/report.pdf`);
    const text = pdf.pages.join('\n');
    const { reference, version } = pdf.record;
    for (const part of [
      'Torque out of range',
      'WI-17: 40 ± 2 Nm',
      '3 of 20 parts of lot 4711 at 35 Nm',
      'Lot quarantined',
      'Nobody changes bits by plan',
      'Change bits every 5,000 cycles',
      'Removes: Nobody changes bits by plan',
      'Plan MP-4 in force',
      '0 of 50 parts below 38 Nm',
      'Olga Owner',
      'Vera Verifier',
      'Implementation complete',
      'Signed electronically',
      'accept the root causes',
      'Signatures',
    ])
      expect(text).toContain(part);
    pdf.pages.forEach((page, index) => {
      expect(page).toContain(`${reference} · version ${version} ·`);
      expect(page).toContain(pdf.record.digest.digest);
      expect(page).toContain('Interim report: not closed');
      expect(page).toContain(`Page ${index + 1} of ${pdf.pages.length}`);
    });
    expect(pdf.record.actions).toHaveLength(1);
    expect(pdf.record.digests.action[0].digest).toBe(await leaf(pdf.record.actions[0].id));
    expect((await print(`${url}/report.pdf?language=de`)).pages.join()).toContain(
      'Beseitigt: Nobody changes bits by plan',
    );
  });

  it('show a nonconformity as it stood, the same for ever', async () => {
    const { id } = await raise({ evidence: 'as first seen' });
    const { updatedAt } = (await manager.get(`/nonconformities/${id}`)).body;
    const path = `/nonconformities/${id}/report.pdf?asOf=${updatedAt}`;
    const before = await print(path);
    await manager.change(`/nonconformities/${id}`, { evidence: 'as seen again', title: 'Gauge very off' });
    const after = await print(path);
    expect(after.bytes.equals(before.bytes)).toBe(true);
    expect(after.pages[0]).toContain('as first seen');
    expect(after.pages[0]).toContain('As it stood on');
    expect(after.record).toMatchObject({ version: 1, digest: { version: 1 } });
    await manager.get(`/nonconformities/${id}/report.pdf?asOf=2020-01-01T00:00:00Z`, { expect: 404 });
  });

  it('take what people wrote as text, whatever it looks like', async () => {
    const hostile = '#read("/etc/passwd") $x$ \\ `raw` *b* _e_ = head\n#panic("x") @ref <label> // gone';
    const evidence = `${hostile} ${'x'.repeat(9_000)}`;
    const nc = await raise({ title: hostile.replace('\n', ' '), evidence, requirement: hostile });
    const pdf = await print(`/nonconformities/${nc.id}/report.pdf`);
    expect(pdf.record).toMatchObject({ evidence, requirement: hostile });
    expect(pdf.words.split(hostile.replaceAll(/\s/g, '')).length).toBeGreaterThanOrEqual(4);
    expect(pdf.words).toContain('x'.repeat(9_000).slice(0, 40));
    expect(pdf.words).not.toContain('root:x:0');
  });

  it('print letters that no typeface has as boxes, say so, and keep them in the record', async () => {
    // Nobody has type for the private use area.
    const title = 'Gauge 日本 \u{f0123}\ue123 שלום 😀 \u0007\u202e\u2028 off';
    const { id } = await raise({ title });
    const pdf = await print(`/nonconformities/${id}/report.pdf`);
    expect(pdf.standard).toBe('3B');
    expect(pdf.record.title).toBe(title);
    expect(pdf.pages[0]).toContain('□');
    expect(pdf.pages[0]).toContain('no typeface of this server');
  });

  it('print an audit with its findings by class, as a draft until it is issued', async () => {
    const { body: audit } = await manager.post('/audits', {
      kind: 'internal',
      mode: 'on_site',
      disciplines: ['quality'],
      siteId: berlin,
      title: 'Coating',
      objectives: 'Does the process reach its results?',
      editions: ['ISO 9001:2026'],
      plannedFrom: '2026-03-02',
      plannedTo: '2026-03-03',
    });
    const pdf = await print(`/audits/${audit.id}/report.pdf?language=de`);
    expect(pdf.record.audit).toMatchObject({ id: audit.id, reference: audit.reference });
    expect(pdf.record.digest.digest).toBe(await leaf(audit.id));
    for (const page of pdf.pages) expect(page).toContain('Entwurf: Bericht nicht herausgegeben');
    expect(pdf.pages.join()).toContain('Does the process reach its results?');
    expect(pdf.pages.join()).toContain('Es wurden keine Feststellungen aufgezeichnet.');
    expect(pdf.pages.join()).toContain('Ein Audit betrachtet Stichproben.');
  });

  it('print the register of aspects with a digest that anybody can count again, and say when it is a part', async () => {
    for (const title of ['VOC emission', 'Waste water'])
      await manager.post('/aspects', {
        siteId: berlin,
        activity: 'Painting',
        title,
        category: 'emission_to_air',
        condition: 'normal',
        time: 'present',
        lifeCycleStage: 'production',
        control: 'direct',
        sign: 'adverse',
      });
    const whole = await print('/aspect-register/report.pdf');
    const { aspects, lines, digest } = whole.record;
    expect(lines).toHaveLength(aspects.length);
    expect(lines[0]).toBe(`${aspects[0].reference} ${aspects[0].version} ${await leaf(aspects[0].id)} -\n`);
    expect(digest).toBe(createHash('sha256').update(lines.join('')).digest('hex'));
    for (const page of whole.pages) expect(page).toMatch(new RegExp(`${digest}[^]*Checkpoint of the log`));
    expect(whole.pages.join()).not.toContain('filtered');

    const part = await print('/aspect-register/report.pdf?category=emission_to_air&q=VOC');
    expect(part.record.aspects.map(({ title }: { title: string }) => title)).toEqual(['VOC emission']);
    for (const page of part.pages) expect(page).toContain('Part of the register: filtered');
    expect(part.pages[0]).toContain('category: Emission to air');
    expect((await print('/aspect-register/report.pdf?category=waste')).record.aspects).toEqual([]);
    await manager.get('/aspect-register/report.pdf?cursor=x', { expect: 422 });
  });

  it('hold no connection to the database while they wait for being set', async () => {
    const { id } = await raise();
    // More than the typesetter does in the time that reading takes.
    const columns: [string, number][] = [['What', 1]];
    const rows = Array.from({ length: 1_500 }, (_, row) => [`Row ${row} ${'of a long register '.repeat(8)}`]);
    const typesetter = api.app.get(Typesetter);
    const long = Array.from({ length: 5 }, () => typesetter.pdf(register(listed(columns, rows))));
    const finished: string[] = [];
    const prints = Array.from({ length: 12 }, () =>
      print(`/nonconformities/${id}/report.pdf`).then(() => finished.push('report')),
    );
    // As many requests as there are connections wait before this one.
    await setTimeout(1_500);
    const read = manager.get(`/nonconformities/${id}`).then(() => finished.push('record'));
    await Promise.all([...long, ...prints, read]);
    expect(finished[0]).toBe('record');
  });

  it('do not exist for another organisation, nor without the right to read', async () => {
    const nc = await raise();
    const stranger = await api.as({ roles: ['quality_manager'], orgId: await api.foundOrganisation('Other') });
    await stranger.get(`/nonconformities/${nc.id}/report.pdf`, { expect: 404 });
    const administrator = await api.as({ roles: ['system_administrator'] });
    await administrator.get(`/nonconformities/${nc.id}/report.pdf`, { expect: 404 });
  });
});
