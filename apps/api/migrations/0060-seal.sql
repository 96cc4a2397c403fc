-- The sealed log: each line becomes a leaf of its organisation's Merkle tree (RFC 6962), each tree size that was signed a
-- checkpoint. Only continua_worker seals, continua_app reads what is of its own organisation, nobody changes or removes.

RESET ROLE;
GRANT USAGE ON SCHEMA log TO continua_worker;
SET LOCAL ROLE continua_log;

-- A line is pending until a signed checkpoint covers it; since when, is the age of the gap.
ALTER TABLE log.pending ADD COLUMN since timestamptz NOT NULL DEFAULT clock_timestamp();
-- Rows come and go: left to the defaults, a long history of dead ones would be read with every look.
ALTER TABLE log.pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The public halves of the keys that signed, newest last; the private one never is in the database.
CREATE TABLE log.signing_key (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  public_key bytea NOT NULL UNIQUE CHECK (length(public_key) = 32),
  added_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The line with this sequence stands at this index. No foreign key to the entry: the leaf is made of it, in one statement.
-- A leaf that no checkpoint of its epoch covers was never sealed: its line is pending still, and stands in the next epoch.
CREATE TABLE log.leaf (
  org_id uuid NOT NULL,
  epoch integer NOT NULL,
  idx bigint NOT NULL CHECK (idx >= 0),
  seq bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (org_id, epoch, idx),
  UNIQUE (org_id, epoch, seq)
);

-- Complete subtrees of 16, 256, 4096 … leaves (level 4, 8, 12 …); any other node is at most eight of these away.
CREATE TABLE log.node (
  org_id uuid NOT NULL,
  epoch integer NOT NULL,
  level smallint NOT NULL CHECK (level > 0),
  idx bigint NOT NULL CHECK (idx >= 0),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (org_id, epoch, level, idx)
);

-- What was signed: note is the signed note (C2SP tlog-checkpoint) exactly as it was given out.
CREATE TABLE log.checkpoint (
  org_id uuid NOT NULL,
  epoch integer NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  root bytea NOT NULL CHECK (length(root) = 32),
  note text NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, epoch, size)
);

ALTER TABLE log.leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.leaf FORCE ROW LEVEL SECURITY;
ALTER TABLE log.node ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.node FORCE ROW LEVEL SECURITY;
ALTER TABLE log.checkpoint ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.checkpoint FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON log.leaf TO continua_app, continua_log USING (org_id = current_setting('app.org')::uuid) WITH CHECK (org_id = current_setting('app.org')::uuid);
CREATE POLICY organisation ON log.node TO continua_app, continua_log USING (org_id = current_setting('app.org')::uuid) WITH CHECK (org_id = current_setting('app.org')::uuid);
CREATE POLICY organisation ON log.checkpoint TO continua_app, continua_log USING (org_id = current_setting('app.org')::uuid) WITH CHECK (org_id = current_setting('app.org')::uuid);

-- The sealer works for all organisations: it must see who waits. The lines themselves it reads as any other, one
-- organisation at a time. Its policies stand alone, because the general one fails where no organisation is set.
ALTER POLICY organisation ON log.origin TO continua_app, continua_log;
ALTER POLICY organisation ON log.pending TO continua_app, continua_log;
CREATE POLICY sealer ON log.origin FOR SELECT TO continua_worker USING (true);
CREATE POLICY sealer ON log.pending TO continua_worker USING (true) WITH CHECK (false);
CREATE POLICY sealer ON log.leaf TO continua_worker USING (true) WITH CHECK (true);
CREATE POLICY sealer ON log.node TO continua_worker USING (true) WITH CHECK (true);
CREATE POLICY sealer ON log.checkpoint TO continua_worker USING (true) WITH CHECK (true);

GRANT SELECT ON log.pending, log.leaf, log.node, log.checkpoint, log.signing_key TO continua_app;
GRANT SELECT ON log.origin TO continua_worker;
GRANT SELECT (org_id, entry_id, seq, body) ON log.entry TO continua_worker;
GRANT SELECT, DELETE ON log.pending TO continua_worker;
GRANT SELECT, INSERT ON log.leaf, log.node, log.checkpoint, log.signing_key TO continua_worker;

-- Each restart of a log, as a record: its line is the first leaf of the new epoch. Notes are signed checkpoints: the last
-- of the database, and the last that was signed here, which tells what a restored database has lost.
RESET ROLE;
SET LOCAL ROLE continua_owner;
CREATE TABLE log_epoch (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  epoch integer NOT NULL CHECK (epoch > 1),
  origin varchar NOT NULL,
  previous_origin varchar NOT NULL,
  database_checkpoint varchar,
  last_checkpoint varchar,
  reason text NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, epoch)
);
CALL keep_records('log_epoch', true);
-- Only the command line opens one, as the owner.
REVOKE INSERT ON log_epoch FROM continua_app;
RESET ROLE;
SET LOCAL ROLE continua_log;

-- Not even by mistake of whoever owns the tables.
CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'what is sealed in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'QM004';
END $$;
REVOKE ALL ON FUNCTION log.refuse_change() FROM PUBLIC;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log.leaf FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log.node FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log.signing_key FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();

-- How far sealing is behind, over all organisations, for whoever watches the server: a number and a time, nothing else.
GRANT CREATE ON SCHEMA log TO continua_worker;
RESET ROLE;
SET LOCAL ROLE continua_worker;
CREATE FUNCTION log.sealing_lag() RETURNS TABLE (pending integer, oldest timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT (SELECT count(*)::integer FROM (SELECT FROM log.pending LIMIT 100000) waiting),
    (SELECT min(first.since) FROM log.origin o CROSS JOIN LATERAL
      (SELECT p.since FROM log.pending p WHERE p.org_id = o.org_id ORDER BY p.seq LIMIT 1) first) $$;
REVOKE ALL ON FUNCTION log.sealing_lag() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.sealing_lag() TO continua_app;
RESET ROLE;
SET LOCAL ROLE continua_log;
REVOKE CREATE ON SCHEMA log FROM continua_worker;
RESET ROLE;
