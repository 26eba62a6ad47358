-- Whether whoever booked came: a room may let go what nobody opened so many minutes after its beginning (0: never).
ALTER TABLE space ADD COLUMN no_show_minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN opened_at BIGINT NULL;
ALTER TABLE booking ADD COLUMN opened_by TEXT NULL CONSTRAINT booking_opened_by REFERENCES person (id);
ALTER TABLE booking ADD COLUMN released_at BIGINT NULL;
