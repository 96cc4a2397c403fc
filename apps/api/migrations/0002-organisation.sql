-- Organisations, sites, people and what they may do; credentials apart, in a schema that the API cannot read.

CREATE TABLE organisation (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  name text NOT NULL,
  time_zone varchar NOT NULL,
  justifiable_rules varchar[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, id),
  CHECK (id = org_id)
);
CALL keep_records('organisation');

CREATE TABLE site (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  code varchar NOT NULL,
  name text NOT NULL,
  address text,
  external_ref varchar,
  closed_on date,
  working_days integer[] NOT NULL DEFAULT '{1,2,3,4,5}',
  holidays date[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, code)
);
CALL keep_records('site');
-- A person of one site does not see the others: the row is its own site.
CREATE POLICY site ON site AS RESTRICTIVE USING (CASE WHEN current_setting('app.sites') = '*' THEN true ELSE id = ANY (string_to_array(current_setting('app.sites'), ',')::uuid[]) END);

CREATE TABLE person (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  account_id uuid,
  name text NOT NULL,
  email text,
  job_title text,
  left_on date,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, account_id)
);
CALL keep_records('person');

CREATE TABLE role_grant (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  person_id uuid NOT NULL,
  role varchar NOT NULL,
  disciplines varchar[] NOT NULL CHECK (cardinality(disciplines) > 0),
  site_ids uuid[],
  valid_from date,
  valid_until date,
  revoked_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES person (org_id, id)
);
CREATE INDEX role_grant_person ON role_grant (org_id, person_id);
CALL keep_records('role_grant');

CREATE TABLE api_key (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  name text NOT NULL,
  hint varchar NOT NULL,
  key_hash varchar NOT NULL,
  permissions varchar[] NOT NULL CHECK (cardinality(permissions) > 0),
  disciplines varchar[] NOT NULL CHECK (cardinality(disciplines) > 0),
  site_ids uuid[],
  created_by varchar NOT NULL,
  expires_on date,
  revoked_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, key_hash)
);
CALL keep_records('api_key');

-- Bookkeeping without history of its own: numbers given out, and answers given to repeated requests.
CREATE TABLE reference_counter (
  org_id uuid NOT NULL,
  prefix varchar NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (org_id, prefix, year)
);
CALL isolate('reference_counter');
GRANT SELECT, INSERT, UPDATE ON reference_counter TO continua_app;

CREATE TABLE idempotency_key (
  org_id uuid NOT NULL,
  actor varchar NOT NULL,
  route varchar NOT NULL,
  key varchar NOT NULL,
  fingerprint varchar NOT NULL,
  status integer NOT NULL,
  headers jsonb NOT NULL,
  body text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, actor, route, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (org_id, created_at);
CALL isolate('idempotency_key');
GRANT SELECT, INSERT, DELETE ON idempotency_key TO continua_app;

-- Sign-in happens before an organisation is known: only the functions below may look across organisations.
GRANT SELECT ON organisation, person, role_grant, api_key TO continua_identity;
CREATE POLICY identity ON organisation FOR SELECT TO continua_identity USING (true);
CREATE POLICY identity ON person FOR SELECT TO continua_identity USING (true);
CREATE POLICY identity ON role_grant FOR SELECT TO continua_identity USING (true);
CREATE POLICY identity ON api_key FOR SELECT TO continua_identity USING (true);
-- The general policy reads app.org, which is unset here, so it must not apply to this role.
ALTER POLICY organisation ON organisation TO continua_app, continua_owner;
ALTER POLICY organisation ON person TO continua_app, continua_owner;
ALTER POLICY organisation ON role_grant TO continua_app, continua_owner;
ALTER POLICY organisation ON api_key TO continua_app, continua_owner;

RESET ROLE;
SET LOCAL ROLE continua_identity;

CREATE TABLE identity.account (
  id uuid PRIMARY KEY,
  email varchar NOT NULL,
  password_hash varchar NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz
);
CREATE UNIQUE INDEX account_email ON identity.account (lower(email));

CREATE TABLE identity.session (
  token_hash varchar PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES identity.account (id),
  org_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON identity.session (account_id);

CREATE TABLE identity.api_key_use (key_hash varchar PRIMARY KEY, last_used_at timestamptz NOT NULL);

-- One row at most: the link that makes the first administrator.
CREATE TABLE identity.setup (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), token_hash varchar NOT NULL);

-- A link with which a person chooses a password; used once, kept for a week.
CREATE TABLE identity.invitation (
  token_hash varchar PRIMARY KEY,
  org_id uuid NOT NULL,
  person_id uuid NOT NULL,
  email varchar NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE FUNCTION identity.find_account(address varchar) RETURNS TABLE (id uuid, password_hash varchar)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT a.id, a.password_hash FROM identity.account a WHERE lower(a.email) = lower(address) AND a.disabled_at IS NULL $$;

CREATE FUNCTION identity.account_password(account uuid) RETURNS varchar
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT a.password_hash FROM identity.account a WHERE a.id = $1 AND a.disabled_at IS NULL $$;

CREATE FUNCTION identity.create_account(new_id uuid, address varchar, hash varchar) RETURNS uuid
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ INSERT INTO identity.account (id, email, password_hash) VALUES (new_id, address, hash) RETURNING id $$;

-- A new password ends every session of the account.
CREATE FUNCTION identity.set_password(account uuid, hash varchar) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ DELETE FROM identity.session s WHERE s.account_id = $1; UPDATE identity.account a SET password_hash = $2 WHERE a.id = $1 $$;

CREATE FUNCTION identity.memberships(account uuid) RETURNS TABLE (org_id uuid, organisation text, person_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT p.org_id, o.name, p.id FROM public.person p JOIN public.organisation o ON o.org_id = p.org_id
        WHERE p.account_id = $1 AND (p.left_on IS NULL OR p.left_on > current_date) ORDER BY o.name $$;

CREATE FUNCTION identity.open_session(hash varchar, account uuid, organisation uuid, until timestamptz) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ DELETE FROM identity.session WHERE expires_at < now();
        INSERT INTO identity.session (token_hash, account_id, org_id, expires_at) VALUES (hash, account, organisation, until) $$;

CREATE FUNCTION identity.close_session(hash varchar) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ DELETE FROM identity.session WHERE token_hash = hash $$;

CREATE FUNCTION identity.switch_session(hash varchar, organisation uuid) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ UPDATE identity.session SET org_id = organisation WHERE token_hash = hash $$;

-- Everything the API needs to know about a caller, in one look-up.
CREATE FUNCTION identity.person_actor(organisation uuid, person uuid) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ BEGIN RETURN (
    SELECT jsonb_build_object('orgId', p.org_id, 'personId', p.id, 'accountId', p.account_id, 'name', p.name, 'timeZone', o.time_zone,
      'justifiableRules', o.justifiable_rules,
      'grants', coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'disciplines', g.disciplines, 'siteIds', g.site_ids))
        FROM public.role_grant g WHERE g.org_id = p.org_id AND g.person_id = p.id AND g.revoked_at IS NULL
          AND (g.valid_from IS NULL OR g.valid_from <= current_date) AND (g.valid_until IS NULL OR g.valid_until >= current_date)), '[]'))
    FROM public.person p JOIN public.organisation o ON o.org_id = p.org_id
    WHERE p.org_id = organisation AND p.id = person AND (p.left_on IS NULL OR p.left_on > current_date)); END $$;

