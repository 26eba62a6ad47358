INSERT INTO walk_in (id, activity, organisation, booker, role, answers, on_paper, against, added_by, at, state)
    SELECT '0198-walk-in', a.id, a.organisation, p.id, 'attendee', '{}', 1, 'full', p.id, 0, 'open'
    FROM activity a JOIN person p ON 1 = 1 LIMIT 1;
INSERT INTO walk_in_person (walk_in, person) SELECT id, booker FROM walk_in;
