const nameLimit = 255;

/**
 * The name that a sender gave, fit to be shown: without folders, control characters and marks that turn the writing
 * direction (which make `exe.jpg` out of `gpj.exe`).
 */
export function shownName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
  return [...clean].slice(0, nameLimit).join('') || 'file';
}

/** `Content-Disposition: attachment` with the name in ASCII and, by RFC 5987, as it is. */
export function asAttachment(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7E]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
