//! `import` and `export`: registers from and to spreadsheets.

use std::{fs, io::Write, process::ExitCode, sync::Arc};

use langqiao_app::imports::{self, BringError, Brought, Counts, Ground, Subject};
use langqiao_kernel::clock::Clock;
use langqiao_platform::keys::Keys;
use langqiao_store::{By, OpenOptions};

use super::progress;
use crate::{
    cli::{Export, Import, Register},
    failure::Failure,
    logs::{answer, say},
    opening,
};

/// What the process ends with when rows stayed out.
const SOME_STAYED_OUT: u8 = 3;

impl From<Register> for Subject {
    fn from(register: Register) -> Self {
        match register {
            Register::Areas => Subject::Areas,
            Register::Units => Subject::Units,
            Register::Organisations => Subject::Organisations,
            Register::People => Subject::People,
        }
    }
}

/// Brings a spreadsheet in and says what came of it.
pub(super) fn import(ask: &Import) -> Result<ExitCode, Failure> {
    let bytes = fs::read(&ask.file).map_err(Failure::io(ask.file.display().to_string()))?;
    let (settings, clock) = (opening::settings(&ask.at, None)?, Clock::system());
    let keys = Arc::new(Keys::open(&settings.key_file())?);
    let db = opening::database(&settings, OpenOptions::new(clock.clone()).in_bulk())?;
    let ground = Ground {
        db,
        keys,
        by: By::system("cli", &clock),
    };
    let bar = progress::counting("rows");
    let file = (ask.file.as_path(), bytes.as_slice());
    let brought = imports::bring(&ground, ask.register.into(), file, ask.dry_run, &mut |rows| {
        bar.set_position(rows)
    });
    bar.finish_and_clear();
    ground.db.close();
    let brought = brought.map_err(|error| plainly(&error))?;
    tell(&brought, ask.dry_run);
    if let (Some(path), Some(rejects)) = (&ask.rejects, &brought.rejects) {
        fs::write(path, rejects).map_err(Failure::io(path.display().to_string()))?;
        say(&format!("The rows that stayed out are in {}.", path.display()));
    }
    let stayed_out = brought.counts.bad + brought.counts.held > 0;
    if stayed_out && ask.rejects.is_none() {
        say("With --rejects FILE they are written as a spreadsheet, each with what to do.");
    }
    Ok(if stayed_out {
        ExitCode::from(SOME_STAYED_OUT)
    } else {
        ExitCode::SUCCESS
    })
}

fn plainly(error: &BringError) -> Failure {
    match error {
        BringError::File(why) => Failure::Said(imports::unreadable(why)),
        other => Failure::Said(other.to_string()),
    }
}

fn tell(brought: &Brought, dry_run: bool) {
    let Counts {
        new,
        changed,
        same,
        bad,
        held,
    } = brought.counts;
    let would = if dry_run { "would be " } else { "" };
    answer(&format!(
        "{new} new, {changed} changed and {same} known rows; {} {would}left out",
        bad + held
    ));
    if !brought.unused.is_empty() {
        say(&format!(
            "Columns that nothing was taken from: {}",
            brought.unused.join("、")
        ));
    }
    if brought.notes > 0 {
        say(&format!(
            "Rows with sums or remarks passed over: {}",
            brought.notes
        ));
    }
    for (row, why) in &brought.told {
        say(&format!("  row {row}: {}", why.join(" ")));
    }
    let more = (bad + held).saturating_sub(brought.told.len() as u64);
    if more > 0 {
        say(&format!("  and {more} more"));
    }
}

/// Writes a register out.
pub(super) fn export(ask: &Export) -> Result<ExitCode, Failure> {
    let (settings, clock) = (opening::settings(&ask.at, None)?, Clock::system());
    let keys = Keys::open(&settings.key_file())?;
    let db = opening::database(&settings, OpenOptions::new(clock.clone()))?;
    let subject = Subject::from(ask.register);
    let exported = db.write_blocking(By::system("cli", &clock), move |tx| {
        imports::export(tx, &keys, subject)
    });
    db.close();
    let (csv, rows) = exported.map_err(|error| Failure::Said(error.to_string()))?;
    match &ask.out {
        Some(path) => {
            // The mark tells office programs that it is UTF-8.
            fs::write(path, ["\u{feff}".as_bytes(), &csv].concat())
                .map_err(Failure::io(path.display().to_string()))?;
            say(&format!("{rows} rows are in {}.", path.display()));
        }
        None => {
            let wrote = std::io::stdout().lock().write_all(&csv);
            wrote.map_err(Failure::io("standard output"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
