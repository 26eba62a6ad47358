-- Who was at an activity: let in at its door, or there by the closed roll of one of a course's sessions.
CREATE VIEW was_there AS
SELECT i.signup AS signup, i.activity AS activity FROM scan i WHERE i.direction = 'in' AND i.outcome = 'accepted'
UNION ALL
SELECT m.signup AS signup, l.course AS activity FROM course_session l JOIN course_mark m ON m.session = l.id
WHERE l.closed_at IS NOT NULL AND m.mark IN ('present', 'late')
  AND NOT EXISTS (SELECT 1 FROM course_mark n WHERE n.session = m.session AND n.signup = m.signup AND n.number > m.number);
