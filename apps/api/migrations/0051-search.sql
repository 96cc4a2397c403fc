-- The beginning of a number, in a database whose order of texts is not that of their bytes. Row-level security lets an
-- index answer ^@, which tells nothing of hidden rows, but not LIKE.

CREATE INDEX nonconformity_reference_begins ON nonconformity (org_id, reference varchar_pattern_ops);
CREATE INDEX action_reference_begins ON action (org_id, reference varchar_pattern_ops);
CREATE INDEX audit_reference_begins ON audit (org_id, reference varchar_pattern_ops);
CREATE INDEX finding_reference_begins ON finding (org_id, reference varchar_pattern_ops);
