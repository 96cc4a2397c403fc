import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { LogAnchorService } from '../libs/evidence/src/anchor/log-anchor.service.js';
import { startApi, type TestApi } from './support/api.js';
import { untilSealed } from './support/audit.js';
import type { Bag } from './support/bag.js';
import type { Client } from './support/client.js';
import { partsOf, startAuthority, startMailServer } from './support/outside.js';
import { knownKey, packOf, verify } from './support/packs.js';

describe('checkpoints that leave the installation', () => {
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let authority: Awaited<ReturnType<typeof startAuthority>>;
  let api: TestApi;
  let admin: Client;

  beforeAll(async () => {
    mail = await startMailServer();
    authority = await startAuthority();
    api = await startApi({
      SMTP_URL: mail.url,
      MAIL_FROM: 'continua@example.org',
      TIMESTAMP_URL: authority.url,
    });
    admin = await api.as({ roles: ['quality_manager', 'system_administrator'] });
    await untilSealed(admin);
  });
  afterAll(async () => {
    await api.stop();
    await mail.stop();
    await authority.stop();
  });

  const done = async (begun: { id: string }) => {
    for (let tries = 0; tries < 300; tries++) {
      const { body } = await admin.get(`/log/anchors/${begun.id}`);
      if (body.state !== 'queued') return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The anchor did not end');
  };
  const anchored = async (kind: string) =>
    done((await admin.post('/log/anchors', { kind }, { expect: 202 })).body as { id: string });
  const health = async () => (await admin.get('/evidence-health')).body;
  const due = (kind: 'mail' | 'timestamp') => api.arrange((tx) => api.app.get(LogAnchorService).beginDue(tx, kind));
  const count = async () => (await admin.get('/log/anchors?count=true&limit=1')).body.total as number;
  const settled = async () => {
    for (const { id } of (await admin.get('/log/anchors?limit=100')).body.items) await done({ id });
    return count();
  };

  it('asks for an address before it mails, and takes no more than one', async () => {
    const refusal = await admin.post('/log/anchors', { kind: 'mail' }, { expect: 409 });
    expect(refusal.body.reasons).toMatchObject([{ code: 'no-anchor-address' }]);
    const { version } = (await admin.get('/organisation')).body;
    for (const anchorEmail of ['nobody', 'a@example.org, b@example.org', ''])
      await admin.patch('/organisation', { anchorEmail }, { ifMatch: version, expect: 422 });
    await admin.patch('/organisation', { anchorEmail: 'records@certifier.example' }, { ifMatch: version });
  });

  it('mails a checkpoint that the log continues, with the keys, to whoever keeps it', async () => {
    await untilSealed(admin);
    const anchor = await anchored('mail');
    expect(anchor).toMatchObject({ state: 'made', target: 'records@certifier.example', failure: null });
    expect(mail.mails).toHaveLength(1);
    const [{ from, to, text }] = mail.mails as [(typeof mail.mails)[0]];
    expect({ from, to }).toEqual({ from: 'continua@example.org', to: ['records@certifier.example'] });
    const parts = partsOf(text);
    expect(parts['checkpoint.txt']).toBe(anchor.checkpoint);
    expect(parts['']).toContain(anchor.checkpoint);
    const keys = (await admin.get('/log/keys')).body;
    expect(parts['allowed_signers']).toBe(keys.allowedSigners);
    expect(parts['']).toContain(keys.packFingerprint);
    const [, size] = (anchor.checkpoint as string).split('\n');
    expect(Number(size)).toBe(anchor.lines);
    expect((await admin.get(`/log/consistency?from=${size}`)).body.from).toBe(Number(size));
    const [newest] = (await health()).anchors;
    expect(newest).toMatchObject({ kind: 'mail', name: 'records@certifier.example', asOf: anchor.asOf });
    expect(newest.linesAfter).toBeGreaterThan(0);
  });

  it('has a checkpoint stamped as openssl verifies it', async () => {
    await untilSealed(admin);
    const anchor = await anchored('timestamp');
    expect(anchor).toMatchObject({ state: 'made', target: new URL(authority.url).host });
    expect(anchor.token).toBeUndefined();
    expect(Math.abs(Date.parse(anchor.madeAt) - Date.now())).toBeLessThan(60_000);
    const response = await fetch(`${admin.base}/log/anchors/${anchor.id}/time-stamp`, { headers: admin.headers });
    expect(response.headers.get('content-type')).toBe('application/timestamp-reply');
    const answer = Buffer.from(await response.arrayBuffer());
    expect(authority.verify(answer, anchor.checkpoint)).toContain('Verification: OK');
    expect(() => authority.verify(answer, `${anchor.checkpoint} `)).toThrow();
    expect((await health()).anchors[0]).toMatchObject({ kind: 'timestamp' });
  });

  it('takes no answer that is about another text, another question, or wrongly signed', async () => {
    const earlier = (await admin.get('/log/anchors?limit=100')).body.items.find(
      (one: { kind: string }) => one.kind === 'timestamp',
    );
    const old = Buffer.from(
      await (
        await fetch(`${admin.base}/log/anchors/${earlier.id}/time-stamp`, { headers: admin.headers })
      ).arrayBuffer(),
    );
    const broken = (own: Buffer) => {
      const body = Buffer.from(own);
      body[body.length - 20]! ^= 1;
      return { body };
    };
    for (const [answers, words] of [
      [() => ({ body: old }), 'no time stamp of this text'],
      [broken, 'no time stamp of this text'],
      [() => ({ body: Buffer.from('Hello') }), 'no time stamp of this text'],
      [() => ({ body: Buffer.alloc(100_000) }), 'too long'],
      [() => ({ status: 503, body: Buffer.alloc(0) }), 'HTTP status 503'],
    ] as const) {
      authority.state.answers = answers;
      const anchor = await anchored('timestamp');
      expect(anchor).toMatchObject({ state: 'failed', checkpoint: null, madeAt: null });
      expect(anchor.failure).toContain(words);
    }
    const failed = (await health()).anchoring.find((one: { kind: string }) => one.kind === 'timestamp');
    expect(failed).toMatchObject({ possible: true, failure: expect.stringContaining('503') });
    delete authority.state.answers;
    await anchored('timestamp');
    expect((await health()).anchoring).toMatchObject([
      { kind: 'mail', possible: true, address: 'records@certifier.example', failure: null },
      { kind: 'timestamp', possible: true, failure: null },
    ]);
  });

  it('says in words that a mail was refused, without the password', async () => {
    mail.state.refuses = true;
    const anchor = await anchored('mail');
    expect(anchor).toMatchObject({ state: 'failed', failure: 'The mail server refuses (SMTP 550).' });
    expect(JSON.stringify(await health())).not.toContain(mail.password);
    mail.state.refuses = false;
  });

  it('mails once a week, and stamps when something was recorded', async () => {
    await untilSealed(admin);
    const before = await settled();
    await due('mail');
    expect(await settled()).toBe(before);
    await api.database.owner.query(
      `SET session_replication_role = replica; UPDATE log_anchor SET made_at = made_at - interval '7 days'; SET session_replication_role = origin`,
    );
    await due('mail');
    expect(await settled()).toBe(before + 1);
    await due('mail');
    expect(await settled()).toBe(before + 1);

    await api.database.owner.query(
      `SET session_replication_role = replica; DELETE FROM log_anchor WHERE state = 'failed'; SET session_replication_role = origin`,
    );
    const kept = await settled();
    await due('timestamp');
    expect(await settled()).toBe(kept);
    await admin.post('/nonconformities', {
      title: 'Torque',
      source: 'inspection',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
    });
    await untilSealed(admin);
    await due('timestamp');
    expect(await settled()).toBe(kept + 1);
  });

  describe('in an evidence pack', () => {
    let bag: Bag;
    let key: string;
    const previous = (text: string): string => {
      const file = path.join(bag.folder, '..', 'checkpoint.txt');
      writeFileSync(file, text);
      return file;
    };

    beforeAll(async () => {
      await anchored('mail');
      bag = await packOf(admin);
      key = await knownKey(admin, bag);
    });
    afterAll(() => bag.remove());

    it('are named, and found to be beginnings of its log', () => {
      const { code, text } = verify(bag, key);
      expect(text).toMatch(/checkpoints that were mailed or stamped before are beginnings of it/);
      expect(text).not.toContain('does not know these files');
      expect(code).toBe(0);
      const rows = bag.table('data/log/anchors.csv');
      expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['mail', 'timestamp']));
      // Of many time stamps of a month the last one is there, as openssl verifies it.
      const stamps = rows.filter(({ path: place }) => place);
      expect(stamps).toHaveLength(1);
      const [stamp] = stamps as [(typeof stamps)[0]];
      const checkpoint = bag.text(`data/log/anchors/${stamp['id']}.checkpoint`);
      expect(authority.verify(bag.bytes(stamp['path']!), checkpoint)).toContain('OK');
      expect(checkpoint.split('\n').slice(0, 3)).toEqual([stamp['origin'], stamp['size'], stamp['root']]);
    });

    it('stand beside a time stamp of the pack itself', () => {
      const stamp = bag.bytes('tagmanifest-sha256.txt.tsr');
      expect(authority.verify(stamp, bag.text('tagmanifest-sha256.txt'))).toContain('OK');
      expect(verify(bag, key).text).toMatch(/tagmanifest-sha256.txt.tsr says when/);
    });

    it('prove with the mail alone that nothing was rewritten since, also with cosignatures of others', () => {
      const mailed = partsOf(mail.mails[0]!.text)['checkpoint.txt']!;
      const [, size, root] = mailed.split('\n') as [string, string, string];
      const cosigned = `${mailed}— witness.example/w1 ${Buffer.alloc(76, 7).toString('base64')}\n`;
      for (const given of [previous(mailed), previous(cosigned), `${size}:${root}`, `${size}:${root.slice(0, 16)}`]) {
        const { code, levels, text } = verify(bag, key, '--previous', given);
        expect([levels[5], text.includes('VERIFIED up to level 6'), code]).toEqual(['OK', true, 0]);
      }
    });

    it('show a history that is another one than what was mailed, printed or stamped', () => {
      const [, size, root] = partsOf(mail.mails[0]!.text)['checkpoint.txt']!.split('\n') as [string, string, string];
      const { code, levels } = verify(bag, key, '--previous', `${Number(size) + 1}:${root}`);
      expect([levels[5], code]).toEqual(['FAIL', 1]);
      const table = bag.text('data/log/anchors.csv');
      const file = path.join(bag.folder, 'data/log/anchors.csv');
      writeFileSync(file, table.replace(root, `${root.startsWith('A') ? 'B' : 'A'}${root.slice(1)}`));
      expect(verify(bag, key).text).toMatch(/the first \d+ lines are not those of the mail of/);
      writeFileSync(file, table);
      const stamp = path.join(bag.folder, 'tagmanifest-sha256.txt.tsr');
      const own = bag.bytes('tagmanifest-sha256.txt.tsr');
      const [other] = bag.table('data/log/anchors.csv').filter(({ path: place }) => place);
      writeFileSync(stamp, bag.bytes(other!['path']!));
      expect(verify(bag, key).text).toContain('tagmanifest-sha256.txt.tsr is a time stamp of something else');
      writeFileSync(stamp, own);
    });

    it('are not waited for: a pack is made without a time stamp when nobody answers', async () => {
      authority.state.answers = () => ({ status: 503, body: Buffer.alloc(0) });
      const other = await packOf(admin);
      delete authority.state.answers;
      expect(other.files()).not.toContain('tagmanifest-sha256.txt.tsr');
      expect(verify(other, key).code).toBe(0);
      other.remove();
    });
  });

  it('is for those who answer for the evidence, and for each organisation its own', async () => {
    const employee = await api.as({ roles: ['employee'] });
    await employee.get('/log/anchors', { expect: 403 });
    await employee.post('/log/anchors', { kind: 'mail' }, { expect: 403 });
    const [{ id }] = (await admin.get('/log/anchors?limit=1')).body.items;
    await employee.get(`/log/anchors/${id}`, { expect: 404 });
    const orgId = await api.foundOrganisation('Somebody else');
    const stranger = await api.as({ roles: ['system_administrator', 'quality_manager'], orgId });
    await stranger.get(`/log/anchors/${id}`, { expect: 404 });
    await stranger.get(`/log/anchors/${id}/time-stamp`, { expect: 404 });
    expect((await stranger.get('/log/anchors')).body.items).toEqual([]);
    expect((await stranger.get('/evidence-health')).body.anchors).toEqual([]);
  });

  it('says what is not set up', async () => {
    const bare = await startApi();
    try {
      const someone = await bare.as({ roles: ['quality_manager'] });
      for (const [kind, code] of [
        ['mail', 'mail-not-set-up'],
        ['timestamp', 'timestamps-not-set-up'],
      ] as const) {
        const { body } = await someone.post('/log/anchors', { kind }, { expect: 409 });
        expect(body.reasons).toMatchObject([{ code }]);
      }
    } finally {
      await bare.stop();
    }
  });
});
