import { Logger } from '@nestjs/common';
import { acceptedLanguage } from './report-language.js';
import type { PrintedReport } from './report.js';
import { Typesetter } from './typesetter.js';

const report = (title: string, data: unknown = null): PrintedReport => ({
  language: 'en',
  kind: 'Report',
  reference: 'R-1',
  title,
  organisation: 'Works',
  notices: [],
  landscape: false,
  facts: [['Grade', 'Minor']],
  sections: [],
  foot: '',
  digest: { label: 'SHA-256', value: 'a'.repeat(64) },
  checkpoint: null,
  page: ['Page', 'of'],
  at: '2026-03-02T10:00:00.000Z',
  data,
});

describe('the typesetter', () => {
  let typesetter: Typesetter;
  beforeEach(() => (typesetter = new Typesetter()));
  afterEach(() => typesetter.onApplicationShutdown());

  it('gives the same bytes for the same report, also after it began anew', async () => {
    const first = await typesetter.pdf(report('One'));
    expect(Buffer.from(first).subarray(0, 5).toString()).toBe('%PDF-');
    await typesetter.pdf(report('Another'));
    typesetter.onApplicationShutdown();
    expect(Buffer.from(await typesetter.pdf(report('One'))).equals(Buffer.from(first))).toBe(true);
  });

  it('refuses more than it can hold, and more than people wait for', async () => {
    await expect(typesetter.pdf(report('Large', 'x'.repeat(17 * 1024 * 1024)))).rejects.toMatchObject({ status: 422 });
    const all = await Promise.allSettled(Array.from({ length: 25 }, () => typesetter.pdf(report('Many'))));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(4);
    for (const one of refused) expect(one).toMatchObject({ reason: { status: 503, headers: { 'retry-after': '10' } } });
  });

  it('tells those who wait that the server stops', async () => {
    const waiting = Promise.allSettled([typesetter.pdf(report('One')), typesetter.pdf(report('Two'))]);
    typesetter.onApplicationShutdown();
    for (const one of await waiting) expect(one).toMatchObject({ status: 'rejected', reason: { status: 503 } });
  });

  it('says why a report cannot be set, and sets the next', async () => {
    Logger.overrideLogger(false);
    await expect(typesetter.pdf({ ...report('Bad'), at: 'never' })).rejects.toThrow('cannot be set');
    await expect(typesetter.pdf(report('Good'))).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('the language of a report', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr-FR', 'en'],
    ['de', 'de'],
    ['DE-ch', 'de'],
    ['en;q=0.5, de;q=0.7', 'de'],
    ['de;q=0, en', 'en'],
    ['*', 'en'],
  ])('is by the header %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it('is read from a header of any length', () => {
    expect(acceptedLanguage(`${'x,'.repeat(10_000)}de`)).toBe('en');
  });
});
