UPDATE activity SET once = id;
UPDATE signup SET given_rank = 0 WHERE entry IS NOT NULL;
