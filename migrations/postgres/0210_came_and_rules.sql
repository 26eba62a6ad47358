-- How many came to a booking at whose door nobody touched anything: said once, afterwards.
ALTER TABLE booking ADD COLUMN came BIGINT NULL CONSTRAINT booking_came CHECK (came BETWEEN 0 AND 100000);
ALTER TABLE booking ADD COLUMN came_note TEXT NOT NULL DEFAULT '';
CREATE INDEX booking_by_activity ON booking (activity) WHERE activity IS NOT NULL;
CREATE INDEX space_use_by_organisation ON space_use (organisation, opened_at);
-- A view of all uses would be made whole whoever asks: each question joins what it needs instead.
DROP VIEW space_used;
-- What a keeper lays down counts its versions, so that nobody writes over what they haven't seen.
ALTER TABLE space ADD COLUMN rules_version BIGINT NOT NULL DEFAULT 1;
