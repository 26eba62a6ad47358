//! Writes the spreadsheet that the import stories bring in, for the tests in a browser: the file at the path given,
//! and on standard output what is wrong with it, as JSON.

#[path = "../tests/stories/imports/nasty.rs"]
mod nasty;

use std::{
    env, fs,
    io::{self, Write},
};

use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let path = env::args()
        .nth(1)
        .ok_or_else(|| io::Error::other("say where to write it: office_spreadsheet PATH"))?;
    fs::write(path, nasty::workbook())?;
    let wrong: Vec<Value> = nasty::WRONG
        .iter()
        .map(|(offset, what, says)| json!({ "row": nasty::FIRST + offset, "what": what, "says": says }))
        .collect();
    let about = json!({
        "rows": nasty::ROWS, "good": nasty::GOOD, "held": nasty::FIRST + nasty::HELD, "wrong": wrong,
    });
    writeln!(io::stdout(), "{about}")
}
