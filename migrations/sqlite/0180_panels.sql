-- On-site scoring of venues by a panel: a round with its sheet, routes with their venues in order and their judges, what
-- each judge handed in, what was changed and why, objections, and what was published. Venues are scored, people never.
CREATE TABLE panel_round (
  id TEXT NOT NULL CONSTRAINT panel_round_pk PRIMARY KEY,
  organisation TEXT NOT NULL CONSTRAINT panel_round_organisation REFERENCES organisation (id),
  title TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  until_day BIGINT NOT NULL,
  outlier BIGINT NOT NULL CONSTRAINT panel_round_outlier CHECK (outlier BETWEEN 5 AND 50),
  appeal_days BIGINT NOT NULL CONSTRAINT panel_round_appeal_days CHECK (appeal_days BETWEEN 1 AND 30),
  sheet BIGINT NOT NULL DEFAULT 1,
  drafted_at BIGINT NULL,
  appeal_until BIGINT NULL,
  published_at BIGINT NULL,
  editions BIGINT NOT NULL DEFAULT 0,
  cancelled_at BIGINT NULL,
  cancel_reason TEXT NOT NULL DEFAULT '',
  created_by TEXT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT panel_round_period CHECK (from_day <= until_day),
  CONSTRAINT panel_round_drafted CHECK ((drafted_at IS NULL) = (appeal_until IS NULL)),
  CONSTRAINT panel_round_published CHECK ((published_at IS NULL) = (editions = 0) AND (published_at IS NULL OR drafted_at IS NOT NULL)),
  CONSTRAINT panel_round_cancelled CHECK (cancelled_at IS NULL OR published_at IS NULL)
);
CREATE INDEX panel_round_by_organisation ON panel_round (organisation, created_at);
CREATE INDEX panel_round_by_publication ON panel_round (published_at) WHERE published_at IS NOT NULL;

-- What a judge looks at; marks in hundredths of a point. An item that was marked can't be taken away: marks refer to it.
CREATE TABLE panel_item (
  round TEXT NOT NULL CONSTRAINT panel_item_round REFERENCES panel_round (id),
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  wants TEXT NOT NULL,
  highest BIGINT NOT NULL,
  weight BIGINT NOT NULL,
  CONSTRAINT panel_item_pk PRIMARY KEY (round, position),
  CONSTRAINT panel_item_amounts CHECK (position >= 1 AND highest BETWEEN 100 AND 10000 AND weight BETWEEN 1 AND 1000)
);
-- Which records stand beside an item as evidence.
CREATE TABLE panel_evidence (
  round TEXT NOT NULL,
  position BIGINT NOT NULL,
  source TEXT NOT NULL CONSTRAINT panel_evidence_source CHECK (source IN ('uses', 'hours', 'people', 'joint', 'bodies', 'feedback', 'step_free', 'hours_stated', 'funding', 'stage')),
  CONSTRAINT panel_evidence_pk PRIMARY KEY (round, position, source),
  CONSTRAINT panel_evidence_item FOREIGN KEY (round, position) REFERENCES panel_item (round, position)
);

