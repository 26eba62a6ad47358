INSERT INTO venue_partner_name (partner, version, name, person, at)
  SELECT p.id, 1, '原来的名称', NULL, 1795225200000 FROM venue_partner p LIMIT 1;
