-- Where a check or a partial index asks whether a word is in a list, SQLite builds the list as a table for every
-- row that is written; one comparison after the other costs next to nothing. On the tables of a rush it is asked
-- so. The rules are the same, and so is what is kept under them: only the schema's text changes, as described at
-- https://sqlite.org/lang_altertable.html (7.2, changes that don't touch how rows are kept).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
    'actor_kind IN (''person'', ''system'', ''token'', ''visitor'')',
    'actor_kind = ''person'' OR actor_kind = ''system'' OR actor_kind = ''token'' OR actor_kind = ''visitor''')
    WHERE type = 'table' AND name = 'event';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''seat'', ''waiting'', ''offered'', ''cancelled'', ''declined'', ''expired'')',
    'state = ''seat'' OR state = ''waiting'' OR state = ''offered'' OR state = ''cancelled'' OR state = ''declined'' OR state = ''expired''')
    WHERE type = 'table' AND name = 'signup';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''seat'', ''waiting'', ''offered'')',
    'state = ''seat'' OR state = ''waiting'' OR state = ''offered''')
    WHERE type = 'index' AND name = 'signup_once';
UPDATE sqlite_schema SET sql = replace(sql,
    'outcome IN (''accepted'', ''unknown'', ''foreign'', ''doubled'', ''cancelled'', ''waiting'', ''not_in'', ''outside_hours'')',
    'outcome = ''accepted'' OR outcome = ''unknown'' OR outcome = ''foreign'' OR outcome = ''doubled'' OR outcome = ''cancelled'' OR outcome = ''waiting'' OR outcome = ''not_in'' OR outcome = ''outside_hours''')
    WHERE type = 'table' AND name = 'scan';
PRAGMA writable_schema = RESET;
-- Tells other connections to read the schema anew.
CREATE TABLE schema_changed (at BIGINT);
DROP TABLE schema_changed;
