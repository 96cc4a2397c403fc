-- The history log: every change of a business row becomes one line, written by a trigger in the same transaction.
-- Roles (made before the migrations, see cluster.ts): continua_owner owns business tables, continua_log the log,
-- continua_identity the credentials, continua_app is the API and owns nothing.

RESET ROLE;
CREATE SCHEMA log AUTHORIZATION continua_log;
CREATE SCHEMA identity AUTHORIZATION continua_identity;
GRANT USAGE ON SCHEMA public, log, identity TO continua_app;
GRANT USAGE ON SCHEMA public TO continua_log, continua_identity;
GRANT USAGE ON SCHEMA log TO continua_owner, continua_identity;

SET LOCAL ROLE continua_log;

-- One installation: its name is part of the origin of every log, so it never changes.
CREATE TABLE log.instance (name varchar PRIMARY KEY DEFAULT 'continua-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 12));
INSERT INTO log.instance DEFAULT VALUES;
GRANT SELECT ON log.instance TO continua_app, continua_identity;

-- The name of an organisation's log: <instance>/o/<organisation>/e<epoch>. A restore opens the next epoch.
CREATE TABLE log.origin (
  org_id uuid PRIMARY KEY,
  epoch integer NOT NULL DEFAULT 1,
  origin varchar NOT NULL
);

-- body is the exact text of the leaf; nothing re-serialises it. seq is taken under the lock of the changed row, so
-- ordering by it respects causality (transaction ids and clocks do not).
CREATE TABLE log.entry (
  org_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY (CACHE 1),
  rec_type varchar NOT NULL,
  rec_id uuid NOT NULL,
  rec_ver integer NOT NULL,
  site_id uuid,
  at timestamptz NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (org_id, entry_id),
  UNIQUE (org_id, rec_type, rec_id, rec_ver),
  UNIQUE (org_id, seq)
);
CREATE INDEX entry_at ON log.entry (org_id, at);

-- What a digest in a line stands for: base64url(JSON [salt, name, value]), the format of RFC 9901, 4.2.
-- A text that does not change keeps its disclosure, so erasing it once erases it from every version.
CREATE TABLE log.disclosure (
  org_id uuid NOT NULL,
  digest varchar NOT NULL,
  entry_id uuid NOT NULL,
  site_id uuid,
  disclosure text NOT NULL,
  PRIMARY KEY (org_id, digest),
  FOREIGN KEY (org_id, entry_id) REFERENCES log.entry (org_id, entry_id)
);

-- Lines that wait for the sealer.
CREATE TABLE log.pending (
  org_id uuid NOT NULL,
  seq bigint NOT NULL,
  entry_id uuid NOT NULL,
  PRIMARY KEY (org_id, seq)
);

ALTER TABLE log.origin ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.origin FORCE ROW LEVEL SECURITY;
ALTER TABLE log.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.entry FORCE ROW LEVEL SECURITY;
ALTER TABLE log.disclosure ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.disclosure FORCE ROW LEVEL SECURITY;
ALTER TABLE log.pending ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.pending FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON log.origin USING (org_id = current_setting('app.org')::uuid) WITH CHECK (org_id = current_setting('app.org')::uuid);
CREATE POLICY organisation ON log.entry USING (org_id = current_setting('app.org')::uuid) WITH CHECK (org_id = current_setting('app.org')::uuid);
CREATE POLICY organisation ON log.disclosure USING (org_id = current_setting('app.org')::uuid) WITH CHECK (org_id = current_setting('app.org')::uuid);
CREATE POLICY organisation ON log.pending USING (org_id = current_setting('app.org')::uuid) WITH CHECK (org_id = current_setting('app.org')::uuid);
GRANT SELECT ON log.origin, log.entry, log.disclosure TO continua_app;

CREATE FUNCTION log.base64url(bytes bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(encode(bytes, 'base64'), E'+/=\n', '-_');

-- 244 random bits: without the salt, nobody can guess a name or a sentence from its digest.
CREATE FUNCTION log.disclose(name text, value jsonb) RETURNS text LANGUAGE sql VOLATILE
  RETURN log.base64url(convert_to(json_build_array(
    replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), name, value)::text, 'UTF8'));

CREATE FUNCTION log.digest(disclosure text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN log.base64url(sha256(convert_to(disclosure, 'UTF8')));

/*
 * Writes one line for one changed row. Arguments: the columns written by people (free text, personal data, structures),
 * sorted; each of them is a salted disclosure of its own. All other columns are one disclosure, "p", together with
 * the list of what changed. Refuses a change without an actor (QM001) or with a hole in the versions (QM002).
 */
CREATE FUNCTION log.capture() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET extra_float_digits = 1
AS $$
DECLARE
  ctx jsonb := nullif(current_setting('app.ctx', true), '')::jsonb;
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  row_now jsonb := coalesce(after, before);
  organisation uuid := (row_now ->> 'org_id')::uuid;
  record uuid := (row_now ->> 'id')::uuid;
  site uuid := (row_now ->> 'site_id')::uuid;
  ver integer := (row_now ->> 'version')::integer + CASE WHEN TG_OP = 'DELETE' THEN 1 ELSE 0 END;
  entry uuid := gen_random_uuid();
  moment timestamptz := coalesce((after ->> 'updated_at')::timestamptz, clock_timestamp());
  names text[] := coalesce(TG_ARGV, '{}');
  name text;
  prev_body text;
  prev_pd jsonb;
  log_origin text;
  digest text;
  disclosure text;
  digests text[] := '{}';
  disclosures text[] := '{}';
  pd text := '';
  plain text;
  line text;
  line_seq bigint;
BEGIN
  IF coalesce(ctx ->> 'actor', '') = '' OR coalesce(ctx ->> 'via', '') NOT IN ('ui', 'api', 'job', 'import', 'migration', 'restore', 'demo') THEN
    RAISE EXCEPTION 'a change to % needs an actor', TG_TABLE_NAME USING ERRCODE = 'QM001';
  END IF;

  SELECT o.origin INTO log_origin FROM log.origin o WHERE o.org_id = organisation;
  IF log_origin IS NULL THEN
    INSERT INTO log.origin (org_id, origin)
      SELECT organisation, i.name || '/o/' || organisation || '/e1' FROM log.instance i
      RETURNING origin INTO log_origin;
  END IF;

  IF ver > 1 THEN
    SELECT e.body INTO prev_body FROM log.entry e
      WHERE e.org_id = organisation AND e.rec_type = TG_TABLE_NAME AND e.rec_id = record AND e.rec_ver = ver - 1;
    IF prev_body IS NULL THEN
      RAISE EXCEPTION 'version % of % has no history before it', ver, TG_TABLE_NAME USING ERRCODE = 'QM002';
    END IF;
    prev_pd := prev_body::jsonb -> 'pd';
  END IF;

  FOREACH name IN ARRAY names LOOP
    CONTINUE WHEN after IS NULL OR after -> name IS NULL OR after -> name = 'null'::jsonb;
    IF prev_pd ? name AND before -> name = after -> name THEN
      digest := prev_pd ->> name;
    ELSE
      disclosure := log.disclose(name, after -> name);
      digest := log.digest(disclosure);
      digests := digests || digest;
      disclosures := disclosures || disclosure;
    END IF;
    pd := pd || CASE WHEN pd = '' THEN '' ELSE ',' END || to_json(name)::text || ':"' || digest || '"';
  END LOOP;
  IF coalesce(ctx ->> 'reason', '') <> '' THEN
    disclosure := log.disclose('@reason', ctx -> 'reason');
    digest := log.digest(disclosure);
    digests := digests || digest;
    disclosures := disclosures || disclosure;
    pd := '"@reason":"' || digest || '"' || CASE WHEN pd = '' THEN '' ELSE ',' END || pd;
  END IF;

  plain := log.disclose('p', jsonb_build_object(
    'op', lower(TG_OP),
    'after', after - names,
    'changed', (SELECT jsonb_agg(k ORDER BY k) FROM jsonb_object_keys(row_now) k
      WHERE k NOT IN ('version', 'updated_at') AND (before -> k) IS DISTINCT FROM (after -> k))));
  digest := log.digest(plain);
  digests := digests || digest;
  disclosures := disclosures || plain;

  -- The keys stand in the order of RFC 8785; what counts is the bytes.
  line := '{"act":' || to_json(coalesce(nullif(ctx ->> 'act', ''), TG_TABLE_NAME || '.' || lower(TG_OP)))::text
    || ',"actor":' || to_json(ctx ->> 'actor')::text
    || ',"at":"' || to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","id":"' || entry
    || '","log":' || to_json(log_origin)::text
    || ',"p":"' || digest
    || '","pd":{' || pd
    || '},"prev":' || coalesce('"' || encode(sha256('\x00'::bytea || convert_to(prev_body, 'UTF8')), 'hex') || '"', 'null')
    || ',"req":' || coalesce(to_json(ctx ->> 'req')::text, 'null')
    || ',"rid":"' || record
    || '","rt":' || to_json(TG_TABLE_NAME::text)::text
    || ',"site":' || coalesce('"' || site || '"', 'null')
    || ',"v":1,"ver":' || ver
    || ',"via":' || to_json(ctx ->> 'via')::text || '}';

  INSERT INTO log.entry (org_id, entry_id, rec_type, rec_id, rec_ver, site_id, at, body)
    VALUES (organisation, entry, TG_TABLE_NAME, record, ver, site, moment, line) RETURNING seq INTO line_seq;
  INSERT INTO log.disclosure (org_id, digest, entry_id, site_id, disclosure)
    SELECT organisation, d, entry, site, s FROM unnest(digests, disclosures) AS u (d, s);
  INSERT INTO log.pending (org_id, seq, entry_id) VALUES (organisation, line_seq, entry);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION log.capture(), log.disclose(text, jsonb), log.digest(text), log.base64url(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.capture() TO continua_owner;

SET LOCAL ROLE continua_owner;

-- The server keeps version and times; what a record is, and whose, never changes. No writer can skip this.
CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.version := 1;
    NEW.created_at := clock_timestamp();
  ELSE
    IF (NEW.org_id, NEW.id) IS DISTINCT FROM (OLD.org_id, OLD.id) THEN
      RAISE EXCEPTION 'a record of % keeps its identity', TG_TABLE_NAME USING ERRCODE = 'QM003';
    END IF;
    NEW.version := OLD.version + 1;
    NEW.created_at := OLD.created_at;
  END IF;
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_truncate() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'records of % are never truncated', TG_TABLE_NAME USING ERRCODE = 'QM004';
END $$;
REVOKE ALL ON FUNCTION public.stamp(), public.refuse_truncate() FROM PUBLIC;

-- Columns written by people: type text, text[], jsonb. Codes, references and numbers have other types.
CREATE FUNCTION public.disclosed_columns(target regclass) RETURNS text[] LANGUAGE sql STABLE
  RETURN (SELECT coalesce(array_agg(attname::text ORDER BY attname COLLATE "C"), '{}') FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND atttypid IN ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype));

-- Isolation by organisation and, where there is a site_id, by site. An unset organisation is an error, never "nothing".
CREATE PROCEDURE public.isolate(target regclass) LANGUAGE plpgsql AS $$
DECLARE
  own text := 'org_id = current_setting(''app.org'')::uuid';
  at_site text := 'CASE WHEN site_id IS NULL OR current_setting(''app.sites'') = ''*'' THEN true ELSE site_id = ANY (string_to_array(current_setting(''app.sites''), '','')::uuid[]) END';
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY organisation ON %s USING (%s) WITH CHECK (%s)', target, own, own);
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'site_id' AND NOT attisdropped) THEN
    EXECUTE format('CREATE POLICY site ON %s AS RESTRICTIVE USING (%s) WITH CHECK (%s)', target, at_site, at_site);
  END IF;
END $$;

-- Makes a table a business table: isolated, stamped, with history, readable and writable by the API, never deletable.
-- Call again after adding a column. Append-only tables cannot be updated either.
CREATE PROCEDURE public.keep_records(target regclass, append_only boolean DEFAULT false) LANGUAGE plpgsql AS $$
DECLARE
  arguments text := (SELECT coalesce(string_agg(quote_literal(c), ',' ORDER BY c COLLATE "C"), '') FROM unnest(public.disclosed_columns(target)) c);
BEGIN
  IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = target) THEN
    CALL public.isolate(target);
  END IF;
  EXECUTE format('CREATE OR REPLACE TRIGGER stamp BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION public.stamp()', target);
  EXECUTE format('CREATE OR REPLACE TRIGGER capture AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION log.capture(%s)', target, arguments);
  EXECUTE format('CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_truncate()', target);
  EXECUTE format('GRANT SELECT, INSERT%s ON %s TO continua_app', CASE WHEN append_only THEN '' ELSE ', UPDATE' END, target);
END $$;
REVOKE ALL ON PROCEDURE public.isolate(regclass), public.keep_records(regclass, boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.disclosed_columns(regclass) FROM PUBLIC;

RESET ROLE;
