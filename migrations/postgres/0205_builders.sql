-- Who built a venue together says what it gave, since when and what it may use; it may be a body that isn't
-- registered. One that left stays, with the day. What a registered one had before, it keeps.
ALTER TABLE venue_partner RENAME TO venue_partner_before;
CREATE TABLE venue_partner (
  id TEXT NOT NULL CONSTRAINT venue_partner_id PRIMARY KEY,
  venue TEXT NOT NULL CONSTRAINT venue_partner_venue REFERENCES venue (id),
  organisation TEXT NULL CONSTRAINT venue_partner_organisation REFERENCES organisation (id),
  name TEXT NOT NULL,
  gave_space BIGINT NOT NULL DEFAULT 0 CONSTRAINT venue_partner_space CHECK (gave_space IN (0, 1)),
  gave_money BIGINT NOT NULL DEFAULT 0 CONSTRAINT venue_partner_money CHECK (gave_money IN (0, 1)),
  gave_staff BIGINT NOT NULL DEFAULT 0 CONSTRAINT venue_partner_staff CHECK (gave_staff IN (0, 1)),
  gave_equipment BIGINT NOT NULL DEFAULT 0 CONSTRAINT venue_partner_equipment CHECK (gave_equipment IN (0, 1)),
  gave_other BIGINT NOT NULL DEFAULT 0 CONSTRAINT venue_partner_other CHECK (gave_other IN (0, 1)),
  words TEXT NOT NULL DEFAULT '',
  may_use TEXT NOT NULL DEFAULT '',
  since_day BIGINT NULL,
  ended_day BIGINT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT venue_partner_named CHECK ((organisation IS NULL) = (name <> '')),
  CONSTRAINT venue_partner_span CHECK (since_day IS NULL OR ended_day IS NULL OR since_day <= ended_day)
);
INSERT INTO venue_partner (id, venue, organisation, name)
SELECT gen_random_uuid()::text, venue, organisation, ''
FROM venue_partner_before;
DROP TABLE venue_partner_before;
CREATE UNIQUE INDEX venue_partner_once ON venue_partner (venue, organisation) WHERE organisation IS NOT NULL AND ended_day IS NULL;
CREATE UNIQUE INDEX venue_partner_name_once ON venue_partner (venue, name) WHERE organisation IS NULL AND ended_day IS NULL;
CREATE INDEX venue_partner_by_venue ON venue_partner (venue);
