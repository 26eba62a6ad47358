//! A row of either database.

use std::str::FromStr;

use crate::{Cell, Column, StoreError, Unfit};

/// A row as it comes; columns are counted from 0.
pub struct Row<'a>(pub(crate) Source<'a>);

pub(crate) enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Pg(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of a column.
    ///
    /// # Errors
    /// When the column holds something else, or there is none.
    pub fn get<T: Column>(&self, column: usize) -> Result<T, StoreError> {
        self.cell(column)
            .and_then(T::column)
            .map_err(|unfit| self.error(column, &unfit))
    }

    /// The text of a column without a copy.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.cell(column)
            .and_then(Cell::text)
            .map_err(|unfit| self.error(column, &unfit))
    }

    /// The text of a column, read as a `T`.
    ///
    /// # Errors
    /// When it holds something else, or is no `T`.
    pub fn parse<T: FromStr>(&self, column: usize) -> Result<T, StoreError> {
        let unfit = |_| self.error(column, &Unfit::new(std::any::type_name::<T>()));
        self.text(column)?.parse().map_err(unfit)
    }

    /// The JSON of a column, read as a `T`.
    ///
    /// # Errors
    /// When it holds something else, or is no `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?).map_err(Into::into)
    }

    fn cell(&self, column: usize) -> Result<Cell<'_>, Unfit> {
        match self.0 {
            Source::Sqlite(row) => crate::sqlite_conn::cell(row, column),
            Source::Pg(row) => crate::pg_conn::cell(row, column),
        }
    }

    fn error(&self, column: usize, why: &Unfit) -> StoreError {
        let name = match self.0 {
            Source::Sqlite(row) => row.as_ref().column_name(column).ok(),
            Source::Pg(row) => row.columns().get(column).map(postgres::Column::name),
        };
        let column = name.map_or_else(|| column.to_string(), |name| format!("{column} ({name})"));
        StoreError::Column {
            column,
            why: why.to_string(),
        }
    }
}
