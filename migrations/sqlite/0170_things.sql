-- What bodies lend each other: equipment that comes back, and goods that are used up. Equipment that goes along with the
-- rooms of a venue is one kind of it: a row in `equipment` of the same id. So both have one count of pieces.
CREATE TABLE thing (
  id TEXT NOT NULL CONSTRAINT thing_pk PRIMARY KEY,
  organisation TEXT NOT NULL CONSTRAINT thing_organisation REFERENCES organisation (id),
  venue TEXT NULL CONSTRAINT thing_venue REFERENCES venue (id),
  place TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT thing_kind CHECK (kind IN ('equipment', 'goods')),
  pieces BIGINT NOT NULL CONSTRAINT thing_pieces CHECK (pieces >= 0),
  out_now BIGINT NOT NULL DEFAULT 0,
  open_to TEXT NOT NULL CONSTRAINT thing_open_to CHECK (open_to IN ('nobody', 'line', 'town', 'anyone')),
  asks BIGINT NOT NULL,
  days_max BIGINT NOT NULL CONSTRAINT thing_days_max CHECK (days_max BETWEEN 1 AND 365),
  note TEXT NOT NULL DEFAULT '',
  idle_days BIGINT NOT NULL DEFAULT 180 CONSTRAINT thing_idle_days CHECK (idle_days BETWEEN 0 AND 3650),
  version BIGINT NOT NULL DEFAULT 1,
  entered_at BIGINT NOT NULL,
  gone_at BIGINT NULL,
  gone_why TEXT NOT NULL DEFAULT '',
  CONSTRAINT thing_not_more_out_than_there_is CHECK (out_now BETWEEN 0 AND pieces),
  CONSTRAINT thing_gone_with_none_out CHECK (gone_at IS NULL OR out_now = 0)
);
CREATE INDEX thing_by_organisation ON thing (organisation, name);
CREATE INDEX thing_by_venue ON thing (venue) WHERE venue IS NOT NULL;
-- Nobody but its keeper took it so far: it stays so until the keeper says otherwise.
INSERT INTO thing (id, organisation, venue, name, kind, pieces, open_to, asks, days_max, idle_days, entered_at)
  SELECT e.id, v.organisation, e.venue, e.name, 'equipment', e.pieces, 'nobody', 1, 7, 60,
         (SELECT COALESCE(MAX(at), 0) FROM event)
  FROM equipment e JOIN venue v ON v.id = e.venue;
DROP INDEX equipment_name_once;
ALTER TABLE equipment DROP COLUMN pieces;
ALTER TABLE equipment DROP COLUMN name;
CREATE INDEX equipment_by_venue ON equipment (venue);

CREATE TABLE loan (
  id TEXT NOT NULL CONSTRAINT loan_pk PRIMARY KEY,
  thing TEXT NOT NULL CONSTRAINT loan_thing REFERENCES thing (id),
  organisation TEXT NOT NULL CONSTRAINT loan_organisation REFERENCES organisation (id),
  person TEXT NULL CONSTRAINT loan_person REFERENCES person (id),
  asked BIGINT NOT NULL,
  pieces BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  activity TEXT NULL CONSTRAINT loan_activity REFERENCES activity (id),
  fetcher_sealed BYTEA NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  wished_until BIGINT NULL,
  code TEXT NOT NULL,
  status TEXT NOT NULL CONSTRAINT loan_status CHECK (status IN
    ('asked', 'promised', 'declined', 'withdrawn', 'lapsed', 'out', 'back', 'given')),
  note TEXT NOT NULL DEFAULT '',
  handed BIGINT NOT NULL DEFAULT 0,
  handed_at BIGINT NULL,
  handed_note TEXT NOT NULL DEFAULT '',
  in_order BIGINT NOT NULL DEFAULT 0,
  damaged BIGINT NOT NULL DEFAULT 0,
  missing BIGINT NOT NULL DEFAULT 0,
  back_at BIGINT NULL,
  asked_at BIGINT NOT NULL,
  decided_at BIGINT NULL,
  decided_by TEXT NULL CONSTRAINT loan_decided_by REFERENCES person (id),
  CONSTRAINT loan_span CHECK (starts_at < ends_at),
  CONSTRAINT loan_wish CHECK (wished_until IS NULL OR (status = 'out' AND wished_until > ends_at)),
  CONSTRAINT loan_pieces CHECK (asked >= 1 AND pieces BETWEEN 1 AND asked),
  CONSTRAINT loan_handed CHECK (handed BETWEEN 0 AND pieces AND (handed = 0) = (handed_at IS NULL)),
  CONSTRAINT loan_handed_by_status CHECK ((handed > 0) = (status IN ('out', 'back', 'given'))),
  CONSTRAINT loan_not_more_back CHECK (in_order >= 0 AND damaged >= 0 AND missing >= 0
    AND in_order + damaged + missing <= handed),
  CONSTRAINT loan_back CHECK (status <> 'out' OR in_order + damaged + missing < handed),
  CONSTRAINT loan_all_back CHECK (status <> 'back' OR in_order + damaged + missing = handed)
);
CREATE UNIQUE INDEX loan_code_once ON loan (code);
-- A form that is sent twice asks once.
CREATE UNIQUE INDEX loan_asked_once ON loan (thing, organisation, starts_at, ends_at, purpose)
  WHERE status IN ('asked', 'promised');
