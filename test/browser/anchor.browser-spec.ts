import type { Page } from 'playwright-core';
import { barriers } from '../support/barriers.js';
import { type Demo, startDemo } from '../support/demo.js';
import { partsOf, startMailServer } from '../support/outside.js';

describe('giving something of the history to somebody outside', () => {
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let demo: Demo;
  let page: Page;
  beforeAll(async () => {
    mail = await startMailServer();
    demo = await startDemo({ SMTP_URL: mail.url });
    ({ page } = await demo.as('ada'));
  }, 120_000);
  afterAll(async () => {
    await demo.stop();
    await mail.stop();
  });

  const row = (kind: string) => page.getByText(kind, { exact: true }).locator('..');

  it('begins with an address, which the page of evidence health asks for', async () => {
    await page.goto('/evidence-health');
    await page.getByText('Nobody outside holds anything yet').waitFor();
    await row('Weekly mail of the checkpoint').getByText('No address is set.').waitFor();
    await row('Time stamp of an authority').getByText('TIMESTAMP_URL').waitFor();
    await page.getByRole('link', { name: 'Name one in the settings' }).click();
    await page.getByLabel('Somebody outside who keeps the checkpoint').fill('records@certifier.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
  });

  it('says when a mail was refused, and when it was taken', async () => {
    await page.goto('/evidence-health');
    mail.state.refuses = true;
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText(/The last attempt, .+, failed: The mail server refuses \(SMTP 550\)/).waitFor();
    expect(await barriers(page)).toEqual([]);
    mail.state.refuses = false;
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('Sent', { exact: true }).waitFor();
    await page.getByText('Somebody outside holds a recent checkpoint').waitFor();
    expect(await page.getByText(/The last attempt/).count()).toBe(0);
    expect(mail.mails.map(({ to }) => to)).toEqual([['records@certifier.example']]);
    expect(Object.keys(partsOf(mail.mails[0]!.text))).toEqual(['', 'checkpoint.txt', 'allowed_signers']);
    demo.quiet();
  });
});
