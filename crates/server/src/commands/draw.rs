//! `langqiao draw verify`: a published draw is worked out again, without a database.

use std::{fs, io::Read, path::Path, process::ExitCode};

use langqiao_kernel::draw::Drawn;
use serde_json::Value;

use crate::{cli::Draw, failure::Failure, logs::answer};

/// Checks a document and says what it proves.
pub(super) fn draw(ask: &Draw) -> Result<ExitCode, Failure> {
    let Draw::Verify { file } = ask;
    let text = read(file)?;
    let unreadable = |why: serde_json::Error| Failure::Said(format!("not the document of a draw: {why}"));
    let value: Value = serde_json::from_str(&text).map_err(unreadable)?;
    let inner = value.get("drawn").cloned().unwrap_or(value);
    if inner.is_null() {
        return Err(Failure::Said("it has not been drawn yet".into()));
    }
    let drawn: Drawn = serde_json::from_value(inner).map_err(unreadable)?;
    match drawn.verify() {
        Ok(()) => {
            answer(&format!(
                "The draw holds: {} of {} parties have places, in the order that the seed and the list give.\n\
                 The file alone can't show that nobody was left out of the list and that there were so many places.\n\
                 Compare these with the page of the draw:\n\
                 published before sign-up  {}\n\
                 fingerprint of the list   {}\n\
                 fingerprint of the result {}\n\
                 places                    {}\n\
                 parties with places       {}",
                drawn.seated,
                drawn.order.len(),
                drawn.commitment,
                drawn.list,
                drawn.fingerprint(),
                drawn.capacity,
                drawn.seated
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(flaw) => Err(Failure::Said(format!("the draw does not hold: {flaw}"))),
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    let failed = Failure::io(file.display().to_string());
    if file.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
        return Ok(text);
    }
    fs::read_to_string(file).map_err(failed)
}
