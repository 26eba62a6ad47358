-- An organisation that plans something of the kind at the time asks the host of a public activity to hold that one
-- together, with what it would have put into its own.
CREATE TABLE together (
  id TEXT NOT NULL CONSTRAINT together_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT together_activity REFERENCES activity (id),
  organisation TEXT NOT NULL CONSTRAINT together_organisation REFERENCES organisation (id),
  draft TEXT NOT NULL CONSTRAINT together_draft REFERENCES activity (id),
  draft_title TEXT NOT NULL,
  people BIGINT NOT NULL,
  venue TEXT NOT NULL,
  money BIGINT NOT NULL,
  goods TEXT NOT NULL,
  share BIGINT NOT NULL,
  note TEXT NOT NULL,
  status TEXT NOT NULL CONSTRAINT together_status CHECK (status IN ('asked', 'accepted', 'declined', 'withdrawn')),
  asked_by TEXT NOT NULL CONSTRAINT together_asked_by REFERENCES person (id),
  asked_at BIGINT NOT NULL,
  answer_note TEXT NULL,
  answered_by TEXT NULL CONSTRAINT together_answered_by REFERENCES person (id),
  answered_at BIGINT NULL
);
CREATE UNIQUE INDEX together_open_once ON together (activity, organisation) WHERE status IN ('asked', 'accepted');
CREATE INDEX together_by_draft ON together (draft);
