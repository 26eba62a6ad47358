//! What can go wrong between a use case and its database.

/// Why a transaction did not do what it was asked.
///
/// The texts are for operators and logs, without the values that were read or written: what a person is told
/// is decided above.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The schema forbids it. The name is the same on both databases: that of the index, constraint or trigger;
    /// `<table>_pkey` for a primary key without a name, `<table>_<column>_not_null` for a missing value, and
    /// `foreign_key` for any foreign key, because SQLite does not say which.
    #[error("the database refused it: {0}")]
    Constraint(String),
    /// The transaction changed something and recorded no event, so it was undone.
    #[error("a transaction changed something and recorded no event; it was undone")]
    Unrecorded,
    /// A statement failed and the use case went on all the same, so it was undone: PostgreSQL could not have
    /// kept it either.
    #[error("a transaction went on after a failed statement; it was undone")]
    Swallowed,
    /// The request's key was taken by an earlier one, so it was undone; see [`Once`](crate::Once).
    #[error("this request was carried out before")]
    Repeated,
    /// The use case panicked and was undone.
    #[error("a transaction panicked; it was undone")]
    Panicked,
    /// Others fought for the same rows until the retries were used up; it may succeed later.
    #[error("others kept changing the same rows; it was given up after several attempts")]
    Contended,
    /// A statement is wrong or could not be carried out.
    #[error("{why} (in: {sql})")]
    Statement {
        /// The statement as written.
        sql: String,
        /// What the database says.
        why: String,
    },
    /// A column holds something else than was asked for.
    #[error("column {column}: {why}")]
    Column {
        /// The column's name in the statement.
        column: String,
        /// What was wanted and what was found.
        why: String,
    },
    /// Something to be kept as JSON can't be written or read as it.
    #[error("not to be kept as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A file can't be read or written.
    #[error("a file can't be read or written: {0}")]
    File(#[from] std::io::Error),
    /// What was written could not be committed. If the connection was lost on the way, nobody knows.
    #[error("what was written could not be committed: {0}")]
    Commit(String),
    /// The database can't be opened or reached.
    #[error("the database can't be reached: {0}")]
    Unreachable(String),
    /// The address of a database is none.
    #[error("{0}")]
    Address(String),
    /// The database's migrations don't fit this program.
    #[error("{0}")]
    Migration(String),
    /// A job's lease has passed to another worker, so what was done under it is undone.
    #[error("the lease on job {0} has passed to another worker")]
    LeaseLost(String),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// A blocking call was made from inside a transaction, which would wait for itself.
    #[error("a transaction was begun inside a transaction")]
    Nested,
}

impl StoreError {
    /// The name of the constraint that was violated, if that is what went wrong.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint(name) => Some(name),
            _ => None,
        }
    }

    /// True if the same call may succeed a little later without anyone doing anything.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Contended | Self::Unreachable(_))
    }

    pub(crate) fn statement(sql: &str, why: impl ToString) -> Self {
        Self::Statement {
            sql: sql.split_whitespace().collect::<Vec<_>>().join(" "),
            why: why.to_string(),
        }
    }
}
