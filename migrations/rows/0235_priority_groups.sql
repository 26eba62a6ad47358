UPDATE activity SET priority = '[{"by":"age","min":60,"max":null}]', kept_until = signup_closes_at
WHERE id = (SELECT id FROM activity WHERE allotment = 'first_come' ORDER BY id LIMIT 1);
