import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { type Auditing, prepareAuditing } from '../support/auditing.js';
import type { Client } from '../support/client.js';
import { type Device, startWeb, type WebStage } from '../support/devices.js';
import { until } from '../support/waiting.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A photo larger than what is sent, drawn by the browser itself. */
const drawPhoto = `(async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 1500 });
  const context = canvas.getContext('2d');
  context.fillStyle = '#0d5c6b';
  context.fillRect(0, 0, 3000, 1500);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  return [...new Uint8Array(await blob.arrayBuffer())];
})()`;

describe('the checklist on a phone', () => {
  let stage: WebStage;
  let auditing: Auditing;
  let lead: Client;
  let auditor: Client;

  beforeAll(async () => {
    stage = await startWeb();
    auditing = await prepareAuditing(stage.api);
    ({ lead, auditor } = auditing);
  });
  afterAll(() => stage.stop());

  const audit = async () => {
    const url = await auditing.started();
    const { reference, id } = (await lead.get(url)).body;
    const items = async () => (await lead.get(`${url}/checklist`)).body.items;
    return { url, id, reference, path: `/audits/${reference}/checklist`, items };
  };
  const card = (page: Page, number: number) => page.locator(`#question-${number}`);
  const choose = (page: Page, number: number, answer: string) =>
    card(page, number).getByRole('radio', { name: answer, exact: true }).check();
  const pill = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
  /** Opened with a network, and everything that opens it without one is on the device. */
  const ready = async (device: Device, path: string): Promise<Page> => {
    const page = await device.open(path);
    await card(page, 1).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await pill(page, 'All saved');
    return page;
  };
  const takePhoto = async (page: Page, number: number): Promise<Buffer> => {
    const buffer = Buffer.from(await page.evaluate<number[]>(drawPhoto));
    await card(page, number)
      .locator('input[type=file]')
      .setInputFiles({ name: 'IMG_1.png', mimeType: 'image/png', buffer });
    await card(page, number).getByRole('img').waitFor();
    return buffer;
  };

  it('opens cold without a network, keeps answer, note and photo over a reload, and sends each once', async () => {
    const { path, items } = await audit();
    const phone = await stage.device(auditor);
    await ready(phone, path);
    await phone.offline();
    let page = await phone.open(path);
    await pill(page, 'Offline · 0');
    await choose(page, 1, 'Fails');
    await choose(page, 1, 'Minor');
    await card(page, 1).getByLabel('Note').fill('Gauge 7 has no label');
    await choose(page, 2, 'Conforms');
    const original = await takePhoto(page, 1);
    await pill(page, 'Offline · 3');

    page = await phone.open(path);
    await pill(page, 'Offline · 3');
    expect(await card(page, 1).getByLabel('Note').inputValue()).toBe('Gauge 7 has no label');
    expect(await card(page, 1).getByRole('radio', { name: 'Fails' }).isChecked()).toBe(true);
    expect(await card(page, 1).getByRole('radio', { name: 'Minor' }).isChecked()).toBe(true);
    await card(page, 1).getByRole('img').waitFor();
    await page.getByText('2 / 3').waitFor();
    expect((await items())[0]).toMatchObject({ progress: 'open', version: 1 });

    await phone.online();
    await pill(page, 'All saved');
    const [first, second] = await items();
    expect(first).toMatchObject({
      version: 2,
      result: 'nonconforming',
      grade: 'minor',
      note: 'Gauge 7 has no label',
      answeredById: auditor.personId,
    });
    expect(second).toMatchObject({ version: 2, result: 'conforming' });
    const attached = (await lead.get(`/attachments?recordType=audit_checklist_item&recordId=${first.id}`)).body.items;
    expect(attached).toMatchObject([{ file: { mediaType: 'image/jpeg' }, capturedAt: expect.any(String) }]);
    expect(attached[0].note).toContain(createHash('sha256').update(original).digest('hex'));
    await card(page, 1).getByText('Sent', { exact: true }).waitFor();
  });

  it('takes answers as fast as they are given, and takes none back', async () => {
    const { path, items } = await audit();
    const phone = await stage.device(auditor);
    const page = await ready(phone, path);
    for (const answer of ['Fails', 'Improve', 'Conforms'])
      for (const number of [1, 2, 3]) await choose(page, number, answer);
    await pill(page, 'All saved');
    for (const number of [1, 2, 3])
      expect(await card(page, number).getByRole('radio', { name: 'Conforms' }).isChecked()).toBe(true);
    expect((await items()).map(({ result }: { result: string }) => result)).toEqual(Array(3).fill('conforming'));
  });

  it('sends an answer again whose receipt was lost, without a double or a conflict with itself', async () => {
    const { url, path, items } = await audit();
    const phone = await stage.device(auditor);
    const page = await ready(phone, path);
    phone.cable.swallowAnswersTo(/^POST \S+\/answers /);
    await choose(page, 1, 'Conforms');
    for (let tries = 0; (await items())[0].version === 1 && tries < 100; tries++) await page.waitForTimeout(50);
    expect((await items())[0]).toMatchObject({ result: 'conforming', version: 2 });
    // It may have been received; a change of mind is a second answer behind it.
    await choose(page, 1, 'Improve');
    await phone.offline();
    await phone.online();
    await pill(page, 'All saved');
    expect((await items())[0]).toMatchObject({ result: 'opportunity', version: 3 });
    expect((await lead.get(`${url}/answer-conflicts`)).body.items).toEqual([]);
  });

  it('keeps the answers of two people to one question, and the lead chooses', async () => {
    const { path, items } = await audit();
    const [hers, theirs] = [await stage.device(lead), await stage.device(auditor)];
    const leading = await ready(hers, path);
    await ready(theirs, path);
    await theirs.offline();
    const other = await theirs.open(path);
    await choose(other, 1, 'Conforms');
    await choose(leading, 1, 'Fails');
    await card(leading, 1).getByLabel('Note').fill('Label is missing');
    await card(leading, 1).getByLabel('Note').blur();
    await pill(leading, 'All saved');
    await theirs.online();
    await pill(other, 'All saved');
    await card(other, 1).getByText('The lead of the audit decides').waitFor();
    await card(other, 1).getByRole('region').getByText('Label is missing').waitFor();

    await leading.reload();
    const conflict = card(leading, 1).getByRole('region', { name: 'Two answers to this question' });
    await conflict.getByText('Conforms').waitFor();
    await leading.getByRole('button', { name: 'Finish' }).click();
    await leading.getByRole('dialog').getByText('1 question has two answers').waitFor();
    await leading.keyboard.press('Escape');
    await conflict.getByLabel('Why this one').fill('Looked at it together');
    await conflict.getByRole('button', { name: 'Take the other one' }).click();
    await conflict.waitFor({ state: 'detached' });
    expect((await items())[0]).toMatchObject({ result: 'conforming', answeredById: auditor.personId });
  });

  it('raises a finding on the spot without a network, with clause, question, note and photo', async () => {
    const { path, id, items } = await audit();
    const phone = await stage.device(auditor);
    await ready(phone, path);
    await phone.offline();
    const page = await phone.open(path);
    await choose(page, 1, 'Fails');
    await choose(page, 1, 'Major');
    await card(page, 1).getByLabel('Note').fill('Gauge 7 has no label');
    await takePhoto(page, 1);
    await page.getByText('1 finding to raise').waitFor();
    await card(page, 1).getByRole('button', { name: 'Finding' }).click();
    await card(page, 1).getByRole('button', { name: 'Raise the finding' }).click();
    await card(page, 1).getByText('Finding, not sent yet').waitFor();
    await page.getByText('No finding to raise').waitFor();
    await phone.online();
    await pill(page, 'All saved');
    const found = (await lead.get(`/findings?auditId=${id}`)).body.items;
    expect(found).toHaveLength(1);
    const finding = (await lead.get(`/findings/${found[0].id}`)).body;
    expect(finding).toMatchObject({
      class: 'major',
      title: 'Gauge 7 has no label',
      evidence: 'Gauge 7 has no label',
      statement: 'Not fulfilled: Is Q1 in order?',
      requirement: expect.stringMatching(/^ISO 9001:2026 \/ 7\.1\.5 \w+/),
      clauses: ['ISO 9001:2026 / 7.1.5'],
      checklistItemId: (await items())[0].id,
      foundById: auditor.personId,
    });
    const photos = (await lead.get(`/attachments?recordType=finding&recordId=${finding.id}`)).body.items;
    expect(photos).toHaveLength(1);
    await card(page, 1).getByText(finding.reference).waitFor();
  });

  it('keeps what the server refuses with its reason, and lets nobody sign out before it is dealt with', async () => {
    const { url, path } = await audit();
    const phone = await stage.device(auditor);
    await ready(phone, path);
    await phone.offline();
    let page = await phone.open(path);
    await choose(page, 3, 'N/A');
    await pill(page, 'Offline · 1');
    await card(page, 3).getByLabel('Why it does not apply').fill('No such device here');
    await pill(page, 'Offline · 1');
    const member = (await lead.get(url)).body.team.find(
      (one: { personId: string }) => one.personId === auditor.personId,
    );
    await lead.post(`${url}/team/${member.id}/removal`, {}, { ifMatch: 1, expect: 200 });
    await phone.online();
    await pill(page, '1 needs a look');
    await page.getByRole('region', { name: 'One entry needs a look' }).getByText('audit team').waitFor();
    page = await phone.open(path);
    await pill(page, '1 needs a look');
    await page.getByRole('button', { name: /Menu of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('Not everything is sent').waitFor();
    await auditor.get('/session');
    const look = page.getByRole('region', { name: 'One entry needs a look' });
    await look.getByRole('button', { name: 'Remove from this device' }).click();
    await look.getByRole('button', { name: 'Remove for good' }).click();
    await pill(page, 'All saved');
  });

  it('ends the fieldwork for the lead, with what is missing named; others can only read', async () => {
    const { url, path } = await audit();
    const phone = await stage.device(lead);
    const page = await ready(phone, path);
    await choose(page, 1, 'Conforms');
    await pill(page, 'All saved');
    await page.getByRole('button', { name: 'Finish' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 questions are not answered').waitFor();
    await dialog.getByLabel('Attendees').fill('Lena, Olga');
    await dialog.getByRole('button', { name: 'End the fieldwork' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await lead.get(url)).body).toMatchObject({ state: 'fieldwork_done', closingAttendees: ['Lena', 'Olga'] });

    const desk = await stage.device(auditing.manager);
    const reading = await desk.open(path);
    await reading.getByText('You are not in the audit team').waitFor();
    expect(await card(reading, 1).getByRole('radio', { name: 'Conforms' }).isChecked()).toBe(true);
    expect(await card(reading, 1).getByRole('radio', { name: 'Fails' }).isDisabled()).toBe(true);
  });

  it('is the same in two tabs of one device, and sends once', async () => {
    const { url, path, items } = await audit();
    const phone = await stage.device(auditor);
    const page = await ready(phone, path);
    const other = await phone.context.newPage();
    await other.goto(phone.cable.origin + path);
    await card(other, 1).waitFor();
    await phone.offline();
    await choose(page, 1, 'Conforms');
    await pill(other, 'Offline · 1');
    await choose(other, 1, 'Improve');
    await phone.online();
    await pill(page, 'All saved');
    await pill(other, 'All saved');
    expect(await card(page, 1).getByRole('radio', { name: 'Improve' }).isChecked()).toBe(true);
    expect((await items())[0]).toMatchObject({ result: 'opportunity', version: 2 });
    expect((await lead.get(`${url}/answer-conflicts`)).body.items).toEqual([]);
    await until(async () => (await lead.get(`${url}/devices`)).body.items[0]?.waiting === 0);
  });

  it('tells the server in the end that nothing waits, whichever tab said last that something does', async () => {
    const { url, path } = await audit();
    const phone = await stage.device(auditor);
    const page = await ready(phone, path);
    const devices = async () => (await lead.get(`${url}/devices`)).body.items;
    await phone.offline();
    await choose(page, 1, 'Conforms');
    await pill(page, 'Offline · 1');
    // A network over which reading works, and answers do not come through.
    phone.cable.plug();
    phone.cable.swallowAnswersTo(/^POST \S+\/answers /);
    await phone.context.setOffline(false);
    const other = await phone.context.newPage();
    await other.goto(phone.cable.origin + path);
    await card(other, 1).waitFor();
    await until(async () => (await devices())[0]?.waiting === 1);
    await other.close();
    await phone.offline();
    await phone.online();
    await pill(page, 'All saved');
    await until(async () => (await devices())[0]?.waiting === 0);
  });

  it.each([
    ['en-GB', 'light', 'Fails'],
    ['de-DE', 'dark', 'Nicht erfüllt'],
  ] as const)('stands 390 pixels and the rules of accessibility in %s, %s', async (locale, colorScheme, fails) => {
    const { path } = await audit();
    const phone = await stage.device(auditor, { locale, colorScheme });
    const page = await phone.open(path);
    await choose(page, 1, fails);
    await card(page, 1)
      .getByRole('button', { name: /Finding|Feststellung/ })
      .click();
    await choose(page, 2, locale === 'en-GB' ? 'N/A' : 'Entfällt');
    await page
      .getByRole('status')
      .filter({ hasText: /look|ansehen/ })
      .waitFor();
    await page.evaluate(axe);
    const { violations } = await page.evaluate<{
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    }>(`axe.run('main', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`);
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const heights = await card(page, 1)
      .getByRole('radio')
      .evaluateAll((radios) =>
        radios.map(
          (radio) => (radio as unknown as { parentElement: { offsetHeight: number } }).parentElement.offsetHeight,
        ),
      );
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(52);
  });
});
