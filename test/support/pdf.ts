import { inflateSync } from 'node:zlib';

interface PdfObject {
  /** The dictionary as it is written. */
  head: string;
  /** The stream, unpacked; empty where there is none. */
  stream: Buffer;
}

/** A PDF as the typesetter writes it: every object in plain sight, none of them in object streams. */
export class Pdf {
  private readonly objects = new Map<string, PdfObject>();

  constructor(readonly bytes: Buffer) {
    const text = bytes.toString('latin1');
    for (const [, number, body] of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
      const [head = '', ...rest] = body!.split('stream\n');
      const packed = Buffer.from(rest.join('stream\n').replace(/\nend$|\nendstream$/, ''), 'latin1');
      const stream = packed.length > 0 && head.includes('/FlateDecode') ? inflateSync(packed) : packed;
      this.objects.set(number!, { head, stream });
    }
  }

  private all(part: string): PdfObject[] {
    return [...this.objects.values()].filter(({ head }) => head.includes(part));
  }

  /** What part and level of PDF/A it claims to be, such as `3B`. */
  get standard(): string {
    const [metadata] = this.all('/Type /Metadata');
    const xmp = metadata?.stream.toString('utf8') ?? '';
    return ['part', 'conformance'].map((name) => new RegExp(`<pdfaid:${name}>(\\w)<`).exec(xmp)?.[1]).join('');
  }

  /** The record that it carries as `record.json`. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into records of every shape
  get record(): any {
    const [file] = this.all('/Type /EmbeddedFile');
    return JSON.parse(file!.stream.toString('utf8'));
  }

  /** The text of each page, in the order in which it was set; spaces at the ends of lines are not kept. */
  get pages(): string[] {
    return this.all('/Type /Page\n').map(({ head }) => {
      const content = this.objects.get(/\/Contents (\d+) 0 R/.exec(head)![1]!)!;
      return this.read(content.stream.toString('latin1'), this.fontsOf(head));
    });
  }

  /** All text without any space, for whatever lines it was broken into. */
  get words(): string {
    return this.pages.join('').replaceAll(/[\s\u200b]/g, '');
  }

  /** What each glyph of each font says, by the name of the font on the page. */
  private fontsOf(page: string): Map<string, Map<string, string>> {
    const resources = /\/Resources (\d+) 0 R/.exec(page);
    const head = resources ? this.objects.get(resources[1]!)!.head : page;
    return new Map(
      [...head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, font]) => {
        const map = /\/ToUnicode (\d+) 0 R/.exec(this.objects.get(font!)!.head)![1]!;
        const letters = this.objects.get(map)!.stream.toString('latin1');
        return [
          name!,
          new Map(
            [...letters.matchAll(/<([0-9A-F]{4})> <([0-9A-F]+)>/g)].map(([, glyph, said]) => [
              glyph!,
              Buffer.from(said!, 'hex').swap16().toString('utf16le'),
            ]),
          ),
        ];
      }),
    );
  }

  private read(content: string, fonts: Map<string, Map<string, string>>): string {
    let font = new Map<string, string>();
    let text = '';
    // Pairs of brackets stand in a string as they are.
    const tokens = /\/(F\d+) [\d.]+ Tf|\(((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*)\)|\bET\b/g;
    for (const [token, name, string] of content.matchAll(tokens)) {
      if (name) font = fonts.get(name) ?? font;
      else if (token === 'ET') text += ' ';
      else
        text += (
          Buffer.from(unescaped(string ?? ''), 'latin1')
            .toString('hex')
            .toUpperCase()
            .match(/.{4}/g) ?? []
        )
          .map((glyph) => font.get(glyph) ?? '')
          .join('');
    }
    return text;
  }
}

const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A string as PDF writes it (ISO 32000-1, 7.3.4.2) without its escapes. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, escaped: string) =>
    /^[0-7]/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : (letters[escaped] ?? escaped),
  );
