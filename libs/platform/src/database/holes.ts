import type { ClientBase } from 'pg';

/** Something in the database's catalogue that lets data out or a change escape history. */
export interface Hole {
  rule: string;
  /** The table, function or role. */
  object: string;
}

/** Tables that are not business records, and why they have no history. Everything else must have it. */
const withoutHistory = {
  reference_counter: 'numbers given out',
  idempotency_key: 'answers to repeated requests',
  audit_device: 'what devices still have to send',
  evidence_pack_progress: 'how far a job has come',
} as const;

const definers = [
  'log.capture',
  'log.erase',
  'log.sealing_lag',
  'public.enqueue',
  'public.execute_redaction',
  ...[
    'find_account',
    'account_password',
    'create_account',
    'set_password',
    'memberships',
    'open_session',
    'close_session',
    'switch_session',
    'person_actor',
    'current_actor',
    'content_in_use',
    'erase_login',
    'session_actor',
    'api_key_actor',
    'api_key_last_use',
    'organisations',
    'offer_setup',
    'use_setup',
    'invite',
    'use_invitation',
  ].map((name) => `identity.${name}`),
];

/** Tables outside the rules: the migrations' own list. */
const exempt = ['migration'];

const rules: [rule: string, sql: string][] = [
  [
    'no-row-level-security',
    `SELECT c.oid::regclass::text AS object FROM tables c WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)
     UNION ALL SELECT c.oid::regclass::text FROM pg_class c JOIN ours n ON n.oid = c.relnamespace AND n.nspname = 'log'
     WHERE c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity) AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id')`,
  ],
  [
    'no-organisation-policy',
    `SELECT c.oid::regclass::text AS object FROM tables c WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'organisation' AND p.polcmd = '*'
       AND pg_get_expr(p.polqual, p.polrelid) = '(org_id = (current_setting(''app.org''::text))::uuid)' AND pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid))`,
  ],
  [
    'open-policy',
    `SELECT p.polrelid::regclass::text || '.' || p.polname AS object FROM pg_policy p JOIN tables c ON c.oid = p.polrelid
     WHERE p.polpermissive AND p.polname <> 'organisation' AND NOT (p.polname = 'identity' AND p.polcmd = 'r' AND p.polroles = ARRAY['continua_identity'::regrole::oid])
     UNION ALL SELECT p.polrelid::regclass::text || '.' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN ours n ON n.oid = c.relnamespace AND n.nspname = 'log'
     WHERE p.polpermissive AND NOT (p.polname = 'organisation' AND pg_get_expr(p.polqual, p.polrelid) = '(org_id = (current_setting(''app.org''::text))::uuid)')
       AND NOT (p.polname = 'sealer' AND p.polroles = ARRAY['continua_worker'::regrole::oid])`,
  ],
  [
    'no-site-policy',
    `SELECT c.oid::regclass::text AS object FROM tables c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'site_id' AND NOT a.attisdropped
     WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd = '*' AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.sites%')`,
  ],
  [
    'no-history',
    `SELECT c.oid::regclass::text AS object FROM tables c WHERE c.relname <> ALL ($1)
       AND (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'O' AND (t.tgname, t.tgfoid, t.tgtype) IN
         (('capture', 'log.capture()'::regprocedure, 29), ('stamp', 'public.stamp()'::regprocedure, 23), ('refuse_truncate', 'public.refuse_truncate()'::regprocedure, 34))) < 3`,
  ],
  [
    'undisclosed-text',
    `SELECT c.oid::regclass::text AS object FROM tables c JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'capture'
     WHERE rtrim(array_to_string(public.disclosed_columns(c.oid), E'\\\\000'), E'\\\\000') <> rtrim(encode(t.tgargs, 'escape'), E'\\\\000')`,
  ],
  [
    'view-of-owner',
    `SELECT c.oid::regclass::text AS object FROM pg_class c JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)`,
  ],
  [
    'materialised-view',
    `SELECT c.oid::regclass::text AS object FROM pg_class c JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind = 'm'`,
  ],
  [
    'security-definer',
    `SELECT p.oid::regprocedure::text AS object FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace WHERE p.prosecdef
       AND (n.nspname || '.' || p.proname <> ALL ($2) OR NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search\\_path=pg_catalog%'))`,
  ],
  [
    'key-across-organisations',
    `SELECT k.conrelid::regclass::text || '.' || k.conname AS object FROM pg_constraint k JOIN tables c ON c.oid = k.conrelid
     WHERE k.contype IN ('f', 'u', 'p') AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attname = 'org_id' AND a.attnum = ANY (k.conkey))
     UNION ALL SELECT i.indexrelid::regclass::text FROM pg_index i JOIN tables c ON c.oid = i.indrelid
     WHERE i.indisunique AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = 'org_id' AND a.attnum = ANY (i.indkey))`,
  ],
  [
    'privilege',
    `SELECT c.oid::regclass::text || ' ' || a.privilege_type AS object FROM pg_class c JOIN ours n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
     WHERE c.relkind IN ('r', 'p', 'v', 'm') AND (a.grantee = 0 OR a.grantee = 'continua_app'::regrole AND NOT (
       a.privilege_type = 'SELECT' AND n.nspname <> 'identity'
       OR a.privilege_type IN ('INSERT', 'UPDATE') AND n.nspname = 'public' OR a.privilege_type = 'DELETE' AND c.relname = ANY ($1)))
     UNION ALL SELECT c.oid::regclass::text || ' ' || a.privilege_type FROM pg_class c JOIN ours n ON n.oid = c.relnamespace AND n.nspname = 'log', aclexplode(c.relacl) a
     WHERE c.relkind IN ('r', 'p') AND a.grantee <> c.relowner AND a.privilege_type <> 'SELECT' AND NOT (a.grantee = 'continua_worker'::regrole
       AND (a.privilege_type, c.relname) IN (('DELETE', 'pending'), ('INSERT', 'leaf'), ('INSERT', 'node'), ('INSERT', 'checkpoint'), ('INSERT', 'signing_key')))
     UNION ALL SELECT c.oid::regclass::text || '.' || t.attname || ' ' || a.privilege_type FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
       JOIN ours n ON n.oid = c.relnamespace, aclexplode(t.attacl) a WHERE NOT (a.privilege_type = 'SELECT' AND a.grantee = 'continua_worker'::regrole)
         AND NOT (a.privilege_type IN ('INSERT', 'UPDATE') AND a.grantee = 'continua_app'::regrole AND n.nspname = 'public')
     UNION ALL SELECT p.oid::regprocedure::text || ' EXECUTE' FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace
     WHERE p.prosecdef AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0))`,
  ],
  [
    'owner',
    `SELECT c.oid::regclass::text AS object FROM pg_class c WHERE c.relowner = 'continua_app'::regrole UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proowner = 'continua_app'::regrole`,
  ],
  [
    'role',
    `SELECT rolname::text AS object FROM pg_roles WHERE rolname IN ('continua_app', 'continua_owner', 'continua_log', 'continua_identity', 'continua_worker')
       AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolcanlogin AND rolname NOT IN ('continua_app', 'continua_worker'))
     UNION ALL SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member IN ('continua_app'::regrole, 'continua_worker'::regrole)`,
  ],
];

/**
 * Looks at the catalogue for every way in which data could leave its organisation or site, or a change its history:
 * nothing found means an empty list. Used by the tests and by `continua doctor`; needs the owner's login.
 */
export async function findHoles(owner: ClientBase): Promise<Hole[]> {
  const holes: Hole[] = [];
  for (const [rule, sql] of rules) {
    const ours = `ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('public', 'log', 'identity'))`;
    const tables = `tables AS (SELECT c.* FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL ($3))`;
    const { rows } = await owner.query<{ object: string }>(
      `WITH ${ours}, ${tables}, given AS (SELECT $1::text[] AS a, $2::text[] AS b) SELECT object FROM (${sql}) found ORDER BY object`,
      [Object.keys(withoutHistory), definers, exempt],
    );
    holes.push(...rows.map(({ object }) => ({ rule, object })));
  }
  return holes;
}
