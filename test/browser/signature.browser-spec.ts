import type { APIRequestContext } from 'playwright-core';
import { barriers } from '../support/barriers.js';
import { type Demo, startDemo } from '../support/demo.js';

interface Case {
  id: string;
  version: number;
  reference: string;
  transitions: { action: string; allowed: boolean }[];
}

/** A case whose causes wait to be accepted once more. */
async function analysedAgain(request: APIRequestContext): Promise<Case> {
  const planned = (await (await request.get('/api/v1/nonconformities?state=planning')).json()) as { items: Case[] };
  for (const { id, version } of planned.items) {
    const back = await request.post(`/api/v1/nonconformities/${id}/transitions`, {
      headers: { 'if-match': `"${version}"` },
      data: { action: 'returnToAnalysis', reason: 'Another look' },
    });
    const returned = (await back.json()) as Case;
    if (returned.transitions?.some(({ action, allowed }) => action === 'acceptCauses' && allowed)) return returned;
  }
  throw new Error('there is no such case');
}

describe('signing in the browser', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 180_000);
  afterAll(() => demo.stop());

  it('shows the meaning, wants the password, says a wrong one at its field, and keeps what was typed beside it', async () => {
    const { page, context } = await demo.as('max', { viewport: { width: 1440, height: 900 } });
    const found = await analysedAgain(context.request);
    await page.goto(`/nonconformities/${found.reference}`);
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

  it('makes a passkey of the device, signs with it, and falls back on the password when the device says no', async () => {
    const { page, context } = await demo.as('max', { viewport: { width: 390, height: 844 } });
    const device = await context.newCDPSession(page);
    await device.send('WebAuthn.enable');
    const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    await page.goto('/settings/me');
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name of the device').fill('Phone');
    await dialog.getByRole('textbox', { name: 'Present password' }).fill(demo.password);
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make a passkey' }).click();
    await page.getByRole('row', { name: /Phone/ }).waitFor();
    expect(await barriers(page)).toEqual([]);

    await page.goto(`/nonconformities/${(await analysedAgain(context.request)).reference}`);
    const signatures = page.locator('#signatures').getByRole('listitem');
    await signatures.first().waitFor();
    const before = await signatures.count();
    await page.getByRole('button', { name: 'Accept the causes' }).first().click();
    await dialog.getByLabel('Reason').fill('Seen on the spot');
    const sign = dialog.getByRole('button', { name: 'Sign with passkey' });
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await sign.click();
    await dialog.getByText('The device has not signed.').waitFor();
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('Seen on the spot');
    await dialog.getByRole('button', { name: 'Use the password instead' }).click();
    await dialog.getByRole('textbox', { name: 'Your password' }).waitFor();
    await dialog.getByRole('button', { name: 'Use a passkey instead' }).click();
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    expect(await barriers(page)).toEqual([]);
    await sign.click();
    await dialog.waitFor({ state: 'hidden' });
    await signatures.nth(before).waitFor();
    expect(await signatures.last().innerText()).toMatch(/Max Weber[^]*signed with a passkey[^]*Unchanged since signed/);

    // Where only passkeys count, the password is not offered; and without one it is said where to make it.
    const ada = await demo.as('ada');
    await ada.page.goto('/settings');
    await ada.page.getByLabel('Signatures only with a passkey').check();
    await ada.page.getByRole('button', { name: 'Save' }).click();
    await ada.page.getByText('Saved').waitFor();
    const other = await analysedAgain(context.request);
    await page.goto(`/nonconformities/${other.reference}`);
    await page.getByRole('button', { name: 'Accept the causes' }).first().click();
    await sign.waitFor();
    expect(await dialog.getByRole('button', { name: 'Use the password instead' }).count()).toBe(0);
    await page.goto('/settings/me');
    await page.getByRole('row', { name: /Phone/ }).getByRole('button', { name: 'Take the passkey back' }).click();
    await dialog.getByLabel('Reason').fill('Lost');
    await dialog.getByRole('button', { name: 'Take the passkey back' }).click();
    await page.getByRole('row', { name: /Phone/ }).getByText('Not in force').waitFor();
    await page.goto(`/nonconformities/${other.reference}`);
    await page.getByRole('button', { name: 'Accept the causes' }).first().click();
    await dialog.getByText(/takes signatures by passkey only/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Sign' }).isDisabled()).toBe(true);
    await ada.page.getByLabel('Signatures only with a passkey').uncheck();
    await ada.page.getByRole('button', { name: 'Save' }).click();
    await ada.page.getByText('Saved').waitFor();
    demo.quiet();
    await ada.context.close();
    await context.close();
  });

  it('closes a case whose effect somebody else has verified, signs it, and locks it', async () => {
    const tom = await demo.as('tom', { viewport: { width: 1440, height: 900 } });
    await tom.page.goto('/nonconformities/NC-2026-0037');
    await tom.page.getByRole('button', { name: 'Record the check' }).click();
    await tom.page.getByText('Effective', { exact: true }).click();
    await tom.page.getByLabel('What shows it').fill('50 samples without deviation since August');
    await tom.page.getByLabel('Similar ones since then').fill('None of this kind');
    await tom.page.getByText('I have checked the effect of the actions').waitFor();
    await tom.page.getByRole('textbox', { name: 'Your password' }).fill('wrong');
    await tom.page.getByRole('button', { name: 'Record the check' }).click();
    await tom.page.getByText('This is not your password.').first().waitFor();
    expect(await tom.page.getByLabel('What shows it').inputValue()).toBe('50 samples without deviation since August');
    await tom.page.getByRole('textbox', { name: 'Your password' }).fill(demo.password);
    await tom.page.keyboard.press('Enter');
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
