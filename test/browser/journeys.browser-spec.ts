import type { Page } from 'playwright-core';
import { barriers } from '../support/barriers.js';
import { type Demo, startDemo } from '../support/demo.js';

const desktop = { viewport: { width: 1440, height: 900 } };

describe('the work of a quality manager', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 180_000);
  afterAll(() => demo.stop());
  afterEach(() => demo.quiet());

  const rows = (page: Page) => page.locator('tbody tr');
  const shownOf = async (page: Page) => {
    const text = await page.getByText(/^\d+ of \d+$/).textContent();
    return Number(text!.split(' of ')[1]!.replaceAll(',', ''));
  };

  it('signs in at the front door and goes on to the page that was asked for', async () => {
    const { page, context } = await demo.as(null, desktop);
    await page.goto('/nonconformities?overdue=true');
    await page.getByLabel('E-mail').fill('max@demo.example');
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(demo.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Nonconformities', level: 1 }).waitFor();
    expect(page.url()).toContain('overdue=true');
    await context.close();
  });

  it('finds at home what waits first, and behind a figure the list with the same count', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/');
    await page
      .getByRole('region', { name: 'Waiting for you' })
      .getByText(/days? overdue/)
      .first()
      .waitFor();
    const card = page.getByRole('link', { name: /^Overdue/ });
    const count = Number(/^Overdue\s*(\d+)/.exec((await card.innerText()).replace(/\n/g, ' '))![1]);
    expect(count).toBeGreaterThan(0);
    await card.click();
    await page.getByRole('heading', { name: 'Nonconformities', level: 1 }).waitFor();
    expect(await shownOf(page)).toBe(count);
    await context.close();
  });

  it('reports a nonconformity with the keyboard alone in less than 20 seconds', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconformities');
    await rows(page).first().waitFor();
    const start = Date.now();
    await page.keyboard.press('c');
    await page.locator('[role=menuitem]:focus', { hasText: 'Report a nonconformity' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('What is wrong, in one line').waitFor();
    await page.getByLabel('What is wrong, in one line').focus();
    await page.keyboard.type('Label missing on pallet 12');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Label missing on pallet 12', level: 1 }).waitFor();
    expect(Date.now() - start).toBeLessThan(20_000);
    await page.goto('/nonconformities?sort=-createdAt');
    await rows(page).first().getByText('Label missing on pallet 12').waitFor();
    await context.close();
  });

  it('keeps what was typed over a reload, and names what is missing', async () => {
    const { page, context } = await demo.as('lena', desktop);
    await page.goto('/nonconformities/new');
    await page.getByLabel('What was seen').fill('Three of twenty samples');
    await page.getByText(/Draft saved/).waitFor();
    await page.reload();
    await page.getByText('What you had typed before is back.').waitFor();
    expect(await page.getByLabel('What was seen').inputValue()).toBe('Three of twenty samples');
    await page.getByRole('button', { name: 'Save the report' }).click();
    const summary = page.getByRole('alert').filter({ hasText: 'missing or wrong' });
    await summary.getByRole('link', { name: /What is wrong, in one line is missing/ }).waitFor();
    await summary.getByRole('link', { name: /Choose quality, environment or both/ }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-title');
    await context.close();
  });

  it('loses nothing when the network is away while saving', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconformities/new');
    const start = page.getByRole('button', { name: 'Start empty' });
    if (await start.isVisible().catch(() => false)) await start.click();
    await page.getByLabel('What is wrong, in one line').fill('Typed without a network');
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Save the report' }).click();
    await page.getByText(/Nothing was lost/).waitFor();
    expect(await page.getByLabel('What is wrong, in one line').inputValue()).toBe('Typed without a network');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Save the report' }).click();
    await page.getByRole('heading', { name: 'Typed without a network', level: 1 }).waitFor();
    await context.close();
  });

  it('saves a filter as a shared view, and somebody else sees it with their own rights', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconformities');
    await page.getByLabel('Grade', { exact: true }).selectOption('major');
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByLabel('Name').fill('Major and open');
    await page.getByLabel('Everybody of the organisation sees it').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Major and open', exact: true }).waitFor();
    await page.goBack();
    await context.close();

    const other = await demo.as('lena', desktop);
    await other.page.goto('/nonconformities');
    await other.page.getByRole('button', { name: 'Major and open', exact: true }).click();
    await rows(other.page).first().waitFor();
    expect(other.page.url()).toContain('grade=major');
    const own = await other.context.request.get('/api/v1/nonconformities?open=true&grade=major&count=true&limit=1');
    await other.page.getByText(`of ${(await own.json()).total}`).waitFor();
    await other.context.close();
  });

  it('gives many records a new owner at once, and says of each what became of it', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconformities?state=open&sort=-createdAt');
    await rows(page).nth(2).waitFor();
    for (const index of [0, 1, 2]) await rows(page).nth(index).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Change the owner' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New owner').fill('Olga');
    await page.getByRole('option', { name: /Olga Novak/ }).click();
    await dialog.getByLabel('Reason').fill('Olga takes the lot');
    await dialog.getByRole('button', { name: 'Change 3 records' }).click();
    await page.getByText('3 records changed').waitFor();
    expect(await rows(page).filter({ hasText: 'Olga Novak' }).count()).toBeGreaterThanOrEqual(3);

    await page.goto('/actions?open=true&sort=-dueOn');
    await rows(page).nth(1).waitFor();
    for (const index of [0, 1]) await rows(page).nth(index).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Change the due date' }).click();
    await dialog.getByLabel('New due date').fill('2031-05-06');
    await dialog.getByLabel('Reason').fill('The lot comes later');
    await dialog.getByRole('button', { name: 'Change 2 records' }).click();
    await page.getByText('2 records changed').waitFor();
    await page.goto('/aspects');
    await rows(page).nth(0).getByRole('checkbox').waitFor();
    await context.close();
  });

  it('edits in place with the reason, and shows mine and theirs when somebody was faster', async () => {
    const first = await demo.as('max', desktop);
    await first.page.goto('/nonconformities/NC-2026-0037');
    await first.page.getByRole('button', { name: /Edit: What was seen/ }).waitFor();
    const second = await demo.as('max', desktop);
    await second.page.goto('/nonconformities/NC-2026-0037');
    await second.page.getByRole('button', { name: /Edit: What was seen/ }).waitFor();

    const type = async (page: Page, text: string) => {
      await page.getByRole('button', { name: /Edit: What was seen/ }).click();
      await page.getByRole('textbox', { name: 'What was seen' }).fill(text);
      await page.keyboard.press('Control+Enter');
    };
    const explain = async (page: Page) => {
      await page.getByRole('dialog').getByLabel('Reason').fill('Counted again');
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    };
    await type(first.page, '4 of 20 parts at 35 Nm');
    await explain(first.page);
    await first.page.getByText('“Counted again”').waitFor();
    await first.page.locator('ins', { hasText: '4 of 20 parts at 35 Nm' }).waitFor();

    await type(second.page, '5 of 20 parts at 35 Nm');
    const conflict = second.page.getByRole('dialog').filter({ hasText: 'Somebody else changed this meanwhile' });
    await conflict.getByText('4 of 20 parts at 35 Nm').waitFor();
    await conflict.getByLabel('Mine').check();
    await conflict.getByRole('button', { name: 'Go on with this' }).click();
    await explain(second.page);
    await second.page
      .getByRole('button', { name: /Edit: What was seen/ })
      .filter({ hasText: '5 of 20' })
      .waitFor();
    await first.context.close();
    await second.context.close();
  });

  it('says in words why a step is not possible', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconformities/NC-2026-0037');
    await page.getByRole('button', { name: /(Next|More) steps/ }).click();
    await page.getByText('Not possible now, because…').waitFor();
    await page.getByRole('menuitem').filter({ hasText: 'Close' }).first().click();
    await page.getByRole('dialog').getByText('This is not possible now').waitFor();
    expect(await page.getByRole('dialog').getByRole('listitem').count()).toBeGreaterThan(0);
    await context.close();
  });

  it('goes to any record by its number, by words, and starts anything, from the palette', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/');
    await page.getByRole('button', { name: /Search or jump to/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').waitFor();
    await page.keyboard.type('nc-2026-37');
    await page.getByRole('dialog').getByText('NC-2026-0037').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/nonconformities\/NC-2026-0037/);
    await context.close();
  });

  it('shows a record as it stood, and lets nothing be changed there', async () => {
    const { page, context } = await demo.as('max', desktop);
    const today = new Date().toLocaleDateString('sv-SE');
    await page.goto(`/nonconformities/NC-2026-0036?asOf=${today}`);
    await page.getByText(/As it stood at the end of/).waitFor();
    expect(await page.getByRole('button', { name: /Edit:/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Back to today' }).click();
    await page.getByRole('button', { name: /Edit:/ }).first().waitFor();
    await context.close();
  });

  it('attaches a file by choosing it, and keeps when the picture was taken', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconformities/NC-2026-0036');
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose files' }).click(),
    ]);
    await chooser.setFiles({ name: 'gauge 7.png', mimeType: 'image/png', buffer: pixel });
    await page.getByRole('img', { name: 'gauge 7.png' }).waitFor();
    await context.close();
  });

  it('speaks German to a German browser', async () => {
    const { page, context } = await demo.as('max', { ...desktop, locale: 'de-DE' });
    await page.goto('/nonconformities');
    await page.getByRole('heading', { name: 'Nichtkonformitäten', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await context.close();
  });

  it('makes an evidence pack and takes it away', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/evidence-packs/new');
    await page.getByText(/\d+ records are in this scope/).waitFor();
    await page.getByRole('button', { name: 'Make the pack' }).click();
    const link = page.getByRole('link', { name: /Download \(/ });
    await link.waitFor({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    await page.getByText('How to verify it').waitFor();
    await context.close();
  });

  it('finds out whether the evidence still is what was recorded', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/evidence-health');
    await page.getByRole('region', { name: 'All changes are sealed' }).waitFor();
    await page.getByRole('button', { name: 'Verify now' }).click();
    const sound = page.getByRole('region', { name: 'All of it is what was recorded' });
    await sound.getByText(/rows with their history/).waitFor({ timeout: 60_000 });
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });

  it('tells of an unknown number instead of a blank page', async () => {
    const { page, context } = await demo.as('max', desktop);
    await page.goto('/nonconformities/NC-1999-0001');
    await page.getByRole('heading', { name: 'There is no NC-1999-0001' }).waitFor();
    await context.close();
  });
});
