-- The week that a room had until a day, as JSON [[weekday, opens, closes], …]: the hours of a past day are counted by what held
-- then.
CREATE TABLE space_hours_before (
  space TEXT NOT NULL CONSTRAINT space_hours_before_space REFERENCES space (id),
  until_day BIGINT NOT NULL,
  official_days BIGINT NOT NULL,
  week TEXT NOT NULL,
  CONSTRAINT space_hours_before_pk PRIMARY KEY (space, until_day)
);
