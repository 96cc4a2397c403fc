import { createHash } from 'node:crypto';
import { type TestApi, startApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import { prepareAuditing } from './support/auditing.js';
import type { Client } from './support/client.js';
import { verifyProof } from './support/verify.js';

describe('the receipt of a signature', () => {
  let api: TestApi;
  let manager: Client;
  let id: string;
  beforeAll(async () => {
    api = await startApi();
    const auditing = await prepareAuditing(api);
    manager = auditing.manager;
    const { body } = await auditing.lead.post('/audit-programmes', {
      year: 2026,
      title: 'Programme 2026',
      disciplines: ['quality'],
      objectives: 'Each process once',
    });
    const url = `/audit-programmes/${body.id}`;
    await auditing.lead.post('/audits', auditing.plan({ programmeId: body.id }));
    await manager.move(url, 'approve');
    const { items } = (await manager.get(`/signatures?recordType=audit_programme&recordId=${body.id}`)).body;
    id = items[0].id;
    await untilSealed(manager);
  });
  afterAll(() => api.stop());

  it('proves alone, with the key of the log, who signed what', async () => {
    const { text, headers } = await manager.get(`/signatures/${id}/receipt`);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="signature-${id}.tlog-proof"`);
    const extra = Buffer.from(/^extra (.+)$/m.exec(text)![1]!, 'base64').toString();
    const [line, ...disclosures] = extra.split('\n').slice(0, -1);
    const [{ key }] = (await manager.get('/log/checkpoint')).body.verifierKeys;
    expect(verifyProof(line!, text, key)).toBe(true);
    expect(verifyProof(line!.replace('"ver":1', '"ver":2'), text, key)).toBe(false);
    const { p, pd, rid } = JSON.parse(line!);
    expect(rid).toBe(id);
    const digests = new Set<string>([p, ...Object.values<string>(pd)]);
    const said = disclosures.map((disclosure) => {
      expect(digests).toContain(createHash('sha256').update(disclosure).digest('base64url'));
      return JSON.parse(Buffer.from(disclosure, 'base64url').toString()).slice(1);
    });
    expect(Object.fromEntries(said)).toMatchObject({ printed_name: 'Max Manager' });
    expect(JSON.stringify(said)).toContain('programme_approved');
  });

  it('is given to nobody else', async () => {
    const stranger = await api.as({ orgId: await api.foundOrganisation('Other'), roles: ['quality_manager'] });
    await stranger.get(`/signatures/${id}/receipt`, { expect: 404 });
    await manager.get('/signatures/0199b8a1-0000-7000-8000-000000000000/receipt', { expect: 404 });
  });
});
