-- A year of a town is counted day by day from the index alone.
DROP INDEX activity_by_town;
CREATE INDEX activity_by_town ON activity (town, status, starts_at, ends_at, course);