CREATE INDEX loan_by_thing ON loan (thing, starts_at);
CREATE INDEX loan_of_thing_now ON loan (thing) WHERE status IN ('promised', 'out');
CREATE INDEX loan_by_organisation ON loan (organisation, starts_at);

-- What came back, or will not: once written it stays; its borrower answers once, its lender settles it once.
CREATE TABLE loan_return (
  id TEXT NOT NULL CONSTRAINT loan_return_pk PRIMARY KEY,
  loan TEXT NOT NULL CONSTRAINT loan_return_loan REFERENCES loan (id),
  in_order BIGINT NOT NULL,
  damaged BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  note TEXT NOT NULL,
  person TEXT NULL CONSTRAINT loan_return_person REFERENCES person (id),
  at BIGINT NOT NULL,
  answer TEXT NULL,
  answered_at BIGINT NULL,
  settled TEXT NULL CONSTRAINT loan_return_settled CHECK (settled IN ('repaired', 'found', 'replaced', 'let_go')),
  restored BIGINT NOT NULL DEFAULT 0,
  settled_note TEXT NOT NULL DEFAULT '',
  settled_at BIGINT NULL,
  CONSTRAINT loan_return_some CHECK (in_order >= 0 AND damaged >= 0 AND missing >= 0 AND in_order + damaged + missing > 0),
  CONSTRAINT loan_return_answered CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CONSTRAINT loan_return_settled_once CHECK ((settled IS NULL) = (settled_at IS NULL)),
  CONSTRAINT loan_return_restored CHECK (restored BETWEEN 0 AND damaged + missing)
);
CREATE INDEX loan_return_by_loan ON loan_return (loan, at);

-- How many pieces there are is the sum of these. Nothing here is ever changed.
CREATE TABLE thing_entry (
  id TEXT NOT NULL CONSTRAINT thing_entry_pk PRIMARY KEY,
  thing TEXT NOT NULL CONSTRAINT thing_entry_thing REFERENCES thing (id),
  loan TEXT NULL CONSTRAINT thing_entry_loan REFERENCES loan (id),
  kind TEXT NOT NULL CONSTRAINT thing_entry_kind CHECK (kind IN
    ('entered', 'bought', 'counted', 'written_off', 'repaired', 'found', 'damaged', 'missing', 'used', 'unused')),
  pieces BIGINT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  person TEXT NULL CONSTRAINT thing_entry_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT thing_entry_sign CHECK (kind = 'counted' OR (kind = 'entered' AND pieces >= 0)
    OR (kind IN ('bought', 'repaired', 'found', 'unused') AND pieces > 0)
    OR (kind IN ('written_off', 'damaged', 'missing', 'used') AND pieces < 0))
);
CREATE INDEX thing_entry_by_thing ON thing_entry (thing, at);
INSERT INTO thing_entry (id, thing, kind, pieces, at)
  SELECT id, id, 'entered', pieces, entered_at FROM thing;

-- What is promised or out of a thing, in whichever way: with a room's booking, or lent by itself. Goods don't come back:
-- what is promised of them is promised for good. What is out past its day is out until it comes back (`is_out`).
CREATE VIEW thing_held AS
SELECT i.equipment AS thing, b.id AS claim, b.held_from AS held_from, b.held_until AS held_until, i.pieces AS pieces,
       CAST(0 AS BIGINT) AS is_out, b.created_at AS made_at
FROM booking_equipment i JOIN booking b ON b.id = i.booking WHERE b.status = 'held'
UNION ALL
SELECT l.thing, l.id, l.starts_at, CASE WHEN t.kind = 'goods' THEN CAST(253402207200000 AS BIGINT) ELSE l.ends_at END,
       l.pieces, CAST(0 AS BIGINT), l.asked_at
FROM loan l JOIN thing t ON t.id = l.thing WHERE l.status = 'promised'
UNION ALL
SELECT l.thing, l.id, l.starts_at, l.ends_at, l.handed - l.in_order - l.damaged - l.missing, CAST(1 AS BIGINT), l.asked_at
FROM loan l WHERE l.status = 'out';
