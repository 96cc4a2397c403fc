import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { startApi, type TestApi } from './support/api.js';
import type { Client } from './support/client.js';
import { bytesOf, png, upload } from './support/files.js';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

describe('files', () => {
  let api: TestApi;
  let eva: Client;
  let paul: Client;
  let site: string;

  beforeAll(async () => {
    api = await startApi();
    site = await api.site('BER');
    eva = await api.as({ name: 'Eva' });
    paul = await api.as({ name: 'Paul' });
  });
  afterAll(() => api.stop());

  const placeOf = (digest: string) =>
    path.join(api.dataDirectory, 'files', digest.slice(0, 2), digest.slice(2, 4), digest);
  const raise = async (client: Client, fields: object = {}) =>
    (
      await client.post('/nonconformities', {
        title: 'Gauge off',
        source: 'inspection',
        disciplines: ['quality'],
        detectedOn: '2026-03-02',
        siteId: site,
        ...fields,
      })
    ).body;

  it('keeps a file by its content and tells what it is', async () => {
    const { body, headers } = await upload(eva, '../photos/gauge 7.jpg', png);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({
      sha256: sha256(png),
      bytes: png.length,
      mediaType: 'image/png',
      originalName: 'gauge 7.jpg',
      source: 'ui',
      uploadedBy: `p:${eva.personId}`,
      uploadedById: eva.personId,
    });
    expect(readFileSync(placeOf(body.sha256))).toEqual(png);
    expect(readdirSync(path.join(api.dataDirectory, 'files', 'incoming'))).toEqual([]);
    expect((await eva.get(`/files/${body.id}`)).body).toEqual(body);
    const again = (await upload(eva, 'other.png', png)).body;
    expect(again.id).not.toBe(body.id);
    expect(again.sha256).toBe(body.sha256);
    const { rows } = await api.database.owner.query(
      `SELECT body FROM log.entry WHERE rec_type = 'file' AND rec_id = $1`,
      [body.id],
    );
    expect(JSON.parse(rows[0].body)).toMatchObject({ actor: `p:${eva.personId}`, via: 'ui', ver: 1 });
  });

  it('serves a file that no browser runs', async () => {
    const { body } = await upload(eva, 'Prüfung (7).txt', 'Grüße\n');
    const { response, bytes } = await bytesOf(eva, `/files/${body.id}/content`);
    expect(bytes.toString()).toBe('Grüße\n');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '8',
      'content-disposition': `attachment; filename="Pr_fung (7).txt"; filename*=UTF-8''Pr%C3%BCfung%20%287%29.txt`,
      'content-security-policy': `default-src 'none'; sandbox`,
      'x-content-type-options': 'nosniff',
      etag: `"${body.sha256}"`,
    });
    expect(
      (await bytesOf(eva, `/files/${body.id}/content`, { 'if-none-match': `"${body.sha256}"` })).response.status,
    ).toBe(304);
    const part = await bytesOf(eva, `/files/${body.id}/content`, { range: 'bytes=2-' });
    expect([part.response.status, part.response.headers.get('content-range'), part.bytes.length]).toEqual([
      206,
      'bytes 2-7/8',
      6,
    ]);
    const head = await fetch(`${eva.base}/files/${body.id}/content`, { method: 'HEAD', headers: eva.headers });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '8']);
  });

  it.each<[string, string, string | Buffer<ArrayBuffer>]>([
    ['text/csv', 'values.csv', 'a;b\n1;2\n'],
    ['text/plain', 'values.txt', 'a;b\n1;2\n'],
    ['application/json', 'data.txt', ' {"a": [1]}'],
    ['text/plain', 'data.json', '{"a": [1}'],
    ['application/pdf', 'report', '%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n'],
    ['image/jpeg', 'a.exe', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')],
    ['text/plain', 'less.txt', '< 5 mm is the limit'],
  ])('finds %s by content in %s', async (mediaType, name, content) => {
    expect((await upload(eva, name, content)).body.mediaType).toBe(mediaType);
  });

  it.each<[string, string, string | Buffer<ArrayBuffer>]>([
    ['a page', 'page.txt', '\n <!DOCTYPE html><script>alert(1)</script>'],
    ['a fragment of a page', 'note.txt', '<script>alert(1)</script>'],
    ['a drawing with scripts', 'logo.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['XML', 'data.csv', '<?xml version="1.0"?><a/>'],
    ['a program for Windows', 'photo.jpg', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)])],
    ['a program for Linux', 'photo.jpg', Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(100)])],
    ['an archive', 'all.zip', Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)])],
    ['an unknown format', 'data.txt', Buffer.from([1, 2, 3, 0, 255])],
    ['text in another encoding', 'alt.txt', Buffer.from('Grüße', 'latin1')],
  ])('refuses %s, whatever it is called, and says why', async (_, name, content) => {
    const { body } = await upload(eva, name, content, { expect: 415 });
    expect(body.reasons).toMatchObject([{ code: 'media-type-refused', field: '/file' }]);
    expect(existsSync(placeOf(sha256(content)))).toBe(false);
  });

  it('refuses what is empty, too large, in the wrong field, no form, or cut off, and leaves nothing behind', async () => {
    const before = await api.database.owner.query('SELECT count(*) AS n FROM file');
    expect((await upload(eva, 'empty.txt', '', { expect: 422 })).body.reasons).toMatchObject([
      { code: 'empty', field: '/file' },
    ]);
    await upload(eva, 'big.txt', new Uint8Array(100 * 1024 * 1024 + 1).fill(65), { expect: 413 });
    expect((await upload(eva, 'a.txt', 'a', { expect: 422, field: 'document' })).body.reasons).toMatchObject([
      { code: 'missing', field: '/file' },
    ]);
    await eva.post('/files', {}, { expect: 415 });
    await api.anonymous.post('/files', {}, { expect: 401 });
    const auditor = await api.as({ roles: ['external_auditor'] });
    await upload(auditor, 'a.txt', 'a', { expect: 403 });
    await cutOff(new URL(`${eva.base}/files`), eva.headers['cookie']!);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(readdirSync(path.join(api.dataDirectory, 'files', 'incoming'))).toEqual([]);
    expect(await api.database.owner.query('SELECT count(*) AS n FROM file')).toMatchObject({ rows: before.rows });
  });

  it('has one effect for one idempotency key, and notices another file', async () => {
    const first = await upload(eva, 'once.txt', 'once', { key: 'u-1' });
    expect((await upload(eva, 'once.txt', 'once', { key: 'u-1' })).text).toBe(first.text);
    await upload(eva, 'once.txt', 'ecno', { key: 'u-1', expect: 422 });
  });

  it('opens a file to whoever may read a record that it is attached to, and to nobody else', async () => {
    const { body: file } = await upload(eva, 'secret.txt', 'secret');
    await paul.get(`/files/${file.id}`, { expect: 404 });
    await paul.get(`/files/${file.id}/content`, { expect: 404 });
    const record = await raise(eva);
    await paul.post(
      '/attachments',
      { recordType: 'nonconformity', recordId: record.id, fileId: file.id },
      { expect: 422 },
    );
    const { body: attachment } = await eva.post('/attachments', {
      recordType: 'nonconformity',
      recordId: record.id,
      fileId: file.id,
      capturedAt: '2026-03-02T08:00:00Z',
      note: 'Left side',
    });
    expect(attachment).toMatchObject({
      siteId: site,
      addedByName: 'Eva',
      note: 'Left side',
      voidedOn: null,
      file: { sha256: file.sha256, originalName: 'secret.txt', bytes: 6 },
    });
    expect((await bytesOf(paul, `/files/${file.id}/content`)).bytes.toString()).toBe('secret');
    const elsewhere = await api.as({ siteIds: [await api.site('HAM')] });
    await elsewhere.get(`/files/${file.id}`, { expect: 404 });
    const other = await api.as({ disciplines: ['environment'] });
    await other.get(`/files/${file.id}`, { expect: 404 });
    const stranger = await api.as({ orgId: await api.foundOrganisation('Elsewhere') });
    await stranger.get(`/files/${file.id}`, { expect: 404 });
    await stranger.get(`/attachments?recordType=nonconformity&recordId=${record.id}`, { expect: 404 });
    expect(
      (await paul.get(`/attachments?recordType=nonconformity&recordId=${record.id}&count=true`)).body,
    ).toMatchObject({ total: 1, items: [{ id: attachment.id, file: { originalName: 'secret.txt' } }] });
  });

  it('refuses attachments that cannot be', async () => {
    const record = await raise(eva);
    const { body: file } = await upload(eva, 'a.txt', 'a');
    const attach = (fields: object, expect: number) =>
      eva.post(
        '/attachments',
        { recordType: 'nonconformity', recordId: record.id, fileId: file.id, ...fields },
        { expect },
      );
    expect(
      (
        await attach(
          { capturedAt: '2999-01-01T00:00:00Z', effectiveFrom: '2026-02-01', effectiveTo: '2026-01-01' },
          422,
        )
      ).body.reasons.map(({ field }: { field: string }) => field),
    ).toEqual(['/capturedAt', '/effectiveTo']);
    await attach({ recordType: 'unicorn' }, 404);
    await attach({ recordId: file.id }, 404);
    expect((await attach({ fileId: record.id }, 422)).body.reasons).toMatchObject([
      { field: '/fileId', code: 'unknown-reference' },
    ]);
    await attach({ voidedOn: '2026-01-01' }, 422);
  });

  it('voids an attachment with a reason and never removes it', async () => {
    const record = await raise(eva);
    const { body: file } = await upload(eva, 'wrong.txt', 'wrong');
    const { body: attachment } = await eva.post('/attachments', {
      recordType: 'nonconformity',
      recordId: record.id,
      fileId: file.id,
    });
    const url = `/attachments/${attachment.id}`;
    await paul.patch(url, { voidReason: 'No' }, { ifMatch: 1, expect: 403 });
    await eva.patch(url, { voidReason: 'Wrong lot' }, { expect: 428 });
    await eva.patch(url, { voidReason: null }, { ifMatch: 1, expect: 422 });
    const { body } = await eva.patch(url, { voidReason: 'Wrong lot' }, { ifMatch: 1 });
    expect(body).toMatchObject({ version: 2, voidReason: 'Wrong lot', voidedOn: expect.stringMatching(/^\d{4}-/) });
    await eva.patch(url, { voidReason: 'Again' }, { ifMatch: 1, expect: 412 });
    await eva.patch(url, { voidReason: 'Again' }, { ifMatch: 2, expect: 409 });
    await paul.get(`/files/${file.id}`, { expect: 404 });
    expect((await paul.get(`/attachments?recordType=nonconformity&recordId=${record.id}`)).body.items).toHaveLength(1);
    const manager = await api.as({ roles: ['quality_manager'] });
    const { body: second } = await eva.post('/attachments', {
      recordType: 'nonconformity',
      recordId: record.id,
      fileId: file.id,
    });
    await manager.patch(`/attachments/${second.id}`, { voidReason: 'Twice' }, { ifMatch: 1 });
  });

  it('answers 409 for a content that was changed or lost, and mends it when the same file comes again', async () => {
    const { body: file } = await upload(eva, 'proof.txt', 'proof');
    const url = `/files/${file.id}/content`;
    writeFileSync(placeOf(file.sha256), 'prooF');
    expect((await eva.get(url, { expect: 409 })).body).toMatchObject({
      type: '/problems/attachment-corrupt',
      reasons: [{ code: 'content-damaged' }],
    });
    await upload(paul, 'proof.txt', 'proof');
    expect((await eva.get(url)).text).toBe('proof');
    rmSync(placeOf(file.sha256));
    expect((await eva.get(url, { expect: 409 })).body.reasons).toMatchObject([{ code: 'content-missing' }]);
  });

  it('breaks a large download off before its end when a byte was changed', async () => {
    const content = Buffer.alloc(11 * 1024 * 1024, 'large text ');
    const { body: file } = await upload(eva, 'large.txt', content);
    expect((await bytesOf(eva, `/files/${file.id}/content`)).bytes.equals(content)).toBe(true);
    content[0] = 76;
    writeFileSync(placeOf(file.sha256), content);
    await expect(bytesOf(eva, `/files/${file.id}/content`)).rejects.toThrow('terminated');
  });
});

/** Sends half of a form and hangs up. */
async function cutOff(url: URL, cookie: string): Promise<void> {
  const socket = net.connect(Number(url.port), url.hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncookie: ${cookie}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 5000\r\n\r\n` +
      `--x\r\ncontent-disposition: form-data; name="file"; filename="half.txt"\r\n\r\nhalf of it`,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
}
