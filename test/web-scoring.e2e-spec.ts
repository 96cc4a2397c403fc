import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Significance } from '../libs/environment/src/significance-method/significance.js';
import type { MethodDefinition } from '../libs/environment/src/significance-method/method-definition.js';
import { startApi, type TestApi } from './support/api.js';
import { methodsOf, plantRegister } from './support/aspect-register.js';
import type { Client } from './support/client.js';

interface Scoring {
  evaluateSignificance(method: MethodDefinition, input: object): Significance;
}

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');

/** What a browser gets of the scoring: bundled, in a process of its own because the bundler does not work inside of tests. */
async function bundledScoring(folder: string): Promise<Scoring> {
  const options = {
    configFile: false,
    logLevel: 'silent',
    root,
    build: {
      outDir: folder,
      lib: {
        entry: path.join(root, 'apps/web/src/features/significance-method/scoring.ts'),
        formats: ['es'],
        fileName: 'scoring',
      },
    },
  };
  const script = `import { build } from 'vite'; await build(${JSON.stringify(options)});`;
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  const file = path.join(folder, 'scoring.js');
  // Nothing is left to load: no framework, no database.
  expect(await readFile(file, 'utf8')).not.toMatch(/\bimport\b/);
  return (await import(pathToFileURL(file).href)) as Scoring;
}

describe('the scoring that the web app shows while somebody moves a score', () => {
  let api: TestApi;
  let eva: Client;
  let methods: Awaited<ReturnType<typeof methodsOf>>;
  let web: Scoring;
  let site: string;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(root, 'dist/web-scoring-'));
    api = await startApi();
    site = await api.site('BER');
    eva = await api.as({ roles: ['environmental_manager'] });
    methods = await methodsOf(await api.as({ roles: ['top_management'] }));
    web = await bundledScoring(folder);
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  const compare = async (aspectId: string, code: string, scores: object, gates: object) => {
    const { id, definition } = methods[code]!.first;
    const { body } = await eva.post(`/aspects/${aspectId}/assessments`, { methodVersionId: id, scores, gates });
    const { significant, watch, score, formula, reasons } = body;
    expect(web.evaluateSignificance(definition as MethodDefinition, { scores, gates })).toEqual({
      significant,
      watch,
      score,
      formula,
      reasons,
    });
    return { significant, score };
  };

  it('is the one of the server for all fifteen aspects of the plant, by both methods', async () => {
    const found: { M1: boolean[]; M2: boolean[] } = { M1: [], M2: [] };
    for (const { aspect, scores, gates } of plantRegister) {
      const { id } = (await eva.post('/aspects', { ...aspect, siteId: site })).body;
      found.M1.push((await compare(id, 'M1', { S: scores.S, P: scores.P }, {})).significant);
      found.M2.push((await compare(id, 'M2', scores, gates)).significant);
    }
    const numbers = (list: boolean[]) => list.flatMap((significant, index) => (significant ? [index + 1] : []));
    expect(numbers(found.M2)).toEqual([1, 2, 3, 4, 5, 6, 7, 9, 11, 14]);
    expect(numbers(found.M1)).toEqual([1, 2, 3, 4, 5, 6, 7, 9, 12, 14]);
  });

  it('is the one of the server for weighted criteria', async () => {
    const { id } = (await eva.post('/aspects', { ...plantRegister[0]!.aspect, siteId: site })).body;
    const scores = { S: 4, Q: 4, F: 5, R: 3, T: 3, G: 4, I: 2 };
    expect(await compare(id, 'M3', scores, {})).toEqual({ significant: true, score: 3.75 });
  });
});
