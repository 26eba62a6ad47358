UPDATE protest SET upheld = 1, answer = '录像为准', answered_by = made_by, answered_at = 1763949800000,
  settled_at = 1763949900000, settled_by = made_by, settlement = '双方同意维持';
