import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { SignatureView } from '#evidence';
import { ApiKey, hashToken, newToken } from '#platform';
import { type TestApi, startApi } from './support/api.js';
import { methodsOf } from './support/aspect-register.js';
import { prepareAuditing } from './support/auditing.js';
import { Bag } from './support/bag.js';
import { untilSealed } from './support/audit.js';
import { type Answer, Client, testPassword } from './support/client.js';
import { bytesOf } from './support/files.js';
import { contained, containment, implemented, whys } from './support/nonconforming.js';
import { finished, knownKey, verify } from './support/packs.js';
import { codes } from './support/reviewing.js';

const signature = { password: testPassword };

describe('signatures', () => {
  let api: TestApi;
  let app: pg.Client;
  let site: string;
  let owner: Client;
  let manager: Client;
  let verifier: Client;
  let bag: Bag | undefined;
  const written: string[] = [];

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream) as (...parameters: unknown[]) => boolean;
      stream.write = (...parameters: unknown[]) => (written.push(String(parameters[0])), write(...parameters));
    }
    api = await startApi({ LOG_LEVEL: 'debug' });
    app = new pg.Client(api.database.addresses.app);
    await app.connect();
    site = await api.site('PLT');
    owner = await api.as({ name: 'Olga Owner' });
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager'], name: 'Max Manager' });
    verifier = await api.as({ roles: ['internal_auditor'] });
  });
  afterAll(async () => {
    for (const stream of [process.stdout, process.stderr]) Reflect.deleteProperty(stream, 'write');
    bag?.remove();
    await app.end();
    await api.stop();
  });

  const handlers = () => ({ owner, manager, verifier });
  const idOf = (url: string) => url.split('/')[2]!;
  const on = async (client: Client, recordType: string, recordId: string): Promise<SignatureView[]> =>
    (await client.get(`/signatures?recordType=${recordType}&recordId=${recordId}`)).body.items;
  const onCase = (url: string) => on(manager, 'nonconformity', idOf(url));

  /** A nonconformity whose causes wait to be accepted; its address. */
  async function analysed(): Promise<string> {
    const url = await contained(handlers(), site);
    await owner.change(url, containment);
    await owner.move(url, 'analyse');
    await owner.change(url, { investigatorId: owner.personId, similarCheck: 'None', fiveWhys: [whys] });
    return url;
  }

  const step = async (
    client: Client,
    url: string,
    body: object,
    options: { expect: number; key?: string; version?: number },
  ): Promise<Answer> => {
    const ifMatch = options.version ?? (await manager.get(url)).body.version;
    return client.send('POST', `${url}/transitions`, body, { ...options, ifMatch });
  };

  /** The line of a version as the log holds it, and its digest by our own reckoning. */
  async function lineOf(recordType: string, recordId: string, version: number) {
    const { rows } = await api.database.owner.query<{ entry_id: string; seq: string; body: string }>(
      'SELECT entry_id, seq, body FROM log.entry WHERE rec_type = $1 AND rec_id = $2 AND rec_ver = $3',
      [recordType, recordId, version],
    );
    const { entry_id, seq, body } = rows[0]!;
    const digest = createHash('sha256').update(`\u0000${body}`).digest('hex');
    return { lineId: entry_id, lineNumber: Number(seq), digest };
  }

  it('are told with the step beforehand, in the words that are to be shown', async () => {
    const url = await analysed();
    const { transitions } = (await manager.get(url)).body;
    expect(transitions).toEqual([
      expect.objectContaining({
        action: 'acceptCauses',
        allowed: true,
        signs: {
          meaning: 'causes_accepted',
          sentence: { en: expect.stringMatching(/^I have examined/), de: expect.stringMatching(/^Ich habe/) },
        },
      }),
    ]);
  });

  it('are required with the right password, and without them nothing happens', async () => {
    const url = await analysed();
    const before = (await manager.get(url)).body;
    const without = await step(manager, url, { action: 'acceptCauses' }, { expect: 422 });
    expect(codes(without)).toEqual(['signature-required /signature']);
    const empty = await step(manager, url, { action: 'acceptCauses', signature: { password: '' } }, { expect: 422 });
    expect(codes(empty)).toEqual(['min-length /signature/password']);
    const wrong = { action: 'acceptCauses', signature: { password: 'not the password' } };
    expect(codes(await step(manager, url, wrong, { expect: 422 }))).toEqual(['wrong-password /signature/password']);
    expect((await manager.get(url)).body).toEqual(before);
    expect(await onCase(url)).toEqual([]);
  });

  it('say who signed which version, when, and what it meant, bound to its line of history', async () => {
    const url = await analysed();
    const signer = await api.as({ roles: ['quality_manager'], name: 'Sina Signer' });
    const { body } = await step(
      signer,
      url,
      { action: 'acceptCauses', signature: { ...signature, language: 'de' } },
      { expect: 200 },
    );
    const admin = await api.as({ roles: ['system_administrator'] });
    await admin.change(`/people/${signer.personId}`, { name: 'Sina Married' });
    const id = idOf(url);
    expect(await onCase(url)).toEqual([
      {
        id: expect.any(String),
        version: 1,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
        recordType: 'nonconformity',
        recordId: id,
        recordVersion: body.version,
        recordLabel: `${body.reference} ${body.title}`,
        siteId: site,
        ...(await lineOf('nonconformity', id, body.version)),
        fields: ['fiveWhys', 'ishikawa', 'escapeCause', 'investigatorId', 'similarCheck'],
        partCount: 0,
        meaning: 'causes_accepted',
        sentence: 'Ich habe die Analyse geprüft und erkenne die Grundursachen als Grundlage der Korrekturmaßnahmen an.',
        language: 'de',
        personId: signer.personId,
        printedName: 'Sina Signer',
        method: 'password',
        statement: null,
        passkeyId: null,
        publicKey: null,
        authenticatorData: null,
        clientData: null,
        assertion: null,
        intact: true,
        changedSince: false,
        changes: [],
      },
    ]);
    const [signed] = await onCase(url);
    const { items } = (await manager.get(`/history/nonconformity/${id}`)).body;
    expect(items[0]).toMatchObject({ version: body.version, act: 'nonconformity.acceptCauses' });
    const written = await api.database.owner.query<{ body: string }>(
      'SELECT body FROM log.entry WHERE rec_type = $1 AND rec_id = $2',
      ['signature', signed!.id],
    );
    expect(written.rows.map((row) => JSON.parse(row.body))).toEqual([
      expect.objectContaining({ act: 'signature.sign', actor: `p:${signer.personId}`, req: items[0].requestId }),
    ]);
  });

  it('show what was changed since, and only what they are about', async () => {
    const url = await analysed();
    await manager.move(url, 'acceptCauses');
    await owner.change(url, { effectivenessMethod: 'Sampling', verifierId: verifier.personId });
    expect((await onCase(url))[0]).toMatchObject({ changedSince: false, changes: [] });
    await manager.move(url, 'returnToAnalysis', { reason: 'One cause is missing' });
    expect((await onCase(url))[0]).toMatchObject({ changedSince: false });
    const more = { ...whys.nodes[1], statement: 'Nobody changes bits by plan or by wear' };
    await owner.change(url, { fiveWhys: [{ ...whys, nodes: [whys.nodes[0], more] }] });
    const change = { recordType: 'nonconformity', recordId: idOf(url), added: false, fields: ['fiveWhys'] };
    expect((await onCase(url))[0]).toMatchObject({ intact: true, changedSince: true, changes: [change] });
    await manager.move(url, 'acceptCauses');
    const [first, second] = await onCase(url);
    expect(first).toMatchObject({ changedSince: true, changes: [change] });
    expect(second).toMatchObject({ changedSince: false, changes: [], recordVersion: first!.recordVersion + 4 });
  });

  it('on a closed case cover its checks, and show that it was opened again', async () => {
    const url = await implemented(handlers(), site);
    const check = { checkedOn: '2026-11-02', result: 'effective', evidence: '0 of 50', comment: 'Nothing similar' };
    const unsigned = await verifier.post(`${url}/effectiveness-checks`, check, { expect: 422 });
    expect(codes(unsigned)).toEqual(['signature-required /signature']);
    expect((await verifier.get(`${url}/effectiveness-checks`)).body.items).toEqual([]);
    await verifier.post(`${url}/effectiveness-checks`, { ...check, signature });
    // The same result once more is an act of its own.
    await verifier.post(`${url}/effectiveness-checks`, { ...check, signature });
    const verified = (await onCase(url)).slice(1);
    const theirs = {
      meaning: 'effectiveness_verified',
      personId: verifier.personId,
      fields: ['effectivenessCriterion', 'effectivenessMethod', 'verifierId'],
      partCount: 1,
      intact: true,
      changedSince: false,
    };
    expect(verified).toMatchObject([theirs, theirs]);
    const closer = await api.as({ roles: ['quality_manager'] });
    await closer.move(url, 'close', { reason: 'Checked' });
    const closing = (await onCase(url))[3]!;
    expect(closing).toMatchObject({ meaning: 'effectiveness_closed', fields: null, partCount: 2, changedSince: false });
    const { rows } = await api.database.owner.query<{ id: string; parts: unknown }>(
      `SELECT c.id, s.parts FROM signature s JOIN effectiveness_check c ON c.nonconformity_id = s.record_id WHERE s.id = $1 ORDER BY c.id`,
      [closing.id],
    );
    const lines = await Promise.all(rows.map(({ id }) => lineOf('effectiveness_check', id, 1)));
    expect(rows[0]!.parts).toEqual(
      rows.map(({ id }, index) => ({
        recordType: 'effectiveness_check',
        recordId: id,
        version: 1,
        digest: lines[index]!.digest,
      })),
    );
    await closer.move(url, 'reopen', { reason: 'Came back' });
    expect((await onCase(url))[3]).toMatchObject({
      changedSince: true,
      changes: [
        { recordType: 'nonconformity', fields: expect.arrayContaining(['cycle', 'closedOn']) },
        { recordType: 'nonconformity_cycle', added: true, fields: [] },
      ],
    });
  });

  it('are given for reports, programmes, reviews and methods too', async () => {
    const auditing = await prepareAuditing(api);
    const { lead } = auditing;
    const report = await auditing.started();
    for (const { id, version } of (await lead.get(`${report}/checklist`)).body.items)
      await lead.patch(
        `${report}/checklist/${id}`,
        { progress: 'answered', result: 'conforming' },
        { ifMatch: version },
      );
    await lead.change(report, { closedOn: '2026-05-05', closingAttendees: ['Lena'], conclusions: 'In order' });
    await lead.move(report, 'finishFieldwork');
    await lead.move(report, 'draftReport');
    await lead.move(report, 'issueReport');
    await lead.move(report, 'followUp');
    const [issued] = await on(lead, 'audit', idOf(report));
    // Two in the team and three answers; that the audit goes on does not change its report.
    expect(issued).toMatchObject({ meaning: 'report_issued', partCount: 5, changedSince: false, intact: true });

    const fields = { year: 2027, title: 'Programme', disciplines: ['quality'], objectives: 'Each process once' };
    const programme = `/audit-programmes/${(await lead.post('/audit-programmes', fields)).body.id}`;
    await lead.post('/audits', auditing.plan({ programmeId: idOf(programme) }));
    await auditing.manager.move(programme, 'approve');
    expect(await on(lead, 'audit_programme', idOf(programme))).toMatchObject([{ meaning: 'programme_approved' }]);

    const eva = await api.as({ roles: ['environmental_manager'] });
    const head = await api.as({ roles: ['top_management'] });
    const planned = {
      kind: 'initial',
      title: 'Review',
      scope: 'Plant',
      siteId: site,
      leadId: eva.personId,
      dueOn: '2999-06-30',
      periodFrom: '2025-01-01',
      periodTo: '2025-12-31',
      methods: ['inspection'],
      obligationsNote: 'None',
      practicesNote: 'None',
      incidentsNote: 'None',
      conclusions: 'In order',
    };
    const review = `/environmental-reviews/${(await eva.post('/environmental-reviews', planned)).body.id}`;
    await eva.move(review, 'start');
    await eva.post(`${review}/items`, { area: 'aspects', observation: 'Vented', rating: 'low' });
    await eva.move(review, 'submit');
    await head.move(review, 'approve');
    const approved = { meaning: 'review_approved', partCount: 1, changedSince: false, printedName: head.name };
    expect(await on(eva, 'environmental_review', idOf(review))).toMatchObject([approved]);

    const { id, first } = (await methodsOf(head))['M1']!;
    const draft = await eva.post(`/significance-methods/${id}/versions`, {
      definition: first.definition,
      changeNote: 'As before',
    });
    await head.move(`/significance-method-versions/${draft.body.id}`, 'publish');
    const published = await on(eva, 'significance_method_version', draft.body.id);
    expect(published).toMatchObject([{ meaning: 'method_published', partCount: 0, changedSince: false }]);
  });

  it('are not given by an API key, whatever password it knows', async () => {
    const url = await analysed();
    const key = `ck_${newToken()}`;
    // No key is made with this permission; even one that had it could not sign.
    await api.arrange((tx) =>
      tx.insert(ApiKey, {
        name: 'ERP',
        hint: key.slice(-4),
        keyHash: hashToken(key),
        permissions: ['nonconformity:read', 'nonconformity:accept'],
        disciplines: ['quality'],
        siteIds: null,
        createdBy: tx.actor.key,
        expiresOn: null,
        revokedAt: null,
      }),
    );
    const integration = new Client(manager.base, { authorization: `Bearer ${key}` });
    const refused = { code: 'signature-by-person', field: '/signature' };
    expect((await integration.get(url)).body.transitions).toMatchObject([{ allowed: false, reasons: [refused] }]);
    const { body: problem } = await step(integration, url, { action: 'acceptCauses', signature }, { expect: 403 });
    expect(problem.reasons).toMatchObject([refused]);
    expect(await onCase(url)).toEqual([]);
  });

  it('stop after ten wrong passwords, together with the sign-in', async () => {
    const url = await analysed();
    const guesser = await api.as({ roles: ['quality_manager'] });
    const guess = { action: 'acceptCauses', signature: { password: 'a guess' } };
    for (let tries = 0; tries < 10; tries++) await step(guesser, url, guess, { expect: 422 });
    const { headers } = await step(guesser, url, { action: 'acceptCauses', signature }, { expect: 429 });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    const credentials = { email: `${guesser.personId}@example.org`, password: testPassword };
    await api.anonymous.post('/session', credentials, { expect: 429 });
    await step(manager, url, { action: 'acceptCauses', signature }, { expect: 200 });
  });

  it('are given once, however often the request is sent', async () => {
    const url = await analysed();
    const { version } = (await manager.get(url)).body;
    const options = { expect: 200, key: 'sign-once', version };
    const first = await step(manager, url, { action: 'acceptCauses', signature }, options);
    const again = await step(manager, url, { action: 'acceptCauses', signature }, options);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await onCase(url)).toHaveLength(1);
    const { rows } = await api.database.owner.query<{ fingerprint: string }>(
      `SELECT fingerprint FROM idempotency_key WHERE key = 'sign-once'`,
    );
    const digestOf = (body: object) => createHash('sha256').update(JSON.stringify(body)).digest('base64url');
    expect(rows.map(({ fingerprint }) => fingerprint)).toEqual([digestOf({ action: 'acceptCauses', signature: {} })]);
  });

  it('exist only for who may read the record', async () => {
    const url = await analysed();
    await manager.move(url, 'acceptCauses');
    const query = `/signatures?recordType=nonconformity&recordId=${idOf(url)}`;
    const stranger = await api.as({ orgId: await api.foundOrganisation('Other'), roles: ['quality_manager'] });
    const green = await api.as({ roles: ['environmental_manager'], disciplines: ['environment'] });
    const elsewhere = await api.as({ roles: ['quality_manager'], siteIds: [await api.site('HAM')] });
    for (const other of [stranger, green, elsewhere]) await other.get(query, { expect: 404 });
    await manager.get(`/signatures?recordType=unknown&recordId=${idOf(url)}`, { expect: 404 });
    await manager.get('/signatures?recordType=nonconformity', { expect: 422 });
  });

  describe('in the database', () => {
    /** Runs a statement as the API's login, in a transaction of this person. */
    async function asApp(actor: string, statement: string, parameters: unknown[] = []): Promise<number> {
      await app.query('BEGIN');
      try {
        await app.query(
          `SELECT set_config('app.org', $1, true), set_config('app.sites', '*', true), set_config('app.ctx', $2, true)`,
          [api.orgId, JSON.stringify({ actor, via: 'api' })],
        );
        return (await app.query(statement, parameters)).rowCount ?? 0;
      } finally {
        await app.query('ROLLBACK');
      }
    }

    it('are never changed or taken away, by any role', async () => {
      const actor = `p:${manager.personId}`;
      expect(await asApp(actor, 'SELECT FROM signature')).toBeGreaterThan(0);
      for (const attempt of [
        `UPDATE signature SET sentence = 'I agree to everything'`,
        'DELETE FROM signature',
        'TRUNCATE signature',
        'DROP TRIGGER check_signature ON signature',
      ])
        await expect(asApp(actor, attempt)).rejects.toMatchObject({ code: '42501' });
      const { rows } = await api.database.owner.query<{ role: string }>(
        `SELECT rolname AS role FROM pg_roles WHERE rolname LIKE 'continua%' AND rolname <> 'continua_owner'
           AND has_table_privilege(oid, 'signature', 'UPDATE, DELETE, TRUNCATE, TRIGGER')`,
      );
      expect(rows).toEqual([]);
      await expect(api.database.owner.query('TRUNCATE signature')).rejects.toMatchObject({ code: 'QM004' });
    });

    it('cannot be moved to another version, another record or another person', async () => {
      const url = await analysed();
      await manager.move(url, 'acceptCauses');
      const [given] = await onCase(url);
      const other = await analysed();
      const copy = (changes: Record<string, unknown>) => {
        const columns = Object.keys(changes);
        return `INSERT INTO signature SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()${columns
          .map((column, index) => `, '${column}', $${index + 2}::text`)
          .join('')}))).* FROM signature s WHERE s.id = $1`;
      };
      const actor = `p:${manager.personId}`;
      const forge = (changes: Record<string, unknown>, by = actor) =>
        asApp(by, copy(changes), [given!.id, ...Object.values(changes)]);
      // The same person signs the same line once.
      await expect(forge({})).rejects.toMatchObject({ code: '23505' });
      await expect(forge({ record_version: '1' })).rejects.toMatchObject({ code: 'QM006' });
      await expect(forge({ record_id: idOf(other) })).rejects.toMatchObject({ code: 'QM006' });
      await expect(forge({ digest: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'QM006' });
      await expect(forge({ person_id: owner.personId })).rejects.toMatchObject({ code: 'QM006' });
      await expect(forge({}, `p:${owner.personId}`)).rejects.toMatchObject({ code: 'QM006' });
      // Whoever acts may write their own, which shows that the refusals above were for their reasons.
      expect(await forge({ person_id: owner.personId }, `p:${owner.personId}`)).toBe(1);
    });

    it('are found not to fit when somebody with all rights changed the line of history', async () => {
      const url = await analysed();
      await manager.move(url, 'acceptCauses');
      const [given] = await onCase(url);
      expect(given).toMatchObject({ intact: true });
      await untilSealed(manager);
      const rewrite = (from: string, to: string) =>
        api.database.owner.query('UPDATE log.entry SET body = replace(body, $2, $3) WHERE entry_id = $1', [
          given!.lineId,
          `"via":"${from}"`,
          `"via":"${to}"`,
        ]);
      await rewrite('ui', 'api');
      expect(await onCase(url)).toMatchObject([{ intact: false }]);
      // The packs below are made only of lines that are as they were sealed.
      await rewrite('api', 'ui');
    });
  });

  it('go into evidence packs, where they can be checked without the product', async () => {
    const { body } = await manager.post(
      '/evidence-packs',
      { scope: { recordTypes: ['environmental_review', 'audit'] } },
      { expect: 202 },
    );
    expect(await finished(manager, body.id)).toMatchObject({ state: 'ready' });
    const { bytes } = await bytesOf(manager, `/evidence-packs/${body.id}/content`);
    bag = new Bag(bytes);
    const [row] = bag.table('data/tables/signature.csv').filter(({ meaning }) => meaning === 'review_approved');
    const { record, signatures } = bag.json(`data/records/environmental_review/${row!['recordId']}.json`);
    expect(signatures).toMatchObject([{ id: row!['id'], recordVersion: record.version, changedSince: false }]);
    expect(bag.json(`data/records/signature/${row!['id']}.json`).record.parts).toHaveLength(1);
    const html = bag.text('data/index.html');
    expect(html).toContain(String(row!['sentence']));
    expect(html).toContain(`<code>${String(row!['digest']).slice(0, 16)}</code>`);
    const key = await knownKey(manager, bag);
    expect(verify(bag, key)).toMatchObject({ code: 0, text: expect.stringContaining('2 signatures of people') });
    const name = `data/records/signature/${row!['id']}.json`;
    writeFileSync(path.join(bag.folder, name), bag.text(name).replace(String(row!['digest']), 'f'.repeat(64)));
    expect(verify(bag, key).text).toContain(`${name} is not of version`);
  });

  it('leave nothing of a password anywhere', async () => {
    const secrets = [testPassword, 'not the password', 'a guess'];
    const { owner: database } = api.database;
    const texts = async (sql: string) => (await database.query<{ text: string }>(sql)).rows.map(({ text }) => text);
    const disclosed = (await texts('SELECT disclosure AS text FROM log.disclosure')).map((one) =>
      Buffer.from(one, 'base64url').toString(),
    );
    // What is looked for would be found: the disclosures hold the sentences.
    expect(disclosed.some((text) => text.includes('I have examined the analysis'))).toBe(true);
    const everything = [
      ...disclosed,
      ...(await texts('SELECT body AS text FROM log.entry')),
      ...(await texts('SELECT k::text AS text FROM idempotency_key k')),
      ...(await texts('SELECT s::text AS text FROM signature s')),
      ...written,
    ].join('\n');
    for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
  });
});
