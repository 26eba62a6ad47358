//! Why a command could not be carried out, in plain words with what to do.

use langqiao_platform::{keys::KeyError, settings::SettingsError};
use langqiao_store::StoreError;

/// The error of every command.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The settings can't be used.
    #[error("{0}")]
    Settings(#[from] SettingsError),
    /// The key can't be used.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// The database can't be used.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// A file or an address can't be used.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else, already in plain words.
    #[error("{0}")]
    Said(String),
}

impl Failure {
    /// Names what was tried when the system said no.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Failure {
        let what = what.into();
        move |source| Failure::Io { what, source }
    }
}
