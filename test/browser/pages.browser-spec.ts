import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { type Demo, startDemo } from '../support/demo.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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

  /** What is serious or critical by axe, in words. */
  async function barriers(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
      violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).slice(0, 4).join(' | ')))`);
  }

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
