import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedactionJob } from '#evidence';
import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';
import { untilSealed } from './support/audit.js';
import { bytesOf, upload } from './support/files.js';
import { finished, knownKey, packOf, verify } from './support/packs.js';
import { rootOverLines, sealedLines } from './support/sealed.js';
import { expected } from './support/waiting.js';

const name = 'Ottilie Waldschrat-Quendel';
const secret = 'lives at Mooswinkel 17';

describe('erasing personal data', () => {
  let api: TestApi;
  let eva: Client;
  let paul: Client;
  let site: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    eva = await api.as({ name: 'Eva', roles: ['quality_manager'] });
    paul = await api.as({ name: 'Paul', roles: ['top_management'] });
  });
  afterAll(() => api.stop());

  /** Every place of the database, as text: which tables hold the words, also within disclosures. */
  async function tablesWith(words: string): Promise<string[]> {
    const { owner } = api.database;
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'`,
    );
    const found: string[] = [];
    for (const { name: table } of tables) {
      const { rowCount } = await owner.query(`SELECT FROM ${table} t WHERE position($1 IN t::text) > 0 LIMIT 1`, [
        words,
      ]);
      if (rowCount) found.push(table);
    }
    const { rowCount } = await owner.query(
      `SELECT FROM log.disclosure d WHERE position($1 IN log.read_disclosure(d.disclosure)::text) > 0 LIMIT 1`,
      [words],
    );
    return [...found, ...(rowCount ? ['disclosures'] : [])].toSorted();
  }

  /** Files under the data folder that hold the words. */
  const filesWith = (words: string): string[] =>
    readdirSync(api.dataDirectory, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(api.dataDirectory, file))
      .filter((file) => statSync(file).isFile() && readFileSync(file).includes(words));

  const complain = async (fields: object = {}, key?: string) =>
    (
      await eva.post(
        '/complaints',
        {
          customer: `${name} GmbH`,
          contact: `${name}, ${secret}`,
          channel: 'phone',
          receivedOn: '2026-03-02',
          description: `Says that she ${secret}`,
          siteId: site,
          ...fields,
        },
        key ? { key } : {},
      )
    ).body;
  const preview = async (id: string, words?: string) =>
    (
      await eva.post(
        '/redactions/previews',
        { recordType: 'complaint', recordId: id, ...(words && { words }) },
        { expect: 200 },
      )
    ).body;
  const ask = async (client: Client, id: string, fields: object) =>
    (
      await client.post('/redactions', {
        recordType: 'complaint',
        recordId: id,
        legalGround: 'request_of_person',
        explanation: 'Letter of 3 March',
        ...fields,
      })
    ).body;
  const target = (recordId: string, field: string, recordType = 'complaint') => ({ recordType, recordId, field });

  it('takes a text out of every version, copy, file and answer, and leaves every proof as it was', async () => {
    const complaint = await complain({}, 'first-complaint');
    await eva.change(`/complaints/${complaint.id}`, { contact: `${name}, moved away` });
    await eva.change(`/complaints/${complaint.id}`, { product: 'Pump' });
    const between = new Date().toISOString();
    const file = (await upload(eva, `Letter of ${name}.txt`, `I, ${name}, ${secret}.`)).body;
    const attachment = (
      await eva.post('/attachments', {
        recordType: 'complaint',
        recordId: complaint.id,
        fileId: file.id,
        note: `From ${name}`,
      })
    ).body;
    const pack = (await eva.post('/evidence-packs', { scope: {} }, { expect: 202 })).body;
    expect((await finished(eva, pack.id)).state).toBe('ready');
    const older = await packOf(eva);
    const checkpoint = await untilSealed(eva);
    const line = (await eva.get(`/history/complaint/${complaint.id}`)).body.items.at(-1);
    const proof = (await eva.get(`/log/entries/${line.entryId}/proof`)).body;
    expect(await tablesWith(name)).toEqual(
      expect.arrayContaining(
        ['attachment', 'complaint', 'disclosures', 'file', 'idempotency_key'].map((one) =>
          one === 'disclosures' ? one : `public.${one}`,
        ),
      ),
    );
    expect(filesWith(name)).toHaveLength(1);

    const offered = await preview(complaint.id, name);
    const contact = offered.texts.find(({ field }: { field: string }) => field === 'contact');
    expect(contact).toMatchObject({ versions: 3, texts: 2, text: `${name}, moved away`, own: true });
    expect(offered.attachments).toEqual([
      { id: attachment.id, originalName: `Letter of ${name}.txt`, bytes: file.bytes, alsoOn: 0 },
    ]);
    const asked = await ask(eva, complaint.id, {
      targets: offered.texts
        .filter(({ text }: { text: string }) => text.includes(name) || text.includes(secret))
        .map(({ recordType, recordId, field }: Record<string, string>) => ({ recordType, recordId, field })),
      attachmentIds: [attachment.id],
    });
    expect(asked).toMatchObject({
      state: 'requested',
      reference: expect.stringMatching(/^RED-\d{4}-0001$/),
      digests: [],
    });
    expect(asked.texts.length).toBeGreaterThan(3);
    const approved = (await paul.move(`/redactions/${asked.id}`, 'approve')).body;
    expect(approved).toMatchObject({ state: 'approved', decidedByName: 'Paul', texts: [] });
    expect(approved.digests.length).toBeGreaterThan(4);
    expect(approved.fileDigests).toEqual([file.sha256]);

    for (const words of [name, secret, 'Waldschrat']) {
      expect({ words, tables: await tablesWith(words) }).toEqual({ words, tables: [] });
      expect(filesWith(words)).toEqual([]);
      expect((await eva.get(`/search?q=${encodeURIComponent(words)}`)).body.items).toEqual([]);
      expect((await eva.get(`/complaints?q=${encodeURIComponent(words)}`)).body.items).toEqual([]);
    }
    const mark = `[erased ${asked.reference}]`;
    expect((await eva.get(`/complaints/${complaint.id}`)).body).toMatchObject({
      contact: mark,
      customer: mark,
      description: mark,
      product: 'Pump',
    });
    expect((await eva.get(`/complaints/${complaint.id}?asOf=${between}`)).body).toMatchObject({
      contact: mark,
      product: 'Pump',
    });
    const history = (await eva.get(`/history/complaint/${complaint.id}`)).body.items;
    expect(history[0].changes).toContainEqual({ field: 'contact', before: mark, after: mark });
    expect(history[0]).toMatchObject({ act: 'redaction.execute', reason: asked.reference, actorName: 'Paul' });
    expect(history.at(-1).erasures).toEqual(
      expect.arrayContaining([
        {
          field: 'contact',
          redactionId: asked.id,
          reference: asked.reference,
          erasedAt: approved.decidedAt,
          legalGround: 'request_of_person',
        },
      ]),
    );
    expect(JSON.stringify(history)).not.toContain('Waldschrat');
    expect((await eva.get(`/evidence-packs/${pack.id}`)).body.state).toBe('expired');
    // Packs are compressed: looking for words would find nothing in them anyway.
    expect(readdirSync(path.join(api.dataDirectory, 'packs'))).toEqual([]);
    expect((await bytesOf(eva, `/files/${file.id}/content`)).response.status).toBe(410);
    expect((await eva.get(`/files/${file.id}`)).body).toMatchObject({
      sha256: file.sha256,
      erasure: asked.reference,
      originalName: mark,
    });
    // A repeated request finds its key spent and its answer gone.
    await eva.post('/complaints', { customer: 'x' }, { key: 'first-complaint', expect: 422 });

    await untilSealed(eva);
    const lines = await sealedLines(api.database.owner, api.orgId);
    expect(rootOverLines(lines, checkpoint.size)).toBe(checkpoint.root);
    const later = (await eva.get(`/log/entries/${line.entryId}/proof`)).body;
    expect(later.line ?? later.body).toEqual(proof.line ?? proof.body);
    const { rows } = await api.database.owner.query<{ body: string }>(
      `SELECT body FROM log.entry WHERE rec_type = 'complaint' AND rec_id = $1 ORDER BY rec_ver`,
      [complaint.id],
    );
    const shown = rows.map(({ body }) => JSON.parse(body).pd.contact);
    // The versions before stay as they are; the one that erases says that it was erased.
    expect(shown.map((digest) => approved.digests.includes(digest))).toEqual([true, true, true, false]);
    const verification = (await eva.post('/verifications', {}, { expect: 202 })).body;
    const verified = async () => (await eva.get(`/verifications/${verification.id}`)).body;
    for (let tries = 0; (await verified()).state === 'queued' && tries < 200; tries++) await sleep(100);
    expect(await verified()).toMatchObject({ state: 'sound', faults: [] });
    // What was handed out before stays genuine, and so is what is handed out now.
    const newer = await packOf(eva);
    for (const bag of [older, newer]) expect(verify(bag, await knownKey(eva, bag))).toMatchObject({ code: 0 });
    expect(
      readdirSync(newer.folder, { recursive: true, encoding: 'utf8' })
        .map((file) => path.join(newer.folder, file))
        .filter((file) => statSync(file).isFile() && readFileSync(file).includes('Waldschrat')),
    ).toEqual([]);
  });

  it('leaves digests that nobody can guess back to a name', async () => {
    const person = 'Anna Schmidt';
    const complaint = await complain({ contact: person });
    const asked = await ask(eva, complaint.id, { targets: [target(complaint.id, 'contact')] });
    const { digests } = (await paul.move(`/redactions/${asked.id}`, 'approve')).body;
    const gone = new Set<string>(digests);
    const first = ['Anna', 'Ben', 'Clara', 'David', 'Eva', 'Finn', 'Hanna', 'Jonas', 'Lena', 'Paul'];
    const last = ['Schmidt', 'Müller', 'Weber', 'Fischer', 'Wagner', 'Becker', 'Koch', 'Bauer', 'Wolf', 'Klein'];
    const guesses = first.flatMap((one) => last.map((other) => `${one} ${other}`));
    expect(guesses).toContain(person);
    const tries = guesses.flatMap((guess) => [
      guess,
      JSON.stringify(guess),
      JSON.stringify(['contact', guess]),
      JSON.stringify(['', 'contact', guess]),
      Buffer.from(JSON.stringify(['', 'contact', guess])).toString('base64url'),
    ]);
    expect(tries.filter((one) => gone.has(createHash('sha256').update(one).digest('base64url')))).toEqual([]);
  });

  it('refuses the person who asked, and people who may not', async () => {
    const complaint = await complain();
    const asked = await ask(eva, complaint.id, { targets: [target(complaint.id, 'contact')] });
    const refused = await eva.move(`/redactions/${asked.id}`, 'approve', { expect: 403 });
    expect(refused.body.reasons).toMatchObject([{ code: 'four-eyes' }]);
    await expect(
      api.arrange((tx) =>
        tx.sql(`UPDATE redaction SET state = 'approved', decided_by = requested_by, decided_at = now() WHERE id = $1`, [
          asked.id,
        ]),
      ),
    ).rejects.toThrow(/check constraint/);
    for (const role of [
      'employee',
      'lead_auditor',
      'external_auditor',
      'system_administrator',
      'internal_auditor',
    ] as const) {
      const other = await api.as({ roles: [role] });
      await other.get(`/redactions/${asked.id}`, { expect: 404 });
      await other.get('/redactions', { expect: 403 });
      await other.post(
        '/redactions',
        {
          recordType: 'complaint',
          recordId: complaint.id,
          targets: [target(complaint.id, 'contact')],
          legalGround: 'not_needed',
          explanation: 'x',
        },
        { expect: 403 },
      );
    }
    const environmental = await api.as({ roles: ['environmental_manager'] });
    const local = await api.as({ roles: ['quality_manager'], siteIds: [await api.site('HAM')] });
    const waits = async () =>
      Promise.all([eva, paul, environmental, local].map((who) => expected(who, `/redactions/${asked.id}`)));
    expect(await waits()).toEqual([[], ['decide_erasure'], [], []]);
    await environmental.post(
      '/redactions',
      {
        recordType: 'complaint',
        recordId: complaint.id,
        targets: [target(complaint.id, 'contact')],
        legalGround: 'not_needed',
        explanation: 'x',
      },
      { expect: 422 },
    );
    // It is decided by somebody who can see what it is about.
    await environmental.move(`/redactions/${asked.id}`, 'approve', { expect: 403 });
    const elsewhere = await api.as({ roles: ['quality_manager'], siteIds: [await api.site('MUC')] });
    await elsewhere.get(`/redactions/${asked.id}`, { expect: 404 });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Other'), roles: ['quality_manager'] });
    await stranger.get(`/redactions/${asked.id}`, { expect: 404 });
    await stranger.post(
      '/redactions/previews',
      { recordType: 'complaint', recordId: complaint.id, words: name },
      { expect: 404 },
    );
    expect((await stranger.get('/redactions')).body.items).toEqual([]);
    expect((await eva.get(`/complaints/${complaint.id}`)).body.contact).toContain(name);
    expect((await paul.move(`/redactions/${asked.id}`, 'reject', { reason: 'Still needed' })).body).toMatchObject({
      state: 'rejected',
      decisionReason: 'Still needed',
    });
    expect(await waits()).toEqual([[], [], [], []]);
    await paul.move(`/redactions/${asked.id}`, 'approve', { expect: 409 });
    expect((await eva.get(`/complaints/${complaint.id}`)).body.contact).toContain(name);
  });

  it('refuses what is no text of the record, naming the field', async () => {
    const complaint = await complain();
    const send = (fields: object) =>
      eva.post(
        '/redactions',
        { recordType: 'complaint', recordId: complaint.id, legalGround: 'not_needed', explanation: 'x', ...fields },
        { expect: 422 },
      );
    expect((await send({})).body.reasons).toMatchObject([{ code: 'nothing-to-erase' }]);
    for (const field of ['state', 'receivedOn', 'lot', 'answer', 'nonsense'])
      expect((await send({ targets: [target(complaint.id, field)] })).body.reasons).toMatchObject([
        { code: 'not-erasable', field: '/targets/0' },
      ]);
    const { id } = (await eva.get('/organisation')).body;
    expect(
      (await send({ targets: [target(complaint.id, 'contact'), target(id, 'name', 'organisation')] })).body.reasons,
    ).toMatchObject([{ code: 'not-erasable', field: '/targets/1' }]);
    expect((await send({ attachmentIds: [complaint.id] })).body.reasons).toMatchObject([{ field: '/attachmentIds/0' }]);
    expect(
      (await send({ targets: [{ recordType: 'complaint', recordId: complaint.id, field: `contact"; DROP` }] })).body
        .reasons[0].field,
    ).toMatch(/^\/targets\/0/);
  });

  it('cannot be done by the login of the API without two people', async () => {
    const complaint = await complain();
    const asked = await ask(eva, complaint.id, { targets: [target(complaint.id, 'contact')] });
    const run = (sql: string) => api.arrange((tx) => tx.sql(sql));
    await expect(run('DELETE FROM log.disclosure')).rejects.toThrow(/permission denied/);
    await expect(run(`SELECT log.erase('[]', '{}')`)).rejects.toThrow(/permission denied/);
    await expect(run(`SELECT identity.erase_login('${api.orgId}', '${eva.personId}')`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(run(`SELECT public.execute_redaction('${asked.id}')`)).rejects.toThrow(/two people/);
  });

  it('keeps a content that another attachment needs', async () => {
    const [one, other] = [await complain(), await complain()];
    const file = (await upload(eva, 'shared.txt', 'shared by two complaints')).body;
    const attach = async (id: string) =>
      (await eva.post('/attachments', { recordType: 'complaint', recordId: id, fileId: file.id })).body.id as string;
    const [first, second] = [await attach(one.id), await attach(other.id)];
    const offered = await preview(one.id);
    expect(offered.attachments).toMatchObject([{ id: first, alsoOn: 1 }]);
    const asked = await ask(eva, one.id, { attachmentIds: [first] });
    expect((await paul.move(`/redactions/${asked.id}`, 'approve')).body.fileDigests).toEqual([]);
    expect((await bytesOf(eva, `/files/${file.id}/content`)).bytes.toString()).toBe('shared by two complaints');
    const again = await ask(eva, other.id, { attachmentIds: [first, second] });
    expect((await paul.move(`/redactions/${again.id}`, 'approve')).body.fileDigests).toEqual([file.sha256]);
    expect(
      existsSync(path.join(api.dataDirectory, 'files', file.sha256.slice(0, 2), file.sha256.slice(2, 4), file.sha256)),
    ).toBe(false);
  });

  it('reaches what is frozen, and does not count as a change since somebody signed', async () => {
    const officer = await api.as({ name: 'Olga', roles: ['environmental_manager'] });
    const id = await api.arrange(async (tx) => {
      const [row] = await tx.sql<{ id: string }>(
        `INSERT INTO environmental_review (org_id, id, reference, state, kind, disciplines, title, scope, methods, sources, lead_id, team_ids,
           due_on, baseline, conclusions, priorities, flags)
         VALUES ($1, gen_random_uuid(), 'IER-2026-0001', 'in_review', 'initial', '{environment}', 'First', 'All', '{}', '{}', $2, '{}',
           '2026-03-02', '[]', 'Ms Waldschrat knows', '{Ask Ms Waldschrat}', '{}') RETURNING id`,
        [api.orgId, officer.personId],
      );
      await tx.sql(`UPDATE environmental_review SET state = 'approved', approved_on = '2026-03-02' WHERE id = $1`, [
        row!.id,
      ]);
      await tx.sql(`SELECT set_config('app.ctx', $1, true)`, [
        JSON.stringify({ actor: `p:${officer.personId}`, via: 'ui' }),
      ]);
      await tx.sql(
        `INSERT INTO signature (org_id, id, record_type, record_id, record_version, line_id, line_number, digest, parts, meaning, sentence, language,
           record_label, person_id, printed_name, method)
         SELECT e.org_id, gen_random_uuid(), e.rec_type, e.rec_id, e.rec_ver, e.entry_id, e.seq,
           encode(sha256('\\x00'::bytea || convert_to(e.body, 'UTF8')), 'hex'), '[]', 'approved', 'I approve', 'en', 'IER-2026-0001', $2, 'Olga', 'password'
         FROM log.entry e WHERE e.rec_id = $1 AND e.rec_ver = 2`,
        [row!.id, officer.personId],
      );
      return row!.id;
    });
    const signatures = async () =>
      (await officer.get(`/signatures?recordType=environmental_review&recordId=${id}`)).body.items;
    expect(await signatures()).toMatchObject([{ changedSince: false, intact: true }]);
    const asked = (
      await officer.post('/redactions', {
        recordType: 'environmental_review',
        recordId: id,
        legalGround: 'not_needed',
        explanation: 'x',
        targets: ['conclusions', 'priorities'].map((field) => target(id, field, 'environmental_review')),
      })
    ).body;
    await paul.move(`/redactions/${asked.id}`, 'approve');
    const mark = `[erased ${asked.reference}]`;
    expect((await officer.get(`/environmental-reviews/${id}`)).body).toMatchObject({
      conclusions: mark,
      priorities: [mark],
    });
    expect(await signatures()).toMatchObject([{ changedSince: false, intact: true }]);
    // Frozen it stays for everybody else.
    await expect(
      api.arrange((tx) => tx.sql(`UPDATE environmental_review SET conclusions = 'x' WHERE id = $1`, [id])),
    ).rejects.toThrow(/never changed/);
  });

  it('forgets a person who has left, with the login, and not one who works here', async () => {
    const gone = await api.as({ name: 'Zacharias Unverwechselbar', roles: ['employee'] });
    const admin = await api.as({ roles: ['system_administrator'] });
    const fields = {
      recordType: 'person',
      recordId: gone.personId,
      legalGround: 'request_of_person',
      explanation: 'Letter',
      targets: [target(gone.personId, 'name', 'person'), target(gone.personId, 'email', 'person')],
    };
    expect((await eva.post('/redactions', fields, { expect: 409 })).body.reasons).toMatchObject([
      { code: 'person-present' },
    ]);
    await admin.change(`/people/${gone.personId}`, { leftOn: '2026-01-31', reason: 'Retired' });
    const asked = (await eva.post('/redactions', fields)).body;
    await paul.move(`/redactions/${asked.id}`, 'approve');
    expect(await tablesWith('Unverwechselbar')).toEqual([]);
    expect(await tablesWith(`${gone.personId}@example.org`)).toEqual([]);
    expect((await admin.get(`/people/${gone.personId}`)).body).toMatchObject({
      name: `[erased ${asked.reference}]`,
      email: null,
    });
    await gone.get('/session', { expect: 401 });
  });

  it('says when the last copies on the disk were gone', async () => {
    await api.app.get(RedactionJob).tend();
    const { items } = (await eva.get('/redactions?state=approved')).body;
    expect(items.length).toBeGreaterThan(2);
    expect(items.filter(({ cleanedAt }: { cleanedAt: string | null }) => cleanedAt === null)).toEqual([]);
  });
});
