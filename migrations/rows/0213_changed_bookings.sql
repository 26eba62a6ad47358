UPDATE booking SET changes = (SELECT MIN(id) FROM booking)
  WHERE id = (SELECT MAX(id) FROM booking WHERE activity IS NULL AND asked_for IS NULL AND id <> (SELECT MIN(id) FROM booking));
