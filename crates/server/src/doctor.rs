//! Looks at everything that a house needs before it is opened, and says in plain words what to mend.

use std::{fs, path::Path};

use jiff::ToSpan;
use langqiao_kernel::{clock::Clock, time};
use langqiao_platform::{keys::Keys, settings::Settings};
use langqiao_store::{DbUrl, MigrationStatus, status};

/// Something that was looked at.
pub struct Finding {
    /// Whether it is as it should be.
    pub well: bool,
    /// What was found, and what to do if it isn't well.
    pub says: String,
}

fn well(says: impl Into<String>) -> Finding {
    Finding {
        well: true,
        says: says.into(),
    }
}

fn mend(says: impl Into<String>) -> Finding {
    Finding {
        well: false,
        says: says.into(),
    }
}

/// Looks at the folder, the key, the database, the address and the clock. Changes nothing but an empty file
/// that it removes again.
pub fn examine(settings: &Settings, clock: &Clock) -> Vec<Finding> {
    vec![
        folder(&settings.data),
        key(&settings.key_file()),
        database(settings),
        address(settings),
        phones(settings),
        holidays(&settings.data, clock),
    ]
}

fn folder(data: &Path) -> Finding {
    let probe = data.join(".langqiao-doctor");
    let tried = fs::create_dir_all(data)
        .and_then(|()| fs::write(&probe, b""))
        .and_then(|()| fs::remove_file(&probe));
    let shown = data.display();
    match tried {
        Ok(()) => well(format!("the data folder {shown} can be written")),
        Err(why) => mend(format!(
            "the data folder {shown} can't be written ({why}): give it to the user that runs the server"
        )),
    }
}

fn key(path: &Path) -> Finding {
    let shown = path.display();
    if !path.exists() {
        return well(format!(
            "no key yet: the first start makes {shown}; then back it up apart from the database"
        ));
    }
    if let Err(why) = Keys::open(path) {
        return mend(why.to_string());
    }
    #[cfg(unix)]
    if let Ok(found) = fs::metadata(path)
        && std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o077 != 0
    {
        return mend(format!("others can read the key {shown}: chmod 600 {shown}"));
    }
    well(format!("the key {shown} is readable by its owner only"))
}

fn database(settings: &Settings) -> Finding {
    let url: DbUrl = match settings.database_url().parse() {
        Ok(url) => url,
        Err(why) => return mend(format!("the database's address: {why}")),
    };
    if let DbUrl::Sqlite(path) = &url
        && !path.exists()
    {
        return well(format!(
            "no database yet: the first start makes {}",
            path.display()
        ));
    }
    match status(&url) {
        Ok(MigrationStatus { pending, .. }) if pending.is_empty() => {
            well("the database answers and its schema is up to date")
        }
        Ok(MigrationStatus { pending, .. }) => well(format!(
            "the database answers; the next start brings {} changes of its schema",
            pending.len()
        )),
        Err(why) => mend(format!("the database: {why}")),
    }
}

fn address(settings: &Settings) -> Finding {
    let url = &settings.public_url;
    let local = url.contains("127.0.0.1") || url.contains("localhost");
    match (local, settings.is_https()) {
        (_, true) => well(format!("people reach the site at {url}")),
        (true, false) => well(format!(
            "people reach the site at {url}, from this machine only: set public_url for others"
        )),
        (false, false) => mend(format!(
            "people reach the site at {url}, where others can read what they send: put a proxy with HTTPS before it"
        )),
    }
}

fn phones(settings: &Settings) -> Finding {
    if settings.show_phone_codes && !settings.demonstration {
        return mend(
            "codes that prove a phone are shown on the page (show_phone_codes): only for a closed trial",
        );
    }
    well("codes that prove a phone are not shown to strangers")
}

fn holidays(data: &Path, clock: &Clock) -> Finding {
    let calendar = match crate::holidays::calendar(data) {
        Ok(calendar) => calendar,
        Err(why) => return mend(why.to_string()),
    };
    let today = time::day(clock.now());
    // Announced each autumn; by December people plan the new year with it.
    let soon = today.saturating_add(31.days());
    match (calendar.is_workday(today), calendar.is_workday(soon)) {
        (Ok(_), Ok(_)) => well(format!(
            "the clock says {today}, and the table of holidays knows the year"
        )),
        (Ok(_), Err(why)) => mend(format!(
            "{why} here: once they are announced, put holidays-{}.toml into the data folder and start anew (the \
             operator's guide shows how)",
            why.year
        )),
        (Err(why), _) => mend(format!(
            "the clock says {today}, but {why} here: check the clock, or put holidays-{}.toml into the data folder \
             and start anew (the operator's guide shows how)",
            why.year
        )),
    }
}
