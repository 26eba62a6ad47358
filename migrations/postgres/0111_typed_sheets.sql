-- A printed sheet, typed in afterwards by two people who do not see what the other typed.
CREATE TABLE sheet_copy (
  activity TEXT NOT NULL CONSTRAINT sheet_activity REFERENCES activity (id),
  place BIGINT NOT NULL CONSTRAINT sheet_place CHECK (place IN (1, 2)),
  typist TEXT NOT NULL CONSTRAINT sheet_typist REFERENCES person (id),
  begun_at BIGINT NOT NULL,
  finished_at BIGINT NULL,
  CONSTRAINT sheet_pk PRIMARY KEY (activity, place)
);
-- One person is never both.
CREATE UNIQUE INDEX sheet_typist_once ON sheet_copy (activity, typist);

CREATE TABLE sheet_line (
  activity TEXT NOT NULL,
  place BIGINT NOT NULL,
  signup TEXT NOT NULL CONSTRAINT sheet_line_signup REFERENCES signup (id),
  came_at BIGINT NULL,
  left_at BIGINT NULL,
  CONSTRAINT sheet_line_pk PRIMARY KEY (activity, place, signup),
  CONSTRAINT sheet_line_copy FOREIGN KEY (activity, place) REFERENCES sheet_copy (activity, place),
  CONSTRAINT sheet_line_order CHECK (left_at IS NULL OR (came_at IS NOT NULL AND came_at < left_at))
);

-- What a line came to, once both had typed it: agreed, or settled by somebody who looked at the paper again. Two
-- different people stand behind each.
CREATE TABLE sheet_outcome (
  signup TEXT NOT NULL CONSTRAINT sheet_outcome_pk PRIMARY KEY CONSTRAINT sheet_outcome_signup REFERENCES signup (id),
  activity TEXT NOT NULL CONSTRAINT sheet_outcome_activity REFERENCES activity (id),
  first_typist TEXT NOT NULL CONSTRAINT sheet_outcome_first REFERENCES person (id),
  second_typist TEXT NOT NULL CONSTRAINT sheet_outcome_second REFERENCES person (id),
  settled_by TEXT NULL CONSTRAINT sheet_outcome_settler REFERENCES person (id),
  came_at BIGINT NULL,
  left_at BIGINT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT sheet_outcome_two CHECK (first_typist <> second_typist),
  CONSTRAINT sheet_outcome_order CHECK (left_at IS NULL OR (came_at IS NOT NULL AND came_at < left_at))
);
CREATE INDEX sheet_outcome_by_activity ON sheet_outcome (activity);