CREATE TABLE panel_route (
  id TEXT NOT NULL CONSTRAINT panel_route_pk PRIMARY KEY,
  round TEXT NOT NULL CONSTRAINT panel_route_round REFERENCES panel_round (id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  day BIGINT NOT NULL,
  closed_at BIGINT NULL
);
CREATE UNIQUE INDEX panel_route_number_once ON panel_route (round, number);

-- A venue is in a round once.
CREATE TABLE panel_stop (
  round TEXT NOT NULL CONSTRAINT panel_stop_round REFERENCES panel_round (id),
  venue TEXT NOT NULL CONSTRAINT panel_stop_venue REFERENCES venue (id),
  route TEXT NOT NULL CONSTRAINT panel_stop_route REFERENCES panel_route (id),
  position BIGINT NOT NULL,
  CONSTRAINT panel_venue_once PRIMARY KEY (round, venue)
);
CREATE INDEX panel_stop_by_route ON panel_stop (route, position);
CREATE INDEX panel_stop_by_venue ON panel_stop (venue);

CREATE TABLE panel_judge (
  route TEXT NOT NULL CONSTRAINT panel_judge_route REFERENCES panel_route (id),
  seat BIGINT NOT NULL,
  person TEXT NOT NULL CONSTRAINT panel_judge_person REFERENCES person (id),
  left_at BIGINT NULL,
  CONSTRAINT panel_judge_pk PRIMARY KEY (route, seat),
  CONSTRAINT panel_judge_seat CHECK (seat >= 1)
);
CREATE UNIQUE INDEX panel_judge_once ON panel_judge (route, person);
CREATE INDEX panel_judge_by_person ON panel_judge (person);

-- A judge with a post in a body that keeps or built a venue doesn't score it.
CREATE TABLE panel_recusal (
  route TEXT NOT NULL,
  seat BIGINT NOT NULL,
  venue TEXT NOT NULL CONSTRAINT panel_recusal_venue REFERENCES venue (id),
  organisation TEXT NOT NULL CONSTRAINT panel_recusal_organisation REFERENCES organisation (id),
  at BIGINT NOT NULL,
  CONSTRAINT panel_recusal_pk PRIMARY KEY (route, seat, venue),
  CONSTRAINT panel_recusal_judge FOREIGN KEY (route, seat) REFERENCES panel_judge (route, seat)
);

-- What a judge has begun and not handed in; nobody else sees it.
CREATE TABLE panel_draft (
  route TEXT NOT NULL,
  seat BIGINT NOT NULL,
  venue TEXT NOT NULL CONSTRAINT panel_draft_venue REFERENCES venue (id),
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT panel_draft_pk PRIMARY KEY (route, seat, venue),
  CONSTRAINT panel_draft_judge FOREIGN KEY (route, seat) REFERENCES panel_judge (route, seat)
);

-- Every sheet that was ever handed in; the last one of its judge and venue counts.
CREATE TABLE panel_paper (
  id TEXT NOT NULL CONSTRAINT panel_paper_pk PRIMARY KEY,
  round TEXT NOT NULL,
  route TEXT NOT NULL,
  seat BIGINT NOT NULL,
  venue TEXT NOT NULL,
  number BIGINT NOT NULL,
  reason TEXT NOT NULL,
  given_by TEXT NULL,
  given_at BIGINT NOT NULL,
  CONSTRAINT panel_paper_number CHECK (number >= 1),
  CONSTRAINT panel_paper_reason CHECK (number = 1 OR reason <> ''),
  CONSTRAINT panel_paper_judge FOREIGN KEY (route, seat) REFERENCES panel_judge (route, seat),
  CONSTRAINT panel_paper_stop FOREIGN KEY (round, venue) REFERENCES panel_stop (round, venue)
);
CREATE UNIQUE INDEX panel_paper_once ON panel_paper (route, seat, venue, number);
CREATE INDEX panel_paper_by_round ON panel_paper (round, venue);
CREATE TABLE panel_mark (
  paper TEXT NOT NULL CONSTRAINT panel_mark_paper REFERENCES panel_paper (id),
  round TEXT NOT NULL,
  position BIGINT NOT NULL,
  value BIGINT NOT NULL,
  words TEXT NOT NULL,
  CONSTRAINT panel_mark_pk PRIMARY KEY (paper, position),
  CONSTRAINT panel_mark_item FOREIGN KEY (round, position) REFERENCES panel_item (round, position),
  CONSTRAINT panel_mark_value CHECK (value BETWEEN 0 AND 10000)
);
CREATE INDEX panel_mark_by_item ON panel_mark (round, position);

-- The office asks a judge to look at a mark again; the judge confirms it or corrects it, with a sentence.
CREATE TABLE panel_recheck (
  id TEXT NOT NULL CONSTRAINT panel_recheck_pk PRIMARY KEY,
  round TEXT NOT NULL,
  route TEXT NOT NULL,
  seat BIGINT NOT NULL,
  venue TEXT NOT NULL,
  position BIGINT NOT NULL,
  words TEXT NOT NULL,
  asked_by TEXT NULL,
  asked_at BIGINT NOT NULL,
  answer TEXT NULL,
  changed BIGINT NULL CONSTRAINT panel_recheck_changed CHECK (changed IN (0, 1)),
  answered_at BIGINT NULL,
  CONSTRAINT panel_recheck_answer CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (changed IS NULL)),
  CONSTRAINT panel_recheck_judge FOREIGN KEY (route, seat) REFERENCES panel_judge (route, seat),
  CONSTRAINT panel_recheck_item FOREIGN KEY (round, position) REFERENCES panel_item (round, position),
  CONSTRAINT panel_recheck_stop FOREIGN KEY (round, venue) REFERENCES panel_stop (round, venue)
);
CREATE UNIQUE INDEX panel_recheck_open_once ON panel_recheck (route, seat, venue, position) WHERE answered_at IS NULL;
CREATE INDEX panel_recheck_by_round ON panel_recheck (round, venue);

