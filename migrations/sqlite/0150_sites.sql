-- The life of a site and of a group of sites: in which stage it is and since when, who paid for it, who has the key,
-- what it looks like and what one finds there.
ALTER TABLE cluster ADD COLUMN organisation TEXT NULL CONSTRAINT cluster_organisation REFERENCES organisation (id);
ALTER TABLE cluster ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE cluster ADD COLUMN stage TEXT NOT NULL DEFAULT 'in_service' CONSTRAINT cluster_stage CHECK (stage IN ('planned', 'building', 'in_service', 'retired'));
UPDATE cluster SET organisation = (SELECT MIN(v.organisation) FROM venue v WHERE v.cluster = cluster.id);
CREATE UNIQUE INDEX cluster_name_once ON cluster (area, name);
ALTER TABLE venue ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE venue ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE venue ADD COLUMN stage TEXT NOT NULL DEFAULT 'in_service' CONSTRAINT venue_stage CHECK (stage IN ('planned', 'building', 'in_service', 'retired'));
ALTER TABLE venue ADD COLUMN latitude DOUBLE PRECISION NULL CONSTRAINT venue_latitude CHECK (latitude BETWEEN -90 AND 90);
ALTER TABLE venue ADD COLUMN longitude DOUBLE PRECISION NULL CONSTRAINT venue_longitude CHECK (longitude BETWEEN -180 AND 180);
ALTER TABLE venue ADD COLUMN way_in_sealed BYTEA NULL;
CREATE INDEX venue_by_cluster ON venue (cluster) WHERE cluster IS NOT NULL;
CREATE TABLE site_stage (
  id TEXT NOT NULL CONSTRAINT site_stage_pk PRIMARY KEY,
  venue TEXT NULL CONSTRAINT site_stage_venue REFERENCES venue (id),
  cluster TEXT NULL CONSTRAINT site_stage_cluster REFERENCES cluster (id),
  stage TEXT NOT NULL CONSTRAINT site_stage_word CHECK (stage IN ('planned', 'building', 'in_service', 'retired')),
  day BIGINT NOT NULL,
  reason TEXT NOT NULL,
  person TEXT NULL CONSTRAINT site_stage_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT site_stage_of CHECK ((venue IS NULL) <> (cluster IS NULL))
);
CREATE INDEX site_stage_by_venue ON site_stage (venue, at) WHERE venue IS NOT NULL;
CREATE INDEX site_stage_by_cluster ON site_stage (cluster, at) WHERE cluster IS NOT NULL;
-- Money is never edited: what was wrong is taken back by an entry of its own, once.
CREATE TABLE venue_funding (
  id TEXT NOT NULL CONSTRAINT venue_funding_pk PRIMARY KEY,
  venue TEXT NOT NULL CONSTRAINT venue_funding_venue REFERENCES venue (id),
  source TEXT NOT NULL CONSTRAINT venue_funding_source CHECK (source IN ('lines', 'government', 'village', 'firm', 'donation', 'other')),
  giver TEXT NOT NULL,
  amount BIGINT NOT NULL CONSTRAINT venue_funding_amount CHECK (amount <> 0 AND amount BETWEEN -1000000000000 AND 1000000000000),
  day BIGINT NOT NULL,
  note TEXT NOT NULL,
  takes_back TEXT NULL CONSTRAINT venue_funding_takes_back REFERENCES venue_funding (id),
  person TEXT NULL CONSTRAINT venue_funding_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT venue_funding_sign CHECK ((amount < 0) = (takes_back IS NOT NULL))
);
CREATE INDEX venue_funding_by_venue ON venue_funding (venue, day);
CREATE UNIQUE INDEX venue_funding_back_once ON venue_funding (takes_back) WHERE takes_back IS NOT NULL;
CREATE TABLE venue_keyholder (
  venue TEXT NOT NULL CONSTRAINT venue_keyholder_venue REFERENCES venue (id),
  person TEXT NOT NULL CONSTRAINT venue_keyholder_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT venue_keyholder_pk PRIMARY KEY (venue, person)
);
CREATE INDEX venue_keyholder_by_person ON venue_keyholder (person);
CREATE TABLE venue_photo (
  id TEXT NOT NULL CONSTRAINT venue_photo_pk PRIMARY KEY,
  venue TEXT NOT NULL CONSTRAINT venue_photo_venue REFERENCES venue (id),
  large TEXT NOT NULL CONSTRAINT venue_photo_large REFERENCES stored_file (hash),
  small TEXT NOT NULL CONSTRAINT venue_photo_small REFERENCES stored_file (hash),
  width BIGINT NOT NULL CONSTRAINT venue_photo_width CHECK (width > 0),
  height BIGINT NOT NULL CONSTRAINT venue_photo_height CHECK (height > 0),
  alt TEXT NOT NULL CONSTRAINT venue_photo_alt CHECK (length(alt) > 0),
  place BIGINT NOT NULL,
  person TEXT NULL CONSTRAINT venue_photo_person REFERENCES person (id),
  at BIGINT NOT NULL
);
CREATE INDEX venue_photo_by_venue ON venue_photo (venue, place, id);
CREATE TABLE venue_facility (
  venue TEXT NOT NULL CONSTRAINT venue_facility_venue REFERENCES venue (id),
  facility TEXT NOT NULL,
  CONSTRAINT venue_facility_pk PRIMARY KEY (venue, facility)
);
