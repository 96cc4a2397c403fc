-- Environmental aspects: the register, the methods that decide on significance, and the assessments (clause 6.1.2).

CREATE TABLE significance_method (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  code varchar NOT NULL,
  name text NOT NULL,
  purpose text,
  disciplines varchar[] NOT NULL CHECK (cardinality(disciplines) > 0 AND disciplines <@ ARRAY['quality', 'environment']::varchar[]),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, code)
);
CALL keep_records('significance_method');

CREATE TABLE significance_method_version (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  method_id uuid NOT NULL,
  version_number integer NOT NULL,
  state varchar NOT NULL CHECK (state IN ('draft', 'published')),
  definition jsonb NOT NULL,
  change_note text,
  author_ids uuid[] NOT NULL,
  approved_by_id uuid,
  published_on date,
  flags varchar[] NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, method_id, version_number),
  CHECK ((state = 'published') = (published_on IS NOT NULL)),
  FOREIGN KEY (org_id, method_id) REFERENCES significance_method (org_id, id),
  FOREIGN KEY (org_id, approved_by_id) REFERENCES person (org_id, id)
);
CREATE UNIQUE INDEX significance_method_version_draft ON significance_method_version (org_id, method_id) WHERE state = 'draft';
CALL keep_records('significance_method_version');

-- What assessments were made with stays as it was; not even the API's own code can change it.
CREATE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a published version of % is never changed', TG_TABLE_NAME USING ERRCODE = 'QM005';
END $$;
REVOKE ALL ON FUNCTION refuse_published() FROM PUBLIC;
CREATE TRIGGER refuse_published BEFORE UPDATE ON significance_method_version FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_published();

CREATE TABLE aspect (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('active', 'retired')),
  site_id uuid,
  process_id uuid,
  owner_id uuid,
  activity text NOT NULL,
  title text NOT NULL,
  category varchar NOT NULL,
  condition varchar NOT NULL CHECK (condition IN ('normal', 'abnormal', 'emergency')),
  time varchar NOT NULL CHECK (time IN ('past', 'present', 'planned')),
  life_cycle_stage varchar NOT NULL,
  control varchar NOT NULL CHECK (control IN ('direct', 'indirect')),
  sign varchar NOT NULL CHECK (sign IN ('adverse', 'beneficial')),
  controls jsonb NOT NULL,
  obligations text,
  indicator text,
  objective text,
  emergency_plan text,
  retired_on date,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  CHECK ((state = 'retired') = (retired_on IS NOT NULL)),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  FOREIGN KEY (org_id, process_id) REFERENCES process (org_id, id),
  FOREIGN KEY (org_id, owner_id) REFERENCES person (org_id, id)
);
CREATE INDEX aspect_site ON aspect (org_id, site_id, id);
CREATE INDEX aspect_owner ON aspect (org_id, owner_id, id);
CALL keep_records('aspect');

CREATE TABLE aspect_impact (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  aspect_id uuid NOT NULL,
  site_id uuid,
  category varchar NOT NULL,
  description text NOT NULL,
  sign varchar NOT NULL CHECK (sign IN ('adverse', 'beneficial')),
  withdrawn_on date,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, aspect_id) REFERENCES aspect (org_id, id)
);
CREATE INDEX aspect_impact_of ON aspect_impact (org_id, aspect_id, id);
CALL keep_records('aspect_impact');

CREATE TABLE aspect_assessment (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  aspect_id uuid NOT NULL,
  aspect_version integer NOT NULL,
  site_id uuid,
  method_version_id uuid NOT NULL,
  sign varchar NOT NULL CHECK (sign IN ('adverse', 'beneficial')),
  scores jsonb NOT NULL,
  gates jsonb NOT NULL,
  score numeric,
  formula text NOT NULL,
  reasons jsonb NOT NULL,
  computed_significant boolean NOT NULL,
  significant boolean NOT NULL,
  watch boolean NOT NULL,
  note text,
  assessed_on date NOT NULL,
  assessed_by_id uuid NOT NULL,
  override_direction varchar CHECK (override_direction IN ('up', 'down')),
  override_state varchar CHECK (override_state IN ('proposed', 'in_force')),
  override_justification text,
  second_approver_id uuid,
  correction_of_id uuid,
  PRIMARY KEY (org_id, id),
  -- A result is corrected once; the next correction corrects the correction.
  UNIQUE (org_id, correction_of_id),
  CHECK ((override_direction IS NULL) = (override_state IS NULL) AND (override_direction IS NULL) = (override_justification IS NULL)),
  CHECK (significant = computed_significant OR override_state = 'in_force'),
  CHECK (override_direction IS DISTINCT FROM 'down' OR (second_approver_id IS NOT NULL AND second_approver_id IS DISTINCT FROM assessed_by_id)),
  FOREIGN KEY (org_id, aspect_id) REFERENCES aspect (org_id, id),
  FOREIGN KEY (org_id, method_version_id) REFERENCES significance_method_version (org_id, id),
  FOREIGN KEY (org_id, assessed_by_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, second_approver_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, correction_of_id) REFERENCES aspect_assessment (org_id, id)
);
CREATE INDEX aspect_assessment_of ON aspect_assessment (org_id, aspect_id, assessed_on DESC, id DESC);
CALL keep_records('aspect_assessment', true);
