UPDATE competition_entry SET version = 2 WHERE number = 1;
UPDATE stage SET pools_by_draw = 1, protests_ended_at = 1763950000000 WHERE number = 1;
