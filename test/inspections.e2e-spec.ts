import path from 'node:path';
import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';
import { bringBusiness, type Business, readInspections } from './support/inspections.js';

const folder = path.resolve(import.meta.dirname, '../../test/data/inspections');

describe('health inspections of a city', () => {
  let api: TestApi;
  let inspector: Client;
  let businesses: Business[];

  beforeAll(async () => {
    api = await startApi();
    businesses = readInspections(folder);
    const administrator = await api.as({ roles: ['system_administrator'] });
    inspector = await api.as({ roles: ['lead_auditor', 'quality_manager'] });
    for (const business of businesses) await bringBusiness(administrator, inspector, business);
  });
  afterAll(() => api.stop());

  const total = async (path: string) =>
    (await inspector.get(`${path}${path.includes('?') ? '&' : '?'}count=true&limit=1`)).body.total;

  it('become sites, external audits and findings without a loss', async () => {
    const inspections = businesses.flatMap((business) => business.inspections);
    const violations = inspections.flatMap((inspection) => inspection.violations);
    expect([businesses.length, inspections.length, violations.length].every((n) => n > 20)).toBe(true);
    expect(await total('/sites')).toBe(businesses.length);
    expect(await total('/audits?kind=regulator')).toBe(inspections.length);
    expect(await total('/findings')).toBe(violations.length);
    expect(businesses.find(({ name }) => name.startsWith('LAGUNA'))?.name).toBe('LAGUNA CAF\ufffd');
    expect((await inspector.get('/sites?q=LAGUNA%20CAF%EF%BF%BD')).body.items).toHaveLength(1);
  });

  it('keep the day of the correction, and stay open where there is none', async () => {
    const open = businesses
      .flatMap((business) => business.inspections)
      .filter(({ violations }) => violations.some(({ correctedOn }) => correctedOn === null));
    expect(await total('/audits?state=report_issued')).toBe(open.length);
    const corrected = businesses
      .flatMap((business) => business.inspections.flatMap(({ violations }) => violations))
      .filter(({ correctedOn }) => correctedOn !== null);
    const { body } = await inspector.get('/findings?limit=200');
    expect(body.items.filter((finding: { correctedOn: string | null }) => finding.correctedOn !== null)).toHaveLength(
      Math.min(200, corrected.length),
    );
  });

  it('become nonconformities that are closed by correction', async () => {
    const { body } = await inspector.get('/findings?limit=1&sort=foundOn');
    const finding = body.items[0];
    const raised = await inspector.post(
      `/findings/${finding.id}/nonconformity`,
      {},
      { ifMatch: finding.version, expect: 200 },
    );
    const url = `/nonconformities/${raised.body.nonconformityId}`;
    const owner = await api.as({});
    const { body: opened } = await inspector.get(url);
    expect(opened).toMatchObject({
      source: 'regulator_notice',
      detectedOn: finding.foundOn,
      lateEntry: true,
      siteId: finding.siteId,
    });
    await inspector.change(url, { severity: 'S1', extent: 'E1', ownerId: owner.personId, reason: 'Triage' });
    await inspector.move(url, 'accept');
    await owner.change(url, {
      containments: [
        {
          kind: 'correction',
          description: finding.title,
          doneOn: finding.correctedOn,
          result: 'Seen by the inspector',
        },
      ],
      correctionOnlyJustification: 'Put right and seen',
      similarCheck: 'None',
      correctionVerification: 'By the inspector',
    });
    if (finding.correctedOn)
      expect((await inspector.move(url, 'closeCorrected')).body).toMatchObject({
        state: 'closed',
        correctionOnly: true,
      });
  });
});
