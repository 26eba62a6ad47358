-- As in 0081: a list in a check of a hot table is built as a table for every row that is written. These two came later.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'source IN (''live'', ''device'', ''paper'')',
    'source = ''live'' OR source = ''device'' OR source = ''paper'''),
    'clock IN (''server'', ''good'', ''mended'', ''doubtful'')',
    'clock = ''server'' OR clock = ''good'' OR clock = ''mended'' OR clock = ''doubtful''')
    WHERE type = 'table' AND name = 'scan';
PRAGMA writable_schema = RESET;
-- Tells other connections to read the schema anew.
CREATE TABLE schema_changed (at BIGINT);
DROP TABLE schema_changed;
