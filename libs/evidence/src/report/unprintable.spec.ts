import { missingLetters, withNotice, withoutLetters } from './unprintable.js';

const complaint = (text: string) =>
  `[SourceDiagnostic { severity: Error, message: "the text \\"${text}\\" could not be displayed with any font" }]`;

describe('letters without a typeface', () => {
  it('are read from the complaint, written out or by number', () => {
    expect(missingLetters(complaint('日'))).toBe('日');
    expect(missingLetters(complaint('\\u{e123}'))).toBe('\ue123');
    expect(missingLetters('unknown variable: x')).toBe('');
  });

  it('are replaced with the others of their script, and nothing else is', () => {
    const json = JSON.stringify({ text: 'Größe 日本語カナ "שלום" \ue123 ✓' });
    expect(withoutLetters(json, '日', 0)).toBe(JSON.stringify({ text: 'Größe □□□□□ "שלום" \ue123 ✓' }));
    expect(withoutLetters(json, 'ל', 0)).toBe(JSON.stringify({ text: 'Größe 日本語カナ "□□□□" \ue123 ✓' }));
    expect(withoutLetters(json, '\ue123', 0)).toBe(JSON.stringify({ text: 'Größe 日本語カナ "שלום" □ ✓' }));
  });

  it('are all given up in the end, so that a report always comes out', () => {
    const json = JSON.stringify({ text: 'Größe „Ω“ Жук – 5 € 日 \u{f0123} ✓' });
    expect(withoutLetters(json, 'ꙮ', 12)).toBe(JSON.stringify({ text: 'Größe „Ω“ Жук – 5 € □ □ □' }));
  });

  it('are announced in the language of the report', () => {
    const notices = (language: string) =>
      (JSON.parse(withNotice(JSON.stringify({ language, notices: ['Draft'] }))) as { notices: string[] }).notices;
    expect(notices('en')).toEqual(['Draft', expect.stringContaining('□')]);
    expect(notices('de')[1]).toContain('Zeichen');
  });
});
