INSERT INTO handed_on (signup, key_hash, made_at, taken_by)
    SELECT id, NULL, created_at, NULL FROM signup LIMIT 1;
