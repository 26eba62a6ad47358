-- How often a session of a course was changed, so that the calendars of families take the newer one.
ALTER TABLE course_session ADD COLUMN version BIGINT NOT NULL DEFAULT 0 CONSTRAINT course_session_version CHECK (version >= 0);
