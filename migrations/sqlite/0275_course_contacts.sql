-- Where families ask about a course: a phone number or a name, as its host lets everybody read it; empty where none was given.
ALTER TABLE course ADD COLUMN contact TEXT NOT NULL DEFAULT ''
  CONSTRAINT course_contact CHECK (length(contact) <= 60);
