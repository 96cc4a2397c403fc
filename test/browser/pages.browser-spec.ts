import type { BrowserContext, Page } from 'playwright-core';
import { barriers } from '../support/barriers.js';
import { type Demo, startDemo } from '../support/demo.js';

const kilobyte = 1024;

/** Every page, as the person who uses it most. */
const pages: [person: string, address: string][] = [
  ['max', '/'],
  ['max', '/nonconformities'],
  ['max', '/nonconformities?layout=board'],
  ['max', '/nonconformities/new'],
  ['max', '/nonconformities/NC-2026-0037'],
  ['max', '/nonconformities/NC-2026-0026'],
  ['olga', '/nonconformities/NC-2026-0022'],
  ['max', '/actions?open=true'],
  ['max', '/actions/new'],
  ['olga', '/actions/CA-2026-0012'],
  ['max', '/complaints'],
  ['max', '/complaints/new'],
  ['max', '/complaints/CMP-2026-0003'],
  ['max', '/nonconforming-outputs'],
  ['max', '/nonconforming-outputs/new'],
  ['max', '/nonconforming-outputs/NCO-2026-0002'],
  ['lena', '/programme'],
  ['lena', '/programme/new'],
  ['lena', '/audits?sort=-plannedFrom'],
  ['lena', '/audits/new'],
  ['lena', '/audits/AUD-2025-0007'],
  ['lena', '/audits/AUD-2025-0007/checklist'],
  ['lena', '/findings'],
  ['lena', '/findings/new'],
  ['lena', '/findings/FND-2026-0006'],
  ['lena', '/checklists'],
  ['lena', '/checklists/new'],
  ['max', '/processes'],
  ['max', '/processes/new'],
  ['eva', '/aspects'],
  ['eva', '/aspects/new'],
  ['eva', '/aspects/matrix'],
  ['eva', '/aspects/ASP-2026-0001'],
  ['eva', '/significance-methods'],
  ['eva', '/significance-methods/new'],
  ['eva', '/environmental-reviews'],
  ['eva', '/environmental-reviews/ER-2026-0001?step=aspects'],
  ['eva', '/environmental-reviews/IER-2025-0001?step=baseline'],
  ['eva', '/environmental-reviews/new'],
  ['max', '/evidence-packs'],
  ['max', '/evidence-packs/new'],
  ['max', '/evidence-health'],
  ['max', '/redactions'],
  ['max', '/redactions/new'],
  ['max', '/legal-holds'],
  ['max', '/legal-holds/new'],
  ['max', '/retention-rules'],
  ['max', '/retention-rules/new'],
  ['max', '/disposals'],
  ['ada', '/settings'],
  ['ada', '/settings/people'],
  ['ada', '/settings/people/new'],
  ['ada', '/settings/sites'],
  ['ada', '/settings/api-keys'],
  ['ada', '/settings/api-keys/new'],
  ['ada', '/settings/me'],
];

const looks = [
  { name: 'light, desktop', locale: 'en-GB', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark, phone, German', locale: 'de-DE', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

describe('every page', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 120_000);
  afterAll(() => demo.stop());

  // Signed in once: whoever does so a hundred times within minutes is refused.
  const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();
  const sessionOf = async (person: string) => {
    if (!sessions.has(person)) {
      const { context } = await demo.as(person);
      sessions.set(person, await context.storageState());
      await context.close();
    }
    return sessions.get(person)!;
  };

  const settled = async (page: Page, address: string) => {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
  };

  describe.each(looks)('$name', ({ locale, colorScheme, viewport }) => {
    it.each(pages)(
      'shows %s %s without a barrier, a complaint, a sideways scroll or more than 300 kB of script',
      async (person, address) => {
        const look = { locale, colorScheme, viewport, reducedMotion: 'reduce' } as const;
        const { page, context } = await demo.as(null, { ...look, storageState: await sessionOf(person) });
        let script = 0;
        page.on('response', (response) => {
          if (new URL(response.url()).pathname.endsWith('.js')) script += Number(response.headers()['content-length']);
        });
        await settled(page, address);
        expect(await barriers(page)).toEqual([]);
        // A new window knows nothing yet, so this is a first visit.
        expect(script).toBeGreaterThan(0);
        expect(script / kilobyte).toBeLessThanOrEqual(300);
        // No field of a record is shown by its technical name.
        expect(await page.locator('body').innerText()).not.toMatch(/^[a-z]+([A-Z][a-z]+)+:/m);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        demo.quiet();
        await context.close();
      },
    );
  });

  it('has a front door without a barrier', async () => {
    const { page, context } = await demo.as(null);
    await settled(page, '/sign-in');
    expect(await barriers(page)).toEqual([]);
    await context.close();
    demo.quiet();
  });
});
