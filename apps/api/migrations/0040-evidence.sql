-- Files and what they are attached to, evidence packs, and the way to hand work to the background.

-- What was received; the content lies outside the database under its SHA-256.
CREATE TABLE file (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  sha256 varchar NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes integer NOT NULL CHECK (bytes > 0),
  media_type varchar NOT NULL,
  original_name text NOT NULL,
  received_at timestamptz NOT NULL,
  source varchar NOT NULL CHECK (source IN ('ui', 'api', 'import')),
  uploaded_by varchar NOT NULL,
  uploaded_by_id uuid,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, uploaded_by_id) REFERENCES person (org_id, id)
);
CALL keep_records('file', true);

-- A file as evidence of one record of any kind. The kinds are known to the API only, so there is no foreign key to it.
CREATE TABLE attachment (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  record_type varchar NOT NULL,
  record_id uuid NOT NULL,
  site_id uuid,
  file_id uuid NOT NULL,
  captured_at timestamptz,
  effective_from date,
  effective_to date,
  note text,
  added_by varchar NOT NULL,
  voided_on date,
  void_reason text,
  PRIMARY KEY (org_id, id),
  CHECK (effective_from <= effective_to),
  CHECK ((voided_on IS NULL) = (void_reason IS NULL)),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  FOREIGN KEY (org_id, file_id) REFERENCES file (org_id, id)
);
CREATE INDEX attachment_of ON attachment (org_id, record_type, record_id, id);
CREATE INDEX attachment_file ON attachment (org_id, file_id);
CALL keep_records('attachment');

CREATE TABLE evidence_pack (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('queued', 'running', 'ready', 'failed', 'expired')),
  scope jsonb NOT NULL,
  requested_by varchar NOT NULL,
  requested_by_id uuid,
  as_of timestamptz,
  bytes numeric,
  sha256 varchar,
  counts jsonb,
  failure text,
  kept_until timestamptz,
  downloads integer NOT NULL,
  last_downloaded_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  FOREIGN KEY (org_id, requested_by_id) REFERENCES person (org_id, id),
  CHECK (state <> 'ready' OR (sha256 IS NOT NULL AND bytes IS NOT NULL AND as_of IS NOT NULL))
);
CREATE INDEX evidence_pack_requester ON evidence_pack (org_id, requested_by, id);
CREATE INDEX evidence_pack_state ON evidence_pack (org_id, state);
CALL keep_records('evidence_pack');

-- How far a job has come; not worth a line of history each second.
CREATE TABLE evidence_pack_progress (
  org_id uuid NOT NULL,
  pack_id uuid NOT NULL,
  phase varchar NOT NULL,
  done integer NOT NULL,
  total integer NOT NULL,
  PRIMARY KEY (org_id, pack_id),
  FOREIGN KEY (org_id, pack_id) REFERENCES evidence_pack (org_id, id)
);
CALL isolate('evidence_pack_progress');
GRANT SELECT, INSERT, UPDATE ON evidence_pack_progress TO continua_app;

-- Who asked for a job, with the rights of now: a job that waited must not use rights that were withdrawn.
RESET ROLE;
SET LOCAL ROLE continua_identity;
CREATE FUNCTION identity.current_actor(organisation uuid, actor varchar) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT CASE substr(actor, 1, 2)
      WHEN 'p:' THEN (SELECT identity.person_actor(p.org_id, p.id) FROM public.person p JOIN identity.account a ON a.id = p.account_id
        WHERE p.org_id = organisation AND p.id = substr(actor, 3)::uuid AND a.disabled_at IS NULL)
      WHEN 'k:' THEN (SELECT jsonb_build_object('orgId', k.org_id, 'apiKeyId', k.id, 'name', k.name, 'permissions', k.permissions,
          'disciplines', k.disciplines, 'siteIds', k.site_ids, 'timeZone', o.time_zone, 'justifiableRules', o.justifiable_rules)
        FROM public.api_key k JOIN public.organisation o ON o.org_id = k.org_id
        WHERE k.org_id = organisation AND k.id = substr(actor, 3)::uuid AND k.revoked_at IS NULL AND (k.expires_on IS NULL OR k.expires_on >= current_date))
    END $$;
REVOKE ALL ON FUNCTION identity.current_actor(uuid, varchar) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.current_actor(uuid, varchar) TO continua_app;

-- Hands work to the background in the transaction that causes it. The job belongs to the organisation of the transaction.
-- The queue's own schema (graphile_worker) is made by its library, as the same role.
RESET ROLE;
GRANT CREATE ON SCHEMA public TO continua_worker;
SET LOCAL ROLE continua_worker;
CREATE FUNCTION public.enqueue(task varchar, payload jsonb) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF task NOT IN ('make_evidence_pack') THEN
    RAISE EXCEPTION 'there is no task %', task USING ERRCODE = 'QM005';
  END IF;
  PERFORM graphile_worker.add_job(task::text, (payload || jsonb_build_object('orgId', current_setting('app.org')::uuid))::json, max_attempts => 5);
END $$;
REVOKE ALL ON FUNCTION public.enqueue(varchar, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.enqueue(varchar, jsonb) TO continua_app;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM continua_worker;
