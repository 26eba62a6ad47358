UPDATE course_session SET version = 2 WHERE cancelled_at IS NULL;
