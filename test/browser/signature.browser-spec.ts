import { type Demo, startDemo } from '../support/demo.js';

interface Case {
  id: string;
  version: number;
  reference: string;
  transitions: { action: string; allowed: boolean }[];
}

describe('signing in the browser', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 180_000);
  afterAll(() => demo.stop());

  it('shows the meaning, wants the password, says a wrong one at its field, and keeps what was typed beside it', async () => {
    const { page, context } = await demo.as('max', { viewport: { width: 1440, height: 900 } });
    const { request } = context;
    const planned = (await (await request.get('/api/v1/nonconformities?state=planning')).json()) as { items: Case[] };
    let found: Case | undefined;
    for (const { id, version } of planned.items) {
      const back = await request.post(`/api/v1/nonconformities/${id}/transitions`, {
        headers: { 'if-match': `"${version}"` },
        data: { action: 'returnToAnalysis', reason: 'Another look' },
      });
      const returned = (await back.json()) as Case;
      if (returned.transitions?.some(({ action, allowed }) => action === 'acceptCauses' && allowed)) found = returned;
      if (found) break;
    }
    await page.goto(`/nonconformities/${found!.reference}`);
    const signatures = page.locator('#signatures').getByRole('listitem');
    await signatures.first().waitFor();
    const before = await signatures.count();
    await page.getByRole('button', { name: 'Accept the causes' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('I have examined the analysis and accept the root causes').waitFor();
    await dialog.getByText('Max Weber').waitFor();
    const sign = dialog.getByRole('button', { name: 'Sign' });
    expect(await sign.isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('Seen on the spot');
    await dialog.getByRole('textbox', { name: 'Your password' }).fill('wrong');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is not your password.').waitFor();
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('Seen on the spot');
    await dialog.getByRole('textbox', { name: 'Your password' }).fill(demo.password);
    await sign.click();
    await dialog.waitFor({ state: 'hidden' });
    await signatures.nth(before).waitFor();
    const last = await signatures.last().innerText();
    expect(last).toMatch(/Max Weber[^]*I have examined the analysis[^]*Unchanged since signed/);
    demo.quiet();
    await context.close();
  });

  it('closes a case whose effect somebody else has verified, signs it, and locks it', async () => {
    const tom = await demo.as('tom', { viewport: { width: 1440, height: 900 } });
    await tom.page.goto('/nonconformities/NC-2026-0037');
    await tom.page.getByRole('button', { name: 'Record the check' }).click();
    await tom.page.getByText('Effective', { exact: true }).click();
    await tom.page.getByLabel('What shows it').fill('50 samples without deviation since August');
    await tom.page.getByLabel('Similar ones since then').fill('None of this kind');
    await tom.page.getByRole('button', { name: 'Record the check' }).click();
    await tom.page.getByText('50 samples without deviation since August').first().waitFor();
    // Who verified does not close.
    expect(await tom.page.getByRole('button', { name: 'Close', exact: true }).count()).toBe(0);
    await tom.context.close();

    const { page, context } = await demo.as('max', { viewport: { width: 1440, height: 900 } });
    await page.goto('/nonconformities/NC-2026-0037');
    await page.getByRole('button', { name: 'Close', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Your password' }).fill(demo.password);
    await dialog.getByRole('button', { name: 'Sign' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page
      .locator('#signatures')
      .getByText(/the actions are effective, and close/)
      .waitFor();
    expect(await page.getByRole('button', { name: /Edit/ }).count()).toBe(0);
    const receipt = page.locator('#signatures').getByRole('link', { name: 'Receipt' }).last();
    const text = await (await page.request.get((await receipt.getAttribute('href'))!)).text();
    expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /);
    demo.quiet();
    await context.close();
  });
});
