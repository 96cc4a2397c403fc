import { Actor, Tx } from '#platform';
import { Signature } from '../../libs/evidence/src/signature/signature.entity.js';
import type { TestApi } from './api.js';
import { Authenticator } from './authenticator.js';
import { type Answer, type Client, testPassword } from './client.js';
import { contained, containment, whys } from './nonconforming.js';

/** Gives a person a passkey on a device; answers its id. */
export async function enrol(client: Client, device: Authenticator, name = 'Laptop'): Promise<string> {
  const { body: offer } = await client.post('/passkeys/offers', undefined, { expect: 200 });
  const made = { name, password: testPassword, statement: offer.statement, ...device.make(offer) };
  return (await client.post('/passkeys', made)).body.id;
}

/** A nonconformity whose causes wait to be accepted; its address. */
export async function analysed(owner: Client, manager: Client, site: string): Promise<string> {
  const url = await contained({ owner, manager, verifier: owner }, site);
  await owner.change(url, containment);
  await owner.move(url, 'analyse');
  await owner.change(url, { investigatorId: owner.personId, similarCheck: 'None', fiveWhys: [whys] });
  return url;
}

/** What a person's passkey is to sign to accept the causes. */
export async function question(client: Client, url: string, fields: object = {}): Promise<Answer['body']> {
  const { id, version } = (await client.get(url)).body;
  const asked = { recordType: 'nonconformity', recordId: id, recordVersion: version, meaning: 'causes_accepted' };
  return (await client.post('/signatures/questions', { ...asked, ...fields }, { expect: 200 })).body;
}

/** Accepts the causes with a signature; answers what came back. */
export async function accept(client: Client, url: string, signature: object, expect: number): Promise<Answer> {
  const { version } = (await client.get(url)).body;
  return client.post(`${url}/transitions`, { action: 'acceptCauses', signature }, { ifMatch: version, expect });
}

/** An organisation in which causes were accepted by passkey, with both kinds of keys; answers who may make a pack. */
export async function signedByPasskey(api: TestApi, origin: string): Promise<Client> {
  const orgId = await api.foundOrganisation('Signed by passkey');
  const site = await api.site('ONE', orgId);
  const owner = await api.as({ orgId, name: 'Olga Owner' });
  const manager = await api.as({ orgId, roles: ['quality_manager', 'environmental_manager'], name: 'Max Manager' });
  for (const algorithm of ['ES256', 'RS256'] as const) {
    const device = new Authenticator(origin, algorithm);
    await enrol(manager, device, algorithm);
    const url = await analysed(owner, manager, site);
    const asked = await question(manager, url);
    await accept(manager, url, { passkey: { statement: asked.statement, ...device.sign(asked) } }, 200);
  }
  return manager;
}

/**
 * Changes a signed record, and puts a signature on the new version on record in the name of the person who signed the
 * first, as a lying server could. Answers the statement that this would take.
 */
export async function forgeSignature(
  api: TestApi,
  manager: Client,
  lie: (signed: Signature, statement: string) => Partial<Signature>,
): Promise<void> {
  const { owner } = api.database;
  await owner.query('DROP INDEX IF EXISTS signature_statement');
  const signed = await owner.query<{ org: string; id: string; record: string }>(
    `SELECT org_id AS org, id, record_id AS record FROM signature WHERE person_id = $1 AND method = 'passkey' ORDER BY id LIMIT 1`,
    [manager.personId],
  );
  const { org, id, record } = signed.rows[0]!;
  await manager.change(`/nonconformities/${record}`, { consequences: String(Math.random()) });
  const lines = await owner.query<{ version: number; line: string; number: string; digest: string }>(
    `SELECT rec_ver AS version, entry_id AS line, seq AS number, encode(sha256('\\x00'::bytea || convert_to(body, 'UTF8')), 'hex') AS digest
     FROM log.entry WHERE rec_id = $1 ORDER BY rec_ver DESC LIMIT 2`,
    [record],
  );
  const [now, before] = lines.rows as [(typeof lines.rows)[0], (typeof lines.rows)[0]];
  const [row] = await api.dataSource.query<{ facts: ConstructorParameters<typeof Actor>[0] }[]>(
    'SELECT identity.person_actor($1, $2) AS facts',
    [org, manager.personId],
  );
  await Tx.write(api.dataSource, new Actor(row!.facts), { via: 'ui', requestId: 'forged' }, async (tx) => {
    const {
      orgId: _org,
      id: _id,
      version: _version,
      createdAt: _at,
      updatedAt: _up,
      ...like
    } = await tx.get(Signature, id);
    const place = { recordVersion: now.version, lineId: now.line, lineNumber: Number(now.number), digest: now.digest };
    const statement = JSON.parse(like.statement!) as object;
    const fitting = JSON.stringify({
      ...statement,
      record: { type: 'nonconformity', id: record, version: before.version, line: before.digest },
    });
    await tx.insert(Signature, { ...like, ...place, ...lie(like as Signature, fitting) });
  });
}
