//! From the command line to a house: settings, key, database.

use langqiao_kernel::clock::Clock;
use langqiao_platform::{
    house::{Ground, House},
    keys::Keys,
    settings::Settings,
};
use langqiao_store::{Db, DbUrl, OpenOptions};
use toml::Table;

use crate::{cli::At, failure::Failure, holidays};

/// Variables of ours that are no settings: the level of the logs, and what the tests and benches are told.
const NO_SETTINGS: [&str; 5] = [
    "LANGQIAO_LOG",
    "LANGQIAO_BIN",
    "LANGQIAO_TEST_PG",
    "LANGQIAO_TEST_PG_DURABLE",
    "LANGQIAO_BENCH_PG",
];

/// The settings: the file, the environment, then what the command line says.
///
/// # Errors
/// When the file can't be read or a setting doesn't fit.
pub fn settings(at: &At, listen: Option<&str>) -> Result<Settings, Failure> {
    let mut over = Table::new();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            over.insert(name.to_owned(), value.into());
        }
    };
    set("data", at.data.as_ref().map(|path| path.display().to_string()));
    set("database", at.database.as_ref().map(DbUrl::with_password));
    set("listen", listen.map(str::to_owned));
    let environment = std::env::vars().filter(|(name, _)| !NO_SETTINGS.contains(&name.as_str()));
    Ok(Settings::load(at.config.as_deref(), environment, over)?)
}

/// Opens the database that the settings name and brings its schema up to date.
///
/// # Errors
/// When it can't be reached, or is newer than this program.
pub fn database(settings: &Settings, options: OpenOptions) -> Result<Db, Failure> {
    let url: DbUrl = settings.database_url().parse()?;
    if let DbUrl::Sqlite(path) = &url
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder).map_err(Failure::io(folder.display().to_string()))?;
    }
    Ok(Db::open(&url, options)?)
}

/// Opens everything and wires the features.
///
/// # Errors
/// When the key, a table of holidays or the database can't be used.
pub fn house(settings: Settings, clock: Clock) -> Result<House, Failure> {
    langqiao_platform::house::measure();
    let keys = Keys::open(&settings.key_file())?;
    holidays::calendar(&settings.data)?.put_in_force();
    let db = database(&settings, OpenOptions::new(clock.clone()))?;
    Ok(House::build(
        Ground {
            db,
            clock,
            keys,
            settings,
        },
        langqiao_app::features(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_gives_the_whole_address() {
        let address = "postgres://lq:secret@127.0.0.1:5432/county?sslmode=disable";
        let at = At {
            config: None,
            data: None,
            database: Some(address.parse().unwrap()),
        };
        assert_eq!(settings(&at, None).unwrap().database_url(), address);
    }
}
