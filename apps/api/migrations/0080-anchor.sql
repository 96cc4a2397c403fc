-- What binds the history to the outside: checkpoints mailed to somebody who keeps them, and time stamps of others on them.

ALTER TABLE organisation ADD COLUMN anchor_email text;
CALL keep_records('organisation');

CREATE TABLE log_anchor (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  kind varchar NOT NULL CHECK (kind IN ('mail', 'timestamp')),
  state varchar NOT NULL CHECK (state IN ('queued', 'made', 'failed')),
  requested_by varchar NOT NULL,
  requested_by_id uuid,
  target text,
  checkpoint varchar,
  lines integer,
  as_of timestamptz,
  made_at timestamptz,
  token varchar,
  failure text,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, requested_by_id) REFERENCES person (org_id, id),
  CHECK ((state = 'made') = (made_at IS NOT NULL)),
  CHECK (state <> 'made' OR checkpoint IS NOT NULL AND lines IS NOT NULL AND as_of IS NOT NULL AND target IS NOT NULL),
  CHECK ((state = 'made' AND kind = 'timestamp') = (token IS NOT NULL))
);
CREATE INDEX log_anchor_made ON log_anchor (org_id, kind, as_of) WHERE state = 'made';
CREATE INDEX log_anchor_tried ON log_anchor (org_id, kind, created_at) WHERE state <> 'queued';
CALL keep_records('log_anchor');

RESET ROLE;
GRANT CREATE ON SCHEMA public TO continua_worker;
SET LOCAL ROLE continua_worker;
CREATE OR REPLACE FUNCTION public.enqueue(task varchar, payload jsonb) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF task NOT IN ('make_evidence_pack', 'verify_evidence', 'anchor_log') THEN
    RAISE EXCEPTION 'there is no task %', task USING ERRCODE = 'QM005';
  END IF;
  PERFORM graphile_worker.add_job(task::text, (payload || jsonb_build_object('orgId', current_setting('app.org')::uuid))::json, max_attempts => 5);
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM continua_worker;
