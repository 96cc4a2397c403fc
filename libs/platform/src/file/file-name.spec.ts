import { asAttachment, shownName } from './file-name.js';

describe('names of files', () => {
  it.each([
    ['gauge 7.jpg', 'gauge 7.jpg'],
    ['C:\\Users\\eva\\plan.pdf', 'plan.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['gpj\u202E.exe', 'gpj.exe'],
    ['a\u0000b\r\nc.txt', 'abc.txt'],
    ['Prüfung 検査 😀.pdf', 'Prüfung 検査 😀.pdf'],
    ['half \uD83D.pdf', 'half \uFFFD.pdf'],
    ['folder/', 'file'],
    ['', 'file'],
  ])('shows %j as %j', (given, shown) => {
    expect(shownName(given)).toBe(shown);
  });

  it('limits a name without cutting a character in half', () => {
    expect(shownName('😀'.repeat(300))).toBe('😀'.repeat(255));
  });

  it('writes a header that no name can break', () => {
    expect(asAttachment(`Eva's "ü" (1)*%.pdf`)).toBe(
      `attachment; filename="Eva's ___ (1)*_.pdf"; filename*=UTF-8''Eva%27s%20%22%C3%BC%22%20%281%29%2A%25.pdf`,
    );
    expect(asAttachment('a"; filename="evil.exe')).toMatch(
      /^attachment; filename="a_; filename=_evil\.exe"; filename\*=/,
    );
  });
});
