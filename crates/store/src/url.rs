//! Addresses of databases.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::StoreError;

/// Where the data is: `sqlite:PATH` (a file, made if absent) or `postgres://user@host/name`.
///
/// Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// An SQLite file beside the program.
    Sqlite(PathBuf),
    /// A PostgreSQL database, as its connection address.
    Postgres(String),
}

impl FromStr for DbUrl {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path == ":memory:" {
                return Err(StoreError::Address("sqlite: needs the path of a file".into()));
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            postgres::Config::from_str(text)
                .map_err(|error| StoreError::Address(format!("not an address of PostgreSQL: {error}")))?;
            return Ok(Self::Postgres(text.into()));
        }
        Err(StoreError::Address(
            "a database is sqlite:PATH or postgres://user@host/name".into(),
        ))
    }
}

impl DbUrl {
    /// The whole address, with its password: to connect with, never to be shown.
    pub fn with_password(&self) -> String {
        match self {
            Self::Sqlite(_) => self.to_string(),
            Self::Postgres(url) => url.clone(),
        }
    }
}

impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, rest)), Some((_, place))) => {
                    let user = rest.split([':', '@']).next().unwrap_or_default();
                    write!(
                        f,
                        "{scheme}://{user}@{}",
                        place.split('?').next().unwrap_or_default()
                    )
                }
                _ => f.write_str(url.split('?').next().unwrap_or_default()),
            },
        }
    }
}

impl fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        let parse = |text: &str| text.parse::<DbUrl>();
        assert_eq!(
            parse("sqlite:/data/a b.db").unwrap(),
            DbUrl::Sqlite("/data/a b.db".into())
        );
        assert_eq!(parse("sqlite://x.db").unwrap(), DbUrl::Sqlite("x.db".into()));
        assert!(matches!(parse("postgres://u@h/d"), Ok(DbUrl::Postgres(_))));
        for wrong in [
            "",
            "x.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://h",
            "postgres://u@h:notaport/d",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_password_is_never_shown() {
        for (url, shown) in [
            ("postgres://u:s3cret@h:5432/d", "postgres://u@h:5432/d"),
            ("postgres://u:p@ss@h/d?password=s3cret", "postgres://u@h/d"),
            ("postgres://h/d?password=s3cret", "postgres://h/d"),
            ("sqlite:x.db", "sqlite:x.db"),
        ] {
            assert_eq!(format!("{:?}", url.parse::<DbUrl>().unwrap()), shown);
        }
    }
}
