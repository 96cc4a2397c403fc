-- Audits (clause 9.2): programme, checklists, audits with their teams and answers, findings, competence of auditors.

CREATE TABLE auditor_competence (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  person_id uuid NOT NULL,
  level varchar NOT NULL,
  editions varchar[] NOT NULL,
  qualification text NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  evaluated_by_id uuid,
  revoked_on date,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, evaluated_by_id) REFERENCES person (org_id, id)
);
CREATE INDEX auditor_competence_person ON auditor_competence (org_id, person_id);
CALL keep_records('auditor_competence');

CREATE TABLE audit_programme (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('draft', 'approved', 'closed')),
  year integer NOT NULL,
  disciplines varchar[] NOT NULL CHECK (cardinality(disciplines) > 0 AND disciplines <@ ARRAY['quality', 'environment']::varchar[]),
  title text NOT NULL,
  objectives text,
  risks text,
  author_id uuid,
  approved_by_id uuid,
  approved_on date,
  flags varchar[] NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  FOREIGN KEY (org_id, author_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, approved_by_id) REFERENCES person (org_id, id)
);
CALL keep_records('audit_programme');

CREATE TABLE checklist_template (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  code varchar NOT NULL,
  title text NOT NULL,
  disciplines varchar[] NOT NULL CHECK (cardinality(disciplines) > 0 AND disciplines <@ ARRAY['quality', 'environment']::varchar[]),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, code)
);
CALL keep_records('checklist_template');

CREATE TABLE checklist_version (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  template_id uuid NOT NULL,
  number integer NOT NULL,
  questions jsonb NOT NULL,
  published_by_id uuid,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, template_id, number),
  FOREIGN KEY (org_id, template_id) REFERENCES checklist_template (org_id, id),
  FOREIGN KEY (org_id, published_by_id) REFERENCES person (org_id, id)
);
CALL keep_records('checklist_version', true);

CREATE TABLE audit (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('planned', 'prepared', 'in_progress', 'fieldwork_done', 'report_draft', 'report_issued', 'follow_up', 'completed', 'postponed', 'cancelled')),
  programme_id uuid,
  kind varchar NOT NULL,
  mode varchar NOT NULL,
  disciplines varchar[] NOT NULL CHECK (cardinality(disciplines) > 0 AND disciplines <@ ARRAY['quality', 'environment']::varchar[]),
  site_id uuid,
  process_ids uuid[] NOT NULL,
  title text NOT NULL,
  objectives text,
  scope_text text,
  editions varchar[] NOT NULL,
  clauses varchar[] NOT NULL,
  planned_from date NOT NULL,
  planned_to date NOT NULL,
  baseline_from date,
  baseline_to date,
  independence_overrides jsonb NOT NULL,
  opened_on date,
  opening_attendees text[],
  closed_on date,
  closing_attendees text[],
  diverging_opinions text,
  uncovered text,
  conclusions text,
  report_issued_on date,
  issued_by_id uuid,
  external_ref varchar,
  external_score integer,
  flags varchar[] NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  FOREIGN KEY (org_id, programme_id) REFERENCES audit_programme (org_id, id),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  FOREIGN KEY (org_id, issued_by_id) REFERENCES person (org_id, id)
);
CREATE INDEX audit_programme_of ON audit (org_id, programme_id);
CREATE INDEX audit_planned ON audit (org_id, planned_from, id);
CREATE INDEX audit_clauses ON audit USING gin (clauses);
CALL keep_records('audit');

CREATE TABLE audit_team_member (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  audit_id uuid NOT NULL,
  site_id uuid,
  person_id uuid NOT NULL,
  role varchar NOT NULL,
  left_on date,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, audit_id) REFERENCES audit (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX audit_team_member_of ON audit_team_member (org_id, audit_id, id);
CALL keep_records('audit_team_member');

CREATE TABLE audit_checklist_item (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  audit_id uuid NOT NULL,
  site_id uuid,
  template_id uuid NOT NULL,
  template_version integer NOT NULL,
  position integer NOT NULL,
  question text NOT NULL,
  clauses varchar[] NOT NULL,
  progress varchar NOT NULL,
  result varchar,
  grade varchar,
  note text,
  answered_by_id uuid,
  answered_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, audit_id, position),
  FOREIGN KEY (org_id, audit_id) REFERENCES audit (org_id, id),
  FOREIGN KEY (org_id, template_id) REFERENCES checklist_template (org_id, id),
  FOREIGN KEY (org_id, answered_by_id) REFERENCES person (org_id, id)
);
CALL keep_records('audit_checklist_item');

CREATE TABLE finding (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('draft', 'confirmed', 'issued', 'withdrawn')),
  audit_id uuid NOT NULL,
  checklist_item_id uuid,
  disciplines varchar[] NOT NULL CHECK (cardinality(disciplines) > 0 AND disciplines <@ ARRAY['quality', 'environment']::varchar[]),
  site_id uuid,
  process_id uuid,
  class varchar NOT NULL,
  clauses varchar[] NOT NULL,
  title text NOT NULL,
  requirement text,
  evidence text,
  statement text,
  found_on date NOT NULL,
  found_by_id uuid,
  corrected_on date,
  disposition text,
  nonconformity_id uuid,
  external_ref varchar,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  FOREIGN KEY (org_id, audit_id) REFERENCES audit (org_id, id),
  FOREIGN KEY (org_id, checklist_item_id) REFERENCES audit_checklist_item (org_id, id),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  FOREIGN KEY (org_id, process_id) REFERENCES process (org_id, id),
  FOREIGN KEY (org_id, found_by_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, nonconformity_id) REFERENCES nonconformity (org_id, id)
);
CREATE INDEX finding_audit ON finding (org_id, audit_id, id);
CREATE INDEX finding_item ON finding (org_id, checklist_item_id);
CREATE INDEX finding_clauses ON finding USING gin (clauses);
CALL keep_records('finding');
