-- Companions: people with accounts of their own who agreed that each may sign up the other. Who asks knows a phone number
-- and is never told whether somebody has it: of a number that nobody has the ask stands in the same way, with nobody, until
-- it lapses. Who declines is not asked again for a while; for who asked, the ask just stays unanswered.
CREATE TABLE companion (
  id TEXT NOT NULL CONSTRAINT companion_pk PRIMARY KEY,
  person TEXT NOT NULL CONSTRAINT companion_person REFERENCES person (id),
  other TEXT NULL CONSTRAINT companion_of REFERENCES person (id),
  phone_blind TEXT NOT NULL,
  phone_masked TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  declined_at BIGINT NULL,
  agreed_at BIGINT NULL,
  ended_at BIGINT NULL,
  CONSTRAINT companion_of_another CHECK (other IS NULL OR other <> person),
  CONSTRAINT companion_answered_by_somebody CHECK (other IS NOT NULL OR (agreed_at IS NULL AND declined_at IS NULL)),
  CONSTRAINT companion_one_answer CHECK (agreed_at IS NULL OR declined_at IS NULL)
);
-- Asked twice is once, and two are companions once, whoever asked.
CREATE UNIQUE INDEX companion_asked_once ON companion (person, phone_blind) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX companion_once ON companion (person, other) WHERE ended_at IS NULL AND other IS NOT NULL;
CREATE UNIQUE INDEX companion_agreed_once
  ON companion ((CASE WHEN person < other THEN person ELSE other END), (CASE WHEN person < other THEN other ELSE person END))
  WHERE agreed_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX companion_by_person ON companion (person, other);
CREATE INDEX companion_to_nobody ON companion (asked_at) WHERE other IS NULL;
CREATE INDEX companion_by_other ON companion (other) WHERE ended_at IS NULL AND other IS NOT NULL;
