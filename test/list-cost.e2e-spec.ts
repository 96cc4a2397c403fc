import { Configuration } from '#platform';
import { fillDemo } from '../apps/api/src/demo/demo.js';
import { LogAnchor } from '../libs/evidence/src/anchor/log-anchor.entity.js';
import { Disposal } from '../libs/evidence/src/retention/disposal.entity.js';
import { Verification } from '../libs/evidence/src/verification/verification.entity.js';
import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';

/** Lists of which neither the demonstration nor what is put beside it has more than two rows. */
const short = [
  '/api-keys',
  '/audit-programmes',
  '/auditor-competences',
  '/checklist-templates',
  '/environmental-reviews',
  '/evidence-packs',
  '/retention-rules',
  '/saved-views',
  '/sites',
];

describe('lists', () => {
  let api: TestApi;
  let reader: Client;
  let statements = 0;

  beforeAll(async () => {
    api = await startApi();
    await fillDemo(api.app, api.app.get(Configuration));
    const { rows } = await api.database.owner.query<{ id: string }>('SELECT id FROM organisation WHERE id <> $1', [
      api.orgId,
    ]);
    const orgId = rows[0]!.id;
    reader = await api.as({
      orgId,
      roles: ['quality_manager', 'environmental_manager', 'lead_auditor', 'top_management', 'system_administrator'],
    });
    await keepAndErase(orgId);
    const { logger } = api.dataSource;
    api.dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
      logQuery: () => void statements++,
    });
  }, 120_000);
  afterAll(() => api.stop());

  /** What nobody does in the demonstration. */
  async function keepAndErase(orgId: string): Promise<void> {
    const { items } = (await reader.get(`/nonconformities?limit=4`)).body as { items: { id: string }[] };
    const { body: rule } = await reader.post('/retention-rules', {
      recordType: 'nonconformity',
      years: 5,
      starts: 'ended',
    });
    const another = await api.as({ orgId });
    for (const { id: recordId } of items) {
      const record = { recordType: 'nonconformity', recordId };
      const { body: erasure } = await reader.post('/redactions', {
        ...record,
        legalGround: 'not_needed',
        explanation: 'It is not needed any more',
        targets: [{ ...record, field: 'title' }],
      });
      await reader.post('/legal-holds', { ...record, scope: 'record', title: 'A dispute', reason: 'It is in court' });
      await api.arrange(
        async (tx) => {
          await tx.insert(Disposal, {
            reference: await tx.nextReference('DIS'),
            state: 'executed',
            recordType: 'nonconformity',
            recordIds: [recordId],
            records: [],
            ruleId: rule.id,
            ruleVersion: 1,
            years: 5,
            starts: 'ended',
            comment: null,
            requestedBy: `p:${reader.personId}`,
            decidedBy: `p:${another.personId}`,
            decidedAt: '2026-03-02T09:00:00.000Z',
            decisionReason: null,
            redactionId: erasure.id,
          });
          await tx.insert(LogAnchor, {
            kind: 'mail',
            state: 'failed',
            requestedBy: `p:${reader.personId}`,
            requestedById: reader.personId,
            target: null,
            checkpoint: null,
            lines: null,
            asOf: null,
            madeAt: null,
            token: null,
            failure: 'Nobody was there',
          });
          await tx.insert(Verification, {
            state: 'failed',
            requestedBy: `p:${reader.personId}`,
            requestedById: reader.personId,
            finishedAt: null,
            rowCount: null,
            lineCount: null,
            fileCount: null,
            faultCount: null,
            faults: [],
            failure: 'Nobody was there',
          });
        },
        { orgId },
      );
    }
  }

  /** The least of some attempts: background work counts too. */
  async function ask(address: string, limit: number): Promise<{ rows: number; cost: number }> {
    const costs: number[] = [];
    let rows = 0;
    for (let attempt = 0; attempt < 3; attempt++) {
      const before = statements;
      rows = (await reader.get(`${address}?limit=${limit}`)).body.items.length;
      costs.push(statements - before);
    }
    return { rows, cost: Math.min(...costs) };
  }

  it('ask the database as often for many rows as for few', async () => {
    const { paths } = (await api.anonymous.get('/openapi.json')).body as {
      paths: Record<string, { get?: { parameters?: { name: string; required?: boolean }[] } }>;
    };
    const costly: string[] = [];
    const unjudged: string[] = [];
    for (const [path, { get }] of Object.entries(paths)) {
      const parameters = get?.parameters ?? [];
      if (parameters.some(({ required }) => required) || !parameters.some(({ name }) => name === 'limit')) continue;
      const address = path.replace('/api/v1', '');
      const few = await ask(address, 2);
      const all = await ask(address, 100);
      if (all.rows <= few.rows) unjudged.push(address);
      if (all.cost > few.cost) costly.push(`${address}: ${few.cost} for ${few.rows}, ${all.cost} for ${all.rows}`);
    }
    expect(costly).toEqual([]);
    expect(unjudged.toSorted()).toEqual(short);
  });
});
