import { type Hole, findHoles } from '#platform';
import { LogAnchor } from '../libs/evidence/src/anchor/log-anchor.entity.js';
import { startApi, type TestApi } from './support/api.js';
import { type Client } from './support/client.js';
import { upload } from './support/files.js';

describe('the catalogue', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startApi()));
  afterAll(() => api.stop());

  it('has no hole', async () => {
    expect(await findHoles(api.database.owner)).toEqual([]);
  });

  const plants: [name: string, sql: string, rule: Hole['rule']][] = [
    ['a table without row-level security', 'CREATE TABLE planted (org_id uuid, id uuid)', 'no-row-level-security'],
    ['a table whose owner escapes', 'ALTER TABLE site NO FORCE ROW LEVEL SECURITY', 'no-row-level-security'],
    ['a table without a policy for the organisation', 'DROP POLICY organisation ON site', 'no-organisation-policy'],
    ['a policy that does not look at the organisation', 'CREATE POLICY planted ON site USING (true)', 'open-policy'],
    ['a table with a site but no policy for it', 'DROP POLICY site ON nonconformity', 'no-site-policy'],
    ['a table without history', 'DROP TRIGGER capture ON site', 'no-history'],
    ['history that is switched off', 'ALTER TABLE site DISABLE TRIGGER capture', 'no-history'],
    ['a text that is written into the line in clear', `ALTER TABLE site ADD COLUMN remark text`, 'undisclosed-text'],
    [
      'a view that reads as its owner',
      'CREATE VIEW planted AS SELECT * FROM site; GRANT SELECT ON planted TO continua_app',
      'view-of-owner',
    ],
    [
      'a materialised view',
      'CREATE MATERIALIZED VIEW planted AS SELECT code FROM site WITH NO DATA; GRANT SELECT ON planted TO continua_app',
      'materialised-view',
    ],
    [
      'a function that runs as its owner',
      `CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
      'security-definer',
    ],
    [
      'an allowed function without a fixed search path',
      'ALTER FUNCTION log.capture() RESET search_path',
      'security-definer',
    ],
    [
      'a foreign key across organisations',
      'CREATE UNIQUE INDEX planted ON site (id); ALTER TABLE process ADD CONSTRAINT planted FOREIGN KEY (site_id) REFERENCES site (id)',
      'key-across-organisations',
    ],
    [
      'a unique constraint across organisations',
      'ALTER TABLE site ADD CONSTRAINT planted UNIQUE (code)',
      'key-across-organisations',
    ],
    ['a privilege to truncate', 'GRANT TRUNCATE ON site TO continua_app', 'privilege'],
    ['a privilege to delete records', 'GRANT DELETE ON site TO continua_app', 'privilege'],
    ['a sealer that can rewrite', 'GRANT UPDATE ON log.checkpoint TO continua_worker', 'privilege'],
    ['a sealer that can forget', 'GRANT DELETE ON log.leaf TO continua_worker', 'privilege'],
    ['a log whose owner escapes', 'ALTER TABLE log.leaf NO FORCE ROW LEVEL SECURITY', 'no-row-level-security'],
    ['a privilege on the log', 'GRANT INSERT ON log.entry TO continua_app', 'privilege'],
    [
      'a policy that lets everybody read the log',
      'CREATE POLICY planted ON log.disclosure USING (true)',
      'open-policy',
    ],
    ['a privilege on a column of the log', 'GRANT UPDATE (body) ON log.entry TO continua_app', 'privilege'],
    ['a privilege for everybody', 'GRANT SELECT ON identity.account TO PUBLIC', 'privilege'],
    [
      'an API that owns a table',
      'CREATE TABLE planted (org_id uuid); ALTER TABLE planted OWNER TO continua_app',
      'owner',
    ],
    ['an API that bypasses row-level security', 'ALTER ROLE continua_app BYPASSRLS', 'role'],
    ['an API that is member of the owner', 'GRANT continua_owner TO continua_app', 'role'],
  ];

  it.each(plants)('finds %s', async (_, sql, rule) => {
    const { owner } = api.database;
    await owner.query('BEGIN');
    try {
      await owner.query(sql);
      expect((await findHoles(owner)).map((hole) => hole.rule)).toContain(rule);
    } finally {
      await owner.query('ROLLBACK');
    }
  });
});

describe('another organisation', () => {
  let api: TestApi;
  let stranger: Client;
  let ids: Map<string, string[]>;
  const canary = 'CANARY-7f3a';

  beforeAll(async () => {
    api = await startApi();
    stranger = await api.as({
      roles: ['quality_manager', 'environmental_manager', 'lead_auditor', 'top_management', 'system_administrator'],
    });
    ids = await seedOther(api, canary);
  });
  afterAll(() => api.stop());

  it('does not exist for the caller, in any operation', async () => {
    const document = (await stranger.get('/openapi.json')).body;
    const all = [...ids.values()].flat();
    let asked = 0;
    for (const [path, methods] of Object.entries<
      Record<string, { operationId: string; requestBody?: { content: Record<string, { example: unknown }> } }>
    >(document.paths)) {
      if (!path.startsWith('/api/v1')) continue;
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.operationId.startsWith('session.')) continue;
        for (const foreign of names.length > 0 ? all : [all[0]!]) {
          const url = path
            .replace('/api/v1', '')
            .replace(/\{(\w+)\}/g, (_, name: string) =>
              name === 'recordType' ? (typeOf(foreign) ?? 'site') : foreign,
            );
          const example = JSON.stringify(operation.requestBody?.content['application/json']?.example ?? {}).replaceAll(
            '0199b8a1-0000-7000-8000-000000000001',
            foreign,
          );
          const answer = await stranger.send(method.toUpperCase(), url, method === 'get' ? undefined : example, {
            ifMatch: 1,
          });
          asked++;
          expect(`${operation.operationId} ${answer.text}`).not.toContain(canary);
          expect(answer.status).not.toBe(500);
          if (names.length > 0) expect(`${operation.operationId} ${answer.status}`).toMatch(/ (403|404|409|415|422)$/);
        }
      }
    }
    expect(asked).toBeGreaterThan(60);
    const untouched = await api.database.owner.query(
      `SELECT 1 FROM log.entry WHERE org_id <> $1 AND body::jsonb ->> 'actor' LIKE $2`,
      [api.orgId, `p:${stranger.personId}`],
    );
    expect(untouched.rowCount).toBe(0);
  });

  const typeOf = (foreign: string) => [...ids].find(([, list]) => list.includes(foreign))?.[0];
});

/** Fills a second organisation with records whose every text is recognisable. */
async function seedOther(api: TestApi, canary: string): Promise<Map<string, string[]>> {
  const orgId = await api.foundOrganisation(`${canary} organisation`);
  const site = await api.site('X', orgId);
  const member = await api.as({ orgId, name: `${canary} person`, roles: ['quality_manager', 'environmental_manager'] });
  const nonconformity = await member.post('/nonconformities', {
    title: canary,
    source: 'system',
    disciplines: ['quality', 'environment'],
    detectedOn: '2026-03-02',
    siteId: site,
    evidence: canary,
    requirement: canary,
    statement: canary,
  });
  await member.move(`/nonconformities/${nonconformity.body.id}`, 'submit');
  const action = await member.post('/actions', {
    title: canary,
    ownerId: member.personId,
    dueOn: '2026-12-01',
    disciplines: ['quality'],
    siteId: site,
  });
  const { body: file } = await upload(member, `${canary}.txt`, canary);
  const attached = { recordType: 'nonconformity', recordId: nonconformity.body.id, fileId: file.id, note: canary };
  const attachment = await member.post('/attachments', attached);
  const pack = await member.post('/evidence-packs', { scope: {} }, { expect: 202 });
  const verification = await member.post('/verifications', {}, { expect: 202 });
  const hold = await member.post('/legal-holds', { title: canary, reason: canary, scope: 'organisation' });
  const rule = await member.post('/retention-rules', {
    recordType: 'nonconformity',
    years: 5,
    starts: 'ended',
    basis: canary,
  });
  const erasure = await member.post('/redactions', {
    recordType: 'nonconformity',
    recordId: nonconformity.body.id,
    legalGround: 'not_needed',
    explanation: canary,
    targets: [{ recordType: 'nonconformity', recordId: nonconformity.body.id, field: 'evidence' }],
  });
  const anchor = await api.arrange(
    (tx) =>
      tx.insert(LogAnchor, {
        kind: 'mail',
        state: 'failed',
        requestedBy: tx.actor.key,
        requestedById: null,
        target: canary,
        checkpoint: canary,
        lines: 1,
        asOf: null,
        madeAt: null,
        token: null,
        failure: canary,
      }),
    { orgId },
  );
  return new Map([
    ['organisation', [orgId]],
    ['file', [file.id]],
    ['attachment', [attachment.body.id]],
    ['evidence_pack', [pack.body.id]],
    ['verification', [verification.body.id]],
    ['legal_hold', [hold.body.id]],
    ['retention_rule', [rule.body.id]],
    ['redaction', [erasure.body.id]],
    ['log_anchor', [anchor.id]],
    ['site', [site]],
    ['person', [member.personId]],
    ['nonconformity', [nonconformity.body.id]],
    ['action', [action.body.id]],
  ]);
}
