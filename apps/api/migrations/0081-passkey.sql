-- Keys that people's devices keep, and signatures made with them: whoever has the pack can check those without us.

CREATE TABLE passkey (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  credential_id varchar NOT NULL,
  algorithm varchar NOT NULL CHECK (algorithm IN ('ES256', 'RS256')),
  cose_key varchar NOT NULL,
  transports varchar[] NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, credential_id),
  FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX passkey_person ON passkey (org_id, person_id);
CALL keep_records('passkey');

ALTER TABLE organisation ADD COLUMN signature_proof varchar CHECK (signature_proof = 'passkey');
CALL keep_records('organisation');

ALTER TABLE signature
  DROP CONSTRAINT signature_method_check,
  ADD CONSTRAINT signature_method_check CHECK (method IN ('password', 'passkey')),
  ADD COLUMN statement varchar,
  ADD COLUMN passkey_id uuid,
  ADD COLUMN public_key varchar,
  ADD COLUMN authenticator_data varchar,
  ADD COLUMN client_data varchar,
  ADD COLUMN assertion varchar,
  ADD CHECK (num_nonnulls(statement, passkey_id, public_key, authenticator_data, client_data, assertion) = CASE method WHEN 'passkey' THEN 6 ELSE 0 END),
  -- No row names a passkey yet, and looking at all of them would need an organisation.
  ADD FOREIGN KEY (org_id, passkey_id) REFERENCES passkey (org_id, id) NOT VALID;
CALL keep_records('signature', true);
