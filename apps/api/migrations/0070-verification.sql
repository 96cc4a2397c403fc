-- What was found when everything was compared with what was recorded: by a person's wish or each night.

CREATE TABLE verification (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  state varchar NOT NULL CHECK (state IN ('queued', 'sound', 'faulty', 'failed')),
  requested_by varchar NOT NULL,
  requested_by_id uuid,
  finished_at timestamptz,
  row_count integer,
  line_count integer,
  file_count integer,
  fault_count integer,
  faults jsonb NOT NULL,
  failure text,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, requested_by_id) REFERENCES person (org_id, id)
);
CALL keep_records('verification');

RESET ROLE;
GRANT CREATE ON SCHEMA public TO continua_worker;
SET LOCAL ROLE continua_worker;
CREATE OR REPLACE FUNCTION public.enqueue(task varchar, payload jsonb) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF task NOT IN ('make_evidence_pack', 'verify_evidence') THEN
    RAISE EXCEPTION 'there is no task %', task USING ERRCODE = 'QM005';
  END IF;
  PERFORM graphile_worker.add_job(task::text, (payload || jsonb_build_object('orgId', current_setting('app.org')::uuid))::json, max_attempts => 5);
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM continua_worker;
