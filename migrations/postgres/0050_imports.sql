-- How far an import has come. A batch is read (until then read_at is null), then applied in portions, each of
-- which moves `reached`, the number of the last row that was looked at, so that a stopped import goes on there.
ALTER TABLE import_batch ADD COLUMN header TEXT NOT NULL DEFAULT '{}';
ALTER TABLE import_batch ADD COLUMN read_at BIGINT NULL;
ALTER TABLE import_batch ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN notes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN confirmed_at BIGINT NULL;
ALTER TABLE import_batch ADD COLUMN reason TEXT NULL;
ALTER TABLE import_batch ADD COLUMN reached BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN taken BIGINT NOT NULL DEFAULT 0;
CREATE INDEX import_batch_by_file ON import_batch (file_hash);

-- A held row waits for a person to say why it is right all the same. Cells are sealed whole: a sheet may hold
-- more of people than the columns that are known. They are deleted 30 days after the file was read.
ALTER TABLE import_row ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_row ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';
CREATE INDEX import_row_by_verdict ON import_row (batch, held, verdict, row_number);
