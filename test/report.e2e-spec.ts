import { inflateSync } from 'node:zlib';
import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';

/** What is in the streams of a PDF, unpacked, without reading type. */
function streams(pdf: Buffer): string[] {
  const found: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue;
    const body = pdf.subarray(at + 7, pdf.indexOf('\nendstream', at));
    try {
      found.push(inflateSync(body).toString('utf8'));
    } catch {
      found.push(body.toString('utf8'));
    }
  }
  return found;
}

/** The record that the file carries as data. */
const embedded = (pdf: Buffer): Record<string, unknown> => {
  const text = streams(pdf).find((stream) => /^\s*\{/.test(stream) && stream.includes('"digest"'));
  return JSON.parse(text!) as Record<string, unknown>;
};

describe('reports on paper', () => {
  let api: TestApi;
  let manager: Client;
  let berlin: string;
  beforeAll(async () => {
    api = await startApi();
    berlin = await api.site('BER');
    manager = await api.as({
      roles: ['quality_manager', 'environmental_manager', 'lead_auditor'],
      name: 'Max Manager',
    });
  });
  afterAll(() => api.stop());

  const print = async (client: Client, path: string): Promise<Buffer> => {
    const response = await fetch(`${client.base}${path}`, { headers: client.headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    return Buffer.from(await response.arrayBuffer());
  };
  const hostile = '#read("/etc/passwd") $x$ \\ `raw` *b* _e_ = head\n#panic() שלום 😀 ' + 'x'.repeat(9_000);
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

  it('are PDF/A-3b with the record inside and its digest, and the same bytes each time', async () => {
    const nc = await raise({ evidence: '3 of 20 parts at 35 Nm' });
    const pdf = await print(manager, `/nonconformities/${nc.id}/report.pdf`);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const metadata = pdf.toString('latin1');
    expect(metadata).toMatch(/<pdfaid:part>3</);
    expect(metadata).toMatch(/<pdfaid:conformance>B</);
    const data = embedded(pdf);
    expect(data).toMatchObject({ id: nc.id, version: nc.version, evidence: '3 of 20 parts at 35 Nm' });
    const { rows } = await api.database.owner.query<{ digest: string }>(
      `SELECT encode(sha256(convert_to(body, 'UTF8')), 'hex') AS digest FROM log.entry WHERE rec_id = $1 ORDER BY rec_ver DESC LIMIT 1`,
      [nc.id],
    );
    expect(data['digest']).toEqual({ id: nc.id, version: nc.version, digest: rows[0]!.digest });
    expect((await print(manager, `/nonconformities/${nc.id}/report.pdf`)).equals(pdf)).toBe(true);
    const german = await print(manager, `/nonconformities/${nc.id}/report.pdf?language=de`);
    expect(german.equals(pdf)).toBe(false);
    await manager.get(`/nonconformities/${nc.id}/report.pdf?language=fr`, { expect: 422 });
  });

  it('take what people wrote as text, whatever it looks like', async () => {
    const nc = await raise({ title: hostile.slice(0, 200), evidence: hostile, requirement: hostile });
    const data = embedded(await print(manager, `/nonconformities/${nc.id}/report.pdf`));
    expect(data['evidence']).toBe(hostile);
  });

  it('print an audit and the register of aspects', async () => {
    const { body: audit } = await manager.post('/audits', {
      kind: 'internal',
      mode: 'on_site',
      disciplines: ['quality'],
      siteId: berlin,
      title: 'Coating',
      editions: ['ISO 9001:2026'],
      plannedFrom: '2026-03-02',
      plannedTo: '2026-03-03',
    });
    const paper = embedded(await print(manager, `/audits/${audit.id}/report.pdf`));
    expect(paper['audit']).toMatchObject({ id: audit.id, reference: audit.reference });

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
    const register = embedded(await print(manager, '/aspect-register/report.pdf?category=emission_to_air'));
    expect(register['aspects']).toHaveLength(2);
    const none = embedded(await print(manager, '/aspect-register/report.pdf?category=waste'));
    expect(none['aspects']).toHaveLength(0);
  });

  it('do not exist for another organisation, nor without the right to read', async () => {
    const nc = await raise();
    const stranger = await api.as({ roles: ['quality_manager'], orgId: await api.foundOrganisation('Other') });
    await stranger.get(`/nonconformities/${nc.id}/report.pdf`, { expect: 404 });
    const administrator = await api.as({ roles: ['system_administrator'] });
    await administrator.get(`/nonconformities/${nc.id}/report.pdf`, { expect: 404 });
  });
});
