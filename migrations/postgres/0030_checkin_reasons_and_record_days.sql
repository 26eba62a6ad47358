-- Why a scan came to what it did, what was cut from a record and why, who entered it by hand, and on which
-- days its minutes fall.
ALTER TABLE scan ADD COLUMN reason TEXT NOT NULL DEFAULT '';
UPDATE scan SET reason = CASE outcome
  WHEN 'accepted' THEN CASE direction WHEN 'in' THEN 'welcome' ELSE 'goodbye' END
  WHEN 'doubled' THEN CASE direction WHEN 'in' THEN 'in_already' ELSE 'out_already' END
  WHEN 'cancelled' THEN 'signup_cancelled'
  WHEN 'outside_hours' THEN 'too_late'
  ELSE outcome END;

ALTER TABLE service_record ADD COLUMN cuts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE service_record ADD COLUMN entered_by TEXT NULL CONSTRAINT record_entered_by REFERENCES person (id);
ALTER TABLE service_record ADD COLUMN entered_note TEXT NULL;

-- A night's service counts on two days; the cap of a day is checked against these.
CREATE TABLE record_day (
  record TEXT NOT NULL CONSTRAINT record_day_record REFERENCES service_record (id),
  day BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  CONSTRAINT record_day_pk PRIMARY KEY (record, day),
  CONSTRAINT record_day_minutes CHECK (minutes BETWEEN 1 AND 480)
);
INSERT INTO record_day (record, day, minutes) SELECT id, day, minutes FROM service_record WHERE minutes > 0;
