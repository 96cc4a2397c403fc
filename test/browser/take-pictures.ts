import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBrowser } from '../support/browser.js';
import { Program } from '../support/program.js';

/** What the README shows: name of the file, who looks, at what, how. */
const pictures: [name: string, person: string, address: string, options: { phone?: boolean; dark?: boolean }][] = [
  ['home', 'max', '/', {}],
  ['nonconformity', 'max', '/nonconformities/NC-2026-0022', {}],
  ['programme-dark', 'lena', '/programme', { dark: true }],
  ['checklist-phone', 'lena', '/audits/AUD-2025-0007/checklist', { phone: true }],
];

/** Starts the demonstration, looks at it as people do, and writes docs/pictures. */
const folder = mkdtempSync(path.join(tmpdir(), 'continua-pictures-'));
mkdirSync('docs/pictures', { recursive: true });
const server = new Program('dist/apps/api/src/main.js', ['--demo'], { DATA_DIR: folder, PORT: '0' });
const [, password] = await server.says(/password: (\S+)/);
const [, origin] = await server.says(/Continua is ready: (\S+)/);
const browser = await openBrowser();
for (const [name, person, address, { phone, dark }] of pictures) {
  const context = await browser.newContext({
    baseURL: origin!,
    locale: 'en-GB',
    colorScheme: dark ? 'dark' : 'light',
    viewport: phone ? { width: 390, height: 800 } : { width: 1360, height: 850 },
    reducedMotion: 'reduce',
  });
  await context.request.post('/api/v1/session', { data: { email: `${person}@demo.example`, password } });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(600);
  await page.screenshot({ path: `docs/pictures/${name}.png` });
  await context.close();
}
await browser.close();
server.signal('SIGTERM');
await server.end();
rmSync(folder, { recursive: true, force: true });
