-- Whose consent was given on paper: who of the host's people has seen it. Nothing where they stood at the desk.
ALTER TABLE signup_at_desk ADD COLUMN paper_seen_by TEXT NULL CONSTRAINT signup_at_desk_paper_seen_by REFERENCES person (id);
