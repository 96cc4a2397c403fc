import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Reason } from '#platform';
import type { i18n } from 'i18next';

interface Bundle {
  i18next: i18n;
  reasonText(reason: Reason): string;
  reasonNaming(name: (field: string) => string): (reason: Reason) => string;
  problemText(error: unknown): string;
  Problem: new (
    status: number,
    title: string,
    reasons?: Reason[],
    instance?: string | null,
    kind?: string | null,
  ) => Error;
}

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const web = path.join(root, 'apps/web/src');

/** What a browser gets, bundled in a process of its own because the bundler does not work inside of tests. */
async function bundled(folder: string): Promise<Bundle> {
  const entry = [
    "export { default as i18next } from 'i18next';",
    `export * from '${web}/form/reason.js';`,
    `export * from '${web}/api/problem.js';`,
  ].join('\n');
  const script = `
    import { writeFile } from 'node:fs/promises';
    import { build } from 'vite';
    await writeFile(${JSON.stringify(`${folder}/entry.ts`)}, ${JSON.stringify(entry)});
    await build({
      configFile: false, logLevel: 'silent', root: ${JSON.stringify(root)},
      build: { outDir: ${JSON.stringify(folder)}, emptyOutDir: false, lib: { entry: ${JSON.stringify(`${folder}/entry.ts`)}, formats: ['es'], fileName: 'bundle' } },
    });`;
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  return (await import(pathToFileURL(path.join(folder, 'bundle.js')).href)) as Bundle;
}

const read = async (name: string) => JSON.parse(await readFile(path.join(web, name), 'utf8')) as object;

describe('A refusal in the web app', () => {
  let folder: string;
  let app: Bundle;
  const speak = (language: string) => app.i18next.changeLanguage(language);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(root, 'dist/reason-text-'));
    app = await bundled(folder);
    await app.i18next.init({
      lng: 'de',
      interpolation: { escapeValue: false },
      resources: {
        en: { translation: await read('form/reason.en.json') },
        de: { translation: { ...(await read('form/reason.de.json')), ...(await read('form/refusal.de.json')) } },
      },
    });
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(() => speak('de'));

  it('is said in the language of the reader by its code', () => {
    expect(app.reasonText({ code: 'not-minor', message: 'Only a minor …' })).toMatch(/^Nur eine geringfügige/);
  });

  it('is said as exactly as its field allows, also in a list and a part', () => {
    const missing = { code: 'missing', message: 'Name the process or the site.' };
    expect(app.reasonText({ ...missing, field: '/processId' })).toBe('Nennen Sie den Prozess oder den Standort.');
    expect(app.reasonText({ ...missing, field: '/nonconformity/editions/0' })).toMatch(/^Nennen Sie die Ausgaben/);
    expect(app.reasonText({ ...missing, field: '/lot' })).toBe('Bitte ausfüllen.');
  });

  it('names a field that is only empty as the page does, and keeps what a rule says of it', () => {
    const named = app.reasonNaming((field) => `<${field}>`);
    const message = 'Fill in first: due on.';
    expect(named({ code: 'missing', field: '/dueOn', message, values: { what: 'due on' } })).toBe(
      'Noch auszufüllen: <dueOn>',
    );
    expect(named({ code: 'missing', field: '/severity', message: 'Set severity and extent first.' })).toBe(
      'Legen Sie zuerst Schwere und Ausmaß fest.',
    );
  });

  it('tells who may, where the code alone does not', () => {
    const message = 'This is for the environmental manager.';
    expect(app.reasonText({ code: 'permission-missing', message })).toBe('Das ist Sache des Umweltmanagers.');
    expect(app.reasonText({ code: 'permission-missing', message: 'Something new.' })).toBe(
      'Ihre Rolle umfasst das nicht.',
    );
  });

  it('counts and writes numbers as the language does', async () => {
    const long = { code: 'max-length', field: '/title', message: 'Title must be shorter.', values: { limit: 20_000 } };
    expect(app.reasonText(long)).toBe('Höchstens 20.000 Zeichen.');
    const waiting = { code: 'answers-waiting', message: 'A device of Ada has 1 entry not sent yet.' };
    expect(app.reasonText({ ...waiting, values: { name: 'Ada', count: 1 } })).toMatch(/Ada ist ein Eintrag noch/);
    expect(app.reasonText({ ...waiting, values: { name: 'Ada', count: 3 } })).toMatch(/Ada sind 3 Einträge noch/);
    await speak('en');
    expect(app.reasonText(long)).toBe('At most 20,000 characters.');
  });

  it('says that a reason is enough where a rule may be justified', () => {
    const rule = { code: 'closer-is-owner', field: '/reason', message: 'The person who closes … nevertheless.' };
    expect(app.reasonText(rule)).toMatch(/^Wer abschließt, .*verantwortlich sein\. Mit einer Begründung/);
    expect(app.reasonText({ code: 'reason-required', field: '/reason', message: 'Say why.' })).toBe('Bitte begründen.');
  });

  it('stays in the words of the server in English, and where it is not known', async () => {
    expect(app.reasonText({ code: 'something-new', message: 'Something new.' })).toBe('Something new.');
    await speak('en');
    expect(app.reasonText({ code: 'not-minor', message: 'Only a minor one.' })).toBe('Only a minor one.');
  });

  it('without reasons is told by its kind', () => {
    expect(app.problemText(new app.Problem(404, 'There is no such audit', [], null, 'not-found'))).toBe(
      'Das gibt es nicht, oder Sie dürfen es nicht sehen.',
    );
    expect(app.problemText(new app.Problem(418, 'A teapot', [], null, 'teapot'))).toBe('A teapot');
    expect(app.problemText(new app.Problem(409, 'x', [{ code: 'already-void', message: 'y' }], null, 'conflict'))).toBe(
      'Das ist schon ungültig.',
    );
  });
});
