import type { ClientBase } from 'pg';

/** A table that has rows of organisations. */
export interface OrganisationTable {
  /** With its schema, as SQL writes it. */
  name: string;
  /** The role that owns it. */
  owner: string;
  /** Its columns but for those that PostgreSQL computes. */
  columns: string[];
  /** Columns of its key, in which rows are read. */
  key: string[];
}

/** What belongs to a running server rather than to the organisation. */
const passing = ['log.pending', 'identity.session', 'identity.invitation', 'idempotency_key'];

const tables = `SELECT c.oid::regclass::text AS name, r.rolname AS owner,
    (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    (SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::smallint[], a.attnum)) FROM pg_index i
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::smallint[]) WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
    (SELECT coalesce(array_agg(DISTINCT f.confrelid::regclass::text), '{}') FROM pg_constraint f
     WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS after
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
  WHERE c.relkind = 'r' AND n.nspname IN ('public', 'log', 'identity')
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped)
  ORDER BY 1`;

/** All of them as the catalogue tells, each after those that its rows refer to. */
export async function organisationTables(client: ClientBase): Promise<OrganisationTable[]> {
  const { rows } = await client.query<OrganisationTable & { after: string[] }>(tables);
  const sorted: OrganisationTable[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ after }) => !after.some((name) => waiting.has(name)));
    if (ready.length === 0)
      throw new Error(`These tables refer to each other in a circle: ${[...waiting.keys()].join()}`);
    for (const { after: _, ...table } of ready) {
      sorted.push(table);
      waiting.delete(table.name);
    }
  }
  return sorted;
}

/** Those that an organisation takes along. */
export const lasting = (all: readonly OrganisationTable[]): OrganisationTable[] =>
  all.filter(({ name }) => !passing.includes(name));

/** For the open transaction: of which organisation it is, for all sites, and what the history says of its changes. */
export async function enter(
  client: ClientBase,
  orgId: string,
  context: { via: string; act: string; reason?: string },
): Promise<void> {
  const told = { actor: 's:cli', req: 'cli', ...context };
  await client.query(
    `SELECT set_config('app.org', $1, true), set_config('app.sites', '*', true), set_config('app.ctx', $2, true),
       set_config('timezone', 'UTC', true)`,
    [orgId, JSON.stringify(told)],
  );
}

/** Works as the owner of a table, who alone may do what follows. */
export async function as(client: ClientBase, role: string): Promise<void> {
  await client.query(`SET LOCAL ROLE ${role}`);
}

/** Lets rows come and go without stamps, history and refusals until the transaction switches them on again. */
export async function switchTriggers(
  client: ClientBase,
  all: readonly OrganisationTable[],
  state: 'ENABLE' | 'DISABLE',
): Promise<void> {
  for (const { name, owner } of all) {
    await as(client, owner);
    await client.query(`ALTER TABLE ${name} ${state} TRIGGER USER`);
  }
}

/**
 * Begins a transaction about an organisation, of which every line that it sees is under a signed checkpoint. Throws in words
 * when that is not so within ten seconds.
 */
export async function beginSealed(
  client: ClientBase,
  orgId: string,
  { begin, act }: { begin: string; act: string },
): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    await client.query(begin);
    try {
      await enter(client, orgId, { via: 'job', act });
      await as(client, 'continua_log');
      if ((await client.query('SELECT FROM log.pending WHERE org_id = $1 LIMIT 1', [orgId])).rowCount === 0) return;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
    await client.query('ROLLBACK');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The last lines of the history are not sealed yet: start the server, wait a second, and try again.');
}
