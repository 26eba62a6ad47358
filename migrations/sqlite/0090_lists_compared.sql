-- As in 0081, on the tables that an import fills: words are compared one after the other instead of looked up in a
-- list that SQLite builds anew for every row. The rules are the same; only the schema's text changes.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
    'status IN (''not_due'', ''built'', ''joint'', ''shell'', ''gap'')',
    'status = ''not_due'' OR status = ''built'' OR status = ''joint'' OR status = ''shell'' OR status = ''gap''')
    WHERE type = 'table' AND name = 'coverage_span';
UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''village'', ''community'', ''enterprise'', ''park'', ''featured_town'', ''building'', ''market'', ''school'', ''settlement'', ''new_employment'')',
    'kind = ''village'' OR kind = ''community'' OR kind = ''enterprise'' OR kind = ''park'' OR kind = ''featured_town'' OR kind = ''building'' OR kind = ''market'' OR kind = ''school'' OR kind = ''settlement'' OR kind = ''new_employment''')
    WHERE type = 'table' AND name = 'unit';
PRAGMA writable_schema = RESET;
-- Tells other connections to read the schema anew.
CREATE TABLE schema_changed (at BIGINT);
DROP TABLE schema_changed;
