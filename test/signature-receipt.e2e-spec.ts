import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestApi, startApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import { prepareAuditing } from './support/auditing.js';
import type { Client } from './support/client.js';
import { python } from './support/packs.js';
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

  it('is checked by the program that comes with each pack, which finds any changed letter', async () => {
    const { text } = await manager.get(`/signatures/${id}/receipt`);
    const [{ key }] = (await manager.get('/log/checkpoint')).body.verifierKeys;
    const folder = mkdtempSync(path.join(tmpdir(), 'continua-receipt-'));
    const said = (content: string, known = key) => {
      writeFileSync(path.join(folder, 'receipt'), content);
      const script = path.resolve('libs/evidence/verifier/verify.py');
      const { status, stdout } = spawnSync(python, [script, '--receipt', path.join(folder, 'receipt'), known], {
        encoding: 'utf8',
      });
      return `${status} ${stdout}`;
    };
    const good = said(text);
    expect(good).toMatch(/^0 The receipt holds: line \d+ of \d+ of continua-/);
    expect(good).toMatch(/who +Max Manager\n +said +I have read this audit programme/);
    expect(
      said(
        text,
        key.replace(/\+(.)/, (_: string, digit: string) => `+${digit === '0' ? '1' : '0'}`),
      ),
    ).toMatch(/^1 .*mistyped/);
    const letters = [...text];
    const step = Math.ceil(letters.length / 60);
    const unseen = letters.flatMap((letter, at) => {
      if (at % step !== 0) return [];
      const other = letter === 'A' ? 'B' : 'A';
      return said(letters.with(at, other).join('')).startsWith('1 ') ? [] : [at];
    });
    expect(unseen).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('is given to nobody else', async () => {
    const stranger = await api.as({ orgId: await api.foundOrganisation('Other'), roles: ['quality_manager'] });
    await stranger.get(`/signatures/${id}/receipt`, { expect: 404 });
    await manager.get('/signatures/0199b8a1-0000-7000-8000-000000000000/receipt', { expect: 404 });
  });
});
