//! The names of constraints on SQLite, which names columns where PostgreSQL names the constraint.

use std::collections::HashMap;

use rusqlite::{Connection, ffi};

/// Finds the name that PostgreSQL gives for a violation that SQLite reports.
#[derive(Debug, Default)]
pub(crate) struct ConstraintNames {
    /// `t.a, t.b` as in SQLite's message → the name of the unique index, or `t_pkey`.
    unique: HashMap<String, String>,
}

impl ConstraintNames {
    /// Reads the unique indexes of a database from its schema.
    pub(crate) fn read(conn: &Connection) -> rusqlite::Result<Self> {
        let mut unique = HashMap::new();
        let mut indexes = conn.prepare(
            "SELECT t.name, t.sql, i.name, i.origin,
                (SELECT group_concat(t.name || '.' || c.name, ', ' ORDER BY c.seqno) FROM pragma_index_info(i.name) c)
             FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.\"unique\"",
        )?;
        let mut rows = indexes.query([])?;
        while let Some(row) = rows.next()? {
            let (table, sql): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            let (index, origin): (String, String) = (row.get(2)?, row.get(3)?);
            let Some(columns) = row.get::<_, Option<String>>(4)? else {
                continue;
            };
            let name = match origin.as_str() {
                "pk" => primary_key(&table, sql.as_deref()),
                "u" => default_unique(&table, &columns),
                _ => index,
            };
            // An index made on purpose wins over what a primary key or column brings along.
            if origin == "c" || !unique.contains_key(&columns) {
                unique.insert(columns, name);
            }
        }
        // A table's INTEGER PRIMARY KEY has no index.
        let mut keys = conn.prepare(
            "SELECT t.name, t.sql, t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND c.pk = 1 AND NOT EXISTS (
                SELECT 1 FROM pragma_index_list(t.name) i WHERE i.origin = 'pk')",
        )?;
        let mut rows = keys.query([])?;
        while let Some(row) = rows.next()? {
            let (table, sql): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            unique
                .entry(row.get(2)?)
                .or_insert_with(|| primary_key(&table, sql.as_deref()));
        }
        Ok(Self { unique })
    }

    /// The constraint's name from SQLite's extended result code and message.
    pub(crate) fn find(&self, code: i32, message: &str) -> String {
        let subject = message
            .split_once(" constraint failed: ")
            .map_or(message, |(_, subject)| subject);
        match code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => {
                // An index over an expression is reported by its name: `index 'x'`.
                let named = subject
                    .strip_prefix("index '")
                    .and_then(|rest| rest.strip_suffix('\''));
                let name = named
                    .map(ToOwned::to_owned)
                    .or_else(|| self.unique.get(subject).cloned());
                name.unwrap_or_else(|| subject.to_owned())
            }
            ffi::SQLITE_CONSTRAINT_NOTNULL => format!("{}_not_null", subject.replace('.', "_")),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "foreign_key".to_owned(),
            _ => message
                .strip_prefix("constraint:")
                .unwrap_or(subject)
                .trim()
                .to_owned(),
        }
    }
}

/// The name that PostgreSQL makes up for `UNIQUE` without one.
fn default_unique(table: &str, columns: &str) -> String {
    let columns: Vec<_> = columns
        .split(", ")
        .filter_map(|column| column.split_once('.'))
        .collect();
    columns
        .iter()
        .fold(table.to_owned(), |name, (_, column)| name + "_" + column)
        + "_key"
}

/// The name given in the table's text, or else the one that PostgreSQL makes up.
fn primary_key(table: &str, sql: Option<&str>) -> String {
    let words: Vec<&str> = sql.unwrap_or_default().split_whitespace().collect();
    let given = words.windows(4).find_map(|words| match words {
        [constraint, name, primary, key]
            if constraint.eq_ignore_ascii_case("constraint")
                && primary.eq_ignore_ascii_case("primary")
                && key.to_ascii_lowercase().starts_with("key") =>
        {
            Some((*name).to_owned())
        }
        _ => None,
    });
    given.unwrap_or_else(|| format!("{table}_pkey"))
}
