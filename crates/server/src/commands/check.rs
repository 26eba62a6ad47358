//! `verify`, `doctor` and `openapi`: what can be asked without changing anything.

use std::process::ExitCode;

use langqiao_kernel::clock::Clock;
use langqiao_platform::{
    house::{Ground, House},
    keys::Keys,
    settings::Settings,
};
use langqiao_store::{
    Db, DbUrl, OpenOptions, SealKey,
    verify::{self, Expect},
};

use crate::{
    cli::At,
    doctor,
    failure::Failure,
    logs::{answer, say},
    opening,
};

/// Checks the sealed log, then every total against its records.
pub(super) fn verify(at: &At) -> Result<ExitCode, Failure> {
    let settings = opening::settings(at, None)?;
    let key_file = settings.key_file();
    if !key_file.exists() {
        let missing = format!(
            "there is no key at {}: without it nobody can tell who sealed the log",
            key_file.display()
        );
        return Err(Failure::Said(missing));
    }
    let keys = Keys::open(&key_file)?;
    let expect = Expect {
        keys: vec![SealKey::from_seed(keys.seal_seed()).public()],
        head: None,
    };
    let clock = Clock::system();
    let url: DbUrl = settings.database_url().parse()?;
    let db = Db::open(&url, OpenOptions::new(clock.clone()).without_migrating())?;
    let report = verify::database(&db, &expect)?;
    answer(&report.to_string());
    let house = House::build(
        Ground {
            db,
            clock,
            keys,
            settings,
        },
        langqiao_app::features(),
    );
    let mut sound = report.is_sound();
    for (name, check) in house.app().registry.checks.iter().copied() {
        let differences = house.app().db.read_blocking(check)?;
        sound &= differences.is_empty();
        answer(&format!(
            "{name}: {}",
            if differences.is_empty() {
                "agrees with its records".to_owned()
            } else {
                format!("{} differences", differences.len())
            }
        ));
        for difference in differences {
            answer(&format!("  {difference}"));
        }
    }
    house.app().db.close();
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Looks at everything the server needs and says what to mend.
pub(super) fn doctor(at: &At) -> Result<ExitCode, Failure> {
    let settings = opening::settings(at, None)?;
    let findings = doctor::examine(&settings, &Clock::system());
    let mut well = true;
    for finding in findings {
        well &= finding.well;
        answer(&format!(
            "{}  {}",
            if finding.well { "ok  " } else { "MEND" },
            finding.says
        ));
    }
    say(if well {
        "All is well."
    } else {
        "Please mend what is marked, then ask again."
    });
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Prints the API's description, made from the handlers themselves.
pub(super) fn openapi() -> Result<ExitCode, Failure> {
    let folder = std::env::temp_dir().join(format!("langqiao-openapi-{}", std::process::id()));
    let settings = Settings {
        data: folder.clone(),
        ..Settings::default()
    };
    let house = opening::house(settings, Clock::system())?;
    let text = house
        .app()
        .registry
        .openapi()
        .to_pretty_json()
        .map_err(|why| Failure::Said(why.to_string()))?;
    house.app().db.close();
    std::fs::remove_dir_all(&folder).map_err(Failure::io(folder.display().to_string()))?;
    answer(&text);
    Ok(ExitCode::SUCCESS)
}
