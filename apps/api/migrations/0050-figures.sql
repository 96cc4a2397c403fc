-- When each step of a nonconformity was done, so that figures can tell what was overdue on an earlier day.
ALTER TABLE nonconformity ADD COLUMN contained_on date;
ALTER TABLE nonconformity ADD COLUMN causes_accepted_on date;
ALTER TABLE nonconformity ADD COLUMN plan_approved_on date;
