//! What the operator configures: `langqiao.toml`, overridden by the environment, overridden by the command line.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

/// The house's settings. Every one can be given in `langqiao.toml`, or in the environment as `LANGQIAO_` and
/// its name in capitals (`LANGQIAO_PUBLIC_URL`; for `passwords.memory_kib`, `LANGQIAO_PASSWORDS_MEMORY_KIB`).
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The name shown at the top of every page; empty shows the product's.
    pub name: String,
    /// Whom to ask: an office and its telephone number, shown in the footer.
    pub contact: Option<String>,
    /// The registration number that Chinese sites show (ICP 备案号).
    pub registration: Option<String>,
    /// The address people use, such as `https://hui.example.gov.cn`; used in QR codes, calendars and mails.
    pub public_url: String,
    /// The address and port to listen on.
    pub listen: String,
    /// `sqlite:PATH` or `postgres://…`; without it a SQLite file in the data folder.
    pub database: Option<String>,
    /// The folder for files, keys and, with SQLite, the database.
    pub data: PathBuf,
    /// Whether the data is a demonstration: said on every page.
    pub demonstration: bool,
    /// Whether a code to prove a phone is shown on the page and in the log because no gateway is there.
    pub show_phone_codes: bool,
    /// Whether a reverse proxy of yours stands before the server, whose `X-Forwarded-For` and `X-Request-Id`
    /// are then believed.
    pub behind_proxy: bool,
    /// Who shows this as a bearer token may read `/metrics` from elsewhere; without it only this machine may.
    pub metrics_token: Option<String>,
    /// The largest request body taken, in bytes.
    pub max_body_bytes: usize,
    /// The longest a request may take, in seconds.
    pub request_seconds: u64,
    /// How long a session lasts without being used, in days.
    pub session_days: i64,
    /// What a guess at a password costs.
    pub passwords: PasswordCost,
}

/// The cost of hashing a password with Argon2id (RFC 9106). The defaults are those that OWASP recommends.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// How many may be hashed at a time.
    pub at_once: usize,
}

impl Default for PasswordCost {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
            at_once: 4,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            contact: None,
            registration: None,
            public_url: "http://127.0.0.1:8080".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            database: None,
            data: PathBuf::from("data"),
            demonstration: false,
            show_phone_codes: false,
            behind_proxy: false,
            metrics_token: None,
            max_body_bytes: 32 << 20,
            request_seconds: 30,
            session_days: 30,
            passwords: PasswordCost::default(),
        }
    }
}

/// Why the settings can't be used, for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file can't be read.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file isn't TOML.
    #[error("{path}: {why}")]
    Toml {
        /// Which file.
        path: String,
        /// Where and why.
        why: Box<toml::de::Error>,
    },
    /// A setting doesn't exist or has a value of another kind.
    #[error("the settings don't fit: {0}")]
    Unfit(Box<toml::de::Error>),
    /// A variable of the environment names no setting.
    #[error("the environment names a setting that doesn't exist: {0}")]
    Unknown(String),
}

impl Settings {
    /// Reads the settings: `file` (which need not exist if it is the usual one), then what `environment` says,
    /// then `overrides`, each over the one before.
    ///
    /// # Errors
    /// When the file can't be read, or a setting doesn't exist or has a value of another kind.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        overrides: Table,
    ) -> Result<Self, SettingsError> {
        let mut table = match file {
            Some(path) => read_table(path)?,
            None if Path::new(USUAL_FILE).exists() => read_table(Path::new(USUAL_FILE))?,
            None => Table::new(),
        };
        for (name, text) in environment {
            // Not settings: which file to read, and how much to log.
            let Some(setting) = name
                .strip_prefix("LANGQIAO_")
                .filter(|rest| !matches!(*rest, "CONFIG" | "LOG"))
            else {
                continue;
            };
            set_from_text(&mut table, &setting.to_lowercase(), &text).ok_or(SettingsError::Unknown(name))?;
        }
        merge(&mut table, overrides);
        table
            .try_into()
            .map_err(|why| SettingsError::Unfit(Box::new(why)))
    }

    /// The database's address: the configured one, or a SQLite file in the data folder.
    pub fn database_url(&self) -> String {
        let in_data = || format!("sqlite:{}", self.data.join("langqiao.db").display());
        self.database.clone().unwrap_or_else(in_data)
    }

    /// Where the secret that all keys are derived from is kept.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("key")
    }

    /// Whether people reach the site by HTTPS.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The file that is read if the command line names none.
