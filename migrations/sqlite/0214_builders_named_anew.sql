-- A co-builder that isn't registered may have been named wrongly, or come into the house later: what it was called before,
-- who corrected that and when stays.
CREATE TABLE venue_partner_name (
  partner TEXT NOT NULL CONSTRAINT venue_partner_name_of REFERENCES venue_partner (id),
  version BIGINT NOT NULL,
  name TEXT NOT NULL CONSTRAINT venue_partner_name_before CHECK (length(name) > 0),
  person TEXT NULL CONSTRAINT venue_partner_name_by REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT venue_partner_name_pk PRIMARY KEY (partner, version)
);
