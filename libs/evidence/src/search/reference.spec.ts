import { readReference } from './reference.js';

describe('a number that somebody types', () => {
  it('is found without its zeros, in small letters and without hyphens', () => {
    const meant = { exact: 'NC-2026-0042', prefix: 'NC-2026-42', whole: true };
    for (const q of ['NC-2026-42', 'nc-2026-42', ' nc 2026 42 ', 'NC2026-42']) expect(readReference(q)).toEqual(meant);
    expect(readReference('FND-2026-12345')?.exact).toBe('FND-2026-12345');
  });

  it('may be a beginning or a code', () => {
    expect(readReference('NC-2026-')).toEqual({ exact: 'NC-2026-', prefix: 'NC-2026-', whole: false });
    expect(readReference('p-08')).toEqual({ exact: 'P-08', prefix: 'P-08', whole: false });
    expect(readReference('m2')?.exact).toBe('M2');
  });

  it('is told from words', () => {
    for (const q of ['pump', 'solvent spill', '2026', 'Ölspur-7', 'line 2', '-', ''])
      expect(readReference(q)).toBeUndefined();
  });
});
