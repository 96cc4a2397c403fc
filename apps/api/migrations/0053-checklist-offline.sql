-- Checklists answered without a network: the device's clock, answers that lost a race, and what devices still have to send.

ALTER TABLE audit_checklist_item ADD COLUMN answered_on_device_at timestamptz;
CALL keep_records('audit_checklist_item');

-- An answer given to a question that had been answered meanwhile. What was answered never changes; only which of the
-- two counts is decided later, once.
CREATE TABLE checklist_answer_conflict (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  audit_id uuid NOT NULL,
  disciplines varchar[] NOT NULL,
  site_id uuid,
  item_id uuid NOT NULL,
  base_version integer NOT NULL,
  progress varchar NOT NULL,
  result varchar,
  grade varchar,
  note text,
  answered_by_id uuid NOT NULL,
  answered_on_device_at timestamptz NOT NULL,
  resolution varchar CHECK (resolution IN ('kept', 'replaced')),
  resolution_reason text,
  resolved_by_id uuid,
  resolved_at timestamptz,
  PRIMARY KEY (org_id, id),
  CHECK ((resolution IS NULL) = (resolution_reason IS NULL) AND (resolution IS NULL) = (resolved_by_id IS NULL)
    AND (resolution IS NULL) = (resolved_at IS NULL)),
  FOREIGN KEY (org_id, audit_id) REFERENCES audit (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES audit_checklist_item (org_id, id),
  FOREIGN KEY (org_id, answered_by_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, resolved_by_id) REFERENCES person (org_id, id)
);
CREATE INDEX checklist_answer_conflict_of ON checklist_answer_conflict (org_id, audit_id, id);
CREATE INDEX checklist_answer_conflict_item ON checklist_answer_conflict (org_id, item_id);
CALL keep_records('checklist_answer_conflict', true);
GRANT UPDATE (resolution, resolution_reason, resolved_by_id, resolved_at) ON checklist_answer_conflict TO continua_app;

-- The last word of each device that took an audit with it. Bookkeeping, without history.
CREATE TABLE audit_device (
  org_id uuid NOT NULL,
  audit_id uuid NOT NULL,
  device_id uuid NOT NULL,
  person_id uuid NOT NULL,
  site_id uuid,
  waiting integer NOT NULL CHECK (waiting >= 0),
  taken_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, audit_id, device_id, person_id),
  FOREIGN KEY (org_id, audit_id) REFERENCES audit (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CALL isolate('audit_device');
GRANT SELECT, INSERT, UPDATE ON audit_device TO continua_app;