-- A venue's keeper objects to what came of an item; the office answers with a reason.
CREATE TABLE panel_appeal (
  id TEXT NOT NULL CONSTRAINT panel_appeal_pk PRIMARY KEY,
  round TEXT NOT NULL,
  venue TEXT NOT NULL,
  position BIGINT NOT NULL,
  organisation TEXT NOT NULL CONSTRAINT panel_appeal_organisation REFERENCES organisation (id),
  words TEXT NOT NULL,
  made_by TEXT NULL,
  made_at BIGINT NOT NULL,
  upheld BIGINT NULL CONSTRAINT panel_appeal_upheld CHECK (upheld IN (0, 1)),
  answer TEXT NULL,
  answered_by TEXT NULL,
  answered_at BIGINT NULL,
  CONSTRAINT panel_appeal_answer CHECK ((upheld IS NULL) = (answer IS NULL) AND (upheld IS NULL) = (answered_at IS NULL)),
  CONSTRAINT panel_appeal_item FOREIGN KEY (round, position) REFERENCES panel_item (round, position),
  CONSTRAINT panel_appeal_stop FOREIGN KEY (round, venue) REFERENCES panel_stop (round, venue)
);
CREATE UNIQUE INDEX panel_appeal_once ON panel_appeal (round, venue, position);
CREATE INDEX panel_appeal_waiting ON panel_appeal (round) WHERE upheld IS NULL;

-- Every change of a result that was ever made; the last one of its venue and item counts.
CREATE TABLE panel_change (
  round TEXT NOT NULL,
  venue TEXT NOT NULL,
  position BIGINT NOT NULL,
  number BIGINT NOT NULL,
  before BIGINT NOT NULL,
  after BIGINT NOT NULL,
  reason TEXT NOT NULL,
  appeal TEXT NULL CONSTRAINT panel_change_appeal REFERENCES panel_appeal (id),
  given_by TEXT NULL,
  given_at BIGINT NOT NULL,
  CONSTRAINT panel_change_pk PRIMARY KEY (round, venue, position, number),
  CONSTRAINT panel_change_amounts CHECK (number >= 1 AND after BETWEEN 0 AND 10000 AND before <> after AND reason <> ''),
  CONSTRAINT panel_change_item FOREIGN KEY (round, position) REFERENCES panel_item (round, position),
  CONSTRAINT panel_change_stop FOREIGN KEY (round, venue) REFERENCES panel_stop (round, venue)
);

-- What was published, each time anew and never edited.
CREATE TABLE panel_edition (
  round TEXT NOT NULL CONSTRAINT panel_edition_round REFERENCES panel_round (id),
  number BIGINT NOT NULL,
  reason TEXT NOT NULL,
  body TEXT NOT NULL,
  given_by TEXT NULL,
  given_at BIGINT NOT NULL,
  CONSTRAINT panel_edition_pk PRIMARY KEY (round, number),
  CONSTRAINT panel_edition_number CHECK (number >= 1 AND (number = 1 OR reason <> ''))
);
