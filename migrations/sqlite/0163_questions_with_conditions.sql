-- A question may be asked only of those who gave a certain answer to one before it.
ALTER TABLE question ADD COLUMN only_if TEXT NULL;
ALTER TABLE question ADD COLUMN only_if_answer TEXT NULL;
