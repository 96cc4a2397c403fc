import type { Page } from 'playwright-core';
import { barriers } from '../support/barriers.js';
import { type Demo, startDemo } from '../support/demo.js';

const desktop = { viewport: { width: 1440, height: 900 } };

describe('the work of a lead auditor', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 180_000);
  afterAll(() => demo.stop());
  afterEach(() => demo.quiet());

  const json = async (page: Page, path: string) => (await page.request.get(`/api/v1${path}`)).json();
  const auditIn = async (page: Page, state: string) => (await json(page, `/audits?state=${state}`)).items[0];

  it('moves an audit to another month from its menu, without dragging', async () => {
    const { page, context } = await demo.as('lena', desktop);
    const { id, reference, version } = await auditIn(page, 'planned');
    const year = new Date().getFullYear();
    const september = { plannedFrom: `${year}-09-14`, plannedTo: `${year}-09-15`, reason: 'As the programme wants it' };
    await page.request.patch(`/api/v1/audits/${id}`, { headers: { 'if-match': `"${version}"` }, data: september });
    await page.goto(`/programme`);
    await page.getByRole('button', { name: new RegExp(`A-${Number(reference.slice(-4))}\\b`) }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Oct' }).press('Enter');
    // The programme was approved with other dates, so a reason is wanted.
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('The head of the process is on leave');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${reference} moved to`).waitFor();
    const moved = await json(page, `/audits/${id}`);
    expect([moved.plannedFrom, moved.plannedTo]).toEqual([`${year}-10-14`, `${year}-10-15`]);
    await page.goto(`/audits/${reference}`);
    await page.getByText('The head of the process is on leave').waitFor();
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });

  it('is warned before auditing an own process, and somebody else has to justify it', async () => {
    const max = await demo.as('max', desktop);
    const { items: people } = await json(max.page, '/people?q=Lena');
    const made = await max.page.request.post('/api/v1/processes', {
      data: { code: 'TRN', name: 'Training', kind: 'support', disciplines: ['quality'], ownerId: people[0].id },
    });
    expect(made.status()).toBe(201);

    const { page, context } = await demo.as('lena', desktop);
    await page.goto('/audits/new');
    await page.getByLabel('Title').fill('How training works');
    await page.getByLabel('Begins').fill('2027-02-01');
    await page.getByRole('combobox', { name: 'Processes' }).click();
    await page.getByRole('option', { name: 'TRN Training' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('Quality · ISO 9001').click();
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByRole('heading', { name: /How training works/ }).waitFor();
    const team = page.getByRole('region', { name: 'Team' });
    await team.getByRole('combobox', { name: 'Person' }).fill('Lena');
    await page.getByRole('option', { name: /Lena/ }).click();
    await team.getByRole('combobox', { name: 'Role' }).selectOption('Lead auditor');
    await team.getByRole('button', { name: 'Add' }).click();
    await team.getByText(/Lena Hoffmann owns an audited process/).waitFor();
    expect(await barriers(page)).toEqual([]);

    await max.page.goto(page.url());
    await max.page.getByRole('button', { name: 'Allow it with a justification' }).click();
    const dialog = max.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Nobody else knows the subject; Tom reads the samples');
    await dialog.getByRole('button', { name: 'Allow' }).click();
    await max.page.getByText('Not independent').waitFor();
    await max.page.getByText('Nobody else knows the subject; Tom reads the samples').first().waitFor();
    await max.context.close();
    await context.close();
  });

  it('issues the report with a signature, and prints it', async () => {
    const { page, context } = await demo.as('lena', desktop);
    const { id, reference } = await auditIn(page, 'report_draft');
    await page.goto(`/audits/${reference}`);
    await page.getByRole('button', { name: 'Issue the report' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Your password' }).fill(demo.password);
    await dialog.getByRole('button', { name: 'Sign' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('#signatures').getByText('Unchanged since signed').waitFor();
    const print = page.getByRole('link', { name: 'Report (PDF)' });
    expect(await print.getAttribute('href')).toBe(`/api/v1/audits/${id}/report.pdf?language=en`);
    const paper = await page.request.get(`/api/v1/audits/${id}/report.pdf?language=en`);
    expect([paper.status(), paper.headers()['content-type']]).toEqual([200, 'application/pdf']);
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await context.close();
  });
});
