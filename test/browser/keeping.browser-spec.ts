import { type Demo, startDemo } from '../support/demo.js';

describe('erasing, holding and keeping', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 120_000);
  afterAll(() => demo.stop());

  it('erases a text on the word of two people, and tells so where it stood', async () => {
    const max = await demo.as('max');
    await max.page.goto('/complaints/CMP-2026-0003');
    await max.page.getByRole('heading', { level: 1 }).waitFor();
    await max.page.getByRole('link', { name: 'Erase personal data…' }).click();
    await max.page.waitForURL('**/redactions/new?*');
    await max.page.getByRole('checkbox', { name: /^What the customer says/ }).check({ timeout: 60_000 });
    await max.page.getByLabel('Legal ground').selectOption({ label: 'The person asks for it' });
    await max.page.getByLabel('In words').fill('Letter of March');
    await max.page.getByRole('button', { name: 'Ask for the erasure' }).click();
    await max.page.getByRole('heading', { name: 'This would be erased' }).waitFor();
    const address = new URL(max.page.url()).pathname;
    expect(address).toMatch(/^\/redactions\/RED-\d{4}-0001$/);
    // Whoever asked cannot approve.
    await max.page
      .getByRole('button', { name: 'Withdraw' })
      .or(max.page.getByRole('button', { name: /steps/i }))
      .first()
      .waitFor();
    expect(await max.page.getByRole('button', { name: 'Approve and erase' }).count()).toBe(0);

    const ada = await demo.as('ada');
    await ada.page.goto('/redactions');
    await ada.page.getByRole('link', { name: /RED-/ }).first().click();
    await ada.page.getByRole('button', { name: 'Approve and erase' }).click();
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Approve and erase' }).click();
    await ada.page.getByRole('heading', { name: 'What was erased' }).waitFor();

    await max.page.goto('/complaints/CMP-2026-0003');
    await max.page
      .getByText(/^Erased \(RED-/)
      .first()
      .waitFor();
    demo.quiet();
    await Promise.all([max.context.close(), ada.context.close()]);
  });

  it('sets a legal hold by two people', async () => {
    const max = await demo.as('max');
    await max.page.goto('/legal-holds/new');
    await max.page.getByLabel('What it is about').fill('Lawsuit');
    await max.page.getByLabel('Covers').selectOption({ label: 'Everything' });
    await max.page.getByLabel('Why it must be kept').fill('Letter of the court');
    await max.page.getByRole('button', { name: 'Ask for the hold' }).click();
    await max.page.getByRole('heading', { level: 1, name: 'Lawsuit' }).waitFor();
    const ada = await demo.as('ada');
    await ada.page.goto(new URL(max.page.url()).pathname);
    await ada.page.getByRole('button', { name: 'Set the hold' }).click();
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Set the hold' }).click();
    await ada.page.getByText('In force').first().waitFor();
    demo.quiet();
    await Promise.all([max.context.close(), ada.context.close()]);
  });

  it('sets a retention rule and changes it', async () => {
    const { page, context } = await demo.as('max');
    await page.goto('/retention-rules/new');
    await page.getByLabel('Kind of record').selectOption({ label: 'Complaints' });
    await page.getByRole('button', { name: 'Set the rule' }).click();
    await page.waitForURL('**/retention-rules');
    await page.getByRole('table').getByRole('link', { name: 'Complaints' }).click();
    await page.getByRole('heading', { level: 1, name: 'How long these are kept' }).waitFor();
    await page.getByLabel('Years').fill('6');
    await page.getByRole('button', { name: 'Change the rule' }).click();
    await page.getByText('6 years').first().waitFor();
    await page.goto('/disposals');
    await page.getByText('Nothing is due.').waitFor();
    demo.quiet();
    await context.close();
  });
});
