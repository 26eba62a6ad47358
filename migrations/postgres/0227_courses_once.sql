-- The form that made a course, which makes it once; and when a session was last changed, for calendars.
ALTER TABLE course ADD COLUMN once TEXT NULL;
CREATE UNIQUE INDEX course_once ON course (once) WHERE once IS NOT NULL;
ALTER TABLE course_session ADD COLUMN changed_at BIGINT NULL;
