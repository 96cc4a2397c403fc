-- Signatures of people on records: who said what about which version, with the digest of its line of history.

CREATE TABLE signature (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  record_type varchar NOT NULL,
  record_id uuid NOT NULL,
  record_version integer NOT NULL,
  site_id uuid,
  line_id uuid NOT NULL,
  line_number numeric NOT NULL,
  digest varchar NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  fields varchar[],
  parts jsonb NOT NULL,
  meaning varchar NOT NULL,
  sentence text NOT NULL,
  language varchar NOT NULL,
  record_label text NOT NULL,
  person_id uuid NOT NULL,
  printed_name text NOT NULL,
  method varchar NOT NULL CHECK (method = 'password'),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);

-- One act of one person: a repeated request cannot sign the same version with the same rows again.
CREATE UNIQUE INDEX signature_once ON signature (org_id, record_type, record_id, record_version, person_id, md5(parts::text));

-- Whoever writes it, by whatever way: a signature names a line that exists, and nobody but the actor signs.
CREATE FUNCTION public.check_signature() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF nullif(current_setting('app.ctx', true), '')::jsonb ->> 'actor' IS DISTINCT FROM 'p:' || NEW.person_id THEN
    RAISE EXCEPTION 'a signature is given by the person who acts' USING ERRCODE = 'QM006';
  END IF;
  IF NOT EXISTS (SELECT FROM log.entry e WHERE e.org_id = NEW.org_id AND e.entry_id = NEW.line_id AND e.seq = NEW.line_number
      AND e.rec_type = NEW.record_type AND e.rec_id = NEW.record_id AND e.rec_ver = NEW.record_version
      AND encode(sha256('\x00'::bytea || convert_to(e.body, 'UTF8')), 'hex') = NEW.digest) THEN
    RAISE EXCEPTION 'a signature is of a line of the history' USING ERRCODE = 'QM006';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION public.check_signature() FROM PUBLIC;
CREATE TRIGGER check_signature BEFORE INSERT ON signature FOR EACH ROW EXECUTE FUNCTION public.check_signature();
CALL keep_records('signature', true);
