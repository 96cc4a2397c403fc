import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { constantsOf, serverReasons, sourcesOf, walk } from './support/reason-codes.js';

const root = path.resolve(import.meta.dirname, '../..');
const web = path.join(root, 'apps/web/src');

type Tree = { [name: string]: Tree | string };
type Language = 'en' | 'de';
type Texts = Map<string, string>;

/** A file as one list of keys and texts. The texts for whole sentences hold dots that are no levels. */
function flat(tree: Tree, above: string[] = []): [string, string][] {
  return Object.entries(tree).flatMap(([name, below]): [string, string][] =>
    typeof below === 'string' ? [[[...above, name].join('.'), below]] : flat(below, [...above, name]),
  );
}

const filesOf = (language: Language) =>
  readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(`.${language}.json`))
    .map((name) => path.join(web, name));
const textsOf = (file: string): Texts => new Map(flat(JSON.parse(readFileSync(file, 'utf8')) as Tree));
const relative = (file: string) => path.relative(web, file);

/** The sentences of the server stand in its source; only other languages than its own need them. */
const ofServer = /^(reason|refusal|problem)\./;

const files = { en: filesOf('en'), de: filesOf('de') };
const all: Record<Language, Texts> = {
  en: new Map(files.en.flatMap((file) => [...textsOf(file)])),
  de: new Map(files.de.flatMap((file) => [...textsOf(file)])),
};

const plural = /_(zero|one|two|few|many|other)$/;
/** A key without the form that counts, and whether it is one that counts. */
const baseOf = (texts: Texts, key: string) => {
  const base = key.replace(plural, '');
  return base !== key && texts.has(`${base}_other`) ? base : key;
};
const basesOf = (texts: Texts) => new Set([...texts.keys()].map((key) => baseOf(texts, key)));
const namesIn = (text: string) => [...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map((found) => found[1]!))];

const knows = (texts: Texts, key: string) =>
  key.endsWith('*')
    ? [...texts.keys()].some((one) => one.startsWith(key.slice(0, -1)))
    : texts.has(key) || texts.has(`${key}_other`);

describe('The texts of the web app', () => {
  it('stand in the same files in both languages', () => {
    const twin = (file: string, from: Language, to: Language) => file.replace(`.${from}.json`, `.${to}.json`);
    expect(files.en.length).toBeGreaterThan(10);
    expect(files.en.filter((file) => !existsSync(twin(file, 'en', 'de'))).map(relative)).toEqual([]);
    const lonely = files.de.filter((file) => !existsSync(twin(file, 'de', 'en')));
    expect(lonely.flatMap((file) => [...textsOf(file).keys()].filter((key) => !ofServer.test(key)))).toEqual([]);
  });

  it('say the same things in both languages', () => {
    for (const file of files.en) {
      const [en, de] = [textsOf(file), textsOf(file.replace('.en.', '.de.'))].map(basesOf) as [
        Set<string>,
        Set<string>,
      ];
      expect({ file: relative(file), missing: [...en].filter((key) => !de.has(key)) }).toEqual({
        file: relative(file),
        missing: [],
      });
      expect({ file: relative(file), more: [...de].filter((key) => !en.has(key) && !ofServer.test(key)) }).toEqual({
        file: relative(file),
        more: [],
      });
    }
  });

  it.each(['en', 'de'] as const)('have every form that counting needs (%s)', (language) => {
    const texts = all[language];
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const bases = [...basesOf(texts)].filter((key) => texts.has(`${key}_other`));
    expect(bases.length).toBeGreaterThan(10);
    const missing = bases.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !texts.has(key));
    expect(missing).toEqual([]);
    // Zero may have words of its own in any language.
    const unused = bases
      .flatMap((key) => ['two', 'few', 'many'].map((form) => `${key}_${form}`))
      .filter((key) => texts.has(key) && !forms.includes(key.split('_').at(-1) as Intl.LDMLPluralRule));
    expect(unused).toEqual([]);
  });

  it('name the same numbers and names in both languages', () => {
    const namesOf = (texts: Texts) => {
      const names = new Map<string, Set<string>>();
      for (const [key, text] of texts) {
        const base = baseOf(texts, key);
        names.set(base, new Set([...(names.get(base) ?? []), ...namesIn(text)]));
      }
      return names;
    };
    const [en, de] = [namesOf(all.en), namesOf(all.de)];
    const listed = (names: Set<string> | undefined) => [...(names ?? [])].toSorted().join();
    const different = [...en.keys()].filter((key) => de.has(key) && listed(en.get(key)) !== listed(de.get(key)));
    expect(different).toEqual([]);
  });

  it.each(['en', 'de'] as const)('are never empty (%s)', (language) => {
    expect([...all[language]].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it.each(['en', 'de'] as const)('stand in one place each (%s)', (language) => {
    const places = new Map<string, string[]>();
    for (const file of files[language])
      for (const key of textsOf(file).keys()) places.set(key, [...(places.get(key) ?? []), relative(file)]);
    expect([...places].filter(([, found]) => found.length > 1)).toEqual([]);
  });

  it('exist for every key that the web app asks for', () => {
    const asked = new Map<string, string>();
    for (const [file, source] of sourcesOf(web))
      walk(source, (node) => {
        if (!ts.isCallExpression(node) || !/^(t|.*\.t)$/.test(node.expression.getText())) return;
        for (const key of constantsOf(node.arguments[0])) if (key !== '*') asked.set(key, relative(file));
      });
    expect(asked.size).toBeGreaterThan(200);
    const withoutDefault = [...asked].filter(([key]) => !key.startsWith('reason.*') && !key.startsWith('problem.*'));
    expect(withoutDefault.filter(([key]) => !knows(all.en, key))).toEqual([]);
    expect(withoutDefault.filter(([key]) => !knows(all.de, key))).toEqual([]);
  });
});

describe('The refusals of the server', () => {
  const { codes, kinds, texts } = serverReasons(
    ['libs', 'apps/api'].flatMap((folder) =>
      folder === 'libs'
        ? readdirSync(path.join(root, folder)).map((name) => path.join(root, folder, name, 'src'))
        : [path.join(root, folder, 'src')],
    ),
  );
  const { de } = all;
  const said = (code: string) =>
    knows(de, `reason.${code}`) ||
    knows(de, `aspect.because.${code}`) ||
    [...de.keys()].some((key) => key.startsWith(`reason.${code}_`));

  it('all have a German text', () => {
    expect(codes.size).toBeGreaterThan(150);
    expect([...codes].filter((code) => !said(code)).toSorted()).toEqual([]);
  });

  it('all have a German title', () => {
    expect(kinds.size).toBeGreaterThan(15);
    expect([...kinds].filter((kind) => !de.has(`problem.${kind}`)).toSorted()).toEqual([]);
  });

  it('are translated as the server says them, word for word', () => {
    const sentences = [...de.keys()].filter((key) => key.startsWith('refusal.')).map((key) => key.slice(8));
    expect(sentences.length).toBeGreaterThan(20);
    expect(sentences.filter((sentence) => !texts.has(sentence))).toEqual([]);
  });

  it('are not translated where the server says nothing of the kind any more', () => {
    const known = [...codes];
    const ofOthers = ['fillIn', 'nevertheless'];
    const stale = [...de.keys()]
      .filter((key) => key.startsWith('reason.'))
      .map((key) => baseOf(de, key).slice(7).replace(/_.*$/, ''))
      .filter((code) => !ofOthers.includes(code))
      .filter((code) => !known.some((one) => one === code || (one.endsWith('*') && code.startsWith(one.slice(0, -1)))));
    expect([...new Set(stale)]).toEqual([]);
  });
});
