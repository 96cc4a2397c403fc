import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { BagWriter, type BagSummary } from './bag-writer.js';

const FOLDER = 'evidence-acme-20261122-ab12';
const MEBIBYTE = 1_048_576;
const LETTER = '50000 entries written, one after the other\n'.repeat(5_000);

let scratch = '';
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'bag-'));
});
afterEach(() => rm(scratch, { recursive: true }));

function newBag(): BagWriter {
  const info = { 'Source-Organization': 'Ácme Ltd: north', 'Bagging-Date': '2026-11-22' };
  return new BagWriter({ folder: FOLDER, info, modifiedAt: new Date('2026-11-22T10:11:12Z') });
}

async function* repeated(block: Uint8Array, times: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < times; index += 1) yield block;
}

/** A bag with texts, media, an empty file and a file cut into pieces of `pieceLength` characters. */
async function fill(bag: BagWriter, pieceLength: number): Promise<BagSummary> {
  await bag.addTag('README.txt', 'How to verify\n');
  await bag.addTag('verify/FORMAT.md', '# Format\n');
  await bag.addPayload('records/nonconformity/0190.json', '{"number":"NC-2026-0001","title":"Größe"}\n');
  const pieces = LETTER.match(new RegExp(`[^]{1,${pieceLength}}`, 'g')) ?? [];
  await bag.addPayload('log/entries.ndjson', Readable.from(pieces));
  await bag.addPayload('attachments/aa.png', Buffer.alloc(70_000, 7));
  await bag.addPayload('attachments/empty.txt', '');
  return bag.finish(async (tagManifest) => [{ suffix: 'sig', content: `signed ${tagManifest.length}\n` }]);
}

async function writeFilled(name: string, pieceLength = 1_000): Promise<{ zip: string; summary: BagSummary }> {
  const zip = join(scratch, name);
  const bag = newBag();
  const [summary] = await Promise.all([fill(bag, pieceLength), pipeline(bag.stream, createWriteStream(zip))]);
  return { zip, summary };
}

function run(command: string, ...parameters: string[]): { status: number | null; text: string } {
  const done = spawnSync(command, parameters, { cwd: scratch, encoding: 'utf8' });
  return { status: done.status, text: `${done.stdout}${done.stderr}` };
}

function unpack(zip: string): string {
  expect(run('unzip', '-q', zip)).toEqual({ status: 0, text: '' });
  return join(scratch, FOLDER);
}

