import type { BrowserContext, Page } from 'playwright-core';
import { type Demo, startDemo } from '../support/demo.js';

const desktop = { viewport: { width: 1440, height: 1000 } };

describe('a nonconformity from the report to the effect', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 180_000);
  afterAll(() => demo.stop());
  afterEach(() => demo.quiet());

  const first = async <R>(context: BrowserContext, list: string) => {
    const answer = await context.request.get(`/api/v1/${list}&limit=1`);
    const { items } = (await answer.json()) as { items: R[] };
    return items[0]!;
  };
  const caseIn = (context: BrowserContext, filter: string) =>
    first<{ id: string; reference: string; title: string }>(context, `nonconformities?${filter}`);
  const read = async (context: BrowserContext, path: string) =>
    (await (await context.request.get(`/api/v1/${path}`)).json()) as Record<string, unknown>;
  const line = (page: Page, list: string, number: string) =>
    page.getByRole('textbox', { name: `${list} ${number}`, exact: true });
  const why = (page: Page, number: string) => line(page, 'Why did it happen?', number);
  const saved = (page: Page) => page.getByText('Everything is saved').waitFor();

  it('submits a complete report at once', async () => {
    const { page, context } = await demo.as('olga', desktop);
    await page.goto('/nonconformities/new');
    await page.getByLabel('What is wrong, in one line').fill('Gauge without label');
    await page.getByText('Quality · ISO 9001').click();
    await page.locator('#field-siteId').click();
    await page.locator('[role=option]:visible').first().click();
    await page.getByLabel('What was seen').fill('Gauge G-7 at line 2');
    await page.getByText('More, now or later').click();
    await page.getByLabel(/^Requirement/).fill('WI-3');
    await page.getByLabel('How it fails the requirement').fill('It cannot be told when it was calibrated.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Gauge without label', level: 1 }).waitFor();
    expect(page.url()).toMatch(/NC-\d{4}-\d{4}$/);
    await context.close();
  });

  it('writes whys as an indented list with the keyboard alone, and keeps them', async () => {
    const { page, context } = await demo.as('max', desktop);
    const { id, reference, title } = await caseIn(context, 'state=analysis&grade=major');
    await page.goto(`/nonconformities/${reference}`);
    const leg = page.getByRole('region', { name: 'Why did it happen?' });
    await leg.getByRole('button', { name: 'Begin with the problem' }).press('Enter');
    await why(page, '1').focus();
    for (const [words, ...keys] of [
      ['It was dropped', 'Enter', 'Tab'],
      ['It was carried by hand', 'Enter', 'Tab'],
      ['No trolley was planned', 'Enter', 'Shift+Tab', 'Shift+Tab'],
      ['Nobody saw it', 'Alt+ArrowUp'],
    ] as const) {
      await page.keyboard.type(words);
      for (const key of keys) await page.keyboard.press(key);
    }
    await why(page, '2.1.1').focus();
    await page.getByRole('checkbox', { name: 'Root cause' }).check();
    await saved(page);
    const { fiveWhys } = await read(context, `nonconformities/${id}`);
    const [{ nodes }] = fiveWhys as [{ nodes: { id: string; parentId: string; statement: string; root: boolean }[] }];
    const above = (parentId: string | null) => nodes.find((node) => node.id === parentId)?.statement ?? null;
    expect(nodes.map(({ statement, parentId, root }) => [statement, above(parentId), root])).toEqual([
      [title, null, false],
      ['Nobody saw it', title, false],
      ['It was dropped', title, false],
      ['It was carried by hand', 'It was dropped', false],
      ['No trolley was planned', 'It was carried by hand', true],
    ]);

    await page.getByText('Fishbone', { exact: true }).click();
    await page.getByRole('button', { name: 'Add a cause: Machine' }).click();
    await line(page, 'Machine', '1').fill('Crane out of order');
    await page.locator('svg[role=group]').getByText('Crane out of order').waitFor();
    await context.close();
  });

  it('lets nobody overwrite the whys of somebody else unseen', async () => {
    const one = await demo.as('max', desktop);
    const { id, reference } = await caseIn(one.context, 'state=analysis&sort=-reference&grade=minor');
    await one.page.goto(`/nonconformities/${reference}`);
    await one.page.getByRole('button', { name: 'Begin with the problem' }).first().click();
    await why(one.page, '1').fill('Because of the tool');
    await saved(one.page);
    const other = await demo.as('max', desktop);
    await other.page.goto(`/nonconformities/${reference}`);
    await why(other.page, '1').fill('Because of the fixture');
    await saved(other.page);
    await why(one.page, '1').fill('Because of the operator');
    await one.page.getByRole('dialog').getByText('Because of the fixture').waitFor();
    await one.page.getByRole('dialog').getByText('Because of the operator').waitFor();
    await one.page.getByRole('button', { name: 'Go on with this' }).click();
    await one.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await why(one.page, '1').inputValue()).toBe('Because of the fixture');
    expect(JSON.stringify((await read(one.context, `nonconformities/${id}`))['fiveWhys'])).toContain('the fixture');
    await one.context.close();
    await other.context.close();
  });

  it('says what approval of the plan still wants, leads there, and plans the action in its place', async () => {
    const { page, context } = await demo.as('max', desktop);
    const { id, reference } = await caseIn(context, 'state=planning&grade=major');
    await page.goto(`/nonconformities/${reference}`);
    await page.getByText('Next: Approve the plan. Still missing:').waitFor();
    await page.getByRole('button', { name: 'Effective when', exact: true }).click();
    await page.keyboard.type('0 of 20 orders without review');
    await page.keyboard.press('Control+Enter');
    await page.getByText('0 of 20 orders without review').first().waitFor();
    await page.getByRole('button', { name: 'Effective when', exact: true }).waitFor({ state: 'hidden' });

    const actions = page.locator('#actions');
    await actions.getByRole('button', { name: 'Plan an action' }).first().click();
    await actions.locator('input:focus').waitFor();
    await page.keyboard.type('Train the deputies');
    await actions.locator('input[type=date]').fill('2099-01-31');
    await page.keyboard.press('Control+Enter');
    await actions.getByRole('link', { name: /Train the deputies/ }).waitFor();
    await actions.getByText('No action removes this cause yet').waitFor({ state: 'hidden' });
    const planned = await first<{ causeId: string }>(context, `actions?nonconformityId=${id}`);
    expect(planned.causeId).toBeTruthy();
    await context.close();
  });

  it('takes from the owner of an action what was done', async () => {
    const { page, context } = await demo.as('olga', desktop);
    await page.goto('/actions');
    await page.locator('tbody [data-row]').first().click();
    const done = page.getByLabel('What was done, and what shows it');
    await done.fill('All shifts were told in week 12; list attached.');
    await page.getByRole('button', { name: 'Report as done' }).click();
    await page.getByText('Done', { exact: true }).first().waitFor();
    await page.getByText('All shifts were told in week 12; list attached.').first().waitFor();
    await context.close();
  });

  it('raises the nonconformity of a justified complaint from its page', async () => {
    const { page, context } = await demo.as('max', desktop);
    const { reference } = await first<{ reference: string }>(context, 'complaints?state=assessed&justified=true');
    await page.goto(`/complaints/${reference}`);
    await page.getByRole('button', { name: 'Raise the nonconformity' }).click();
    await page.getByLabel(/^Requirement/).fill('Drawing H-102: thread M8');
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('link', { name: /NC-\d{4}-\d{4}/ })
      .first()
      .click();
    await page.getByText(reference).first().waitFor();
    await context.close();
  });

  it('records an output together with its nonconformity', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconforming-outputs/new');
    await page.getByLabel('Product or service').fill('Bracket B-99');
    await page.getByLabel('Quantity').fill('12,5');
    await page.getByLabel('Unit').fill('kg');
    await page.getByLabel('What is wrong with it').fill('Corroded in store');
    await page.getByLabel('What is wrong, in one line').fill('Brackets corroded');
    await page.getByLabel(/^Requirement/).fill('Drawing B-99');
    await page.getByLabel('How it fails the requirement').fill('The surface is not bare.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'missing or wrong' }).waitFor();
    await page.locator('#field-siteId').click();
    await page.locator('[role=option]:visible').first().click();
    await page.getByLabel('What was seen').press('Control+Enter');
    await page.getByRole('heading', { name: 'Bracket B-99', level: 1 }).waitFor();
    await page.getByText('12.5 kg').waitFor();
    await page.getByRole('link', { name: /Brackets corroded/ }).waitFor();
    await context.close();
  });
});
