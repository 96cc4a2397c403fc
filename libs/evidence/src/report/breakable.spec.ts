import { breakable } from './breakable.js';
import { listed, type PrintedReport } from './report.js';

const report = (fields: Partial<PrintedReport>): PrintedReport => ({
  language: 'en',
  kind: 'Report',
  reference: 'NC-2026-0042',
  title: 'Title',
  organisation: 'Works',
  notices: [],
  landscape: false,
  facts: [],
  sections: [],
  foot: '',
  digest: { label: 'SHA-256', value: 'a'.repeat(64) },
  checkpoint: null,
  page: ['Page', 'of'],
  at: '2026-03-02T10:00:00.000Z',
  data: null,
  ...fields,
});
const long = 'x'.repeat(500);

describe('words that are too long for a line', () => {
  it('get places to break, and say the same without them', () => {
    const { title, sections } = breakable(
      report({ title: long, sections: [{ title: 's', blocks: [{ kind: 'text', text: `a ${long} b` }] }] }),
    );
    expect(title.split('\u200b').length).toBeGreaterThan(5);
    expect(title.replaceAll('\u200b', '')).toBe(long);
    const [block] = sections[0]!.blocks;
    expect(block).toMatchObject({ kind: 'text' });
    expect(JSON.stringify(block)).toContain('\u200b');
    expect(JSON.stringify(block).replaceAll('\u200b', '')).toContain(`a ${long} b`);
  });

  it('stay whole where they fit, digests and numbers too', () => {
    const rows = [['NC-2026-0042', 'Nichtkonformität im Verantwortungsbereich', 'Energieverbrauch']];
    const given = report({ sections: [{ title: 's', blocks: listed([['No.'], ['What', 4], ['Kind', 2]], rows) }] });
    expect(breakable(given)).toEqual(given);
  });

  it('are broken earlier in a narrow column than in a broad one', () => {
    const rows = [[long, long]];
    const { sections } = breakable(
      report({
        sections: [
          {
            title: 's',
            blocks: listed(
              [
                ['Narrow', 1],
                ['Broad', 5],
              ],
              rows,
            ),
          },
        ],
      }),
    );
    const [block] = sections[0]!.blocks;
    if (block?.kind !== 'table') throw new Error('It was a table');
    const [narrow, broad] = block.rows[0]!.map(
      (cell) => (typeof cell === 'string' ? cell : cell.text).split('\u200b').length,
    );
    expect(narrow).toBeGreaterThan(broad! * 3);
  });

  it('never fall apart within a letter of two halves', () => {
    const { title } = breakable(report({ title: '😀'.repeat(100) }));
    expect(title.isWellFormed()).toBe(true);
    expect(title.replaceAll('\u200b', '')).toBe('😀'.repeat(100));
  });
});
