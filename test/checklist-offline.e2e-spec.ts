import { randomUUID } from 'node:crypto';
import { startApi, type TestApi } from './support/api.js';
import { type Auditing, prepareAuditing } from './support/auditing.js';
import type { Client } from './support/client.js';

describe('a checklist answered without a network', () => {
  let api: TestApi;
  let lead: Client;
  let auditor: Client;
  let manager: Client;
  let started: Auditing['started'];

  const said = (fields: object = {}) => ({
    progress: 'answered',
    result: 'conforming',
    grade: null,
    note: null,
    baseVersion: 1,
    answeredOnDeviceAt: '2026-05-04T08:00:00.000Z',
    ...fields,
  });
  const codes = (reasons: { code: string }[]) => reasons.map(({ code }) => code);

  beforeAll(async () => {
    api = await startApi();
    ({ lead, auditor, manager, started } = await prepareAuditing(api));
  });
  afterAll(() => api.stop());

  const open = async () => {
    const url = await started();
    const ids: string[] = (await auditor.get(`${url}/checklist`)).body.items.map(({ id }: { id: string }) => id);
    const answer = (who: Client, index: number, fields: object = {}, options: object = {}) =>
      who.post(`${url}/checklist/${ids[index]}/answers`, said(fields), { expect: 200, ...options });
    const item = async (index: number) => (await lead.get(`${url}/checklist`)).body.items[index];
    return { url, ids, answer, item };
  };

  it('is written once however often it is sent, with the clock of the device apart from that of the server', async () => {
    const { answer, item } = await open();
    const key = randomUUID();
    const before = Date.now();
    const first = await answer(auditor, 0, {}, { key });
    expect(first.body).toMatchObject({
      outcome: 'written',
      conflict: null,
      item: { version: 2, result: 'conforming' },
    });
    expect((await answer(auditor, 0, {}, { key })).body).toEqual(first.body);
    // A device that comes back after the key is forgotten says the same again.
    expect((await answer(auditor, 0)).body).toMatchObject({ outcome: 'same', item: { version: 2 } });
    const kept = await item(0);
    expect(kept).toMatchObject({ answeredById: auditor.personId, answeredOnDeviceAt: '2026-05-04T08:00:00.000Z' });
    expect(Date.parse(kept.answeredAt)).toBeGreaterThanOrEqual(before - 1000);
    await answer(auditor, 0, { baseVersion: 9, result: 'opportunity' }, { expect: 422 });
    await answer(auditor, 0, { baseVersion: 2, grade: 'minor' }, { expect: 422 });
    await answer(auditor, 0, { baseVersion: 2, progress: 'not_applicable', result: null }, { expect: 422 });
    await answer(manager, 0, { baseVersion: 2, result: 'opportunity' }, { expect: 403 });
    await lead.post(`/audits/${randomUUID()}/checklist/${randomUUID()}/answers`, said(), { expect: 404 });
  });

  it('keeps both answers of two auditors until the lead chooses, and the fieldwork does not end before', async () => {
    const { url, ids, answer, item } = await open();
    await answer(auditor, 1, { note: 'Five gauges, all labelled' });
    const late = { result: 'nonconforming', grade: 'minor', note: 'Gauge 7 has no label' };
    const { body } = await answer(lead, 1, late);
    expect(body).toMatchObject({
      outcome: 'conflict',
      item: { result: 'conforming', version: 2 },
      conflict: { ...late, itemId: ids[1], baseVersion: 1, resolution: null, answeredByName: 'Lena Lead' },
    });
    expect((await answer(lead, 1, late)).body.conflict.id).toBe(body.conflict.id);
    expect((await auditor.get(`${url}/answer-conflicts`)).body.items).toEqual([body.conflict]);

    await lead.change(url, { closedOn: '2026-05-05', closingAttendees: ['Lena'] });
    const refused = (await lead.move(url, 'finishFieldwork', { expect: 422 })).body.reasons;
    expect(codes(refused)).toEqual(['answer-conflict']);
    expect(refused[0].message).toContain('question 2');

    const choose = (who: Client, fields: object = {}, options: object = {}) =>
      who.post(
        `${url}/answer-conflicts/${body.conflict.id}/resolution`,
        { resolution: 'replaced', reason: 'Looked at gauge 7 together', itemVersion: 2, ...fields },
        { expect: 200, ifMatch: 1, ...options },
      );
    expect((await choose(auditor, {}, { expect: 403 })).body.reasons[0].code).toBe('not-the-lead');
    await choose(lead, { itemVersion: 1 }, { expect: 412 });
    await choose(lead, {}, { ifMatch: 7, expect: 412 });
    await choose(lead, { reason: undefined }, { expect: 422 });
    expect((await choose(lead)).body).toMatchObject({
      resolution: 'replaced',
      resolvedById: lead.personId,
      version: 2,
    });
    await choose(lead, { itemVersion: 3 }, { ifMatch: 2, expect: 409 });
    expect(await item(1)).toMatchObject({ ...late, version: 3, answeredById: lead.personId });
    // The answer that was replaced stays in the history of the question.
    const { items } = (await lead.get(`/history/audit_checklist_item/${ids[1]}`)).body;
    expect(items).toMatchObject([{ act: 'audit.resolveConflict' }, { act: 'audit.answer' }, {}]);
    expect(JSON.stringify(items)).toContain('Five gauges, all labelled');
    expect((await lead.get(`/history/checklist_answer_conflict/${body.conflict.id}`)).body.items).toHaveLength(2);
    await lead.move(url, 'finishFieldwork');
  });

  it('leaves the answer that was there when the lead prefers it', async () => {
    const { url, answer, item } = await open();
    await answer(auditor, 0);
    const { id } = (await answer(lead, 0, { result: 'opportunity' })).body.conflict;
    const body = { resolution: 'kept', reason: 'Eva saw all of them', itemVersion: 2 };
    await lead.post(`${url}/answer-conflicts/${id}/resolution`, body, { ifMatch: 1, expect: 200 });
    expect(await item(0)).toMatchObject({ result: 'conforming', version: 2, answeredById: auditor.personId });
  });

  it('cannot be changed after it was given, not even past the API', async () => {
    const { answer } = await open();
    await answer(auditor, 0);
    const { id } = (await answer(lead, 0, { result: 'opportunity' })).body.conflict;
    const tamper = api.arrange((tx) => tx.sql(`UPDATE checklist_answer_conflict SET note = 'x' WHERE id = $1`, [id]));
    await expect(tamper).rejects.toThrow(/permission denied/);
  });

  it('keeps an audit open while a device has something to send, unless the lead says why not', async () => {
    const { url } = await open();
    await lead.change(url, { closedOn: '2026-05-05', closingAttendees: ['Lena'] });
    const device = `${url}/devices/${randomUUID()}`;
    const report = (who: Client, waiting: number, status = 200) =>
      who.send('PUT', device, { waiting }, { expect: status });
    await report(auditor, 0);
    await report(auditor, 3);
    await report(manager, 1, 403);
    await report(auditor, -1, 422);
    expect((await lead.get(`${url}/devices`)).body.items).toMatchObject([
      { personId: auditor.personId, personName: auditor.name, waiting: 3 },
    ]);
    const refused = (await lead.move(url, 'finishFieldwork', { expect: 422 })).body.reasons;
    expect(codes(refused)).toEqual(['answers-waiting']);
    expect(refused[0].message).toContain(`${auditor.name} has 3 entries`);
    const next = (await lead.get(url)).body.transitions.find(
      ({ action }: { action: string }) => action === 'finishFieldwork',
    );
    expect(next).toMatchObject({ allowed: true, reasonRequired: true, reasons: [{ code: 'answers-waiting' }] });
    const done = await lead.move(url, 'finishFieldwork', { reason: 'The phone fell into the quench tank' });
    expect(done.body).toMatchObject({ state: 'fieldwork_done', flags: ['answers-waiting'] });
  });

  it('ends the fieldwork without a word when the device has sent everything', async () => {
    const { url } = await open();
    await lead.change(url, { closedOn: '2026-05-05', closingAttendees: ['Lena'] });
    const device = `${url}/devices/${randomUUID()}`;
    await auditor.send('PUT', device, { waiting: 2 }, { expect: 200 });
    await auditor.send('PUT', device, { waiting: 0 }, { expect: 200 });
    expect((await lead.move(url, 'finishFieldwork')).body.flags).toEqual([]);
  });

  it('takes a finding and its photo with ids of the device, once', async () => {
    const { url, ids } = await open();
    const [finding, attachment] = [randomUUID(), randomUUID()];
    const fields = {
      id: finding,
      auditId: url.split('/')[2],
      checklistItemId: ids[0],
      class: 'minor',
      title: 'Gauge 7 has no label',
      clauses: ['ISO 9001:2026 / 7.1.5'],
      requirement: 'Gauges are labelled',
      statement: 'Gauge 7 has no label',
      evidence: 'Gauge 7 at station 3',
    };
    expect((await auditor.post('/findings', fields)).body).toMatchObject({ id: finding, checklistItemId: ids[0] });
    expect((await auditor.post('/findings', fields, { expect: 409 })).body.reasons[0].code).toBe('already-exists');
    const photo = new FormData();
    photo.append('file', new Blob([Buffer.from('seen at station 3')], { type: 'text/plain' }), 'note.txt');
    const file = (await auditor.post('/files', photo)).body.id;
    const attach = { id: attachment, recordType: 'finding', recordId: finding, fileId: file };
    expect((await auditor.post('/attachments', attach)).body.id).toBe(attachment);
    expect((await auditor.post('/attachments', attach, { expect: 409 })).body.reasons[0].code).toBe('already-exists');
    expect((await auditor.get(`/findings?auditId=${fields.auditId}`)).body.items).toHaveLength(1);
  });
});
