-- Shifts of those who help at an activity, and who takes which. A shift that is dropped stays, for those who once took it.
CREATE TABLE shift (
  id TEXT NOT NULL CONSTRAINT shift_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT shift_activity REFERENCES activity (id),
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  places BIGINT NOT NULL,
  dropped_at BIGINT NULL,
  CONSTRAINT shift_times CHECK (starts_at < ends_at),
  CONSTRAINT shift_places CHECK (places BETWEEN 1 AND 1000)
);
CREATE INDEX shift_by_activity ON shift (activity, position) WHERE dropped_at IS NULL;

-- It counts while nobody has left it and the sign-up has its place.
CREATE TABLE shift_taken (
  id TEXT NOT NULL CONSTRAINT shift_taken_pk PRIMARY KEY,
  shift TEXT NOT NULL CONSTRAINT shift_taken_shift REFERENCES shift (id),
  signup TEXT NOT NULL CONSTRAINT shift_taken_signup REFERENCES signup (id),
  person TEXT NOT NULL CONSTRAINT shift_taken_person REFERENCES person (id),
  at BIGINT NOT NULL,
  left_at BIGINT NULL
);
CREATE UNIQUE INDEX shift_taken_once ON shift_taken (shift, signup) WHERE left_at IS NULL;
CREATE INDEX shift_taken_by_signup ON shift_taken (signup);
CREATE INDEX shift_taken_by_person ON shift_taken (person) WHERE left_at IS NULL;
