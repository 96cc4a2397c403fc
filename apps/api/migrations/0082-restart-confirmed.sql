-- A restart of the log is begun at the command line; two people of the organisation then say that they know of it.

ALTER TABLE log_epoch
  ADD COLUMN state varchar NOT NULL DEFAULT 'to_confirm' CHECK (state IN ('to_confirm', 'to_countersign', 'confirmed')),
  ADD COLUMN confirmed_by varchar CHECK (confirmed_by ^@ 'p:'),
  ADD COLUMN confirmed_at timestamptz,
  ADD COLUMN countersigned_by varchar CHECK (countersigned_by ^@ 'p:'),
  ADD COLUMN countersigned_at timestamptz,
  ADD CHECK (confirmed_by <> countersigned_by),
  ADD CHECK (num_nonnulls(confirmed_by, confirmed_at, countersigned_by, countersigned_at) =
    CASE state WHEN 'to_confirm' THEN 0 WHEN 'to_countersign' THEN 2 ELSE 4 END);
CALL keep_records('log_epoch', true);
-- Beginning one stays with the command line, and nobody changes what was said then.
REVOKE INSERT ON log_epoch FROM continua_app;
GRANT UPDATE (state, confirmed_by, confirmed_at, countersigned_by, countersigned_at) ON log_epoch TO continua_app;

-- What a device signed counts once: a statement holds a number that is never given again.
CREATE UNIQUE INDEX signature_statement ON signature (org_id, md5(statement));
