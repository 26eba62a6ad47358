INSERT INTO equipment_wait (id, booking, equipment, pieces, state, offered_until, person, created_at)
SELECT '019aa3f0-0000-7000-8000-000000024501', i.booking, i.equipment, 5, 'waiting', NULL, NULL, 1763800000000 FROM booking_equipment i
ORDER BY i.booking, i.equipment LIMIT 1;
