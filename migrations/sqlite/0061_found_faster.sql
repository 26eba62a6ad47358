-- Records by their sign-up, which every check-out asks for; scans as their list shows them; a person's teams.
CREATE INDEX record_by_signup ON service_record (signup);
CREATE INDEX scan_listed ON scan (activity, id);
CREATE INDEX team_member_by_person ON team_member (person);
-- A device numbers its scans for each activity: two organisations may both call theirs "gate-1".
DROP INDEX scan_once;
CREATE UNIQUE INDEX scan_once ON scan (activity, device, sequence);
