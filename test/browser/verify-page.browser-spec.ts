import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { Configuration } from '#platform';
import { startApi, type TestApi } from '../support/api.js';
import { barriers } from '../support/barriers.js';
import type { Bag } from '../support/bag.js';
import { openBrowser } from '../support/browser.js';
import type { Client } from '../support/client.js';
import { upload } from '../support/files.js';
import { packOf } from '../support/packs.js';
import { forgeSignature, signedByPasskey } from '../support/passkeys.js';

describe('the page that verifies packs, opened from the disk', () => {
  let api: TestApi;
  let browser: Browser;
  let manager: Client;
  let older: Bag;
  let bag: Bag;
  let fingerprint: string;
  const requests: string[] = [];

  beforeAll(async () => {
    api = await startApi();
    browser = await openBrowser();
    manager = await api.as({ roles: ['quality_manager', 'environmental_manager'] });
    const report = { title: 'Torque =1+1', source: 'inspection', disciplines: ['quality'], detectedOn: '2026-03-02' };
    const { body } = await manager.post('/nonconformities', { ...report, statement: 'Zwölf Schrauben, “zu lose” 🔩' });
    const { body: file } = await upload(manager, 'scan.txt', 'Twelve of fifty');
    await manager.post('/attachments', { recordType: 'nonconformity', recordId: body.id, fileId: file.id });
    older = await packOf(manager);
    await manager.change(`/nonconformities/${body.id}`, { title: 'Torque of line 2' });
    await manager.post('/nonconformities', report);
    bag = await packOf(manager);
    fingerprint = (await manager.get('/log/keys')).body.packFingerprint;
  }, 120_000);
  afterAll(async () => {
    older.remove();
    bag.remove();
    await browser.close();
    await api.stop();
  });

  const open = async (of: Bag, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const page = await browser.newPage(options);
    page.setDefaultTimeout(30_000);
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path.join(of.folder, 'verify/verify.html')).href);
    await page.getByLabel(/The folder of the unpacked pack/).setInputFiles(of.folder);
    return page;
  };
  /** What it says of the six levels, and all of it. */
  const verified = async (page: Page): Promise<{ levels: string[]; verdict: string; text: string }> => {
    await page.getByRole('button', { name: 'Verify' }).click();
    const verdict = page.getByRole('status').filter({ hasText: 'VERIFIED' });
    await verdict.waitFor();
    return {
      levels: await page.locator('#levels > li > b').allInnerTexts(),
      verdict: await verdict.innerText(),
      text: await page.locator('#result').innerText(),
    };
  };
  const key = (page: Page) => page.getByLabel(/fingerprint of the key/);

  it.each(['light', 'dark'] as const)(
    'says OK to a pack, with the key and an earlier pack (%s)',
    async (colorScheme) => {
      const page = await open(bag, { colorScheme, viewport: { width: 390, height: 844 } });
      await key(page).fill(fingerprint);
      await page.getByLabel(/folder of an earlier pack/).setInputFiles(older.folder);
      const { levels, verdict, text } = await verified(page);
      expect([levels, text]).toEqual([Array(6).fill('OK'), expect.stringContaining('is a prefix')]);
      expect(verdict).toBe('VERIFIED up to level 6.');
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.close();
    },
  );

  it('checks what passkeys have signed', async () => {
    const signer = await signedByPasskey(api, api.app.get(Configuration).publicUrl);
    const own = (await signer.get('/log/keys')).body.packFingerprint;
    const said = async () => {
      const pack = await packOf(signer);
      const page = await open(pack);
      await key(page).fill(own);
      const { levels, text } = await verified(page);
      await page.close();
      pack.remove();
      return [levels[3], text];
    };
    expect(await said()).toEqual(['OK', expect.stringContaining('2 signatures of people (2 by passkey)')]);
    await forgeSignature(api, signer, (_, statement) => ({ statement }));
    expect(await said()).toEqual(['FAIL', expect.stringContaining('the passkey has not signed this')]);
  });

  it('wants a key from elsewhere, and says what one from the pack is worth', async () => {
    const page = await open(bag);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('Name the fingerprint of the key that you got by another way').waitFor();
    await page.getByLabel(/I have no other key/).check();
    const { levels, verdict, text } = await verified(page);
    expect(levels).toEqual(['OK', 'NOT CHECKED', 'OK', 'OK', 'OK', 'NOT CHECKED']);
    expect(verdict).toBe('NOT VERIFIED up to level 5.');
    expect(text).toContain('proves nothing about who made the pack');
    await page.close();
  });

  it('refuses the key of somebody else', async () => {
    const page = await open(bag);
    await key(page).fill(`SHA256:${'A'.repeat(43)}`);
    const { levels, text } = await verified(page);
    expect(levels.slice(0, 2)).toEqual(['OK', 'FAIL']);
    expect(text).toContain('somebody else made it');
    await page.close();
  });

  /** Does something to a file, verifies, and puts it back. */
  const damaged = async (
    name: string,
    damage: (content: Buffer) => Buffer,
  ): Promise<{ levels: string[]; text: string }> => {
    const file = path.join(bag.folder, name);
    const kept = path.join(bag.folder, '..', 'kept');
    copyFileSync(file, kept);
    writeFileSync(file, damage(readFileSync(file)));
    try {
      const page = await open(bag);
      await key(page).fill(fingerprint);
      const result = await verified(page);
      await page.close();
      return result;
    } finally {
      renameSync(kept, file);
    }
  };
  const replaced = (from: string, to: string) => (content: Buffer) => {
    const text = content.toString('utf8');
    expect(text).toContain(from);
    return Buffer.from(text.replace(from, to));
  };

  it('names the file that was changed, and the line', async () => {
    const lines = 'data/log/entries.ndjson';
    const line = await damaged(lines, replaced('"act":"nonconformity.', '"act":"nonconformitx.'));
    expect(line.levels[0]).toBe('FAIL');
    expect(line.levels[2]).toBe('FAIL');
    expect(line.text).toContain(`${lines} was changed`);
    expect(line.text).toContain('have not the root of the checkpoint');

    const name = bag.files().find((one) => /records\/nonconformity\/[^/]+\/versions\/2\.json$/.test(one))!;
    const record = await damaged(name, replaced('Torque of line 2', 'Torque of line 3'));
    expect(record.levels[0]).toBe('FAIL');
    expect(record.text).toContain(`${name}: title is not what line`);

    const signature = await damaged('tagmanifest-sha256.txt.sig', (content) => {
      const at = content.length - 60;
      content[at] = content[at] === 65 ? 66 : 65;
      return content;
    });
    expect(signature.levels[1]).toBe('FAIL');
    const crlf = await damaged(lines, (content) => Buffer.from(content.toString('utf8').replaceAll('\n', '\r\n')));
    expect(crlf.levels.slice(0, 3)).toEqual(['FAIL', expect.any(String), 'FAIL']);
    const cut = await damaged(lines, (content) => content.subarray(0, content.lastIndexOf(10, content.length - 2) + 1));
    expect(cut.text).toMatch(/\d+ of the \d+ lines of .* are there/);
  });

  it('names what no line tells of, and a version that is told twice', async () => {
    const name = bag.files().find((one) => /records\/nonconformity\/[^/]+\/versions\/2\.json$/.test(one))!;
    const stray = name.replace('/2.json', '/9.json');
    writeFileSync(path.join(bag.folder, stray), '{}');
    const listed = `${createHash('sha256').update('{}').digest('hex')}  ${stray}\n`;
    const { text } = await damaged('manifest-sha256.txt', (content) => Buffer.from(`${content.toString()}${listed}`));
    rmSync(path.join(bag.folder, stray));
    expect(text).toContain(`${stray} belongs to nothing that the log tells of`);
    const record = name.replace('/versions/2.json', '.json');
    const twice = await damaged(record, (content) => {
      const told = JSON.parse(content.toString()) as { versions: unknown[] };
      return Buffer.from(JSON.stringify({ ...told, versions: told.versions.map(() => told.versions[0]) }));
    });
    expect(twice.text).toContain(`${record} does not tell each version once, in order`);
  });

  it('takes the checkpoint of a mail, or what a printed report says of the log', async () => {
    const note = older.text('data/log/checkpoint');
    const [, size, root] = note.split('\n') as [string, string, string];
    const cosigned = `${note}— witness.example/w1 ${Buffer.alloc(76, 7).toString('base64')}\n`;
    const other = `${root.startsWith('A') ? 'B' : 'A'}${root.slice(1)}`;
    for (const [held, state, words] of [
      [note, 'OK', 'of the earlier checkpoint is a prefix'],
      [`Please keep this mail.\n\n---\n${cosigned}`, 'OK', 'of the earlier checkpoint is a prefix'],
      [`${size}:${root}`, 'OK', 'has the root of the printed report'],
      [`${size}:${root.slice(0, 16)}`, 'OK', 'has the root of the printed report'],
      [`${size}:${other}`, 'FAIL', 'are not those of the printed report'],
      [note.replace(root, other), 'FAIL', 'is not signed by a key'],
    ] as const) {
      const page = await open(bag);
      await key(page).fill(fingerprint);
      await page.getByLabel(/mailed checkpoint/).fill(held);
      const { levels, text } = await verified(page);
      expect([levels[5], text]).toEqual([state, expect.stringContaining(words)]);
      await page.close();
    }
  });

  it('refuses an earlier pack of which this one is not the continuation', async () => {
    const page = await open(older);
    await key(page).fill(fingerprint);
    await page.getByLabel(/folder of an earlier pack/).setInputFiles(bag.folder);
    const { levels, text } = await verified(page);
    expect(levels[5]).toBe('FAIL');
    expect(text).toContain('this pack is older, or the log was set back');
    await page.close();
  });

  it('asks nothing of any network', () => {
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
  });
});
