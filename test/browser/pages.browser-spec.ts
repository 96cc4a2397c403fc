import type { Page } from 'playwright-core';
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
  ['eva', '/aspects'],
  ['eva', '/aspects/matrix'],
  ['eva', '/aspects/new'],
  ['eva', '/aspects/ASP-2026-0004'],
  ['eva', '/significance-methods'],
  ['eva', '/significance-methods/new'],
  ['eva', '/environmental-reviews'],
  ['eva', '/environmental-reviews/new'],
  ['eva', '/environmental-reviews/ER-2026-0001?step=aspects'],
  ['eva', '/environmental-reviews/IER-2025-0001?step=baseline'],
];

const looks = [
  { name: 'light, desktop', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark, phone', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

describe('every page', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  }, 120_000);
  afterAll(() => demo.stop());

  const settled = async (page: Page, address: string) => {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
  };

  describe.each(looks)('$name', ({ colorScheme, viewport }) => {
    it.each(pages)('shows %s %s without a barrier, a complaint or a sideways scroll', async (person, address) => {
      const { page, context } = await demo.as(person, { colorScheme, viewport, reducedMotion: 'reduce' });
      await settled(page, address);
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      demo.quiet();
      await context.close();
    });
  });

  it('has a front door without a barrier', async () => {
    const { page, context } = await demo.as(null);
    await settled(page, '/sign-in');
    expect(await barriers(page)).toEqual([]);
    await context.close();
    demo.quiet();
  });

  it.each(pages)('sends %s at most 300 kB of compressed script on a first visit of %s', async (person, address) => {
    const { page, context } = await demo.as(person);
    let bytes = 0;
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('.js'))
        bytes += Number(response.headers()['content-length'] ?? NaN);
    });
    await settled(page, address);
    expect(bytes / kilobyte).toBeLessThanOrEqual(300);
    expect(bytes).toBeGreaterThan(0);
    await context.close();
  });
});
