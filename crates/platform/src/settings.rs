//! What the operator configures: `langqiao.toml`, overridden by the environment, overridden by the command line.

use std::path::PathBuf;

/// The house's settings.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The name shown at the top of every page.
    pub name: String,
    /// The address people use, such as `https://hui.example.gov.cn`; used in QR codes, calendars and mails.
    pub public_url: String,
    /// Whether the data is a demonstration: said on every page.
    pub demonstration: bool,
    /// Whether a code to prove a phone is shown on the page and in the log because no gateway is there.
    pub show_phone_codes: bool,
    /// The folder for files, keys and, with SQLite, the database.
    pub data: PathBuf,
    /// The largest request body taken, in bytes.
    pub max_body_bytes: usize,
    /// How long a session lasts without being used, in days.
    pub session_days: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "廊桥".to_owned(),
            public_url: "http://127.0.0.1:8080".to_owned(),
            demonstration: false,
            show_phone_codes: false,
            data: PathBuf::from("data"),
            max_body_bytes: 32 << 20,
            session_days: 30,
        }
    }
}
