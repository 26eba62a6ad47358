-- What those who were there say of an activity, without who said it: no person, no hour, and an id that tells no order.
CREATE TABLE feedback (
  id TEXT NOT NULL CONSTRAINT feedback_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT feedback_activity REFERENCES activity (id),
  satisfied BIGINT NOT NULL CONSTRAINT feedback_satisfied CHECK (satisfied BETWEEN 1 AND 5),
  again BIGINT NULL CONSTRAINT feedback_again CHECK (again IN (0, 1)),
  words TEXT NOT NULL,
  shown BIGINT NOT NULL DEFAULT 0 CONSTRAINT feedback_shown CHECK (shown IN (0, 1))
) WITHOUT ROWID;
CREATE INDEX feedback_by_activity ON feedback (activity, shown);

-- Who has spoken, once each, without what was said.
CREATE TABLE feedback_from (
  activity TEXT NOT NULL CONSTRAINT feedback_from_activity REFERENCES activity (id),
  person TEXT NOT NULL CONSTRAINT feedback_from_person REFERENCES person (id),
  CONSTRAINT feedback_once PRIMARY KEY (activity, person)
) WITHOUT ROWID;

-- The numbers of what is shown, counted each time more is shown, and the host's answer to it.
CREATE TABLE feedback_summary (
  activity TEXT NOT NULL CONSTRAINT feedback_summary_pk PRIMARY KEY CONSTRAINT feedback_summary_activity REFERENCES activity (id),
  organisation TEXT NOT NULL CONSTRAINT feedback_summary_organisation REFERENCES organisation (id),
  kind TEXT NOT NULL,
  ends_at BIGINT NOT NULL,
  came BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  satisfied BIGINT NOT NULL,
  again BIGINT NOT NULL,
  again_answered BIGINT NOT NULL,
  answer TEXT NULL,
  answer_by TEXT NULL CONSTRAINT feedback_answer_by REFERENCES person (id),
  answer_at BIGINT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT feedback_counts CHECK (satisfied <= answered AND again <= again_answered AND again_answered <= answered),
  CONSTRAINT feedback_answer_whole CHECK ((answer IS NULL) = (answer_by IS NULL) AND (answer IS NULL) = (answer_at IS NULL))
);
CREATE INDEX feedback_summary_by_kind ON feedback_summary (organisation, kind, ends_at);
