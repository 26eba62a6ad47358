-- A list of those who take part in a competition is read as registers are. It belongs to its competition: nobody sees it
-- among the registers, and what a list of one competition holds never goes into another.
ALTER TABLE import_batch ADD COLUMN competition TEXT NULL CONSTRAINT import_batch_competition REFERENCES competition (id);
CREATE INDEX import_batch_by_competition ON import_batch (competition, created_at) WHERE competition IS NOT NULL;
