-- Something held together: by whom, where, when, and who takes part.
CREATE TABLE activity (
  id TEXT NOT NULL CONSTRAINT activity_pk PRIMARY KEY,
  organisation TEXT NOT NULL CONSTRAINT activity_organisation REFERENCES organisation (id),
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  kind TEXT NOT NULL,
  area TEXT NOT NULL CONSTRAINT activity_area REFERENCES area (id),
  town TEXT NOT NULL CONSTRAINT activity_town REFERENCES area (id),
  space TEXT NULL CONSTRAINT activity_space REFERENCES space (id),
  place TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  signup_opens_at BIGINT NOT NULL,
  signup_closes_at BIGINT NOT NULL,
  min_age BIGINT NULL,
  max_age BIGINT NULL,
  only_area TEXT NULL CONSTRAINT activity_only_area REFERENCES area (id),
  party_max BIGINT NOT NULL,
  offer_minutes BIGINT NOT NULL,
  status TEXT NOT NULL CONSTRAINT activity_status CHECK (status IN ('draft', 'published', 'cancelled')),
  published_at BIGINT NULL,
  cancelled_at BIGINT NULL,
  cancel_reason TEXT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CONSTRAINT activity_times CHECK (starts_at < ends_at AND signup_opens_at < signup_closes_at AND signup_closes_at <= ends_at),
  CONSTRAINT activity_ages CHECK (min_age IS NULL OR max_age IS NULL OR min_age <= max_age),
  CONSTRAINT activity_party CHECK (party_max BETWEEN 1 AND 10),
  CONSTRAINT activity_offer CHECK (offer_minutes BETWEEN 10 AND 10080)
);
CREATE INDEX activity_by_time ON activity (status, starts_at);
CREATE INDEX activity_by_town ON activity (town, status, starts_at);
CREATE INDEX activity_by_organisation ON activity (organisation, starts_at);
CREATE INDEX activity_by_space ON activity (space, starts_at) WHERE space IS NOT NULL;

CREATE TABLE cohost (
  id TEXT NOT NULL CONSTRAINT cohost_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT cohost_activity REFERENCES activity (id),
  organisation TEXT NOT NULL CONSTRAINT cohost_organisation REFERENCES organisation (id),
  line TEXT NOT NULL,
  host BIGINT NOT NULL,
  status TEXT NOT NULL CONSTRAINT cohost_status CHECK (status IN ('invited', 'accepted', 'declined')),
  people BIGINT NOT NULL,
  venue TEXT NOT NULL,
  money BIGINT NOT NULL,
  goods TEXT NOT NULL,
  share BIGINT NOT NULL,
  answer_note TEXT NULL,
  answered_by TEXT NULL,
  answered_at BIGINT NULL,
  CONSTRAINT cohost_amounts CHECK (people >= 0 AND money >= 0 AND share BETWEEN 0 AND 100)
);
CREATE UNIQUE INDEX cohost_once ON cohost (activity, organisation);
CREATE INDEX cohost_by_organisation ON cohost (organisation, status);
CREATE INDEX cohost_by_line ON cohost (line, activity);

CREATE TABLE question (
  id TEXT NOT NULL CONSTRAINT question_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT question_activity REFERENCES activity (id),
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT question_kind CHECK (kind IN ('text', 'number', 'yes_no', 'choice')),
  options TEXT NOT NULL,
  required BIGINT NOT NULL
);
CREATE UNIQUE INDEX question_position_once ON question (activity, position);

-- The row that everybody fights for: how many places, how many taken (seats and open offers), who is next.
CREATE TABLE pool (
  activity TEXT NOT NULL CONSTRAINT pool_activity REFERENCES activity (id),
  role TEXT NOT NULL CONSTRAINT pool_role CHECK (role IN ('attendee', 'volunteer')),
  capacity BIGINT NOT NULL,
  taken BIGINT NOT NULL DEFAULT 0,
  waiting BIGINT NOT NULL DEFAULT 0,
  last_number BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT pool_pk PRIMARY KEY (activity, role),
  CONSTRAINT pool_not_oversold CHECK (taken <= capacity),
  CONSTRAINT pool_counts CHECK (taken >= 0 AND waiting >= 0 AND capacity >= 0)
);

-- One row a person; those who come together share a party and a number in the queue.
CREATE TABLE signup (
  id TEXT NOT NULL CONSTRAINT signup_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT signup_activity REFERENCES activity (id),
  role TEXT NOT NULL CONSTRAINT signup_role CHECK (role IN ('attendee', 'volunteer')),
  party TEXT NOT NULL,
  booker TEXT NOT NULL CONSTRAINT signup_booker REFERENCES person (id),
  person TEXT NOT NULL CONSTRAINT signup_person REFERENCES person (id),
  number BIGINT NOT NULL,
  state TEXT NOT NULL CONSTRAINT signup_state CHECK (state IN ('seat', 'waiting', 'offered', 'cancelled', 'declined', 'expired')),
  code TEXT NOT NULL,
  answers TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  offered_until BIGINT NULL,
  ended_at BIGINT NULL,
  CONSTRAINT signup_offer CHECK (state <> 'offered' OR offered_until IS NOT NULL)
);
CREATE UNIQUE INDEX signup_once ON signup (activity, person) WHERE state IN ('seat', 'waiting', 'offered');
CREATE UNIQUE INDEX signup_code_once ON signup (activity, code);
CREATE INDEX signup_by_queue ON signup (activity, role, state, number);
CREATE INDEX signup_by_booker ON signup (booker, created_at);
CREATE INDEX signup_by_person ON signup (person, created_at);
CREATE INDEX signup_by_party ON signup (party);