function check(folder: string, manifest: string): { status: number | null; text: string } {
  const done = spawnSync('sha256sum', ['-c', '--quiet', '--strict', manifest], { cwd: folder, encoding: 'utf8' });
  return { status: done.status, text: `${done.stdout}${done.stderr}` };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('BagWriter', () => {
  it('writes a bag that unzip and sha256sum accept, with every payload file in the manifest', async () => {
    const { zip, summary } = await writeFilled('bag.zip');
    const folder = unpack(zip);
    expect(check(folder, 'manifest-sha256.txt')).toEqual({ status: 0, text: '' });
    expect(check(folder, 'tagmanifest-sha256.txt')).toEqual({ status: 0, text: '' });
    expect(run('sha256sum', join(folder, 'tagmanifest-sha256.txt')).text).toContain(summary.manifestSha256);

    const listed = (await readFile(join(folder, 'manifest-sha256.txt'), 'utf8')).trimEnd().split('\n');
    const paths = listed.map((line) => line.slice(66));
    const found = (await filesBelow(join(folder, 'data'))).map((path) => path.slice(folder.length + 1));
    expect(paths).toEqual(found.sort());
    expect(await readFile(join(folder, 'data/log/entries.ndjson'), 'utf8')).toBe(LETTER);
  });

  it('states in Payload-Oxum the bytes and the number of files that are really there', async () => {
    const { zip, summary } = await writeFilled('bag.zip');
    const folder = unpack(zip);
    const payload = await filesBelow(join(folder, 'data'));
    const sizes = await Promise.all(payload.map(async (path) => (await stat(path)).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(summary).toMatchObject({ payloadFiles: payload.length, payloadBytes: bytes });
    expect(await readFile(join(folder, 'bag-info.txt'), 'utf8')).toBe(
      `Source-Organization: Ácme Ltd: north\nBagging-Date: 2026-11-22\nPayload-Oxum: ${bytes}.${payload.length}\n`,
    );
  });

  it('lists all tag files in the tag manifest except itself and its signatures', async () => {
    const { zip } = await writeFilled('bag.zip');
    const folder = unpack(zip);
    const tagManifest = await readFile(join(folder, 'tagmanifest-sha256.txt'), 'utf8');
    expect(tagManifest.replaceAll(/^[0-9a-f]{64} {2}/gm, '')).toBe(
      'README.txt\nbag-info.txt\nbagit.txt\nmanifest-sha256.txt\nverify/FORMAT.md\n',
    );
    expect(await readFile(join(folder, 'tagmanifest-sha256.txt.sig'), 'utf8')).toBe(`signed ${tagManifest.length}\n`);
  });

  it('gives the same bytes for the same content, however it was cut', async () => {
    const first = await readFile((await writeFilled('first.zip')).zip);
    const second = await readFile((await writeFilled('second.zip', 77_777)).zip);
    expect(first.equals(second)).toBe(true);
  });

  it('stores compressed media as they are, deflates the rest and gives every entry one time and mode', async () => {
    const { zip } = await writeFilled('bag.zip');
    const program =
      'import sys,zipfile\nfor e in zipfile.ZipFile(sys.argv[1]).infolist(): print(e.filename.split("/")[-1], e.compress_type, *e.date_time, oct(e.external_attr>>16))';
    const lines = run('python3', '-c', program, zip).text.trimEnd().split('\n');
    expect(lines).toHaveLength(11);
    expect(lines).toContain('aa.png 0 2026 11 22 10 11 12 0o100644');
    const others = lines.filter((line) => !line.startsWith('aa.png'));
    for (const line of others) expect(line).toMatch(/^\S+ 8 2026 11 22 10 11 12 0o100644$/);
  });

  it('lets sha256sum find one appended byte', async () => {
    const folder = unpack((await writeFilled('bag.zip')).zip);
    await appendFile(join(folder, 'data/attachments/empty.txt'), ' ');
    await appendFile(join(folder, 'bag-info.txt'), ' ');
    expect(check(folder, 'manifest-sha256.txt').text).toContain('data/attachments/empty.txt: FAILED');
    expect(check(folder, 'tagmanifest-sha256.txt').text).toContain('bag-info.txt: FAILED');
  });

  it('needs no more memory for 300 MB than for little', async () => {
    const bag = newBag();
    const noise = randomBytes(MEBIBYTE);
    let received = 0;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done): void {
        received += chunk.length;
        setImmediate(done);
      },
    });
    const reading = pipeline(bag.stream, sink);
    await bag.addPayload('warm.zip', repeated(noise, 20));
    const before = process.memoryUsage.rss();
    let peak = before;
    const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
    await bag.addPayload('large.zip', repeated(noise, 170));
    for (let index = 0; index < 200; index += 1)
      await bag.addPayload(`${index}.zip`, Buffer.alloc(MEBIBYTE / 2, index));
    await bag.addPayload('large.ndjson', repeated(Buffer.alloc(MEBIBYTE, LETTER), 30));
    clearInterval(sampler);
    await bag.finish();
    await reading;
    expect(received).toBeGreaterThan(290 * MEBIBYTE);
    expect(peak - before).toBeLessThan(80 * MEBIBYTE);
  }, 30_000);

  it('waits for a reader that does not read, also between many small files', async () => {
    const bag = newBag();
    let written = 0;
    const writing = (async (): Promise<void> => {
      for (let index = 0; index < 2_000; index += 1) {
        await bag.addPayload(`small-${index}.zip`, Buffer.alloc(1_000));
        written += 1;
      }
      await bag.finish();
    })();
    let last = -1;
    while (written > last) {
      last = written;
      await pause(100);
    }
    expect(written).toBeLessThan(200);
    expect(bag.stream.readableLength).toBeLessThan(100_000);
    await Promise.all([writing, buffer(bag.stream)]);
    expect(written).toBe(2_000);
  });

  it.each([
    ['a stream that fails', (): Readable => Readable.from(failing())],
    ['a file that is not there', (): Readable => createReadStream('/nowhere/at/all')],
    ['a stream cut off without an error', (): Readable => cutOff()],
  ])('rejects for %s, and breaks the ZIP with it', async (_name, source) => {
    const bag = newBag();
    const reading = pipeline(bag.stream, createWriteStream(join(scratch, 'broken.zip')));
    const outcome = Promise.allSettled([reading]);
    await bag.addPayload('whole.txt', 'whole');
    await expect(bag.addPayload('broken.txt', source())).rejects.toThrow(/disk gone|ENOENT|Premature close/);
    expect((await outcome)[0].status).toBe('rejected');
    await expect(bag.addPayload('next.txt', 'next')).rejects.toThrow('given up');
    await expect(bag.finish()).rejects.toThrow('given up');
    expect(run('unzip', '-tq', 'broken.zip').status).not.toBe(0);
  });

  it('rejects when the reader goes away, and lets go of the source', async () => {
    const bag = newBag();
    const source = Readable.from(repeated(randomBytes(MEBIBYTE), 1_000));
    const adding = bag.addPayload('large.zip', source);
    bag.stream.once('data', () => bag.stream.destroy());
    await expect(adding).rejects.toThrow('nobody reads the pack');
    expect(source.destroyed).toBe(true);
  });

  it('breaks the ZIP when the signer fails', async () => {
    const bag = newBag();
    const reading = Promise.allSettled([buffer(bag.stream)]);
    await bag.addPayload('a.txt', 'a');
    const refused = bag.finish(() => Promise.reject(new Error('no key')));
    await expect(refused).rejects.toThrow('no key');
    expect((await reading)[0].status).toBe('rejected');
  });

  it('refuses two files at once, an empty pack and files after the end', async () => {
    const twice = newBag();
    const first = Promise.allSettled([twice.addPayload('a.txt', 'a')]);
    await expect(twice.addPayload('b.txt', 'b')).rejects.toThrow('one file at a time');
    await first;
    expect(twice.stream.destroyed).toBe(true);

    await expect(newBag().finish()).rejects.toThrow('without a payload');

    const done = newBag();
    const reading = buffer(done.stream);
    await done.addPayload('a.txt', 'a');
    await done.finish();
    await reading;
    await expect(done.addPayload('b.txt', 'b')).rejects.toThrow('complete');
  });

  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    './a',
    '../a',
    'a/../b',
    'a\\b',
    'c:a',
    'A.txt',
    'ä.txt',
    'a b',
    'a%20b',
    'a\nb',
    'a.',
    '.hidden',
    '-rf',
    'con',
    'aux.txt',
    'lpt1/a',
    'x'.repeat(81),
    `${'long/'.repeat(30)}a`,
    'taken.txt',
    'taken.txt/below',
    'folder',
  ])('refuses the payload path %j', async (path) => {
    const bag = newBag();
    bag.stream.resume();
    await bag.addPayload('taken.txt', 'a');
    await bag.addPayload('folder/file.txt', 'a');
    await expect(bag.addPayload(path, 'x')).rejects.toThrow(RangeError);
    expect(bag.stream.destroyed).toBe(true);
  });

  it.each(['data/a.txt', 'DATA', 'bagit.txt', 'Bag-Info.txt', 'manifest-sha256.txt', 'readme.TXT'])(
    'refuses the tag path %j',
    async (path) => {
      const bag = newBag();
      bag.stream.resume();
      await bag.addTag('README.txt', 'a');
      await expect(bag.addTag(path, 'x')).rejects.toThrow(RangeError);
    },
  );

  it('refuses a folder, an info line or a time that would not survive the container', () => {
    const good = { folder: FOLDER, info: {}, modifiedAt: new Date(0) };
    expect(() => new BagWriter(good)).not.toThrow();
    expect(() => new BagWriter({ ...good, folder: 'a/b' })).toThrow(RangeError);
    expect(() => new BagWriter({ ...good, info: { Contact: 'a\nPayload-Oxum: 1.1' } })).toThrow(RangeError);
    expect(() => new BagWriter({ ...good, info: { 'Payload-Oxum': '1.1' } })).toThrow(RangeError);
    expect(() => new BagWriter({ ...good, info: { 'Bad: label': 'x' } })).toThrow(RangeError);
    expect(() => new BagWriter({ ...good, modifiedAt: new Date('never') })).toThrow(RangeError);
  });
});

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.alloc(MEBIBYTE);
  throw new Error('disk gone');
}

function cutOff(): Readable {
  const source = new Readable({ read: () => undefined });
  source.push('half of');
  setTimeout(() => source.destroy(), 50);
  return source;
}
