UPDATE course SET once = activity;
UPDATE course_session SET changed_at = starts_at;
