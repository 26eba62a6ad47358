-- What the store itself keeps: the event log with its seals, the jobs, the search index.

-- Who did what to which subject. Written by every transaction that changes something, never edited: a row is
-- numbered in the order of commit, and the seals name it by that number.
CREATE TABLE event (
    seq INTEGER CONSTRAINT event_pkey PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL CONSTRAINT event_actor_kind CHECK (actor_kind IN ('person', 'system', 'token', 'visitor')),
    actor TEXT,
    token TEXT,
    act TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    org TEXT,
    request TEXT,
    detail TEXT
);
CREATE INDEX event_subject ON event (subject, seq);
CREATE INDEX event_org ON event (org, seq) WHERE org IS NOT NULL;
CREATE TRIGGER event_not_edited BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'constraint:event_append_only'); END;
CREATE TRIGGER event_not_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'constraint:event_append_only'); END;

-- A sealed batch: all events after the previous seal's `through` up to its own, 40 bytes each in `entries`
-- (number, hash), their Merkle root, the hash of the previous seal, and a signature over all this.
CREATE TABLE seal (
    number INTEGER CONSTRAINT seal_pkey PRIMARY KEY,
    at BIGINT NOT NULL,
    through BIGINT NOT NULL,
    root BLOB NOT NULL,
    previous BLOB NOT NULL,
    key BLOB NOT NULL,
    signature BLOB NOT NULL,
    entries BLOB NOT NULL
);
CREATE TRIGGER seal_not_edited BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'constraint:seal_append_only'); END;
CREATE TRIGGER seal_not_deleted BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'constraint:seal_append_only'); END;

-- Work to be done after the commit that asked for it. `due_at` is when a worker may take it; while one has it
-- (`leased_by`), the end of its lease. A finished job is deleted, a failed one stays for the operator.
CREATE TABLE job (
    id TEXT NOT NULL CONSTRAINT job_pkey PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT,
    payload TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    leased_by TEXT,
    error TEXT,
    failed_at BIGINT
);
-- One that a worker has begun no longer holds the key: what is asked for while it runs is done after it.
CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE attempts = 0;
CREATE INDEX job_due ON job (due_at) WHERE failed_at IS NULL;

-- What can be searched for; the words of document `doc` are in row `doc` of search_text.
CREATE TABLE search_doc (
    doc INTEGER CONSTRAINT search_doc_pkey PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    org TEXT,
    area TEXT
);
CREATE UNIQUE INDEX search_doc_id ON search_doc (kind, id);
-- Words come segmented, separated by spaces; `sound` is the title's pinyin and its initials.
CREATE VIRTUAL TABLE search_text USING fts5 (
    title, sound, body, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);
