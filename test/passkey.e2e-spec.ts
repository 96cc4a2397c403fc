import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Configuration } from '#platform';
import { startApi, type TestApi } from './support/api.js';
import { Authenticator } from './support/authenticator.js';
import { type Client, testPassword } from './support/client.js';
import { knownKey, packOf, verify } from './support/packs.js';
import { implemented } from './support/nonconforming.js';
import { accept, analysed, enrol, forgeSignature, question, signedByPasskey } from './support/passkeys.js';
import { codes } from './support/reviewing.js';

describe('passkeys', () => {
  let api: TestApi;
  let site: string;
  let owner: Client;
  let manager: Client;
  let device: Authenticator;
  let origin: string;

  beforeAll(async () => {
    api = await startApi();
    origin = api.app.get(Configuration).publicUrl;
    site = await api.site('PLT');
    owner = await api.as({ name: 'Olga Owner' });
    manager = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
    device = new Authenticator(origin);
  });
  afterAll(() => api.stop());

  it('are made with the password by a device that looks who it is, and by nobody else', async () => {
    const { body: offer } = await manager.post('/passkeys/offers', undefined, { expect: 200 });
    expect(offer).toMatchObject({ relyingPartyId: 'localhost', userName: 'Max Manager', passkeys: [] });
    const made = { name: 'Laptop', password: testPassword, statement: offer.statement, ...device.make(offer) };
    const refused = async (fields: object, client = manager) =>
      codes(await client.post('/passkeys', { ...made, ...fields }, { expect: 422 }));
    expect(await refused({ password: 'not the password' })).toEqual(['wrong-password /password']);
    expect(await refused({ statement: offer.statement.replace('"v":1', '"v":2') })).toEqual(['no-passkey /statement']);
    expect(await refused({}, owner)).toEqual(['no-passkey /statement']);
    expect(await refused(device.make(offer, { verified: false }))).toEqual(['no-passkey /attestation']);
    expect(await refused(device.make(offer, { origin: 'https://evil.example' }))).toEqual(['no-passkey /attestation']);
    expect(await refused(device.make({ ...offer, challenge: 'another' }))).toEqual(['no-passkey /attestation']);
    const { body: passkey } = await manager.post('/passkeys', made);
    expect(passkey).toMatchObject({ name: 'Laptop', algorithm: 'ES256', personId: manager.personId, revokedAt: null });
    await manager.post('/passkeys', made, { expect: 409 });
    expect((await manager.get('/signatures/means')).body).toMatchObject({
      password: true,
      passkeysPossible: true,
      passkeys: [{ id: passkey.id }],
    });
    await owner.get(`/people/${manager.personId}/passkeys`, { expect: 403 });
    await owner.patch(`/passkeys/${passkey.id}`, { revoked: true, reason: 'Mine' }, { ifMatch: 1, expect: 404 });
    expect((await manager.get(`/history/passkey/${passkey.id}`)).body.items).toMatchObject([{ act: 'passkey.add' }]);
  });

  it('sign what the person saw, so that anyone can check it with openssl', async () => {
    for (const algorithm of ['ES256', 'RS256'] as const) {
      const signer = await api.as({ roles: ['quality_manager'], name: 'Sina Signer' });
      const own = new Authenticator(origin, algorithm);
      const passkeyId = await enrol(signer, own);
      const url = await analysed(owner, manager, site);
      const { id, version } = (await signer.get(url)).body;
      const asked = await question(signer, url);
      const statement = JSON.parse(asked.statement);
      expect(statement).toEqual({
        v: 1,
        for: 'signature',
        organisation: api.orgId,
        person: signer.personId,
        record: { type: 'nonconformity', id, version, line: expect.stringMatching(/^[0-9a-f]{64}$/) },
        meaning: 'causes_accepted',
        sentence: expect.stringMatching(/^I have examined/),
        at: expect.any(String),
        nonce: expect.any(String),
      });
      await accept(signer, url, { passkey: { statement: asked.statement, ...own.sign(asked) } }, 200);
      const { items } = (await signer.get(`/signatures?recordType=nonconformity&recordId=${id}`)).body;
      expect(items).toMatchObject([{ method: 'passkey', passkeyId, statement: asked.statement, intact: true }]);
      expect(opensslSays(items[0], asked.statement)).toBe('Verified OK');
      expect(opensslSays(items[0], asked.statement.replace('"v":1', '"v":2'))).toMatch(/another challenge/);
      const bent = Buffer.from(items[0].authenticatorData, 'base64url');
      bent[33]! ^= 1;
      expect(opensslSays({ ...items[0], authenticatorData: bent.toString('base64url') }, asked.statement)).not.toBe(
        'Verified OK',
      );
    }
  });

  it('sign nothing else, for nobody else, and not later', async () => {
    const url = await analysed(owner, manager, site);
    const asked = await question(manager, url);
    const good = { statement: asked.statement, ...device.sign(asked) };
    const refused = async (passkey: object, client = manager) => codes(await accept(client, url, { passkey }, 422));
    const other = '/signature/passkey';
    // Another record, another meaning, another language, another person, another challenge, another place, nobody there.
    const elsewhere = await question(manager, await analysed(owner, manager, site));
    expect(await refused({ ...good, ...device.sign(elsewhere), statement: elsewhere.statement })).toEqual([
      `passkey-other ${other}`,
    ]);
    const published = await question(manager, url, { meaning: 'report_issued' });
    expect(await refused({ ...device.sign(published), statement: published.statement })).toEqual([
      `passkey-other ${other}`,
    ]);
    const german = await question(manager, url, { language: 'de' });
    expect(await refused({ ...device.sign(german), statement: german.statement })).toEqual([`passkey-other ${other}`]);
    const colleague = await api.as({ roles: ['quality_manager'] });
    const stolen = new Authenticator(origin);
    await enrol(colleague, stolen);
    expect(await refused(good, colleague)).toEqual([`passkey-other ${other}`]);
    expect(await refused({ ...good, ...stolen.sign(asked) })).toEqual([`passkey-wrong ${other}`]);
    expect(await refused({ ...good, ...device.sign({ ...asked, challenge: 'another' }) })).toEqual([
      `passkey-wrong ${other}`,
    ]);
    expect(await refused({ ...good, ...device.sign(asked, { origin: 'https://evil.example' }) })).toEqual([
      `passkey-wrong ${other}`,
    ]);
    expect(await refused({ ...good, ...device.sign(asked, { verified: false }) })).toEqual([`passkey-wrong ${other}`]);
    // Six minutes ago, by a clock that ran so.
    const old = asked.statement.replace(/"at":"[^"]+"/, `"at":"${new Date(Date.now() - 360_000).toISOString()}"`);
    const challenge = createHash('sha256').update(old).digest('base64url');
    expect(await refused({ ...device.sign({ ...asked, challenge }), statement: old })).toEqual([
      `passkey-stale ${other}`,
    ]);
    expect(await refused({ ...good, statement: 'no statement' })).toEqual([`passkey-other ${other}`]);
    // Somebody changed the record meanwhile: what was seen is not what would be signed.
    await owner.change(url, { consequences: 'None' });
    expect(await refused(good)).toEqual([`passkey-other ${other}`]);
    expect(
      (await manager.get(`/signatures?recordType=nonconformity&recordId=${url.split('/')[2]!}`)).body.items,
    ).toEqual([]);
    const again = await question(manager, url);
    await accept(manager, url, { passkey: { statement: again.statement, ...device.sign(again) } }, 200);
  });

  it('prove to whoever has the pack that the device signed, and that nobody pretended it had', async () => {
    const verified = async (client: Client) => {
      const pack = await packOf(client);
      const verdict = verify(pack, await knownKey(client, pack));
      pack.remove();
      return verdict;
    };
    const honest = await verified(await signedByPasskey(api, origin));
    expect(honest).toMatchObject({ code: 0, text: expect.stringContaining('2 signatures of people (2 by passkey)') });
    // Whoever has the server and its keys can put a signature on record; they cannot make the device sign.
    const lies: [Parameters<typeof forgeSignature>[2], string][] = [
      [() => ({}), 'the statement that the passkey signed says something else'],
      [(_, statement) => ({ statement }), 'the passkey answered another question'],
      [
        ({ clientData }, statement) => {
          const told = JSON.parse(Buffer.from(clientData!, 'base64url').toString()) as object;
          const challenge = createHash('sha256').update(statement).digest('base64url');
          return { statement, clientData: Buffer.from(JSON.stringify({ ...told, challenge })).toString('base64url') };
        },
        'the passkey has not signed this',
      ],
    ];
    for (const [lie, found] of lies) {
      const boss = await signedByPasskey(api, origin);
      await forgeSignature(api, boss, lie);
      expect(await verified(boss)).toMatchObject({ code: 1, text: expect.stringContaining(found) });
    }
  });

  it('sign what the verifier puts beside a record, as the record stands', async () => {
    const orgId = await api.foundOrganisation('Verified by passkey');
    const [caseOwner, boss, verifier] = [
      await api.as({ orgId, name: 'Olga Owner' }),
      await api.as({ orgId, roles: ['quality_manager', 'environmental_manager'] }),
      await api.as({ orgId, roles: ['internal_auditor'] }),
    ];
    const url = await implemented({ owner: caseOwner, manager: boss, verifier }, await api.site('TWO', orgId));
    const own = new Authenticator(origin);
    await enrol(verifier, own);
    const asked = await question(verifier, url, { meaning: 'effectiveness_verified' });
    const check = { checkedOn: '2026-11-02', result: 'effective', evidence: '0 of 50', comment: 'Nothing similar' };
    const passkey = { statement: asked.statement, ...own.sign(asked) };
    await verifier.post(`${url}/effectiveness-checks`, { ...check, signature: { passkey } });
    const pack = await packOf(boss);
    const { code, text } = verify(pack, await knownKey(boss, pack));
    pack.remove();
    expect([code, text]).toEqual([0, expect.stringContaining('2 signatures of people (1 by passkey)')]);
  });

  it('are the only proof where the organisation decides so, until they are taken back', async () => {
    const admin = await api.as({ roles: ['system_administrator', 'quality_manager'] });
    const decide = async (signatureProof: string | null) =>
      admin.change('/organisation', { signatureProof, reason: 'Decided by the management' });
    await decide('passkey');
    const url = await analysed(owner, manager, site);
    expect(codes(await accept(manager, url, { password: testPassword }, 422))).toEqual(['passkey-required /signature']);
    expect((await admin.get('/signatures/means')).body).toMatchObject({ password: false, passkeys: [] });
    const { id, version } = (await admin.get(url)).body;
    const asked = { recordType: 'nonconformity', recordId: id, recordVersion: version, meaning: 'causes_accepted' };
    await admin.post('/signatures/questions', asked, { expect: 409 });
    const own = new Authenticator(origin);
    const passkeyId = await enrol(admin, own);
    const q = await question(admin, url);
    await admin.patch(`/passkeys/${passkeyId}`, { revoked: true, reason: 'Stolen' }, { ifMatch: 1 });
    await admin.patch(`/passkeys/${passkeyId}`, { revoked: true, reason: 'Stolen' }, { ifMatch: 2, expect: 409 });
    expect(codes(await accept(admin, url, { passkey: { statement: q.statement, ...own.sign(q) } }, 422))).toEqual([
      'passkey-wrong /signature/passkey',
    ]);
    await decide(null);
    await accept(admin, url, { password: testPassword }, 200);
  });
});

/** Checks the signature of a passkey as somebody does who has nothing but the record and openssl. */
function opensslSays(signature: Record<string, string>, statement: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'continua-passkey-'));
  try {
    const clientData = Buffer.from(signature['clientData']!, 'base64url');
    const challenge = createHash('sha256').update(statement).digest('base64url');
    if (JSON.parse(clientData.toString()).challenge !== challenge) return 'It answers another challenge';
    const der = signature['publicKey']!.replace(/(.{64})/g, '$1\n');
    const files = {
      'key.pem': `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`,
      assertion: Buffer.from(signature['assertion']!, 'base64url'),
      signed: Buffer.concat([
        Buffer.from(signature['authenticatorData']!, 'base64url'),
        createHash('sha256').update(clientData).digest(),
      ]),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    const command = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'assertion', 'signed'];
    return spawnSync('openssl', command, { cwd: folder, encoding: 'utf8' }).stdout.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
