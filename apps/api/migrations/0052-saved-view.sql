-- What people filter pages by, kept under a name, for themselves or for all.

CREATE TABLE saved_view (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  name text NOT NULL,
  page varchar NOT NULL,
  query text NOT NULL,
  layout jsonb,
  shared boolean NOT NULL,
  owner_id uuid NOT NULL,
  position integer NOT NULL,
  voided_on date,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, owner_id) REFERENCES person (org_id, id)
);
CREATE INDEX saved_view_owner ON saved_view (org_id, owner_id, page) WHERE voided_on IS NULL;
CREATE INDEX saved_view_shared ON saved_view (org_id, page) WHERE shared AND voided_on IS NULL;
CALL keep_records('saved_view');
