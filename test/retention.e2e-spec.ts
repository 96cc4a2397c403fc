import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';
import { bytesOf, upload } from './support/files.js';
import { expected } from './support/waiting.js';

/** Years back from today, as a day. */
const yearsAgo = (years: number, days = 0): string => {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() - years);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
};

describe('retention', () => {
  let api: TestApi;
  let eva: Client;
  let paul: Client;
  let rule: string;
  const ids: Record<string, string> = {};

  /** A closed complaint with its end in the past; the clock of the server stays as it is. */
  const complain = async (closedOn: string | null, fields: object = {}): Promise<string> => {
    const { id } = (
      await eva.post('/complaints', {
        customer: 'Waldschrat GmbH',
        contact: 'Ottilie Waldschrat',
        channel: 'phone',
        receivedOn: '2015-03-02',
        description: 'Leaks at the flange',
        ...fields,
      })
    ).body;
    if (closedOn)
      await api.arrange((tx) =>
        tx.sql(`UPDATE complaint SET state = 'closed', closed_on = $2 WHERE id = $1`, [id, closedOn]),
      );
    return id;
  };
  const due = async (client = eva): Promise<string[]> =>
    (await client.get('/disposals/due?recordType=complaint')).body.items.map(
      ({ recordId }: { recordId: string }) => recordId,
    );
  const nonconformity = async (state: string): Promise<string> => {
    const { id } = (
      await eva.post('/nonconformities', {
        title: 'Leak',
        source: 'system',
        disciplines: ['quality'],
        detectedOn: '2015-03-02',
      })
    ).body;
    if (state !== 'draft')
      await api.arrange((tx) =>
        tx.sql(
          `UPDATE nonconformity SET state = $2, closed_on = '2015-05-01', reference = coalesce(reference, 'NC-2015-0001') WHERE id = $1`,
          [id, state],
        ),
      );
    return id;
  };

  beforeAll(async () => {
    api = await startApi();
    eva = await api.as({ name: 'Eva', roles: ['quality_manager'] });
    paul = await api.as({ name: 'Paul', roles: ['top_management'] });
    ids['open'] = await complain(null);
    ids['young'] = await complain(yearsAgo(4, 1));
    ids['today'] = await complain(yearsAgo(4));
    ids['old'] = await complain(yearsAgo(4, -1));
    ids['oldest'] = await complain(yearsAgo(10));
    ids['linkedToOpen'] = await complain(yearsAgo(6));
    ids['original'] = await complain(yearsAgo(7));
    ids['repeated'] = await complain(null, { duplicateOfId: ids['original'] });
    const [open, closed] = [await nonconformity('draft'), await nonconformity('closed')];
    ids['linkedToClosed'] = await complain(yearsAgo(5));
    for (const [name, other] of [
      ['linkedToOpen', open],
      ['linkedToClosed', closed],
    ] as const)
      await api.arrange((tx) => tx.sql('UPDATE complaint SET nonconformity_id = $2 WHERE id = $1', [ids[name], other]));
  });
  afterAll(() => api.stop());

  it('knows one rule for each kind, four years or with a basis, and keeps its versions', async () => {
    expect(await due()).toEqual([]);
    const set = (fields: object, options = {}) =>
      eva.post('/retention-rules', { recordType: 'complaint', years: 4, starts: 'ended', ...fields }, options);
    expect((await set({ years: 3 }, { expect: 422 })).body.reasons).toMatchObject([
      { code: 'basis-missing', field: '/basis' },
    ]);
    expect((await set({ recordType: 'site' }, { expect: 422 })).body.reasons).toMatchObject([{ code: 'never-ends' }]);
    expect((await set({ years: 0 }, { expect: 422 })).body.reasons).toMatchObject([{ field: '/years' }]);
    rule = (await set({ years: 6 })).body.id;
    await set({}, { expect: 409 });
    await eva.change(`/retention-rules/${rule}`, { years: 4, reason: 'One cycle and a year are enough' });
    expect((await eva.get(`/history/retention_rule/${rule}`)).body.items[0]).toMatchObject({
      act: 'retentionRule.edit',
      reason: 'One cycle and a year are enough',
      changes: [{ field: 'years', before: 6, after: 4 }],
    });
    for (const role of ['employee', 'external_auditor', 'system_administrator'] as const) {
      const other = await api.as({ roles: [role] });
      await other.get('/disposals/due', { expect: 403 });
      await other.post('/retention-rules', { recordType: 'action', years: 4, starts: 'ended' }, { expect: 403 });
      await other.post('/disposals', { recordType: 'complaint', recordIds: [ids['old']] }, { expect: 403 });
    }
    const local = await api.as({ roles: ['quality_manager'], siteIds: [await api.site('BER')] });
    await local.get('/disposals/due', { expect: 403 });
  });

  it('tells exactly what is due: nothing too young, open, or needed by something open', async () => {
    expect(await due()).toEqual([ids['oldest'], ids['linkedToClosed'], ids['old']]);
    await eva.change(`/retention-rules/${rule}`, { starts: 'end_of_year' });
    const { items } = (await eva.get('/disposals/due?recordType=complaint')).body;
    // By the last day of their year, the younger ones are due later than by the day of their end.
    expect(items.map(({ dueOn }: { dueOn: string }) => dueOn.slice(4))).toEqual(items.map(() => '-12-31'));
    expect(items[0]).toMatchObject({ recordId: ids['oldest'], dueOn: `${yearsAgo(6).slice(0, 4)}-12-31` });
    await eva.change(`/retention-rules/${rule}`, { starts: 'ended' });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Other'), roles: ['quality_manager'] });
    expect(await due(stranger)).toEqual([]);
  });

  it('leaves out what is under legal hold, and refuses its disposal', async () => {
    const hold = (
      await eva.post('/legal-holds', {
        scope: 'record',
        recordType: 'complaint',
        recordId: ids['oldest'],
        title: 'Lawsuit',
        reason: 'Court',
      })
    ).body;
    await paul.move(`/legal-holds/${hold.id}`, 'set');
    expect(await due()).toEqual([ids['linkedToClosed'], ids['old']]);
    const refused = await eva.post(
      '/disposals',
      { recordType: 'complaint', recordIds: [ids['oldest']] },
      { expect: 409 },
    );
    expect(refused.body.reasons).toMatchObject([{ code: 'under-legal-hold', values: { reference: hold.reference } }]);
    await eva.move(`/legal-holds/${hold.id}`, 'askToLift', { reason: 'Settled' });
    await paul.move(`/legal-holds/${hold.id}`, 'lift');
    expect(await due()).toContain(ids['oldest']);
  });

  it('leaves out what names something that is held', async () => {
    const hold = (
      await eva.post('/legal-holds', {
        scope: 'record_type',
        recordType: 'nonconformity',
        title: 'Lawsuit',
        reason: 'Court',
      })
    ).body;
    await paul.move(`/legal-holds/${hold.id}`, 'set');
    expect(await due()).toEqual([ids['oldest'], ids['old']]);
    await eva.move(`/legal-holds/${hold.id}`, 'askToLift', { reason: 'Settled' });
    await paul.move(`/legal-holds/${hold.id}`, 'lift');
    expect(await due()).toContain(ids['linkedToClosed']);
  });

  it('refuses to dispose of what is not due, naming each', async () => {
    const refused = await eva.post(
      '/disposals',
      {
        recordType: 'complaint',
        recordIds: [ids['old'], ids['young'], ids['linkedToOpen'], ids['original'], ids['today']],
      },
      { expect: 422 },
    );
    expect(refused.body.reasons.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ['not-due', '/recordIds/1'],
      ['not-due', '/recordIds/2'],
      ['not-due', '/recordIds/3'],
      ['not-due', '/recordIds/4'],
    ]);
    expect(
      (await eva.post('/disposals', { recordType: 'action', recordIds: [ids['old']] }, { expect: 422 })).body.reasons,
    ).toMatchObject([{ code: 'no-rule' }]);
  });

  it('disposes of records by two people, and certifies it', async () => {
    const file = (await upload(eva, 'letter.txt', 'Dear Waldschrat')).body;
    await eva.post('/attachments', { recordType: 'complaint', recordId: ids['old'], fileId: file.id });
    const asked = (
      await eva.post('/disposals', {
        recordType: 'complaint',
        recordIds: [ids['old'], ids['oldest']],
        comment: 'Yearly',
      })
    ).body;
    const url = `/disposals/${asked.id}`;
    expect(asked).toMatchObject({ state: 'requested', years: 4, starts: 'ended', ruleId: rule });
    expect([await expected(eva, url), await expected(paul, url)]).toEqual([[], ['decide_disposal']]);
    await eva.get(`${url}/certificate`, { expect: 409 });
    expect((await eva.move(url, 'execute', { expect: 403 })).body.reasons).toMatchObject([{ code: 'four-eyes' }]);
    const done = (await paul.move(url, 'execute')).body;
    expect(done).toMatchObject({ state: 'executed', decidedByName: 'Paul' });
    const complaint = (await eva.get(`/complaints/${ids['old']}`)).body;
    const mark = `[erased ${done.redactionReference}]`;
    // Numbers, states and days stay.
    expect(complaint).toMatchObject({
      state: 'closed',
      closedOn: yearsAgo(4, -1),
      customer: mark,
      contact: mark,
      description: mark,
    });
    expect(complaint.reference).toMatch(/^CMP-/);
    const { rows } = await api.database.owner.query(
      `SELECT e.rec_id FROM log.disclosure d JOIN log.entry e USING (org_id, entry_id)
       WHERE position('Waldschrat' IN log.read_disclosure(d.disclosure)::text) > 0 AND e.rec_id = ANY ($1)`,
      [[ids['old'], ids['oldest'], file.id]],
    );
    expect(rows).toEqual([]);
    expect((await bytesOf(eva, `/files/${file.id}/content`)).response.status).toBe(410);
    expect(await due()).toEqual([ids['linkedToClosed']]);
    const certificate = (await eva.get(`${url}/certificate`)).body;
    const { rows: gone } = await api.database.owner.query<{ digest: string }>(
      `SELECT DISTINCT e.body::jsonb -> 'pd' ->> 'contact' AS digest FROM log.entry e WHERE e.rec_id = ANY ($1) AND e.rec_ver = 1`,
      [[ids['old'], ids['oldest']]],
    );
    expect(certificate.digests).toEqual(expect.arrayContaining(gone.map(({ digest }) => digest)));
    expect(certificate.fileDigests).toEqual([file.sha256]);
    expect(certificate.disposal.records).toMatchObject([
      { dueOn: yearsAgo(6) },
      { reference: complaint.reference, endedOn: yearsAgo(4, -1) },
    ]);
    expect(JSON.stringify(certificate)).not.toContain('Waldschrat');
    for (const language of ['en', 'de']) {
      const { response, bytes } = await bytesOf(paul, `${url}/certificate.pdf?language=${language}`);
      expect(response.headers.get('content-type')).toBe('application/pdf');
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(bytes.length).toBeGreaterThan(5000);
    }
    expect((await eva.get(`/history/complaint/${ids['old']}`)).body.items.at(-1).erasures).toEqual(
      expect.arrayContaining([expect.objectContaining({ field: 'customer', legalGround: 'retention_ended' })]),
    );
  });

  it('refuses a disposal that came to be held or reopened meanwhile', async () => {
    const id = ids['linkedToClosed']!;
    const asked = (await eva.post('/disposals', { recordType: 'complaint', recordIds: [id] })).body;
    await eva.move(`/complaints/${id}`, 'reopen', { reason: 'Leaks again' });
    expect((await paul.move(`/disposals/${asked.id}`, 'execute', { expect: 409 })).body.reasons).toMatchObject([
      { code: 'not-due' },
    ]);
    expect((await eva.get(`/complaints/${id}`)).body.contact).toBe('Ottilie Waldschrat');
    expect((await eva.move(`/disposals/${asked.id}`, 'withdraw')).body.state).toBe('withdrawn');
  });
});
