import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform';
import type { Program } from './support/program.js';
import { startServer } from './support/server.js';

const rounds = Number(process.env['KILL_ROUNDS'] ?? 4);
const writers = 8;
/** So many of a hundred answers are not waited for. */
const lost = 20;

interface Made {
  key: string;
  id: string;
}

/** Somebody who repeats each request with its key until there is an answer, through lost answers and killed servers. */
async function write(
  base: () => string,
  cookie: string,
  writer: number,
  made: Made[],
  ended: () => boolean,
): Promise<void> {
  for (let n = 0; !ended(); n++) {
    const key = `writer-${writer}-request-${n}`;
    const body = JSON.stringify({
      title: key,
      source: 'system',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
    });
    const headers = { cookie, 'content-type': 'application/json', 'idempotency-key': key };
    for (;;) {
      const gone = Math.random() * 100 < lost ? AbortSignal.timeout(Math.ceil(Math.random() * 30)) : undefined;
      const answer = await fetch(`${base()}/nonconformities`, {
        method: 'POST',
        headers,
        body,
        ...(gone && { signal: gone }),
      }).then(
        async (response) => ({ status: response.status, text: await response.text() }),
        () => undefined,
      );
      if (answer?.status === 201) {
        made.push({ key, id: JSON.parse(answer.text).id });
        break;
      }
      // 409: the first one is still at work; 5xx: it had no effect.
      if (answer && answer.status !== 409 && answer.status < 500) throw new Error(`${answer.status}: ${answer.text}`);
      await sleep(20);
    }
  }
}

describe('a request with a key', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'continua-once-'));
    // As root, PostgreSQL runs as another account, which must be able to reach its folder.
    chmodSync(folder, 0o711);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'has its effect once, whatever becomes of its answers and of the server',
    async () => {
      const made: Made[] = [];
      let server: Program;
      let [base, cookie] = ['', undefined as string | undefined];
      const begin = async () => {
        const started = await startServer({ DATA_DIR: folder }, cookie);
        ({ server } = started);
        [base, cookie] = [started.client.base, started.client.headers['cookie']];
      };
      await begin();
      let last = false;
      const work = Array.from({ length: writers }, (_, n) =>
        write(
          () => base,
          cookie!,
          n,
          made,
          () => last,
        ),
      );
      for (let round = 0; round < rounds; round++) {
        const before = made.length;
        while (made.length < before + writers) await sleep(10);
        await sleep(Math.random() * 800);
        if (round % 2 === 1) {
          const pidFile = path.join(folder, 'postgres', 'cluster', 'postmaster.pid');
          process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
        }
        server!.signal('SIGKILL');
        await server!.end();
        await begin();
      }
      last = true;
      await Promise.all(work);
      const embedded = await startEmbeddedPostgres({ dataDirectory: folder });
      const owner = new pg.Client(embedded.url);
      await owner.connect();
      const { rows } = await owner.query<Made>('SELECT title AS key, id FROM nonconformity');
      await owner.end();
      server!.signal('SIGTERM');
      expect((await server!.end()).code).toBe(0);
      const byKey = (one: Made, other: Made) => (one.key < other.key ? -1 : 1);
      expect(rows.toSorted(byKey)).toEqual(made.toSorted(byKey));
      if (process.env['KILL_ROUNDS'])
        process.stdout.write(`${rounds} kills, ${made.length} keys answered, ${rows.length} effects\n`);
    },
    60_000 + rounds * 20_000,
  );
});
