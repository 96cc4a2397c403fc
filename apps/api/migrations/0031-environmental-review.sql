-- Environmental reviews, initial and periodic, and what was observed in their four areas.

CREATE TABLE environmental_review (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  reference varchar NOT NULL,
  state varchar NOT NULL CHECK (state IN ('planned', 'in_progress', 'in_review', 'approved', 'cancelled')),
  kind varchar NOT NULL CHECK (kind IN ('initial', 'periodic', 'change_triggered')),
  disciplines varchar[] NOT NULL CHECK (disciplines = ARRAY['environment']::varchar[]),
  site_id uuid,
  title text NOT NULL,
  scope text NOT NULL,
  previous_review_id uuid,
  period_from date,
  period_to date,
  methods varchar[] NOT NULL,
  sources text[] NOT NULL,
  author_id uuid,
  lead_id uuid NOT NULL,
  team_ids uuid[] NOT NULL,
  due_on date NOT NULL,
  baseline jsonb NOT NULL,
  aspects_note text,
  obligations_note text,
  practices_note text,
  incidents_note text,
  conclusions text,
  priorities text[] NOT NULL,
  submitted_by_id uuid,
  submitted_on date,
  approved_by_id uuid,
  approved_on date,
  flags varchar[] NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, reference),
  CHECK (period_from <= period_to),
  CHECK (kind <> 'initial' OR previous_review_id IS NULL),
  CHECK ((state = 'approved') = (approved_on IS NOT NULL)),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  FOREIGN KEY (org_id, previous_review_id) REFERENCES environmental_review (org_id, id),
  FOREIGN KEY (org_id, author_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, submitted_by_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, approved_by_id) REFERENCES person (org_id, id)
);
CREATE INDEX environmental_review_due ON environmental_review (org_id, due_on, id) WHERE state NOT IN ('approved', 'cancelled');
CREATE INDEX environmental_review_site ON environmental_review (org_id, site_id, id);
CALL keep_records('environmental_review');

-- The baseline of an approved review is what later reviews are compared with; not even the API's own code can change it.
CREATE FUNCTION refuse_finished_review() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'an approved or cancelled review is never changed' USING ERRCODE = 'QM006';
END $$;
REVOKE ALL ON FUNCTION refuse_finished_review() FROM PUBLIC;
CREATE TRIGGER refuse_finished_review BEFORE UPDATE ON environmental_review FOR EACH ROW WHEN (OLD.state IN ('approved', 'cancelled')) EXECUTE FUNCTION refuse_finished_review();

CREATE TABLE environmental_review_item (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  review_id uuid NOT NULL,
  disciplines varchar[] NOT NULL CHECK (disciplines = ARRAY['environment']::varchar[]),
  site_id uuid,
  area varchar NOT NULL CHECK (area IN ('aspects', 'obligations', 'practices', 'incidents')),
  observation text NOT NULL,
  quantity numeric,
  unit text,
  evidence text,
  rating varchar NOT NULL CHECK (rating IN ('low', 'medium', 'high')),
  clauses varchar[] NOT NULL,
  recorded_by_id uuid,
  aspect_id uuid,
  nonconformity_id uuid,
  action_id uuid,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, aspect_id),
  UNIQUE (org_id, nonconformity_id),
  UNIQUE (org_id, action_id),
  CHECK (quantity IS NULL OR unit IS NOT NULL),
  FOREIGN KEY (org_id, review_id) REFERENCES environmental_review (org_id, id),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  FOREIGN KEY (org_id, recorded_by_id) REFERENCES person (org_id, id),
  FOREIGN KEY (org_id, aspect_id) REFERENCES aspect (org_id, id),
  FOREIGN KEY (org_id, nonconformity_id) REFERENCES nonconformity (org_id, id),
  FOREIGN KEY (org_id, action_id) REFERENCES action (org_id, id)
);
CREATE INDEX environmental_review_item_of ON environmental_review_item (org_id, review_id, id);
CALL keep_records('environmental_review_item');

-- Items belong to a review that is still open and of the same site, and stay with it. The lock makes an approval at the
-- same moment wait, so that no item slips into an approved review.
CREATE FUNCTION keep_item_of_open_review() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM public.environmental_review r
    WHERE r.org_id = NEW.org_id AND r.id = NEW.review_id AND r.site_id IS NOT DISTINCT FROM NEW.site_id
      AND r.state NOT IN ('approved', 'cancelled')
    FOR SHARE;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND NEW.review_id <> OLD.review_id) THEN
    RAISE EXCEPTION 'items of an approved or cancelled review are never added or changed' USING ERRCODE = 'QM006';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION keep_item_of_open_review() FROM PUBLIC;
CREATE TRIGGER keep_item_of_open_review BEFORE INSERT OR UPDATE ON environmental_review_item FOR EACH ROW EXECUTE FUNCTION keep_item_of_open_review();
