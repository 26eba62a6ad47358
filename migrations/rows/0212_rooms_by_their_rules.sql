UPDATE booking SET asked_for = (SELECT MIN(id) FROM activity)
  WHERE id = (SELECT MIN(id) FROM booking WHERE activity IS NULL);
