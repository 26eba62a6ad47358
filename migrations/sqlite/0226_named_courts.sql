-- A court is where its name says, in all competitions of an activity: one name is one place, and no two games are there
-- at once. What a game was placed on keeps its name.
UPDATE court SET name = name || ' #' || number
WHERE EXISTS (SELECT 1 FROM court c WHERE c.competition = court.competition AND c.name = court.name AND c.number < court.number);
CREATE UNIQUE INDEX court_name_once ON court (competition, name);
CREATE TRIGGER fixture_court_taken_insert BEFORE INSERT ON fixture
WHEN NEW.court IS NOT NULL AND EXISTS (
  SELECT 1 FROM court mine JOIN competition k ON k.id = mine.competition JOIN competition o ON o.activity = k.activity
  JOIN court theirs ON theirs.competition = o.id AND theirs.name = mine.name
  JOIN fixture f ON f.competition = o.id AND f.court = theirs.number AND f.id <> NEW.id
    AND f.starts_at < NEW.ends_at AND NEW.starts_at < f.ends_at
  WHERE mine.competition = NEW.competition AND mine.number = NEW.court)
BEGIN SELECT RAISE(ABORT, 'constraint:fixture_court_taken'); END;
CREATE TRIGGER fixture_court_taken_update BEFORE UPDATE OF court, starts_at, ends_at ON fixture
WHEN NEW.court IS NOT NULL AND EXISTS (
  SELECT 1 FROM court mine JOIN competition k ON k.id = mine.competition JOIN competition o ON o.activity = k.activity
  JOIN court theirs ON theirs.competition = o.id AND theirs.name = mine.name
  JOIN fixture f ON f.competition = o.id AND f.court = theirs.number AND f.id <> NEW.id
    AND f.starts_at < NEW.ends_at AND NEW.starts_at < f.ends_at
  WHERE mine.competition = NEW.competition AND mine.number = NEW.court)
BEGIN SELECT RAISE(ABORT, 'constraint:fixture_court_taken'); END;
CREATE TRIGGER court_name_kept BEFORE UPDATE OF name, number ON court
WHEN EXISTS (SELECT 1 FROM fixture f WHERE f.competition = OLD.competition AND f.court = OLD.number)
  AND (OLD.name <> NEW.name OR OLD.number <> NEW.number)
BEGIN SELECT RAISE(ABORT, 'constraint:court_name_kept'); END;
CREATE TRIGGER court_kept BEFORE DELETE ON court
WHEN EXISTS (SELECT 1 FROM fixture f WHERE f.competition = OLD.competition AND f.court = OLD.number)
BEGIN SELECT RAISE(ABORT, 'constraint:court_name_kept'); END;
-- The line on which PostgreSQL keeps courts apart; here the triggers do. Both have the same columns.
ALTER TABLE fixture ADD COLUMN court_line TEXT NULL;
