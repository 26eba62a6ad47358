-- Sites shared by lines, the rooms in them, and people acting together.
CREATE TABLE cluster (
  id TEXT NOT NULL CONSTRAINT cluster_pk PRIMARY KEY,
  name TEXT NOT NULL,
  area TEXT NOT NULL CONSTRAINT cluster_area REFERENCES area (id)
);
CREATE TABLE venue (
  id TEXT NOT NULL CONSTRAINT venue_pk PRIMARY KEY,
  organisation TEXT NOT NULL CONSTRAINT venue_organisation REFERENCES organisation (id),
  cluster TEXT NULL CONSTRAINT venue_cluster REFERENCES cluster (id),
  area TEXT NOT NULL CONSTRAINT venue_area REFERENCES area (id),
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  step_free BIGINT NOT NULL,
  x DOUBLE PRECISION NOT NULL,
  y DOUBLE PRECISION NOT NULL
);
CREATE UNIQUE INDEX venue_name_once ON venue (area, name);
CREATE INDEX venue_by_organisation ON venue (organisation);
CREATE TABLE space (
  id TEXT NOT NULL CONSTRAINT space_pk PRIMARY KEY,
  venue TEXT NOT NULL CONSTRAINT space_venue REFERENCES venue (id),
  name TEXT NOT NULL,
  capacity BIGINT NOT NULL
);
CREATE UNIQUE INDEX space_name_once ON space (venue, name);
CREATE TABLE team (
  id TEXT NOT NULL CONSTRAINT team_pk PRIMARY KEY,
  organisation TEXT NOT NULL CONSTRAINT team_organisation REFERENCES organisation (id),
  name TEXT NOT NULL,
  standing BIGINT NOT NULL
);
CREATE UNIQUE INDEX team_name_once ON team (organisation, name);
CREATE TABLE team_member (
  team TEXT NOT NULL CONSTRAINT team_member_team REFERENCES team (id),
  person TEXT NOT NULL CONSTRAINT team_member_person REFERENCES person (id),
  leader BIGINT NOT NULL,
  CONSTRAINT team_member_pk PRIMARY KEY (team, person)
);
