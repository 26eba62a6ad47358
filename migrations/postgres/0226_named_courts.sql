-- A court is where its name says, in all competitions of an activity: one name is one place, and no two games are there
-- at once. What a game was placed on keeps its name.
UPDATE court SET name = name || ' #' || number
WHERE EXISTS (SELECT 1 FROM court c WHERE c.competition = court.competition AND c.name = court.name AND c.number < court.number);
CREATE UNIQUE INDEX court_name_once ON court (competition, name);
-- Each place of an activity has its own stretch of one long line, as rooms have (0010). Games that were on one court at
-- one time before this stay as they are, off the line.
ALTER TABLE fixture ADD COLUMN court_line TEXT NULL;
UPDATE fixture SET court_line = (SELECT k.activity || md5(c.name) FROM court c JOIN competition k ON k.id = c.competition
  WHERE c.competition = fixture.competition AND c.number = fixture.court)
WHERE court IS NOT NULL;
UPDATE fixture SET court_line = NULL
WHERE EXISTS (SELECT 1 FROM fixture f WHERE f.court_line = fixture.court_line AND f.id < fixture.id
  AND f.starts_at < fixture.ends_at AND fixture.starts_at < f.ends_at);
ALTER TABLE fixture ADD CONSTRAINT fixture_court_taken EXCLUDE USING gist (
  space_time(court_line || lpad(CAST(starts_at AS TEXT), 16, '0'), court_line || lpad(CAST(ends_at AS TEXT), 16, '0')) WITH &&
) WHERE (court_line IS NOT NULL);
CREATE FUNCTION line_of_court() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.court_line := (SELECT k.activity || md5(c.name) FROM court c JOIN competition k ON k.id = c.competition
    WHERE c.competition = NEW.competition AND c.number = NEW.court);
  RETURN NEW;
END $$;
CREATE TRIGGER fixture_court_line BEFORE INSERT OR UPDATE OF court, starts_at, ends_at ON fixture
FOR EACH ROW EXECUTE FUNCTION line_of_court();
CREATE FUNCTION keep_court() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM fixture f WHERE f.competition = OLD.competition AND f.court = OLD.number) THEN
    RAISE EXCEPTION 'constraint:court_name_kept' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER court_name_kept BEFORE UPDATE OF name, number ON court
FOR EACH ROW WHEN (OLD.name <> NEW.name OR OLD.number <> NEW.number) EXECUTE FUNCTION keep_court();
CREATE TRIGGER court_kept BEFORE DELETE ON court FOR EACH ROW EXECUTE FUNCTION keep_court();
