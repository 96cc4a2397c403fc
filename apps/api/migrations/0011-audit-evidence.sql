-- Audits by others, meeting notes, and what checklist items and team members need to stand in a history of their own.

ALTER TABLE audit ADD COLUMN other_criteria text;
ALTER TABLE audit ADD COLUMN external_auditors text[] NOT NULL DEFAULT '{}';
ALTER TABLE audit ADD COLUMN opening_notes text;
ALTER TABLE audit ADD COLUMN closing_notes text;
CALL keep_records('audit');

ALTER TABLE checklist_template ADD COLUMN editions varchar[] NOT NULL DEFAULT '{}';

-- The disciplines are those of the audit and never change; rows of before are shown to readers of either.
ALTER TABLE audit_team_member ADD COLUMN disciplines varchar[] NOT NULL DEFAULT '{quality,environment}';
ALTER TABLE audit_team_member ALTER COLUMN disciplines DROP DEFAULT;
ALTER TABLE audit_checklist_item ADD COLUMN disciplines varchar[] NOT NULL DEFAULT '{quality,environment}';
ALTER TABLE audit_checklist_item ALTER COLUMN disciplines DROP DEFAULT;
ALTER TABLE audit_checklist_item ADD COLUMN question_key varchar;
ALTER TABLE audit_checklist_item ADD COLUMN guidance text;
CALL keep_records('audit_checklist_item');

-- A person is in the team of an audit once at a time; one lead at a time.
CREATE UNIQUE INDEX audit_team_member_once ON audit_team_member (org_id, audit_id, person_id) WHERE left_on IS NULL;
CREATE UNIQUE INDEX audit_team_member_lead ON audit_team_member (org_id, audit_id) WHERE left_on IS NULL AND role = 'lead';

-- A nonconformity comes from one finding; completing an audit looks them up by it.
CREATE UNIQUE INDEX finding_nonconformity ON finding (org_id, nonconformity_id);
