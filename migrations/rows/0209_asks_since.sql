UPDATE activity SET asks = '{"lines":["union"]}', asks_since = 1763700000000 WHERE status = 'published';
