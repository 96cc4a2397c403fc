import type { BrowserContext, Page } from 'playwright-core';
import { startApi, type TestApi } from './api.js';
import { openBrowser } from './browser.js';
import { type Cable, layCable } from './cable.js';
import type { Client } from './client.js';
import { Program } from './program.js';

/** A phone with a browser of its own, on which somebody is signed in. */
export interface Device {
  context: BrowserContext;
  cable: Cable;
  /** Opens an address as after a cold start: in a new tab, the one before closed. */
  open(path: string): Promise<Page>;
  /** No network at all, not even for the worker of the page. */
  offline(): Promise<void>;
  online(): Promise<void>;
}

export interface WebStage {
  api: TestApi;
  device(who: Client, options?: { locale?: string; colorScheme?: 'light' | 'dark' }): Promise<Device>;
  stop(): Promise<void>;
}

/** The product with its web app, and a browser. */
export async function startWeb(): Promise<WebStage> {
  const api = await startApi();
  // What serves files cannot be loaded by the test runner, so the pages come from the program itself, on the same data.
  const server = new Program('dist/apps/api/src/main.js', [], {
    DATABASE_URL: api.database.addresses.owner,
    DATA_DIR: api.dataDirectory,
    PORT: '0',
  });
  const [, origin] = await server.says(/Continua is ready: (\S+)/);
  const browser = await openBrowser();
  const cables: Cable[] = [];
  return {
    api,
    device: async (who, { locale = 'en-GB', colorScheme = 'light' } = {}) => {
      const cable = await layCable(origin!);
      cables.push(cable);
      const viewport = { width: 390, height: 844 };
      const context = await browser.newContext({ viewport, locale, colorScheme, hasTouch: true, isMobile: true });
      context.setDefaultTimeout(15_000);
      const [name = '', value = ''] = who.headers['cookie']!.split('=');
      await context.addCookies([{ name, value, url: cable.origin }]);
      let page: Page | undefined;
      return {
        context,
        cable,
        open: async (path) => {
          const before = page;
          page = await context.newPage();
          await before?.close();
          await page.goto(cable.origin + path);
          return page;
        },
        offline: async () => {
          cable.pull();
          await context.setOffline(true);
        },
        online: async () => {
          cable.plug();
          await context.setOffline(false);
        },
      };
    },
    stop: async () => {
      await browser.close();
      await Promise.all(cables.map((cable) => cable.close()));
      server.signal('SIGTERM');
      await server.end();
      await api.stop();
    },
  };
}
