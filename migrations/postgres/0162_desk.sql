-- Who was signed up at a desk, by whom: somebody without a phone, or from a list on paper.
CREATE TABLE signup_at_desk (
  party TEXT NOT NULL CONSTRAINT signup_at_desk_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT signup_at_desk_activity REFERENCES activity (id),
  organisation TEXT NOT NULL CONSTRAINT signup_at_desk_organisation REFERENCES organisation (id),
  person TEXT NOT NULL CONSTRAINT signup_at_desk_person REFERENCES person (id),
  at BIGINT NOT NULL
);
CREATE INDEX signup_at_desk_by_activity ON signup_at_desk (activity, at);
