-- Who came without having signed up and was added afterwards, by whom, from paper or at the door. What stands against
-- them waits for a person, who lets it by or not, with a reason: without one nobody gets a place here that the rules deny.
CREATE TABLE walk_in (
  id TEXT NOT NULL CONSTRAINT walk_in_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT walk_in_activity REFERENCES activity (id),
  organisation TEXT NOT NULL CONSTRAINT walk_in_organisation REFERENCES organisation (id),
  booker TEXT NOT NULL CONSTRAINT walk_in_booker REFERENCES person (id),
  role TEXT NOT NULL CONSTRAINT walk_in_role CHECK (role IN ('attendee', 'volunteer')),
  answers TEXT NOT NULL,
  on_paper BIGINT NOT NULL CONSTRAINT walk_in_on_paper CHECK (on_paper IN (0, 1)),
  against TEXT NULL,
  added_by TEXT NOT NULL CONSTRAINT walk_in_added_by REFERENCES person (id),
  at BIGINT NOT NULL,
  state TEXT NOT NULL CONSTRAINT walk_in_state CHECK (state IN ('added', 'open', 'dismissed')),
  party TEXT NULL,
  settled_by TEXT NULL CONSTRAINT walk_in_settled_by REFERENCES person (id),
  reason TEXT NULL,
  settled_at BIGINT NULL,
  CONSTRAINT walk_in_place CHECK ((state = 'added') = (party IS NOT NULL)),
  CONSTRAINT walk_in_open CHECK (state <> 'open' OR (against IS NOT NULL AND settled_by IS NULL)),
  CONSTRAINT walk_in_reason CHECK (state = 'open' OR against IS NULL
    OR (settled_by IS NOT NULL AND settled_at IS NOT NULL AND reason IS NOT NULL AND reason <> '')),
  CONSTRAINT walk_in_dismissed CHECK (state <> 'dismissed' OR against IS NOT NULL)
);
CREATE INDEX walk_in_by_activity ON walk_in (activity, at);
CREATE UNIQUE INDEX walk_in_party_once ON walk_in (party);
CREATE INDEX walk_in_by_booker ON walk_in (booker);
CREATE INDEX walk_in_waiting ON walk_in (organisation, at) WHERE state = 'open';

CREATE TABLE walk_in_person (
  walk_in TEXT NOT NULL CONSTRAINT walk_in_person_walk_in REFERENCES walk_in (id),
  person TEXT NOT NULL CONSTRAINT walk_in_person_person REFERENCES person (id),
  CONSTRAINT walk_in_person_pk PRIMARY KEY (walk_in, person)
);
CREATE INDEX walk_in_person_by_person ON walk_in_person (person);
