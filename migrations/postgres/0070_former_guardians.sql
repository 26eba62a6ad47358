-- Who answered for a person until they took them out of their family: added again, it is the same person.
ALTER TABLE person ADD COLUMN former_guardian TEXT NULL CONSTRAINT person_former_guardian REFERENCES person (id);
CREATE INDEX person_by_former_guardian ON person (former_guardian) WHERE former_guardian IS NOT NULL;
