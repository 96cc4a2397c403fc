-- Erasing personal data: the disclosures of a text go, its digests and with them every proof stay. One function does it,
-- for a redaction that two people decided on; the API's login cannot delete from the log.

CREATE TABLE redaction (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL CHECK (reference ~ '^RED-\d{4}-\d{4,}$'),
  state varchar NOT NULL CHECK (state IN ('requested', 'approved', 'rejected', 'withdrawn')),
  record_type varchar NOT NULL,
  record_id uuid NOT NULL,
  site_id uuid,
  legal_ground varchar NOT NULL,
  explanation text NOT NULL,
  targets jsonb NOT NULL CHECK (jsonb_typeof(targets) = 'array'),
  attachment_ids uuid[] NOT NULL,
  requested_by varchar NOT NULL CHECK (requested_by ^@ 'p:'),
  decided_by varchar CHECK (decided_by ^@ 'p:'),
  decided_at timestamptz,
  decision_reason text,
  digests varchar[] NOT NULL,
  file_digests varchar[] NOT NULL,
  disposal_id uuid,
  cleaned_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  CHECK ((state IN ('approved', 'rejected')) = (decided_by IS NOT NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  -- Four eyes, whatever program writes it.
  CHECK (state <> 'approved' OR decided_by <> requested_by),
  CHECK (state = 'approved' OR cardinality(digests) + cardinality(file_digests) = 0),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id)
);
CREATE INDEX redaction_state ON redaction (org_id, state, id);
CREATE INDEX redaction_record ON redaction (org_id, record_type, record_id);
CREATE INDEX redaction_digests ON redaction USING gin (digests);
CALL keep_records('redaction');

-- The erasure that took the content of a file away; what was received stays on record.
ALTER TABLE file ADD COLUMN erasure varchar;
CREATE INDEX file_content ON file (sha256);
CALL keep_records('file', true);

RESET ROLE;
SET LOCAL ROLE continua_log;

-- What a disclosure says: [salt, name, value].
CREATE FUNCTION log.read_disclosure(disclosure text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN convert_from(decode(rpad(translate(disclosure, '-_', '+/'), (length(disclosure) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb;
GRANT EXECUTE ON FUNCTION log.read_disclosure(text) TO continua_app;

/*
 * Deletes what the digests of these columns stand for, in all versions of their rows, and answers the texts for whoever
 * must look for copies. `columns` is a list of {recordType, recordId, field}. Refuses (QM007) when there is a version
 * whose digest is not among those that were decided on; what a repetition after a restore has written counts as decided.
 */
CREATE FUNCTION log.erase(columns jsonb, decided varchar[]) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  organisation uuid := current_setting('app.org')::uuid;
  found varchar[];
  undecided boolean;
  said text[];
BEGIN
  SELECT coalesce(array_agg(DISTINCT e.body::jsonb -> 'pd' ->> c.field), '{}'),
      coalesce(bool_or(e.body::jsonb ->> 'act' <> 'redaction.replay' AND NOT e.body::jsonb -> 'pd' ->> c.field = ANY (decided)), false)
    INTO found, undecided
    FROM jsonb_to_recordset(columns) AS c ("recordType" varchar, "recordId" uuid, field varchar)
    JOIN log.entry e ON e.org_id = organisation AND e.rec_type = c."recordType" AND e.rec_id = c."recordId"
    WHERE e.body::jsonb -> 'pd' ? c.field
      AND EXISTS (SELECT FROM log.disclosure d WHERE d.org_id = organisation AND d.digest = e.body::jsonb -> 'pd' ->> c.field);
  IF undecided THEN
    RAISE EXCEPTION 'the record has changed since it was decided what is erased' USING ERRCODE = 'QM007';
  END IF;
  WITH gone AS (DELETE FROM log.disclosure d WHERE d.org_id = organisation AND d.digest = ANY (found) RETURNING d.disclosure),
    words AS (SELECT jsonb_path_query(log.read_disclosure(gone.disclosure) -> 2, 'strict $.** ? (@.type() == "string")') #>> '{}' AS one FROM gone)
  SELECT coalesce(array_agg(DISTINCT one), '{}') INTO said FROM words;
  RETURN said;
END $$;
REVOKE ALL ON FUNCTION log.read_disclosure(text), log.erase(jsonb, varchar[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.read_disclosure(text) TO continua_app;
GRANT EXECUTE ON FUNCTION log.erase(jsonb, varchar[]) TO continua_owner;

RESET ROLE;
SET LOCAL ROLE continua_owner;
GRANT SELECT ON file TO continua_identity;
CREATE POLICY identity ON file FOR SELECT TO continua_identity USING (true);
ALTER POLICY organisation ON file TO continua_app, continua_owner;

RESET ROLE;
SET LOCAL ROLE continua_identity;

-- Whether any organisation of this installation still holds the content: each is stored once for all of them.
CREATE FUNCTION identity.content_in_use(content varchar) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM public.file f WHERE f.sha256 = content AND f.erasure IS NULL) $$;

-- The login of a person who has left goes with the name, unless the same account belongs to another organisation too.
CREATE FUNCTION identity.erase_login(organisation uuid, person uuid) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE account uuid := (SELECT p.account_id FROM public.person p WHERE p.org_id = organisation AND p.id = person);
BEGIN
  DELETE FROM identity.invitation i WHERE i.org_id = organisation AND i.person_id = person;
  DELETE FROM identity.session s WHERE s.account_id = account AND s.org_id = organisation;
  IF NOT EXISTS (SELECT FROM public.person p WHERE p.account_id = account AND p.org_id <> organisation) THEN
    UPDATE identity.account a SET email = 'erased-' || a.id, password_hash = '', disabled_at = coalesce(a.disabled_at, now()) WHERE a.id = account;
  END IF;
END $$;
REVOKE ALL ON FUNCTION identity.content_in_use(varchar), identity.erase_login(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.content_in_use(varchar) TO continua_app;
GRANT EXECUTE ON FUNCTION identity.erase_login(uuid, uuid) TO continua_owner;
GRANT USAGE ON SCHEMA identity TO continua_owner;

RESET ROLE;
SET LOCAL ROLE continua_owner;

-- What is frozen stays so for everybody; only an erasure, which runs as the owner of the tables, takes texts away.
CREATE OR REPLACE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user = 'continua_owner' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a published version of % is never changed', TG_TABLE_NAME USING ERRCODE = 'QM005';
END $$;
CREATE OR REPLACE FUNCTION refuse_finished_review() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user = 'continua_owner' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an approved or cancelled review is never changed' USING ERRCODE = 'QM006';
END $$;
CREATE OR REPLACE FUNCTION keep_item_of_open_review() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_user = 'continua_owner' THEN RETURN NEW; END IF;
  PERFORM FROM public.environmental_review r
    WHERE r.org_id = NEW.org_id AND r.id = NEW.review_id AND r.site_id IS NOT DISTINCT FROM NEW.site_id
      AND r.state NOT IN ('approved', 'cancelled')
    FOR SHARE;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND NEW.review_id <> OLD.review_id) THEN
    RAISE EXCEPTION 'items of an approved or cancelled review are never added or changed' USING ERRCODE = 'QM006';
  END IF;
  RETURN NEW;
END $$;

/*
 * Does what an approved redaction says, all in the transaction that approves it: the disclosures go, the rows say that
 * they were erased and by which redaction, and so do files; kept answers to repeated requests that hold one of the texts
 * lose their body. Rows that are not there, as after a restore, are passed over.
 */
CREATE FUNCTION public.execute_redaction(redaction_id uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  organisation uuid := current_setting('app.org')::uuid;
  r public.redaction;
  mark text;
  target record;
  assignments text;
  needles text[];
BEGIN
  SELECT * INTO r FROM public.redaction WHERE org_id = organisation AND id = redaction_id FOR UPDATE;
  IF r.state IS DISTINCT FROM 'approved' OR r.decided_by = r.requested_by THEN
    RAISE EXCEPTION 'only what two people decided on is erased' USING ERRCODE = 'QM007';
  END IF;
  mark := '[erased ' || r.reference || ']';

  -- Whoever is about to write one of the rows is let through first, or waits.
  FOR target IN SELECT c."recordType" AS name, array_agg(DISTINCT c."recordId") AS ids
      FROM jsonb_to_recordset(r.targets) AS c ("recordType" varchar, "recordId" uuid, field varchar) GROUP BY c."recordType" ORDER BY 1 LOOP
    IF NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass('public.' || quote_ident(target.name)) AND t.tgname = 'capture') THEN
      RAISE EXCEPTION '% keeps no history', target.name USING ERRCODE = 'QM007';
    END IF;
    EXECUTE format('SELECT FROM public.%I WHERE org_id = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE', target.name) USING organisation, target.ids;
  END LOOP;

  needles := log.erase(r.targets, r.digests);

  FOR target IN SELECT c."recordType" AS name, c."recordId" AS id, array_agg(c.field::text) AS fields
      FROM jsonb_to_recordset(r.targets) AS c ("recordType" varchar, "recordId" uuid, field varchar) WHERE c.field <> '@reason'
      GROUP BY c."recordType", c."recordId" ORDER BY 1, 2 LOOP
    SELECT string_agg(CASE
        -- An address is null rather than words that are no address.
        WHEN target.name = 'person' AND a.attname = 'email' THEN 'email = NULL'
        WHEN a.atttypid = 'text'::regtype THEN format('%1$I = CASE WHEN %1$I IS NULL THEN NULL ELSE %2$L END', a.attname, mark)
        WHEN a.atttypid = 'text[]'::regtype THEN format('%1$I = CASE WHEN %1$I IS NULL THEN NULL WHEN %1$I = ''{}'' THEN ''{}'' ELSE ARRAY[%2$L] END', a.attname, mark)
        WHEN a.attnotnull THEN format('%1$I = ''[]''', a.attname)
        ELSE format('%1$I = CASE WHEN jsonb_typeof(%1$I) = ''array'' THEN ''[]''::jsonb END', a.attname) END, ', ') INTO assignments
      FROM pg_attribute a WHERE a.attrelid = to_regclass('public.' || quote_ident(target.name))
        AND a.attname = ANY (target.fields) AND a.attname = ANY (public.disclosed_columns(a.attrelid));
    IF assignments IS NOT NULL THEN
      EXECUTE format('UPDATE public.%I SET %s WHERE org_id = $1 AND id = $2', target.name, assignments) USING organisation, target.id;
    END IF;
    IF target.name = 'person' AND target.fields && ARRAY['name', 'email'] THEN
      PERFORM identity.erase_login(organisation, target.id);
    END IF;
  END LOOP;

  UPDATE public.file f SET erasure = r.reference WHERE f.org_id = organisation AND f.erasure IS NULL AND f.sha256 = ANY (r.file_digests);

  -- The request stays spent, so that it has no second effect; its answer is gone, and the digest of what it said with it.
  needles := ARRAY(SELECT trim(both '"' FROM to_json(n.word)::text) FROM unnest(needles) n (word) WHERE length(n.word) > 3)
    || ARRAY(SELECT DISTINCT c ->> 'recordId' FROM jsonb_array_elements(r.targets) c);
  UPDATE public.idempotency_key k SET body = NULL, fingerprint = 'erased' WHERE k.org_id = organisation AND k.body IS NOT NULL
    AND EXISTS (SELECT FROM unnest(needles) n (needle) WHERE position(n.needle IN k.body) > 0);
END $$;
REVOKE ALL ON FUNCTION public.execute_redaction(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.execute_redaction(uuid) TO continua_app;
