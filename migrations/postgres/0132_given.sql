-- What a body really put into an activity, beside what it had promised.
CREATE TABLE given (
  activity TEXT NOT NULL CONSTRAINT given_activity REFERENCES activity (id),
  organisation TEXT NOT NULL CONSTRAINT given_organisation REFERENCES organisation (id),
  people BIGINT NOT NULL,
  venue TEXT NOT NULL,
  money BIGINT NOT NULL,
  goods TEXT NOT NULL,
  person TEXT NOT NULL CONSTRAINT given_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT given_pk PRIMARY KEY (activity, organisation),
  CONSTRAINT given_amounts CHECK (people >= 0 AND money >= 0)
);
CREATE INDEX activity_by_end ON activity (status, ends_at);
