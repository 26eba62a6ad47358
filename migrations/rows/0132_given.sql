INSERT INTO given (activity, organisation, people, venue, money, goods, person, at)
    SELECT id, organisation, 2, '', 0, '茶水', '019aa3f0-0000-7000-8000-000000000002', 1763700000000 FROM activity LIMIT 1;
