-- Totals of coverage that answer for any day at a cost that does not grow with the years: each change is kept
-- by its day (grain 0), by its month (1) and by its year (2), for the village and for its town, for its kind of
-- unit and for all kinds (''). A total as of a day is the sum of the years before its year, the months before
-- its month and the days up to it. All derived: the table starts empty and is filled by the next refresh.
DROP TABLE coverage_delta;
CREATE TABLE coverage_delta (
  level TEXT NOT NULL CONSTRAINT coverage_delta_level CHECK (level IN ('town', 'village')),
  kind TEXT NOT NULL,
  line TEXT NOT NULL,
  grain BIGINT NOT NULL CONSTRAINT coverage_delta_grain CHECK (grain BETWEEN 0 AND 2),
  day BIGINT NOT NULL,
  place TEXT NOT NULL,
  status TEXT NOT NULL,
  units BIGINT NOT NULL,
  people BIGINT NOT NULL,
  CONSTRAINT coverage_delta_pk PRIMARY KEY (level, kind, line, grain, day, place, status)
) WITHOUT ROWID;
-- Spans computed before have no totals any more.
DELETE FROM coverage_span;

-- Lists by status are read from the most people down, for the county and for a town.
DROP INDEX span_by_status;
DROP INDEX span_by_area;
CREATE INDEX span_ranked ON coverage_span (status, people DESC, unit, line);
CREATE INDEX span_ranked_in_town ON coverage_span (town, status, people DESC, unit, line);

-- The bodies of a line that could share with a gap.
CREATE INDEX organisation_by_line ON organisation (line, kind);

-- Why a task was ended by hand.
ALTER TABLE gap_task ADD COLUMN end_note TEXT NULL;
CREATE INDEX gap_task_by_unit ON gap_task (unit, line);
