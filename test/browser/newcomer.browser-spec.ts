import { barriers } from '../support/barriers.js';
import { type Demo, startEmpty } from '../support/demo.js';

describe('the first five minutes of a newcomer', () => {
  let empty: Demo & { setup: string };
  beforeAll(async () => {
    empty = await startEmpty();
  }, 60_000);
  afterAll(() => empty.stop());
  afterEach(() => empty.quiet());

  it('go from the link in the terminal to the first site and the first nonconformity', async () => {
    const { page, context } = await empty.as(null, { viewport: { width: 1280, height: 800 } });
    await page.goto(empty.setup);
    await page.getByLabel('Name of the organisation').fill('Nordwerk');
    await page.getByLabel('Your name').fill('Anna Nord');
    await page.getByLabel('E-mail').fill('anna@nordwerk.example');
    await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'Hello, Anna' }).waitFor();
    const steps = page.getByRole('region', { name: 'First steps' });
    const first = steps.getByRole('link', { name: 'Begin' }).first();
    expect((await first.boundingBox())!.width).toBeGreaterThan(50);
    expect(await barriers(page)).toEqual([]);
    await first.click();
    await page.getByLabel('Name').fill('Hamburg');
    await page.getByLabel('Code').fill('HAM');
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByRole('link', { name: /HAM/ }).waitFor();
    await page.goto('/');
    await steps.getByRole('img', { name: 'Done' }).first().waitFor();

    await page.goto('/nonconformities');
    await page.getByText(/No nonconformity yet/).waitFor();
    await page.goto('/nonconformities?state=closed');
    // With nothing at all, filters are not to blame.
    await page.getByText(/No nonconformity yet/).waitFor();
    await page.goto('/nonconformities/new');
    await page.getByLabel(/What is wrong/).fill('Torque out of range');
    await page.getByText('Quality · ISO 9001').click();
    await page.getByRole('button', { name: 'Save the report' }).click();
    await page.getByRole('heading', { name: /Torque out of range/ }).waitFor();
    await page.goto('/nonconformities?state=closed');
    await page.getByText('Nothing matches these filters.').waitFor();
    await context.close();
  });
});
