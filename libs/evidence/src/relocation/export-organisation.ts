import type { ClientBase } from 'pg';
import type { FileStore } from '#platform';
import { type Manifest, OrganisationFolder } from './organisation-folder.js';
import { as, beginSealed, lasting, type OrganisationTable, organisationTables } from './organisation-tables.js';

const schema = `SELECT name || ' ' || sha256 AS schema FROM public.migration ORDER BY name DESC LIMIT 1`;
const lastCheckpoints = `SELECT DISTINCT ON (epoch) note FROM log.checkpoint WHERE org_id = $1 ORDER BY epoch, size DESC`;
const contents = `SELECT DISTINCT sha256, bytes::float8 AS bytes FROM file WHERE org_id = $1 AND erasure IS NULL ORDER BY 1`;

/** The schema of a database, by its last migration. */
export const schemaOf = async (client: ClientBase): Promise<string> =>
  (await client.query<{ schema: string }>(schema)).rows[0]!.schema;

/**
 * Writes everything of an organisation into a new folder, as of one moment: rows, history with its tree and signed
 * checkpoints, accounts of its people, stored files. The keys that sign stay here. Needs the owner's login. Throws in words
 * for a content that is missing or damaged.
 */
export async function exportOrganisation(
  owner: ClientBase,
  store: FileStore,
  orgId: string,
  root: string,
): Promise<Manifest> {
  const folder = new OrganisationFolder(root);
  await folder.make();
  const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
  await beginSealed(owner, orgId, { begin, act: 'organisation.export' });
  try {
    const rows: Record<string, number> = {};
    for (const table of lasting(await organisationTables(owner))) {
      const ordered = `SELECT * FROM ${table.name} WHERE org_id = $1 ORDER BY ${table.key.join(', ')}`;
      rows[table.name] = await writeRows(owner, folder, table, ordered, [orgId]);
    }
    await as(owner, 'continua_owner');
    const accounts = await owner.query<{ id: string }>(
      'SELECT account_id AS id FROM person WHERE org_id = $1 AND account_id IS NOT NULL',
      [orgId],
    );
    const own = 'SELECT * FROM identity.account WHERE id = ANY ($1) ORDER BY id';
    const accountTable = { name: 'identity.account', owner: 'continua_identity' };
    rows['identity.account'] = await writeRows(owner, folder, accountTable, own, [accounts.rows.map(({ id }) => id)]);
    const keyTable = { name: 'log.signing_key', owner: 'continua_log' };
    rows['log.signing_key'] = await writeRows(owner, folder, keyTable, 'SELECT * FROM log.signing_key ORDER BY id', []);
    const { rows: notes } = await owner.query<{ note: string }>(lastCheckpoints, [orgId]);
    await as(owner, 'continua_owner');
    const files = await owner.query<{ sha256: string; bytes: number }>(contents, [orgId]);
    const named = await owner.query<{ name: string }>('SELECT name FROM organisation WHERE org_id = $1', [orgId]);
    await owner.query('RESET ROLE');
    const [instance] = (await owner.query<{ name: string }>('SELECT name FROM log.instance')).rows;
    for (const content of files.rows) {
      const soundness = await store.check(content, true);
      if (soundness !== 'intact')
        throw new Error(`A stored file ${soundness === 'missing' ? 'is missing' : 'was damaged'}: ${content.sha256}.`);
      await folder.write(`files/${content.sha256}`, store.read(content));
    }
    return await folder.finish({
      schema: await schemaOf(owner),
      instance: instance!.name,
      organisation: { id: orgId, name: named.rows[0]!.name },
      exportedAt: new Date().toISOString(),
      rows,
      checkpoints: notes.map(({ note }) => note),
    });
  } finally {
    await owner.query('ROLLBACK');
  }
}

/** Rows as JSON, one a line, as PostgreSQL writes them: no number and no time goes through JavaScript. */
async function writeRows(
  owner: ClientBase,
  folder: OrganisationFolder,
  { name, owner: role }: Pick<OrganisationTable, 'name' | 'owner'>,
  select: string,
  parameters: unknown[],
): Promise<number> {
  await as(owner, role);
  let count = 0;
  await owner.query(
    `DECLARE each_row NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line FROM (${select}) t`,
    parameters,
  );
  async function* lines(): AsyncGenerator<Buffer> {
    for (;;) {
      const { rows } = await owner.query<{ line: string }>('FETCH 500 FROM each_row');
      if (rows.length === 0) return;
      count += rows.length;
      yield Buffer.from(rows.map(({ line }) => `${line}\n`).join(''));
    }
  }
  await folder.write(`tables/${name}.ndjson`, lines());
  await owner.query('CLOSE each_row');
  return count;
}
