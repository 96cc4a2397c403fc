import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform';
import { upload } from '../support/files.js';
import { startServer } from '../support/server.js';

/*
 * A large pack against `zip -0` and `sha256sum` of the same bytes, the memory it takes, and how fast it is verified:
 * `node dist/test/bench/packing.js`. Needs Linux with zip, unzip, sha256sum and python3.
 */
const entries = Number(process.env['BENCH_ENTRIES'] ?? 1_000_000);
const bytes = Number(process.env['BENCH_BYTES'] ?? 2_000_000_000);
const fileBytes = Math.min(50_000_000, bytes);

const folder = mkdtempSync(path.join(tmpdir(), 'continua-packing-'));
chmodSync(folder, 0o711);
const data = path.join(folder, 'data');
mkdirSync(data, { mode: 0o711 });
const { server, client } = await startServer({ DATA_DIR: data, NODE_OPTIONS: '--max-old-space-size=256' });
const seconds = (begun: number) => (performance.now() - begun) / 1000;
const said = (text: string) => console.log(text);

const { url } = await startEmbeddedPostgres({ dataDirectory: data });
const owner = new pg.Client(url);
await owner.connect();

// Lines of history, written by the same triggers as those of people.
const coating = { code: 'P0', name: 'Coating', kind: 'core', disciplines: ['quality'] };
await client.post('/processes', coating);
const { rows: organisations } = await owner.query<{ org_id: string }>('SELECT org_id FROM organisation');
const orgId = organisations[0]!.org_id;
let begun = performance.now();
for (let done = 0; done < entries; done += 20_000) {
  await owner.query('BEGIN');
  await owner.query(
    `SELECT set_config('app.org', $1, true), set_config('app.sites', '*', true), set_config('app.ctx', $2, true)`,
    [orgId, JSON.stringify({ actor: 's:bench', via: 'migration' })],
  );
  await owner.query(
    `INSERT INTO process SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'code', 'P' || n))).*
     FROM process p CROSS JOIN generate_series($2::integer, $3::integer) n WHERE p.org_id = $1 AND p.code = 'P0'`,
    [orgId, done + 1, Math.min(done + 20_000, entries)],
  );
  await owner.query('COMMIT');
}
said(`${entries} lines written in ${seconds(begun).toFixed(0)} s`);
begun = performance.now();
while ((await client.get('/log/checkpoint')).body.pendingLines > 0) await sleep(200);
said(`and sealed ${seconds(begun).toFixed(0)} s later`);
await owner.query('ANALYZE');

const { body: record } = await client.post('/nonconformities', {
  title: 'With many files',
  source: 'system',
  disciplines: ['quality'],
  detectedOn: '2026-03-02',
});
for (let n = 0; n < bytes / fileBytes; n++) {
  const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(fileBytes - 9)]);
  const { body: file } = await upload(client, `scan-${n}.pdf`, content);
  await client.post('/attachments', { recordType: 'nonconformity', recordId: record.id, fileId: file.id });
}
said(`${Math.ceil(bytes / fileBytes)} files of ${fileBytes / 1e6} MB attached`);

/** Resident memory of the server, in MB. */
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1000;
while ((await client.get('/log/checkpoint')).body.pendingLines > 0) await sleep(200);
const idle = memory();
let peak = idle;
begun = performance.now();
let { body: pack } = await client.post(
  '/evidence-packs',
  { scope: { recordTypes: ['nonconformity'] } },
  { expect: 202 },
);
while (['queued', 'running'].includes(pack.state)) {
  await sleep(100);
  peak = Math.max(peak, memory());
  pack = (await client.get(`/evidence-packs/${pack.id}`)).body;
}
if (pack.state !== 'ready') throw new Error(`The pack was not made: ${JSON.stringify(pack)}`);
const made = seconds(begun);
const zip = path.join(folder, 'pack.zip');
const answer = await fetch(`${client.base}/evidence-packs/${pack.id}/content`, { headers: client.headers });
await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(zip));

const unpacked = path.join(folder, 'unpacked');
execFileSync('unzip', ['-q', zip, '-d', unpacked]);
const root = path.join(unpacked, readdirSync(unpacked)[0]!);
begun = performance.now();
execFileSync('zip', ['-q', '-0', '-r', path.join(folder, 'plain.zip'), '.'], { cwd: unpacked });
execFileSync('sh', ['-c', 'find . -type f -exec sha256sum {} + > /dev/null'], { cwd: unpacked });
const plain = seconds(begun);
said(
  `pack of ${(bytes / 1e9).toFixed(1)} GB and ${entries} lines: ${made.toFixed(1)} s; zip -0 and sha256sum: ${plain.toFixed(1)} s; ratio ${(plain / made).toFixed(2)}`,
);
said(`memory of the server: ${idle.toFixed(0)} MB idle, ${peak.toFixed(0)} MB at most`);

const { packFingerprint } = (await client.get('/log/keys')).body;
for (const level of ['3', '5']) {
  begun = performance.now();
  const verifier = path.join(root, 'verify', 'verify.py');
  execFileSync('python3', [verifier, root, packFingerprint, '--level', level], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  said(`verified up to level ${level} in ${seconds(begun).toFixed(1)} s`);
}

await owner.end();
server.signal('SIGTERM');
await server.end();
rmSync(folder, { recursive: true, force: true });
