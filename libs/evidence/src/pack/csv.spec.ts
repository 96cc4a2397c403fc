import { spawnSync } from 'node:child_process';
import { csvLine } from './csv.js';

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/** Python's csv module, a reader that is not ours. */
function readByPython(csv: string): string[][] {
  const program =
    'import csv,io,json,sys;t=sys.stdin.buffer.read().decode();print(json.dumps(list(csv.reader(io.StringIO(t,newline="")))))';
  const run = spawnSync('python3', ['-c', program], { input: csv, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as string[][];
}

function valueOf(cell: string): string {
  return STARTS.includes(cell.replace(/^'+/, '').charAt(0)) && cell.startsWith("'") ? cell.slice(1) : cell;
}

describe('csvLine', () => {
  it('quotes every text, leaves numbers, booleans and nothing bare, and ends with CRLF', () => {
    expect(csvLine(['a', '', null, undefined, 1.5, -5, 12n, true])).toBe('"a","",,,1.5,-5,12,true\r\n');
    expect(csvLine(['a"b', 'c,d', 'e\r\nf', 'é😀'])).toBe('"a""b","c,d","e\r\nf","é😀"\r\n');
    expect(csvLine([])).toBe('\r\n');
  });

  it('writes dates in UTC and lists as JSON', () => {
    expect(csvLine([new Date('2026-11-22T10:00:00+01:00'), ['x', 1]])).toBe(
      '"2026-11-22T09:00:00.000Z","[""x"",1]"\r\n',
    );
  });

  it.each(STARTS)('takes the danger out of a text that starts with %j', (start) => {
    expect(csvLine([`${start}1+1`])).toBe(`"'${start}1+1"\r\n`);
    expect(csvLine([start])).toBe(`"'${start}"\r\n`);
  });

  it('leaves exact decimals that come as text alone, but not what only looks like one', () => {
    expect(csvLine(['-5', '-12.50'])).toBe('"-5","-12.50"\r\n');
    expect(csvLine(['-5+1', '-', '-1\n', "-2+cmd|' /C calc'!A0"])).toBe(
      `"'-5+1","'-","'-1\n","'-2+cmd|' /C calc'!A0"\r\n`,
    );
  });

  it('gives every text back after a foreign reader and the documented rule', () => {
    const texts = [...STARTS, 'plain', "'", "''", "'t Hooft", '"', ',', 'a\r\nb', '-5', "'-5", 'ｱ', ' =1'].flatMap(
      (text) => [text, `${text}x`, `'${text}`, `''${text}x`],
    );
    const rows = readByPython(csvLine(texts) + csvLine(['second', 'line']));
    expect(rows.map((row) => row.map(valueOf))).toEqual([texts, ['second', 'line']]);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [new Date('no date')], [Symbol('x')], [(): number => 1]])(
    'refuses %p, which has no exact text',
    (value) => {
      expect(() => csvLine([value])).toThrow(TypeError);
    },
  );
});
