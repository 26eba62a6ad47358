-- Before the draw a competition and its entries may be corrected, by whoever has seen the last version; a competition
-- in which nobody takes part may be removed. How many groups there are may be left to the draw. The leaders may agree
-- that nobody protests against a closed stage any more.
ALTER TABLE competition ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE competition ADD COLUMN removed_at BIGINT NULL;
ALTER TABLE competition_entry ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE stage ADD COLUMN pools_by_draw BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stage ADD COLUMN protests_ended_at BIGINT NULL;
