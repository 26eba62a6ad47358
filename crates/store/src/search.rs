//! Full-text search over what features declare searchable: one interface, FTS5 and tsvector beneath.
//!
//! Words are cut here and not by the databases, so both find the same. Titles are also found by their pinyin and
//! its initials: `taoyuan` and `ty` find 桃园.

use crate::segment::{query_words, sounds, title_words, words};
use crate::{ReadTx, StoreError, WriteTx, params};

/// The words of a body beyond which it is not searched.
const LONGEST: usize = 8000;

/// Something that can be searched for. It is known by `kind` and `id`; the index keeps it unencrypted, so
/// personal data doesn't belong here.
#[derive(Clone, Copy, Debug)]
pub struct SearchDoc<'a> {
    /// What kind of thing it is.
    pub kind: &'a str,
    /// Its id among its kind.
    pub id: &'a str,
    /// What it is called; counts most.
    pub title: &'a str,
    /// What else is said of it.
    pub body: &'a str,
    /// The organisation to which it belongs.
    pub org: Option<&'a str>,
    /// The code of the area in which it is.
    pub area: Option<&'a str>,
}

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// What was typed.
    pub query: &'a str,
    /// Only this kind of thing.
    pub kind: Option<&'a str>,
    /// Only what belongs to this organisation.
    pub org: Option<&'a str>,
    /// Only what is in this area or below: its code, of which codes below are continuations.
    pub area: Option<&'a str>,
    /// At most so many.
    pub limit: u32,
}

/// Something found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What kind of thing it is.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// How well it fits; more is better. Comparable within one search only.
    pub score: f64,
}

impl ReadTx<'_> {
    /// The things of one kind that fit a query, best first: their ids and scores. All words must be found, each
    /// at least as the beginning of a word. A query without words finds nothing.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn search(&mut self, kind: &str, query: &str, limit: u32) -> Result<Vec<(String, f64)>, StoreError> {
        let hits = self.find(&Search {
            query,
            kind: Some(kind),
            org: None,
            area: None,
            limit,
        })?;
        Ok(hits.into_iter().map(|hit| (hit.id, hit.score)).collect())
    }

    /// What fits a search, best first.
    ///
    /// # Errors
    /// When the index can't be read.
    pub fn find(&mut self, search: &Search<'_>) -> Result<Vec<Hit>, StoreError> {
        let words = query_words(search.query);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        // Words hold letters and digits only, so quoting them is all that either query language needs.
        let (sql, query) = if self.is_pg() {
            let words: Vec<_> = words.iter().map(|word| format!("'{word}':*")).collect();
            (
                "SELECT kind, id, CAST(ts_rank('{0.1,0.1,0.5,1.0}', words, CAST(CAST(?1 AS TEXT) AS tsquery))
                    AS DOUBLE PRECISION) AS score
                 FROM search_doc WHERE words @@ CAST(CAST(?1 AS TEXT) AS tsquery)
                    AND (CAST(?2 AS TEXT) IS NULL OR kind = ?2) AND (CAST(?3 AS TEXT) IS NULL OR org = ?3)
                    AND (CAST(?4 AS TEXT) IS NULL OR starts_with(area, CAST(?4 AS TEXT)))
                 ORDER BY score DESC, kind, id LIMIT ?5",
                words.join(" & "),
            )
        } else {
            let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"*")).collect();
            (
                "SELECT d.kind, d.id, -bm25(search_text, 10.0, 5.0, 1.0) AS score
                 FROM search_text JOIN search_doc d ON d.doc = search_text.rowid WHERE search_text MATCH ?1
                    AND (CAST(?2 AS TEXT) IS NULL OR d.kind = ?2) AND (CAST(?3 AS TEXT) IS NULL OR d.org = ?3)
                    AND (CAST(?4 AS TEXT) IS NULL OR substr(d.area, 1, length(?4)) = ?4)
                 ORDER BY score DESC, d.kind, d.id LIMIT ?5",
                words.join(" AND "),
            )
        };
        self.all(
            sql,
            params![query, search.kind, search.org, search.area, search.limit],
            |row| {
                Ok(Hit {
                    kind: row.get(0)?,
                    id: row.get(1)?,
                    score: row.get(2)?,
                })
            },
        )
    }
}

impl WriteTx<'_> {
    /// Makes something searchable, or what is known of it new.
    ///
    /// # Errors
    /// When the index can't be written.
    pub fn index(&mut self, doc: &SearchDoc<'_>) -> Result<(), StoreError> {
        let title = title_words(doc.title);
        let sounds = sounds(doc.title);
        let mut body = words(doc.body);
        body.truncate(LONGEST);
        if self.is_pg() {
            let mut vector = Vector::default();
            vector.add(&title, 'A');
            vector.add(&sounds, 'B');
            vector.add(&body, 'D');
            self.execute(
                "INSERT INTO search_doc (kind, id, org, area, words)
                 VALUES (?1, ?2, ?3, ?4, CAST(CAST(?5 AS TEXT) AS tsvector))
                 ON CONFLICT (kind, id) DO UPDATE
                 SET org = excluded.org, area = excluded.area, words = excluded.words",
                params![doc.kind, doc.id, doc.org, doc.area, vector.text],
            )?;
            return Ok(());
        }
        let number: Vec<i64> = self.execute_returning(
            "INSERT INTO search_doc (kind, id, org, area) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kind, id) DO UPDATE SET org = excluded.org, area = excluded.area RETURNING doc",
            params![doc.kind, doc.id, doc.org, doc.area],
            |row| row.get(0),
        )?;
        self.execute(
            "INSERT OR REPLACE INTO search_text (rowid, title, sound, body) VALUES (?1, ?2, ?3, ?4)",
            params![number[0], title.join(" "), sounds.join(" "), body.join(" ")],
        )?;
        Ok(())
    }

    /// Makes something unsearchable.
    ///
    /// # Errors
    /// When the index can't be written.
    pub fn unindex(&mut self, kind: &str, id: &str) -> Result<(), StoreError> {
        if !self.is_pg() {
            self.execute(
                "DELETE FROM search_text WHERE rowid = (SELECT doc FROM search_doc WHERE kind = ?1 AND id = ?2)",
                params![kind, id],
            )?;
        }
        self.execute(
            "DELETE FROM search_doc WHERE kind = ?1 AND id = ?2",
            params![kind, id],
        )?;
        Ok(())
    }
}

/// A tsvector's text.
#[derive(Default)]
struct Vector {
    text: String,
    position: u32,
}

impl Vector {
    fn add(&mut self, words: &[String], weight: char) {
        use std::fmt::Write as _;
        for word in words {
            // Positions beyond this are all the same to PostgreSQL.
            self.position = (self.position + 1).min(16_383);
            let _ = write!(self.text, "'{word}':{}{weight} ", self.position);
        }
    }
}
