-- Competitions: who takes part, in which stages, who met whom with what result, what judges and clocks said.
CREATE TABLE competition (
  id TEXT NOT NULL CONSTRAINT competition_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT competition_activity REFERENCES activity (id),
  title TEXT NOT NULL,
  team BIGINT NOT NULL,
  team_min BIGINT NOT NULL,
  team_max BIGINT NOT NULL,
  entries_max BIGINT NOT NULL,
  self_entry BIGINT NOT NULL,
  entries_close_at BIGINT NOT NULL,
  protest_minutes BIGINT NOT NULL,
  last_number BIGINT NOT NULL DEFAULT 0,
  entered BIGINT NOT NULL DEFAULT 0,
  started_at BIGINT NULL,
  created_by TEXT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT competition_team_size CHECK (team IN (0, 1) AND team_min BETWEEN 1 AND team_max AND team_max <= 60),
  CONSTRAINT competition_size CHECK (entries_max BETWEEN 2 AND 500),
  CONSTRAINT competition_not_overfull CHECK (entered BETWEEN 0 AND entries_max),
  CONSTRAINT competition_protest CHECK (protest_minutes BETWEEN 0 AND 10080)
);
CREATE INDEX competition_by_activity ON competition (activity);

CREATE TABLE competition_entry (
  id TEXT NOT NULL CONSTRAINT competition_entry_pk PRIMARY KEY,
  competition TEXT NOT NULL CONSTRAINT competition_entry_of REFERENCES competition (id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  unit TEXT NULL CONSTRAINT competition_entry_unit REFERENCES unit (id),
  unit_name TEXT NOT NULL,
  line TEXT NULL,
  contact TEXT NULL CONSTRAINT competition_entry_contact REFERENCES person (id),
  seed BIGINT NULL,
  withdrawn_at BIGINT NULL,
  withdrawn_reason TEXT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX competition_entry_number_once ON competition_entry (competition, number);
CREATE UNIQUE INDEX competition_entry_name_once ON competition_entry (competition, name_key) WHERE name_key <> '';
CREATE UNIQUE INDEX competition_entry_seed_once ON competition_entry (competition, seed) WHERE seed IS NOT NULL;
CREATE INDEX competition_entry_by_contact ON competition_entry (contact) WHERE contact IS NOT NULL;
CREATE INDEX competition_entry_by_unit ON competition_entry (unit) WHERE unit IS NOT NULL;

-- Nobody plays for two entries of one competition.
CREATE TABLE entry_member (
  competition TEXT NOT NULL CONSTRAINT entry_member_competition REFERENCES competition (id),
  person TEXT NOT NULL CONSTRAINT entry_member_person REFERENCES person (id),
  entry TEXT NOT NULL CONSTRAINT entry_member_entry REFERENCES competition_entry (id),
  position BIGINT NOT NULL,
  CONSTRAINT entry_member_once PRIMARY KEY (competition, person)
);
CREATE INDEX entry_member_by_entry ON entry_member (entry, position);
CREATE INDEX entry_member_by_person ON entry_member (person);

CREATE TABLE stage (
  id TEXT NOT NULL CONSTRAINT stage_pk PRIMARY KEY,
  competition TEXT NOT NULL CONSTRAINT stage_competition REFERENCES competition (id),
  number BIGINT NOT NULL,
  format TEXT NOT NULL CONSTRAINT stage_format CHECK (format IN ('league', 'knockout', 'swiss', 'judged', 'timed')),
  pools BIGINT NOT NULL,
  through BIGINT NOT NULL,
  win_points BIGINT NOT NULL,
  draw_points BIGINT NOT NULL,
  loss_points BIGINT NOT NULL,
  draws BIGINT NOT NULL,
  walkover_score BIGINT NOT NULL,
  rounds BIGINT NOT NULL,
  third_place BIGINT NOT NULL,
  drop_extremes BIGINT NOT NULL,
  runs BIGINT NOT NULL,
  commitment TEXT NOT NULL,
  drawn TEXT NULL,
  started_at BIGINT NULL,
  closed_at BIGINT NULL,
  CONSTRAINT stage_order CHECK (started_at IS NOT NULL OR closed_at IS NULL),
  CONSTRAINT stage_amounts CHECK (pools BETWEEN 1 AND 32 AND through >= 0 AND rounds BETWEEN 1 AND 30 AND runs BETWEEN 1 AND 10 AND walkover_score BETWEEN 1 AND 100 AND loss_points >= 0 AND draw_points >= loss_points AND win_points > draw_points)
);
CREATE UNIQUE INDEX stage_number_once ON stage (competition, number);

-- What a panel looks at, each with its weight and the highest mark in hundredths of a point.
CREATE TABLE stage_item (
  stage TEXT NOT NULL CONSTRAINT stage_item_stage REFERENCES stage (id),
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  weight BIGINT NOT NULL,
  highest BIGINT NOT NULL,
  CONSTRAINT stage_item_pk PRIMARY KEY (stage, position),
  CONSTRAINT stage_item_amounts CHECK (position >= 1 AND weight BETWEEN 1 AND 1000 AND highest BETWEEN 100 AND 100000)
);

CREATE TABLE judge (
  stage TEXT NOT NULL CONSTRAINT judge_stage REFERENCES stage (id),
  seat BIGINT NOT NULL,
  person TEXT NOT NULL CONSTRAINT judge_person REFERENCES person (id),
  link_hash TEXT NULL,
  left_at BIGINT NULL,
  CONSTRAINT judge_pk PRIMARY KEY (stage, seat),
  CONSTRAINT judge_seat CHECK (seat >= 1)
);
CREATE UNIQUE INDEX judge_person_once ON judge (stage, person);
CREATE UNIQUE INDEX judge_link_once ON judge (link_hash) WHERE link_hash IS NOT NULL;
CREATE INDEX judge_by_person ON judge (person);

-- Who takes part in a stage: in the order drawn, in which group.
CREATE TABLE stage_entry (
  stage TEXT NOT NULL CONSTRAINT stage_entry_stage REFERENCES stage (id),
  entry TEXT NOT NULL CONSTRAINT stage_entry_entry REFERENCES competition_entry (id),
  position BIGINT NOT NULL,
  pool BIGINT NOT NULL,
  CONSTRAINT stage_entry_once PRIMARY KEY (stage, entry)
);
CREATE UNIQUE INDEX stage_entry_position_once ON stage_entry (stage, position);
CREATE INDEX stage_entry_by_entry ON stage_entry (entry);

CREATE TABLE court (
  competition TEXT NOT NULL CONSTRAINT court_competition REFERENCES competition (id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT court_pk PRIMARY KEY (competition, number),
  CONSTRAINT court_number CHECK (number >= 1)
);

-- A game. A side that is not known yet is empty; a bye has only its first.
CREATE TABLE fixture (
  id TEXT NOT NULL CONSTRAINT fixture_pk PRIMARY KEY,
  competition TEXT NOT NULL CONSTRAINT fixture_competition REFERENCES competition (id),
  stage TEXT NOT NULL CONSTRAINT fixture_stage REFERENCES stage (id),
  pool BIGINT NOT NULL,
  round BIGINT NOT NULL,
  number BIGINT NOT NULL,
  home TEXT NULL CONSTRAINT fixture_home REFERENCES competition_entry (id),
  away TEXT NULL CONSTRAINT fixture_away REFERENCES competition_entry (id),
  bye BIGINT NOT NULL,
  court BIGINT NULL,
  starts_at BIGINT NULL,
  ends_at BIGINT NULL,
  results BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT fixture_not_itself CHECK (home <> away),
  CONSTRAINT fixture_bye CHECK (bye = 0 OR (home IS NOT NULL AND away IS NULL AND results = 0)),
  CONSTRAINT fixture_played_by_two CHECK (results = 0 OR (home IS NOT NULL AND away IS NOT NULL)),
  CONSTRAINT fixture_place CHECK ((court IS NULL) = (starts_at IS NULL) AND (court IS NULL) = (ends_at IS NULL)),
  CONSTRAINT fixture_times CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX fixture_once ON fixture (stage, pool, round, number);
CREATE UNIQUE INDEX fixture_court_once ON fixture (competition, court, starts_at) WHERE court IS NOT NULL;
CREATE UNIQUE INDEX fixture_home_once ON fixture (home, starts_at) WHERE starts_at IS NOT NULL;
CREATE UNIQUE INDEX fixture_away_once ON fixture (away, starts_at) WHERE starts_at IS NOT NULL;
CREATE INDEX fixture_by_competition ON fixture (competition, starts_at);
CREATE INDEX fixture_by_home ON fixture (home);
CREATE INDEX fixture_by_away ON fixture (away);

-- Every result that was ever given; the last one counts.
CREATE TABLE fixture_result (
  fixture TEXT NOT NULL CONSTRAINT fixture_result_fixture REFERENCES fixture (id),
  number BIGINT NOT NULL,
  way TEXT NOT NULL CONSTRAINT fixture_result_way CHECK (way IN ('played', 'walkover', 'neither')),
  home_score BIGINT NOT NULL,
  away_score BIGINT NOT NULL,
  winner TEXT NULL CONSTRAINT fixture_result_winner REFERENCES competition_entry (id),
  reason TEXT NOT NULL,
  given_by TEXT NULL,
  given_at BIGINT NOT NULL,
  CONSTRAINT fixture_result_once PRIMARY KEY (fixture, number),
  CONSTRAINT fixture_result_scores CHECK (number >= 1 AND home_score BETWEEN 0 AND 9999 AND away_score BETWEEN 0 AND 9999)
);

-- Every mark and time that was ever given; the last one of its judge (0 is the clock) and part counts. No value is a
-- run that doesn't count, or a mark taken back.
CREATE TABLE mark (
  stage TEXT NOT NULL CONSTRAINT mark_stage REFERENCES stage (id),
  entry TEXT NOT NULL CONSTRAINT mark_entry REFERENCES competition_entry (id),
  judge BIGINT NOT NULL,
  part BIGINT NOT NULL,
  number BIGINT NOT NULL,
  value BIGINT NULL,
  reason TEXT NOT NULL,
  given_by TEXT NULL,
  given_at BIGINT NOT NULL,
  CONSTRAINT mark_once PRIMARY KEY (stage, entry, judge, part, number),
  CONSTRAINT mark_amounts CHECK (judge >= 0 AND part >= 1 AND number >= 1 AND value >= 0)
);

CREATE TABLE protest (
  id TEXT NOT NULL CONSTRAINT protest_pk PRIMARY KEY,
  competition TEXT NOT NULL CONSTRAINT protest_competition REFERENCES competition (id),
  entry TEXT NOT NULL CONSTRAINT protest_entry REFERENCES competition_entry (id),
  stage TEXT NOT NULL CONSTRAINT protest_stage REFERENCES stage (id),
  fixture TEXT NULL CONSTRAINT protest_fixture REFERENCES fixture (id),
  words TEXT NOT NULL,
  made_by TEXT NOT NULL CONSTRAINT protest_made_by REFERENCES person (id),
  made_at BIGINT NOT NULL,
  upheld BIGINT NULL,
  answer TEXT NULL,
  answered_by TEXT NULL,
  answered_at BIGINT NULL,
  CONSTRAINT protest_answer CHECK ((upheld IS NULL) = (answer IS NULL) AND (upheld IS NULL) = (answered_at IS NULL))
);
CREATE UNIQUE INDEX protest_open_once ON protest (entry, stage) WHERE upheld IS NULL;
-- Those that wait, for the officers' page of the day: few, whatever was answered.
CREATE INDEX protest_waiting ON protest (competition) WHERE upheld IS NULL;
CREATE INDEX protest_by_competition ON protest (competition, made_at);

-- Handed on as a nomination, with the result page as evidence.
CREATE TABLE pick (
  competition TEXT NOT NULL CONSTRAINT pick_competition REFERENCES competition (id),
  entry TEXT NOT NULL CONSTRAINT pick_entry REFERENCES competition_entry (id),
  place BIGINT NULL,
  title TEXT NOT NULL,
  note TEXT NOT NULL,
  picked_by TEXT NULL,
  picked_at BIGINT NOT NULL,
  CONSTRAINT pick_once PRIMARY KEY (competition, entry)
);
