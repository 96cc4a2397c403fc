-- Legal holds: while one is in force, nothing in its scope is erased or disposed of. Set and lifted by two people each.

CREATE TABLE legal_hold (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('requested', 'in_force', 'lift_requested', 'lifted', 'rejected', 'withdrawn')),
  scope varchar NOT NULL CHECK (scope IN ('record', 'record_type', 'site', 'organisation')),
  record_type varchar,
  record_id uuid,
  -- Not the site of the row: a hold must be seen by whoever works at another one.
  held_site_id uuid,
  title text NOT NULL,
  reason text NOT NULL,
  requested_by varchar NOT NULL CHECK (requested_by ^@ 'p:'),
  set_by varchar CHECK (set_by ^@ 'p:'),
  set_at timestamptz,
  lift_requested_by varchar CHECK (lift_requested_by ^@ 'p:'),
  lift_reason text,
  lifted_by varchar CHECK (lifted_by ^@ 'p:'),
  lifted_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  FOREIGN KEY (org_id, held_site_id) REFERENCES site (org_id, id),
  CHECK ((scope IN ('record', 'record_type')) = (record_type IS NOT NULL)),
  CHECK ((scope = 'record') = (record_id IS NOT NULL)),
  CHECK ((scope = 'site') = (held_site_id IS NOT NULL)),
  CHECK (state NOT IN ('in_force', 'lift_requested', 'lifted') OR (set_by <> requested_by AND set_at IS NOT NULL)),
  CHECK (set_by IS NOT NULL OR state IN ('requested', 'rejected', 'withdrawn')),
  CHECK (state <> 'lifted' OR (lifted_by IS NOT NULL AND lift_requested_by IS NOT NULL AND lifted_by <> lift_requested_by AND lifted_at IS NOT NULL))
);
CREATE INDEX legal_hold_in_force ON legal_hold (org_id) WHERE state IN ('in_force', 'lift_requested');
CALL keep_records('legal_hold');
