import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform';
import { Client } from '../support/client.js';
import { Program } from '../support/program.js';

/*
 * What sealing costs those who write, and how long a line waits for its signature: `node dist/test/bench/sealing.js`.
 * Rounds with and without the sealer alternate on one server; without means that its lock is held by somebody else.
 */
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);

const folder = mkdtempSync(path.join(tmpdir(), 'continua-bench-'));
chmodSync(folder, 0o711);
const credentials = { email: 'bench@example.org', password: 'a long enough password' };
const environment = {
  DATA_DIR: folder,
  PORT: '0',
  ADMIN_EMAIL: credentials.email,
  ADMIN_PASSWORD: credentials.password,
};
const server = new Program('dist/apps/api/src/main.js', [], environment);
const [, origin] = await server.says(/Continua is ready: (\S+)/);
const anyone = new Client(`${origin}/api/v1`);
const { headers: answered } = await anyone.post('/session', credentials, { expect: 204 });
const headers = { cookie: answered.get('set-cookie')!.split(';')[0]!, 'content-type': 'application/json' };
const person = new Client(anyone.base, headers);
const { body: first } = await person.get('/log/checkpoint').catch(async () => {
  await sleep(1000);
  return person.get('/log/checkpoint');
});
const orgId = /\/o\/([0-9a-f-]{36})\//.exec(first.origin)![1]!;

const { url } = await startEmbeddedPostgres({ dataDirectory: folder });
const owner = new pg.Client(url);
await owner.connect();

async function write(connections: number, overallRate?: number): Promise<number> {
  const body = JSON.stringify({
    title: 'Torque out of range on line 2',
    source: 'inspection',
    disciplines: ['quality'],
    detectedOn: '2026-03-02',
    statement: 'Parts were released below the minimum torque.',
  });
  const target = { url: `${anyone.base}/nonconformities`, method: 'POST' as const, headers, body };
  const result = await autocannon({ ...target, connections, duration: seconds, ...(overallRate && { overallRate }) });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`);
  return result['2xx'] / result.duration;
}

/** Waits until all is sealed; returns how many lines that were, per second. */
async function drain(): Promise<number> {
  const begun = Date.now();
  const { pendingLines } = (await person.get('/log/checkpoint')).body;
  while ((await person.get('/log/checkpoint')).body.pendingLines > 0) await sleep(50);
  return pendingLines / ((Date.now() - begun) / 1000);
}

const lock = `hashtextextended('continua:seal ${orgId}', 0)`;
async function withoutSealer<T>(work: () => Promise<T>): Promise<T> {
  await owner.query(`SELECT pg_advisory_lock(${lock})`);
  try {
    return await work();
  } finally {
    await owner.query(`SELECT pg_advisory_unlock(${lock})`);
  }
}

/** From the moment of a change to the signature over it, in milliseconds, of the lines after the first `size`. */
async function lag(size: number): Promise<string> {
  const { rows } = await owner.query<{ of: number; p: number[] }>(
    `SELECT count(*)::integer AS of, percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ms) AS p FROM (
       SELECT (extract(epoch FROM c.signed_at - e.at) * 1000)::integer AS ms FROM log.leaf l JOIN log.entry e USING (org_id, seq)
       CROSS JOIN LATERAL (SELECT signed_at FROM log.checkpoint c WHERE c.org_id = l.org_id AND c.epoch = l.epoch AND c.size > l.idx
         ORDER BY c.size LIMIT 1) c WHERE l.org_id = $1 AND l.idx >= $2) waited`,
    [orgId, size],
  );
  const { of, p } = rows[0]!;
  return `of ${of} lines p50 ${p[0]}, p95 ${p[1]}, p99 ${p[2]} ms`;
}
const sizeNow = async () => Number((await person.get('/log/checkpoint')).body.size);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

await write(16);
for (const clients of [1, 16, 32]) {
  const [sealed, unsealed, drained]: [number[], number[], number[]] = [[], [], []];
  let waited = '';
  for (let round = 0; round < rounds; round++) {
    const before = await sizeNow();
    sealed.push(await write(clients));
    await drain();
    waited = await lag(before);
    unsealed.push(await withoutSealer(() => write(clients)));
    drained.push(await drain());
  }
  const [a, b] = [median(sealed), median(unsealed)];
  console.log(
    `${clients} writers: ${a.toFixed(0)}/s with the sealer, ${b.toFixed(0)}/s without, ratio ${(a / b).toFixed(2)}; waited ${waited}; backlog drained at ${median(drained).toFixed(0)}/s`,
  );
}
await drain();
const before = await sizeNow();
await write(4, 50);
await drain();
console.log(`50 changes a second: waited ${await lag(before)}`);

await owner.end();
server.signal('SIGTERM');
await server.end();
rmSync(folder, { recursive: true, force: true });
