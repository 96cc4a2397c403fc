import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from './browser.js';
import { Program } from './program.js';

const main = 'dist/apps/api/src/main.js';
const template = 'continua_demo';

/** The demonstration as people start it, on a database of its own, and a browser to look at it. */
export interface Demo {
  origin: string;
  password: string;
  /** With which `continua` works on it at the command line. */
  settings: { DATABASE_URL: string; DATA_DIR: string };
  /** A window in which this person of the demonstration is signed in; what it complains about fails `quiet`. */
  as(person: string | null, options?: BrowserContextOptions): Promise<{ page: Page; context: BrowserContext }>;
  /** Fails when any page has written an error to the console since the last call. */
  quiet(): void;
  stop(): Promise<void>;
}

async function run(
  databaseUrl: string,
  folder: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ server: Program; origin: string }> {
  const server = new Program(main, args, { DATABASE_URL: databaseUrl, DATA_DIR: folder, PORT: '0', ...environment });
  const [, origin] = await server.says(/Continua is ready: (\S+)/);
  return { server, origin: origin! };
}

/** Fills the demonstration once for all test files; each then gets a copy of its database and its files. */
async function prepareTemplate(admin: pg.Client, server: URL, kept: string): Promise<void> {
  if (existsSync(kept)) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'continua-demo-'));
  await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${template}`);
  const address = new URL(server);
  address.pathname = `/${template}`;
  const { server: program } = await run(address.href, folder, ['--demo']);
  program.signal('SIGTERM');
  await program.end();
  renameSync(folder, kept);
}

/** The program on a database of its own, which may be a copy, and a browser to look at it. */
async function start(
  source: string | null,
  fill: (folder: string) => string,
  environment: Record<string, string> = {},
): Promise<Demo & { server: Program }> {
  const server = new URL(process.env['TEST_OWNER_URL']!);
  const admin = new pg.Client(server.href);
  await admin.connect();
  const name = `demo_${process.pid}_${Date.now()}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'continua-demo-'));
  if (source) {
    await admin.query(`SELECT pg_advisory_lock(hashtext('continua:demo'))`);
    await prepareTemplate(admin, server, source);
  }
  await admin.query(`CREATE DATABASE ${name} ${source ? `TEMPLATE ${template}` : ''}`);
  if (source) await admin.query(`SELECT pg_advisory_unlock(hashtext('continua:demo'))`);
  const password = fill(folder);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const { server: program, origin } = await run(address.href, folder, [], environment);
  const browser: Browser = await openBrowser();
  const complaints: string[] = [];
  return {
    server: program,
    origin,
    password,
    settings: { DATABASE_URL: address.href, DATA_DIR: folder },
    async as(person, options = {}) {
      const context = await browser.newContext({ baseURL: origin, locale: 'en-GB', ...options });
      context.setDefaultTimeout(15_000);
      if (person) {
        const email = `${person}@demo.example`;
        const answer = await context.request.post('/api/v1/session', { data: { email, password } });
        expect(answer.status()).toBe(204);
      }
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        // That a request was refused is said by the browser too; whether it should be is what the test is about.
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
          complaints.push(`${page.url()}: ${message.text()}`);
        // They came late; the feature belongs to the texts of this place.
        if (message.text().startsWith('No text was loaded')) complaints.push(`${page.url()}: ${message.text()}`);
      });
      return { page, context };
    },
    quiet: () => expect(complaints.splice(0)).toEqual([]),
    async stop() {
      await browser.close();
      program.signal('SIGTERM');
      await program.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The demonstration, filled once for all test files. */
export function startDemo(environment: Record<string, string> = {}): Promise<Demo> {
  const kept = path.join(process.env['TEST_DATA_DIR']!, 'demo');
  const copied = (folder: string) => {
    cpSync(kept, folder, { recursive: true });
    return readFileSync(path.join(folder, 'demo-password'), 'utf8').trim();
  };
  return start(kept, copied, environment);
}

/** An installation that nobody has set up yet; `setup` is the address that it shows in the terminal. */
export async function startEmpty(): Promise<Demo & { setup: string }> {
  const demo = await start(null, () => '');
  const [setup] = await demo.server.says(/http:\/\/\S+\/setup#token=\S+/);
  return { ...demo, setup };
}
