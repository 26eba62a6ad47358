-- How places are given: first come, first served; or, when sign-up is over, neighbours first or by lot. Until
-- `allotted_at` everybody waits then.
ALTER TABLE activity ADD COLUMN allotment TEXT NOT NULL DEFAULT 'first_come' CONSTRAINT activity_allotment CHECK (allotment IN ('first_come', 'priority', 'draw'));
ALTER TABLE activity ADD COLUMN prior_area TEXT NULL CONSTRAINT activity_prior_area REFERENCES area (id);
ALTER TABLE activity ADD COLUMN allotted_at BIGINT NULL;
-- The number under which a party stood on the list before its place was drawn.
ALTER TABLE signup ADD COLUMN entry BIGINT NULL;
-- The hash of the seed, made public with the activity, and what was drawn.
CREATE TABLE draw (
  activity TEXT NOT NULL CONSTRAINT draw_pk PRIMARY KEY CONSTRAINT draw_activity REFERENCES activity (id),
  commitment TEXT NOT NULL,
  committed_at BIGINT NOT NULL,
  document TEXT NULL
);
