UPDATE signup_at_desk SET paper_seen_by = person;
