-- Courses 课程: an activity of many sessions. Its places, its families and its draw are the activity's; here is when
-- it meets, who was there, and who takes the children home.
ALTER TABLE activity ADD COLUMN course BIGINT NOT NULL DEFAULT 0 CONSTRAINT activity_is_course CHECK (course IN (0, 1));

CREATE TABLE course (
  activity TEXT NOT NULL CONSTRAINT course_pk PRIMARY KEY CONSTRAINT course_activity REFERENCES activity (id),
  rule TEXT NOT NULL,
  leaves_out_holidays BIGINT NOT NULL,
  pass_percent BIGINT NOT NULL,
  pick_up BIGINT NOT NULL CONSTRAINT course_pick_up CHECK (pick_up IN (0, 1)),
  created_by TEXT NULL CONSTRAINT course_created_by REFERENCES person (id),
  created_at BIGINT NOT NULL,
  CONSTRAINT course_pass CHECK (pass_percent BETWEEN 0 AND 100)
);

-- Each with the booking that keeps its room. The roll is closed once; what is cancelled stays in sight.
CREATE TABLE course_session (
  id TEXT NOT NULL CONSTRAINT course_session_pk PRIMARY KEY,
  course TEXT NOT NULL CONSTRAINT course_session_course REFERENCES course (activity),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  place TEXT NOT NULL,
  booking TEXT NULL CONSTRAINT course_session_booking REFERENCES booking (id),
  cancelled_at BIGINT NULL,
  cancel_reason TEXT NULL,
  closed_at BIGINT NULL,
  closed_by TEXT NULL CONSTRAINT course_session_closed_by REFERENCES person (id),
  CONSTRAINT course_session_times CHECK (starts_at < ends_at),
  CONSTRAINT course_session_reason CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL)),
  CONSTRAINT course_session_one_end CHECK (cancelled_at IS NULL OR closed_at IS NULL)
);
CREATE UNIQUE INDEX course_session_once ON course_session (course, starts_at) WHERE cancelled_at IS NULL;
CREATE UNIQUE INDEX course_session_booking_once ON course_session (booking) WHERE booking IS NOT NULL;
CREATE INDEX course_session_by_course ON course_session (course, starts_at);
CREATE INDEX course_session_open ON course_session (ends_at) WHERE closed_at IS NULL AND cancelled_at IS NULL;

-- Who of the host's stewards calls the roll and sees the children.
CREATE TABLE course_teacher (
  course TEXT NOT NULL CONSTRAINT course_teacher_course REFERENCES course (activity),
  person TEXT NOT NULL CONSTRAINT course_teacher_person REFERENCES person (id),
  named_at BIGINT NOT NULL,
  CONSTRAINT course_teacher_once PRIMARY KEY (course, person)
);
CREATE INDEX course_teacher_by_person ON course_teacher (person);

-- Every mark that was ever given; the last one counts. Whoever has none is not marked; 'none' takes one back.
CREATE TABLE course_mark (
  session TEXT NOT NULL CONSTRAINT course_mark_session REFERENCES course_session (id),
  signup TEXT NOT NULL CONSTRAINT course_mark_signup REFERENCES signup (id),
  number BIGINT NOT NULL,
  mark TEXT NOT NULL CONSTRAINT course_mark_word CHECK (mark IN ('present', 'late', 'absent', 'excused', 'none')),
  note TEXT NOT NULL,
  by_family BIGINT NOT NULL CONSTRAINT course_mark_by_family CHECK (by_family IN (0, 1)),
  given_by TEXT NULL CONSTRAINT course_mark_given_by REFERENCES person (id),
  given_at BIGINT NOT NULL,
  CONSTRAINT course_mark_once PRIMARY KEY (session, signup, number),
  CONSTRAINT course_mark_number CHECK (number >= 1),
  CONSTRAINT course_mark_family_excuses CHECK (by_family = 0 OR mark IN ('excused', 'none'))
);
CREATE INDEX course_mark_by_signup ON course_mark (signup, session);

-- Whom a family trusts with its children, each with a code; what was typed of them is sealed.
CREATE TABLE course_collector (
  id TEXT NOT NULL CONSTRAINT course_collector_pk PRIMARY KEY,
  course TEXT NOT NULL CONSTRAINT course_collector_course REFERENCES course (activity),
  booker TEXT NOT NULL CONSTRAINT course_collector_booker REFERENCES person (id),
  name_sealed BYTEA NOT NULL,
  name_masked TEXT NOT NULL,
  phone_sealed BYTEA NULL,
  relation TEXT NOT NULL,
  code TEXT NOT NULL,
  named_at BIGINT NOT NULL,
  revoked_at BIGINT NULL
);
CREATE UNIQUE INDEX course_collector_code_once ON course_collector (course, code);
CREATE INDEX course_collector_by_booker ON course_collector (course, booker);

-- Children whose family said that they go home alone.
CREATE TABLE course_alone (
  signup TEXT NOT NULL CONSTRAINT course_alone_pk PRIMARY KEY CONSTRAINT course_alone_signup REFERENCES signup (id),
  said_by TEXT NOT NULL CONSTRAINT course_alone_said_by REFERENCES person (id),
  said_at BIGINT NOT NULL
);

-- A child goes home from a session once; what was recorded by mistake is voided, with a reason.
CREATE TABLE course_handover (
  id TEXT NOT NULL CONSTRAINT course_handover_pk PRIMARY KEY,
  session TEXT NOT NULL CONSTRAINT course_handover_session REFERENCES course_session (id),
  signup TEXT NOT NULL CONSTRAINT course_handover_signup REFERENCES signup (id),
  way TEXT NOT NULL CONSTRAINT course_handover_way CHECK (way IN ('code', 'known', 'alone')),
  collector TEXT NULL CONSTRAINT course_handover_collector REFERENCES course_collector (id),
  reason TEXT NOT NULL,
  given_by TEXT NULL CONSTRAINT course_handover_given_by REFERENCES person (id),
  given_at BIGINT NOT NULL,
  voided_at BIGINT NULL,
  void_reason TEXT NULL,
  CONSTRAINT course_handover_to CHECK ((way = 'alone') = (collector IS NULL)),
  CONSTRAINT course_handover_known CHECK (way <> 'known' OR reason <> ''),
  CONSTRAINT course_handover_void CHECK ((voided_at IS NULL) = (void_reason IS NULL))
);
CREATE UNIQUE INDEX course_handover_once ON course_handover (session, signup) WHERE voided_at IS NULL;
CREATE INDEX course_handover_by_signup ON course_handover (signup, session);
