import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

// On a busy machine a window may miss its moment: what fails once is told and tried again, what fails twice is wrong.
(import.meta as { jest?: typeof jest }).jest?.retryTimes(1, { logErrorsBeforeRetry: true });

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const found = () => places.find((place) => place && existsSync(place));

/** Where the system's browser is. On a bare Debian machine, as root, it is installed; otherwise the error says what to do. */
export function findBrowser(): string {
  const place = found();
  if (place) return place;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
  }
  const installed = found();
  if (!installed)
    throw new Error(
      'The browser tests need Chromium or Chrome. Install it (Debian: sudo apt-get install chromium), or name it in CHROMIUM_PATH.',
    );
  return installed;
}

/** The real browser, without its own talk to the network. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser(),
    args: [
      // Root has no user namespace to build a sandbox with; the pages are our own.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
