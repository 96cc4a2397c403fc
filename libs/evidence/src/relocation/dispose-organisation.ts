import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg, { type ClientBase } from 'pg';
import { type FileStore, syncFolder } from '#platform';
import { signingKey } from '../seal/signing-key.js';
import { allowedSigner, sshSignature } from '../seal/ssh-signature.js';
import { as, beginSealed, type OrganisationTable, organisationTables, switchTriggers } from './organisation-tables.js';

/** What a signature over a certificate is for. */
const namespace = 'continua-disposal';

const heldBy = `SELECT reference FROM legal_hold WHERE org_id = $1 AND state IN ('in_force', 'lift_requested') ORDER BY id`;
const lastCheckpoints = `SELECT DISTINCT ON (epoch) note FROM log.checkpoint WHERE org_id = $1 ORDER BY epoch, size DESC`;
/** Work that waits, or failed for good; the queue has no call that finds it by what it is about. */
const itsJobs = `DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'orgId' = $1`;
const orphans = `DELETE FROM identity.account a WHERE a.id = ANY ($1) AND NOT EXISTS (SELECT FROM public.person p WHERE p.account_id = a.id)`;

export interface DisposalOrder {
  orgId: string;
  /** The persons who decided, two of them. */
  decidedBy: readonly string[];
  reason: string;
  /** Where the certificate goes; its signature beside it. */
  certificate: string;
}

/**
 * Removes an organisation from this installation: every row, its logins, its packs, and the contents that nobody else has.
 * What stays is a signed certificate without a name: counts and the last signed checkpoints, at the place given and under
 * `disposed` in the data folder. Needs the owner's login. Throws in words under a legal hold.
 */
export async function disposeOfOrganisation(
  owner: ClientBase,
  store: FileStore,
  dataFolder: string,
  { orgId, decidedBy, reason, certificate }: DisposalOrder,
): Promise<void> {
  const written: string[] = [];
  let left: { contents: string[]; packs: string[] };
  await beginSealed(owner, orgId, { begin: 'BEGIN', act: 'organisation.dispose' });
  try {
    // Nothing that is looked at below comes or changes meanwhile: no hold, file, pack or line.
    const tables = await organisationTables(owner);
    await switchTriggers(owner, tables, 'DISABLE');
    await as(owner, 'continua_owner');
    const { rows: holds } = await owner.query<{ reference: string }>(heldBy, [orgId]);
    if (holds.length > 0)
      throw new Error(
        `It is under legal hold: ${holds.map(({ reference }) => reference).join(', ')}. Nothing was removed.`,
      );
    left = await leftOutside(owner, orgId);
    await as(owner, 'continua_log');
    const { rows: notes } = await owner.query<{ note: string }>(lastCheckpoints, [orgId]);
    const rows = await removeRows(owner, tables, orgId);
    const text = `${JSON.stringify(
      {
        format: 'continua-organisation-disposal/1',
        organisation: orgId,
        disposedAt: new Date().toISOString(),
        decidedBy,
        reason,
        rows,
        contents: left.contents.length,
        checkpoints: notes.map(({ note }) => note),
      },
      null,
      2,
    )}\n`;
    const kept = path.join(disposedFolder(dataFolder), `${orgId}.json`);
    await mkdir(path.dirname(kept), { recursive: true, mode: 0o700 });
    await writeSigned(path.resolve(certificate), text, dataFolder, 'wx', written);
    // Of an organisation that a backup had brought back there is one already.
    await writeSigned(kept, text, dataFolder, 'w', written);
  } catch (error) {
    await owner.query('ROLLBACK');
    for (const file of written) await rm(file, { force: true });
    throw error;
  }
  // Whatever becomes of the answer, the certificate stays: where it says too much, the start of the server tells.
  await owner.query('COMMIT');
  for (const sha256 of left.contents) {
    const { rows } = await owner.query<{ used: boolean }>('SELECT identity.content_in_use($1) AS used', [sha256]);
    if (!rows[0]?.used) await store.remove(sha256);
  }
  for (const id of left.packs) await rm(path.join(dataFolder, 'packs', `${id}.zip`), { force: true });
}

/** The names of organisations that were disposed of here, and that a restored backup has brought back. */
export async function broughtBack(ownerUrl: string, dataFolder: string): Promise<string[]> {
  const names = await readdir(disposedFolder(dataFolder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const gone = new Set(names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)));
  if (gone.size === 0) return [];
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'continua disposed' });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ id: string; name: string }>(
      'SELECT org_id AS id, name FROM identity.organisations()',
    );
    return rows.filter(({ id }) => gone.has(id)).map(({ name }) => name);
  } finally {
    await owner.end();
  }
}

const disposedFolder = (dataFolder: string) => path.resolve(dataFolder, 'disposed');

/** What is not in the database: digests of stored contents, ids of packs. */
async function leftOutside(owner: ClientBase, orgId: string): Promise<{ contents: string[]; packs: string[] }> {
  const contents = await owner.query<{ sha256: string }>('SELECT DISTINCT sha256 FROM file WHERE org_id = $1', [orgId]);
  const packs = await owner.query<{ id: string }>('SELECT id FROM evidence_pack WHERE org_id = $1', [orgId]);
  return { contents: contents.rows.map(({ sha256 }) => sha256), packs: packs.rows.map(({ id }) => id) };
}

/** Answers how many there were of each table. */
async function removeRows(
  owner: ClientBase,
  tables: readonly OrganisationTable[],
  orgId: string,
): Promise<Record<string, number>> {
  await as(owner, 'continua_owner');
  const people = await owner.query<{ id: string }>(
    'SELECT account_id AS id FROM person WHERE org_id = $1 AND account_id IS NOT NULL',
    [orgId],
  );
  const keys = await owner.query<{ hash: string }>('SELECT key_hash AS hash FROM api_key WHERE org_id = $1', [orgId]);
  const rows: Record<string, number> = {};
  for (const { name, owner: role } of tables.toReversed()) {
    await as(owner, role);
    rows[name] = (await owner.query(`DELETE FROM ${name} WHERE org_id = $1`, [orgId])).rowCount!;
  }
  await switchTriggers(owner, tables, 'ENABLE');
  await as(owner, 'continua_identity');
  await owner.query('DELETE FROM identity.api_key_use WHERE key_hash = ANY ($1)', [keys.rows.map(({ hash }) => hash)]);
  rows['identity.account'] = (await owner.query(orphans, [people.rows.map(({ id }) => id)])).rowCount!;
  await as(owner, 'continua_worker');
  await owner.query(itsJobs, [orgId]);
  await owner.query('RESET ROLE');
  return rows;
}

/** The text with a signature of OpenSSH beside it, and the line with which `ssh-keygen -Y verify` knows the signer. */
async function writeSigned(
  file: string,
  text: string,
  dataFolder: string,
  flag: 'w' | 'wx',
  written: string[],
): Promise<void> {
  const key = await signingKey(path.resolve(dataFolder), 'pack');
  const parts = {
    '': text,
    '.sig': sshSignature(text, namespace, key),
    '.allowed_signers': allowedSigner('continua', namespace, key),
  };
  for (const [suffix, content] of Object.entries(parts)) {
    await writeFile(file + suffix, content, { flag, mode: 0o600, flush: true });
    written.push(file + suffix);
  }
  await syncFolder(path.dirname(file));
}
