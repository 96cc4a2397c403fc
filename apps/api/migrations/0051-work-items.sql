-- What waits for a person is looked up by the person or by the few records that are in a state to wait.

CREATE INDEX action_done ON action (org_id, id) WHERE state = 'done';
CREATE INDEX due_date_extension_requested ON due_date_extension (org_id, nonconformity_id) WHERE state = 'requested';
CREATE INDEX audit_team_member_person ON audit_team_member (org_id, person_id, audit_id) WHERE left_on IS NULL;
CREATE INDEX aspect_assessment_proposed ON aspect_assessment (org_id, second_approver_id, aspect_id) WHERE override_state = 'proposed';
