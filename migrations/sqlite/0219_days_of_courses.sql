-- Courses are few, and go on for months: the days on which they meet are found without reading what else there is.
CREATE INDEX activity_courses ON activity (town, starts_at) WHERE course = 1;