-- In plpgsql, because it keeps its plans: this runs with every request.
CREATE FUNCTION identity.session_actor(hash varchar) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ BEGIN RETURN (
    SELECT identity.person_actor(s.org_id, p.id) FROM identity.session s
    JOIN identity.account a ON a.id = s.account_id AND a.disabled_at IS NULL
    JOIN public.person p ON p.org_id = s.org_id AND p.account_id = s.account_id
    WHERE s.token_hash = hash AND s.expires_at > now()); END $$;

CREATE FUNCTION identity.api_key_actor(hash varchar) RETURNS jsonb
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE found jsonb;
  BEGIN
    SELECT jsonb_build_object('orgId', k.org_id, 'apiKeyId', k.id, 'name', k.name, 'permissions', k.permissions, 'disciplines', k.disciplines,
        'siteIds', k.site_ids, 'timeZone', o.time_zone, 'justifiableRules', o.justifiable_rules) INTO found
      FROM public.api_key k JOIN public.organisation o ON o.org_id = k.org_id
      WHERE k.key_hash = hash AND k.revoked_at IS NULL AND (k.expires_on IS NULL OR k.expires_on >= current_date);
    -- Once a minute is exact enough for "last used" and costs nothing on a busy key.
    IF found IS NOT NULL AND NOT EXISTS (SELECT FROM identity.api_key_use u WHERE u.key_hash = hash AND u.last_used_at > now() - interval '1 minute') THEN
      INSERT INTO identity.api_key_use AS u (key_hash, last_used_at) VALUES (hash, now())
        ON CONFLICT (key_hash) DO UPDATE SET last_used_at = now() WHERE u.last_used_at < now();
    END IF;
    RETURN found;
  END $$;

CREATE FUNCTION identity.api_key_last_use(hashes varchar[]) RETURNS TABLE (key_hash varchar, last_used_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT u.key_hash, u.last_used_at FROM identity.api_key_use u WHERE u.key_hash = ANY (hashes) $$;

CREATE FUNCTION identity.organisations() RETURNS TABLE (org_id uuid, name text, time_zone varchar)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT o.org_id, o.name, o.time_zone FROM public.organisation o ORDER BY o.created_at $$;

CREATE FUNCTION identity.offer_setup(hash varchar) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ INSERT INTO identity.setup (token_hash) VALUES (hash) ON CONFLICT (only_one) DO UPDATE SET token_hash = excluded.token_hash $$;

-- True once: the link is used up by whoever comes first.
CREATE FUNCTION identity.use_setup(hash varchar) RETURNS boolean
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ WITH used AS (DELETE FROM identity.setup WHERE token_hash = hash RETURNING 1) SELECT EXISTS (SELECT FROM used) $$;

CREATE FUNCTION identity.invite(hash varchar, organisation uuid, person uuid, address varchar) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ DELETE FROM identity.invitation WHERE expires_at < now() OR (org_id = organisation AND person_id = person);
        INSERT INTO identity.invitation VALUES (hash, organisation, person, address, now() + interval '7 days') $$;

CREATE FUNCTION identity.use_invitation(hash varchar) RETURNS TABLE (org_id uuid, person_id uuid, email varchar)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ DELETE FROM identity.invitation i WHERE i.token_hash = hash AND i.expires_at > now() RETURNING i.org_id, i.person_id, i.email $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA identity FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA identity TO continua_app;
RESET ROLE;
