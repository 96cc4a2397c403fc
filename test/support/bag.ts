import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A pack, unpacked by the tools of the machine. */
export class Bag {
  readonly folder: string;
  private readonly root: string;

  constructor(readonly zip: Buffer) {
    this.root = mkdtempSync(path.join(tmpdir(), 'continua-bag-'));
    const file = path.join(this.root, 'pack.zip');
    writeFileSync(file, zip);
    const { status, stderr } = spawnSync('unzip', ['-q', file, '-d', this.root], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    rmSync(file);
    this.folder = path.join(this.root, readdirSync(this.root)[0]!);
  }

  /** Runs a command in the folder and returns what it says; throws what it complains about. */
  run(command: string, ...parameters: string[]): string {
    const { status, stdout, stderr } = spawnSync(command, parameters, {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    if (status !== 0) throw new Error(`${command} answered ${status}: ${stdout}${stderr}`);
    return stdout;
  }

  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
      .sort();
  }

  text(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  bytes(name: string): Buffer {
    return readFileSync(path.join(this.folder, name));
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into files of every shape
  json(name: string): any {
    return JSON.parse(this.text(name));
  }

  /** The rows of a table by Python's reader, with the documented apostrophe taken off. */
  table(name: string): Record<string, string>[] {
    const program =
      'import csv,json,sys\n' +
      'def value(cell):\n' +
      '  rest = cell.lstrip("\\x27")\n' +
      '  return cell[1:] if cell.startswith("\\x27") and rest[:1] and rest[0] in "=+-@\\t\\r\\n\\0\\uff1d\\uff0b\\uff0d\\uff20" else cell\n' +
      'with open(sys.argv[1], encoding="utf-8", newline="") as file:\n' +
      '  print(json.dumps([{key: value(cell) for key, cell in row.items()} for row in csv.DictReader(file)]))';
    return JSON.parse(this.run('python3', '-c', program, name)) as Record<string, string>[];
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
