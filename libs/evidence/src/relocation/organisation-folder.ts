import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Content, syncFolder, writeDurably } from '#platform';

export const format = 'continua-organisation/1';

/** What stands in `manifest.json`. */
export interface Manifest {
  format: string;
  /** The schema that the rows fit: the last migration with the SHA-256 of its text. */
  schema: string;
  /** The name of the installation that it comes from. */
  instance: string;
  organisation: { id: string; name: string };
  exportedAt: string;
  /** Rows by table. */
  rows: Record<string, number>;
  /** The last signed checkpoint of each epoch of its log, oldest first. */
  checkpoints: string[];
  /** Every other file of the folder. */
  files: Record<string, Content>;
}

/** Everything of one organisation as files: `manifest.json`, `tables/<table>.ndjson`, `files/<sha256>`. */
export class OrganisationFolder {
  private readonly listed: Record<string, Content> = {};

  constructor(readonly root: string) {}

  /** Makes it. Throws in words where there is something already. */
  async make(): Promise<void> {
    await mkdir(this.root, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw new Error(`${this.root} is there already; nothing is overwritten.`);
      if (error.code === 'ENOENT') throw new Error(`The folder ${path.dirname(this.root)} does not exist.`);
      throw error;
    });
    for (const part of ['tables', 'files']) await mkdir(path.join(this.root, part), { mode: 0o700 });
  }

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    this.listed[name] = await writeDurably(content, path.join(this.root, name));
  }

  /** Comes last: a folder without it is not whole. */
  async finish(manifest: Omit<Manifest, 'format' | 'files'>): Promise<Manifest> {
    const whole = { format, ...manifest, files: this.listed };
    const options = { flag: 'wx', mode: 0o600, flush: true };
    await writeFile(path.join(this.root, 'manifest.json'), `${JSON.stringify(whole, null, 2)}\n`, options);
    for (const folder of ['tables', 'files', '.']) await syncFolder(path.join(this.root, folder));
    return whole;
  }

  /** Reads the manifest and every byte. Throws in words, naming the file, for anything that is not as it was written. */
  async check(): Promise<Manifest> {
    const text = await readFile(path.join(this.root, 'manifest.json'), 'utf8').catch(() => undefined);
    if (text === undefined)
      throw new Error(`${this.root} holds no whole organisation: there is no manifest.json in it.`);
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format !== format) throw new Error(`${this.root} was written in another format: ${manifest.format}.`);
    const found = await readdir(this.root, { recursive: true, withFileTypes: true });
    const names = found
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(this.root, path.join(entry.parentPath, entry.name)))
      .filter((name) => name !== 'manifest.json');
    const foreign = names.find((name) => !Object.hasOwn(manifest.files, name));
    if (foreign) throw new Error(`${foreign} does not belong to this organisation: manifest.json does not name it.`);
    for (const [name, { sha256 }] of Object.entries(manifest.files)) {
      if (!names.includes(name)) throw new Error(`${name} is missing; nothing was taken over.`);
      const hash = createHash('sha256');
      for await (const block of this.read(name)) hash.update(block);
      if (hash.digest('hex') !== sha256) throw new Error(`${name} was damaged; nothing was taken over.`);
    }
    return manifest;
  }

  read(name: string): AsyncIterable<Buffer> {
    return createReadStream(path.join(this.root, name));
  }

  /** The lines of a file, some at a time. */
  async *lines(name: string): AsyncGenerator<string[]> {
    let some: string[] = [];
    let size = 0;
    for await (const line of createInterface({
      input: createReadStream(path.join(this.root, name)),
      crlfDelay: Infinity,
    })) {
      some.push(line);
      size += line.length;
      if (some.length < 500 && size < 1e6) continue;
      yield some;
      [some, size] = [[], 0];
    }
    if (some.length > 0) yield some;
  }
}
