import type { Page } from 'playwright-core';
import { barriers } from '../support/barriers.js';
import { type Demo, startDemo } from '../support/demo.js';

const desktop = { viewport: { width: 1440, height: 900 } };

describe('the work of an environmental officer', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 180_000);
  afterAll(() => demo.stop());
  afterEach(() => demo.quiet());

  const json = async (page: Page, path: string) => (await page.request.get(`/api/v1${path}`)).json();
  const inCell = async (page: Page, row: number, column: number) => {
    const { matrix } = await json(page, '/figures/aspects');
    return matrix.cells.find((cell: { row: number; column: number }) => cell.row === row && cell.column === column)
      .count as number;
  };
  const methodM2 = async (page: Page) => {
    const { items } = await json(page, '/significance-methods');
    return items.find(({ code }: { code: string }) => code === 'M2') as {
      id: string;
      currentVersion: { id: string };
    };
  };

  it('scores an aspect while the formula follows, and the matrix moves', async () => {
    const { page, context } = await demo.as('eva', desktop);
    await page.goto('/aspects?state=active&watch=true');
    await page.getByRole('link', { name: /Refrigerant leakage/ }).click();
    await page.getByRole('button', { name: 'Assess again' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Still open: Severity, Probability').waitFor();
    await drawer.getByRole('button', { name: 'Start from the last answers' }).click();
    await drawer.getByText('S 4 × P 2 × D 3 = 24').waitFor();
    await drawer.getByText('The score 24 is below the threshold of 40.').filter({ visible: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await drawer.getByRole('radio', { name: /^5 .*Severe/ }).check();
    await drawer.getByText('S 5 × P 2 × D 3 = 30').waitFor();
    await drawer
      .getByText('Severity is 5; from 5 an aspect is significant whatever the rest.')
      .filter({ visible: true })
      .waitFor();
    const before = await inCell(page, 5, 2);
    await drawer.getByRole('button', { name: 'Record the assessment' }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Significance' }).getByText('S 5 × P 2 × D 3 = 30').waitFor();
    expect(await inCell(page, 5, 2)).toBe(before + 1);
    await page.goto('/aspects/matrix');
    await page.getByRole('link', { name: `Severity 5, Probability 2: ${before + 1} aspects` }).click();
    await page.getByText(`${before + 1} of ${before + 1}`).waitFor();
    await context.close();
  });

  it('keeps the answers of an assessment over a reload', async () => {
    const { page, context } = await demo.as('eva', desktop);
    await page.goto('/aspects/ASP-2026-0010');
    await page.getByRole('button', { name: 'Assess again' }).click();
    await page.getByRole('radio', { name: /^3 Moderate/ }).check();
    await page.getByText(/Draft saved/).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Assess again' }).click();
    await page.getByText('What you had typed before is back.').waitFor();
    expect(await page.getByRole('radio', { name: /^3 Moderate/ }).isChecked()).toBe(true);
    await context.close();
  });

  it('shows which aspects change sides before a threshold is published, and recomputes no history', async () => {
    const { page, context } = await demo.as('eva', desktop);
    const method = await methodM2(page);
    await page.goto(`/significance-method-versions/${method.currentVersion.id}`);
    await page.getByText('No aspect would change sides.').waitFor();
    const threshold = page.getByRole('textbox', { name: 'Significant from' });
    await threshold.fill('30');
    await page.getByText('2 aspects change sides').waitFor();
    await page.getByText('History is not recomputed').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Draft the next version' }).click();
    await page.getByLabel('What changes, and why').fill('Fewer surprises');
    await page.getByRole('dialog').getByRole('button', { name: 'Draft the next version' }).click();
    await page.getByRole('heading', { name: /version 2/ }).waitFor();
    await page.getByText('2 aspects change sides').waitFor();
    const draft = new URL(page.url()).pathname;
    await page.getByRole('button', { name: 'Next steps' }).click();
    await page.getByText('A method is approved by someone who did not write on it.').waitFor();

    const ada = await demo.as('ada', desktop);
    const significant = async () => (await json(page, '/aspects?significant=true&count=true&limit=1')).total as number;
    const before = await significant();
    await ada.page.goto(draft);
    await ada.page.getByRole('button', { name: 'Publish as version 2' }).click();
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Publish as version 2' }).click();
    await ada.page.getByText('Published: never changed').waitFor();
    expect(await significant()).toBe(before);
    await page.goto('/aspects/ASP-2026-0010');
    await page.getByText('The score 30 is below the threshold of 40.').waitFor();
    await ada.context.close();
    await context.close();
  });

  it('turns an observation of a review into a nonconformity and an action that it names', async () => {
    const { page, context } = await demo.as('eva', desktop);
    await page.goto('/environmental-reviews/ER-2026-0001?step=obligations');
    await page.getByRole('button', { name: 'Record an observation' }).click();
    await page.getByLabel('What was observed').fill('The discharge permit ends next year');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('button', { name: 'Raise a nonconformity' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('What is wrong, in one line').inputValue()).toBe(
      'The discharge permit ends next year',
    );
    await dialog.getByRole('textbox', { name: 'Requirement', exact: true }).fill('Permit register');
    await dialog.getByRole('button', { name: 'Save the report' }).click();
    await page.getByRole('link', { name: /^Nonconformity NC-/ }).waitFor();
    await page.getByRole('button', { name: 'Plan an action' }).click();
    await dialog.getByLabel('Until when').fill('2027-01-15');
    await dialog.getByRole('button', { name: 'Plan an action' }).click();
    const action = page.getByRole('link', { name: /^Action CA-/ });
    await action.waitFor();
    // The form for the next observation is empty again.
    expect(await page.getByLabel('What was observed').inputValue()).toBe('');
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });

  it('freezes an approved review and says so', async () => {
    const { page, context } = await demo.as('eva', desktop);
    await page.goto('/environmental-reviews/IER-2025-0001?step=aspects');
    await page.getByText(/frozen as the baseline/).waitFor();
    await page.getByRole('link', { name: /^Aspect ASP-/ }).waitFor();
    expect(await page.getByRole('button', { name: /^(Edit:|Record an observation|Make an aspect)/ }).count()).toBe(0);
    await context.close();
  });
});
