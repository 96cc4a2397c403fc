import type { Page } from 'playwright-core';
import { barriers } from '../support/barriers.js';
import { type Demo, startDemo } from '../support/demo.js';
import { partsOf, startMailServer } from '../support/outside.js';
import { Program } from '../support/program.js';

describe('the health of the evidence', () => {
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

  it('asks for an address, to give somebody outside something of the history', async () => {
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

  it('has two people confirm that the log was begun anew', async () => {
    const reason = 'Restored from the backup of Sunday';
    const ended = await new Program('bin/continua.mjs', ['log', 'new-epoch', '--reason', reason], demo.settings).end();
    expect(ended.code).toBe(0);
    await page.goto('/');
    await page.getByRole('link', { name: `Confirm the restart of the log: ${reason}` }).click();
    await page.getByText('nobody has confirmed it yet').waitFor();
    await page.getByText('Nothing is gone of what this installation signed.').waitFor();
    await page.getByRole('button', { name: 'I know of this restart' }).click();
    await page.getByText('a second person must confirm it').waitFor();
    await page.getByText('Another person than the one who confirmed it first must do so.').waitFor();
    expect(await barriers(page)).toEqual([]);
    const { page: other } = await demo.as('max');
    await other.goto('/evidence-health');
    await other.getByRole('button', { name: 'I know of this restart' }).click();
    await other.getByText('confirmed by two people').waitFor();
    await other.getByText(/^Confirmed by Ada Brandt, /).waitFor();
    demo.quiet();
  });
});
