-- Trial lessons: one session of a course for somebody who has no place in it, to see whether it suits them.
ALTER TABLE course ADD COLUMN trial_places BIGINT NOT NULL DEFAULT 0
  CONSTRAINT course_trial_places CHECK (trial_places >= 0 AND trial_places <= 50);

CREATE TABLE course_trial (
  id TEXT NOT NULL CONSTRAINT course_trial_pk PRIMARY KEY,
  course TEXT NOT NULL CONSTRAINT course_trial_course REFERENCES course (activity),
  session TEXT NOT NULL CONSTRAINT course_trial_session REFERENCES course_session (id),
  person TEXT NOT NULL CONSTRAINT course_trial_person REFERENCES person (id),
  booker TEXT NOT NULL CONSTRAINT course_trial_booker REFERENCES person (id),
  booked_at BIGINT NOT NULL,
  cancelled_at BIGINT NULL,
  came BIGINT NULL CONSTRAINT course_trial_came CHECK (came IN (0, 1)),
  marked_by TEXT NULL CONSTRAINT course_trial_marked_by REFERENCES person (id),
  CONSTRAINT course_trial_not_both CHECK (cancelled_at IS NULL OR came IS NULL)
);
-- Once in a course.
CREATE UNIQUE INDEX course_trial_once ON course_trial (course, person) WHERE cancelled_at IS NULL;
CREATE INDEX course_trial_by_session ON course_trial (session);
CREATE INDEX course_trial_by_booker ON course_trial (booker, course);
