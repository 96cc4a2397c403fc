-- How long records are kept, by kind, and their disposal: all their texts are erased, the certificate says which.

CREATE TABLE retention_rule (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  record_type varchar NOT NULL,
  years integer NOT NULL CHECK (years BETWEEN 1 AND 100),
  starts varchar NOT NULL CHECK (starts IN ('ended', 'end_of_year')),
  basis text,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, record_type),
  -- A certification cycle and a year; a shorter time says why.
  CHECK (years >= 4 OR basis IS NOT NULL)
);
CALL keep_records('retention_rule');

CREATE TABLE disposal (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('requested', 'executed', 'rejected', 'withdrawn')),
  record_type varchar NOT NULL,
  record_ids uuid[] NOT NULL CHECK (cardinality(record_ids) > 0),
  records jsonb NOT NULL,
  rule_id uuid NOT NULL,
  rule_version integer NOT NULL,
  years integer NOT NULL,
  starts varchar NOT NULL,
  comment text,
  requested_by varchar NOT NULL CHECK (requested_by ^@ 'p:'),
  decided_by varchar CHECK (decided_by ^@ 'p:'),
  decided_at timestamptz,
  decision_reason text,
  redaction_id uuid,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  FOREIGN KEY (org_id, rule_id) REFERENCES retention_rule (org_id, id),
  FOREIGN KEY (org_id, redaction_id) REFERENCES redaction (org_id, id),
  CHECK ((state IN ('executed', 'rejected')) = (decided_by IS NOT NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CHECK (state <> 'executed' OR decided_by <> requested_by),
  CHECK ((state = 'executed') = (redaction_id IS NOT NULL))
);
CREATE INDEX disposal_records ON disposal USING gin (record_ids);
CALL keep_records('disposal');
