INSERT INTO activity_room (activity, space, position)
    SELECT a.id, s.id, 1 FROM activity a JOIN space s ON s.id <> COALESCE(a.space, '') LIMIT 1;
INSERT INTO activity_equipment (activity, equipment, pieces, position)
    SELECT a.id, e.id, 1, 1 FROM activity a CROSS JOIN equipment e LIMIT 1;
