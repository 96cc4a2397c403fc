import type { ClientBase } from 'pg';
import type { FileStore } from '#platform';
import { beginEpoch, type OpenedEpoch } from '../log-epoch/new-epoch.js';
import { schemaOf } from './export-organisation.js';
import { type Manifest, OrganisationFolder } from './organisation-folder.js';
import {
  as,
  enter,
  lasting,
  type OrganisationTable,
  organisationTables,
  switchTriggers,
} from './organisation-tables.js';

/** The sequence of lines goes on above what was taken over; nobody else writes a line meanwhile. */
const goOn = `SELECT setval(pg_get_serial_sequence('log.entry', 'seq'),
  greatest((SELECT last_value FROM log.entry_seq_seq), (SELECT max(seq) FROM log.entry WHERE org_id = $1)))`;
/** Keys that signed elsewhere stand before the one that signs here. */
const knowKeys = `INSERT INTO log.signing_key (id, public_key, added_at) OVERRIDING SYSTEM VALUE
  SELECT least(0, (SELECT min(id) FROM log.signing_key)) - row_number() OVER (ORDER BY k.id DESC), k.public_key, k.added_at
  FROM jsonb_populate_recordset(null::log.signing_key, $1) k
  WHERE NOT EXISTS (SELECT FROM log.signing_key s WHERE s.public_key = k.public_key)`;
/** Somebody who has an account here signs in with that one. */
const joinAccounts = `UPDATE person p SET account_id = j.own FROM unnest($2::uuid[], $3::uuid[]) AS j (there, own)
  WHERE p.org_id = $1 AND p.account_id = j.there`;

/** What was taken over. */
export interface Imported {
  manifest: Manifest;
  epoch: OpenedEpoch;
  /** E-mail addresses that had an account here, whose password stays. */
  joined: string[];
}

/**
 * Takes over an organisation that was exported elsewhere, all or nothing: its rows as they were, its history line by line,
 * its stored files. Its log goes on in a new epoch, under the key of this installation. Needs the owner's login; nobody
 * else writes meanwhile. Throws in words for a damaged folder, another schema, and an organisation that is here already.
 */
export async function importOrganisation(
  owner: ClientBase,
  store: FileStore,
  dataFolder: string,
  root: string,
): Promise<Imported> {
  const folder = new OrganisationFolder(root);
  const manifest = await folder.check();
  const here = await schemaOf(owner);
  if (manifest.schema !== here)
    throw new Error(`It was exported by another version: its schema is ${manifest.schema}, here it is ${here}.`);
  const { id: orgId } = manifest.organisation;
  for (const name of Object.keys(manifest.files).filter((one) => one.startsWith('files/')))
    await store.keep(folder.read(name), async () => undefined);
  await owner.query('BEGIN');
  let joined: Map<string, { own: string; email: string }>;
  let epoch: OpenedEpoch;
  try {
    await enter(owner, orgId, { via: 'import', act: 'organisation.import' });
    await as(owner, 'continua_log');
    if ((await owner.query('SELECT FROM log.origin WHERE org_id = $1', [orgId])).rowCount)
      throw new Error(`${manifest.organisation.name} is here already; nothing was taken over.`);
    joined = await takeAccounts(owner, folder);
    const tables = lasting(await organisationTables(owner));
    await switchTriggers(owner, tables, 'DISABLE');
    for (const table of tables) await takeRows(owner, folder, table);
    await switchTriggers(owner, tables, 'ENABLE');
    await as(owner, 'continua_log');
    await owner.query('LOCK TABLE log.entry IN EXCLUSIVE MODE');
    await owner.query(goOn, [orgId]);
    for await (const lines of folder.lines('tables/log.signing_key.ndjson'))
      await owner.query(knowKeys, [`[${lines.join()}]`]);
    // In the same transaction: under its old name the log goes on nowhere but where it comes from.
    const reason = `Moved here from the installation ${manifest.instance}, exported ${manifest.exportedAt}`;
    epoch = await beginEpoch(owner, dataFolder, { orgId, reason });
    await enter(owner, orgId, { via: 'import', act: 'organisation.import' });
    await as(owner, 'continua_owner');
    const accounts = [...joined];
    await owner.query(joinAccounts, [orgId, accounts.map(([there]) => there), accounts.map(([, { own }]) => own)]);
    // The packs themselves stay where they were made.
    await owner.query(`UPDATE evidence_pack SET state = 'expired' WHERE org_id = $1 AND state = 'ready'`, [orgId]);
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
  return { manifest, epoch, joined: [...joined.values()].map(({ email }) => email) };
}

/** Accounts that are new here. Answers the others by their id elsewhere. */
async function takeAccounts(
  owner: ClientBase,
  folder: OrganisationFolder,
): Promise<Map<string, { own: string; email: string }>> {
  await as(owner, 'continua_identity');
  const joined = new Map<string, { own: string; email: string }>();
  for await (const lines of folder.lines('tables/identity.account.ndjson')) {
    const accounts = `[${lines.join()}]`;
    await owner.query(
      `INSERT INTO identity.account SELECT * FROM jsonb_populate_recordset(null::identity.account, $1) ON CONFLICT DO NOTHING`,
      [accounts],
    );
    const { rows } = await owner.query<{ there: string; own: string; email: string }>(
      `SELECT t.id AS there, a.id AS own, a.email FROM jsonb_populate_recordset(null::identity.account, $1) t
       JOIN identity.account a ON lower(a.email) = lower(t.email) AND a.id <> t.id`,
      [accounts],
    );
    for (const { there, own, email } of rows) joined.set(there, { own, email });
  }
  return joined;
}

/** In one statement a table, so that rows may refer to others of the same. */
async function takeRows(
  owner: ClientBase,
  folder: OrganisationFolder,
  { name, owner: role, columns }: OrganisationTable,
): Promise<void> {
  await as(owner, role);
  await owner.query(`CREATE TEMPORARY TABLE taken (LIKE ${name}) ON COMMIT DROP`);
  for await (const lines of folder.lines(`tables/${name}.ndjson`))
    await owner.query(`INSERT INTO taken SELECT * FROM jsonb_populate_recordset(null::${name}, $1)`, [
      `[${lines.join()}]`,
    ]);
  const all = columns.join(', ');
  await owner.query(`INSERT INTO ${name} (${all}) OVERRIDING SYSTEM VALUE SELECT ${all} FROM taken`);
  await owner.query('DROP TABLE taken');
}
