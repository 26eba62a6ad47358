-- What lets nobody through at the door waits for a person, however it reached us; found by activity.
CREATE INDEX scan_to_settle ON scan (activity, id) WHERE outcome <> 'accepted' OR clock = 'doubtful';
DROP INDEX scan_decided_later;