pub const USUAL_FILE: &str = "langqiao.toml";

/// Settings that are given by nobody have no default to show their kind: they are texts.
const TEXTS: [&str; 4] = ["contact", "registration", "database", "metrics_token"];

fn read_table(path: &Path) -> Result<Table, SettingsError> {
    let name = || path.display().to_string();
    let text = fs::read_to_string(path).map_err(|source| SettingsError::File { path: name(), source })?;
    text.parse().map_err(|why| SettingsError::Toml {
        path: name(),
        why: Box::new(why),
    })
}

/// Sets what a variable of the environment names, as a value of the kind that the setting has.
fn set_from_text(table: &mut Table, name: &str, text: &str) -> Option<()> {
    let known = Table::try_from(Settings::default()).unwrap_or_default();
    if let Some(kind) = known.get(name).filter(|kind| !kind.is_table()) {
        table.insert(name.to_owned(), value_like(kind, text));
        return Some(());
    }
    if TEXTS.contains(&name) {
        table.insert(name.to_owned(), Value::String(text.to_owned()));
        return Some(());
    }
    let (group, kind) = known.iter().find_map(|(group, inner)| {
        let rest = name.strip_prefix(group.as_str())?.strip_prefix('_')?;
        Some(((group, rest), inner.as_table()?.get(rest)?))
    })?;
    let inner = table
        .entry(group.0.clone())
        .or_insert_with(|| Value::Table(Table::new()));
    inner
        .as_table_mut()?
        .insert(group.1.to_owned(), value_like(kind, text));
    Some(())
}

/// The text as a value of the same kind; what can't be read as one stays a text, and is refused as such.
fn value_like(kind: &Value, text: &str) -> Value {
    let read = match kind {
        Value::Boolean(_) => text.parse().ok().map(Value::Boolean),
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        _ => None,
    };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn merge(table: &mut Table, over: Table) {
    for (name, value) in over {
        match (table.get_mut(&name), value) {
            (Some(Value::Table(inner)), Value::Table(over)) => merge(inner, over),
            (_, value) => _ = table.insert(name, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, env: &[(&str, &str)], over: &str) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("langqiao.toml");
        fs::write(&path, file).unwrap();
        let env = env
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(Some(&path), env, over.parse().unwrap())
    }

    #[test]
    fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
        let file = "name = '桐乡'\nlisten = '0.0.0.0:80'\nsession_days = 7\n[passwords]\npasses = 3\n";
        let env = [
            ("LANGQIAO_LISTEN", "0.0.0.0:81"),
            ("LANGQIAO_BEHIND_PROXY", "true"),
            ("LANGQIAO_PASSWORDS_MEMORY_KIB", "64"),
            ("LANGQIAO_CONTACT", "0573-1"),
            ("HOME", "/root"),
        ];
        let settings = load(file, &env, "listen = '0.0.0.0:82'").unwrap();
        assert_eq!(
            (settings.name.as_str(), settings.listen.as_str()),
            ("桐乡", "0.0.0.0:82")
        );
        assert_eq!((settings.session_days, settings.behind_proxy), (7, true));
        assert_eq!(
            (settings.passwords.passes, settings.passwords.memory_kib),
            (3, 64)
        );
        assert_eq!(settings.contact.as_deref(), Some("0573-1"));
    }

    #[test]
    fn a_setting_that_does_not_exist_is_named() {
        assert!(
            load("nmae = 'x'", &[], "")
                .unwrap_err()
                .to_string()
                .contains("nmae")
        );
        let error = load("", &[("LANGQIAO_NMAE", "x")], "").unwrap_err();
        assert!(error.to_string().contains("LANGQIAO_NMAE"));
        assert!(load("", &[("LANGQIAO_SESSION_DAYS", "soon")], "").is_err());
    }
}
