INSERT INTO signup_at_desk (party, activity, organisation, person, at)
    SELECT s.party, s.activity, a.organisation, s.booker, 0 FROM signup s JOIN activity a ON a.id = s.activity LIMIT 1;
