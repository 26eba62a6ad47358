//! A register of 100,000 units comes in from a spreadsheet.

use std::process::Command;

use jiff::SignedDuration;
use langqiao::{
    bench_data::Amounts,
    demo::{
        divisions,
        names::Names,
        plan::{Division, firm_size, short},
    },
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::{
    Scale,
    program::{langqiao, run},
    report::Report,
    stage::Stage,
};

/// The heads of the columns, as offices write them.
const HEADS: [&str; 9] = [
    "单位名称",
    "统一社会信用代码",
    "所属镇街道",
    "所属村社区",
    "职工人数",
    "女职工人数",
    "青年人数",
    "科技人员",
    "党组织",
];

/// Measures it.
pub fn measure(report: &mut Report, scale: Scale) {
    let empty = Amounts {
        units: 0,
        organisations: 0,
        people: 0,
        activities: 0,
        places: 1,
        spread: SignedDuration::ZERO,
    };
    let stage = Stage::fill(None, &empty);
    let folder = stage.folder.path();
    let file = folder.join("units.xlsx");
    let workbook = sheet(scale.rows).and_then(|mut workbook| workbook.save(&file));
    workbook.expect("a spreadsheet can be written");
    let mut command = Command::new(langqiao());
    command
        .args(["import", "units"])
        .arg(&file)
        .args(["--database", &stage.database, "--data"])
        .arg(folder);
    let ran = run(command, folder);
    let what = format!(
        "`langqiao import units` of {} rows from XLSX into SQLite, the process from start to end",
        scale.rows
    );
    report.under("import_seconds", ran.took.as_secs_f64(), "s", 10.0, &what);
    report.under(
        "import_memory",
        ran.peak,
        "MB",
        300.0,
        &format!("the most resident memory; {what}"),
    );
}

fn sheet(rows: usize) -> Result<Workbook, XlsxError> {
    let divisions = divisions();
    let (towns, villages): (Vec<&Division>, Vec<&Division>) =
        divisions.iter().partition(|division| division.is_town);
    let mut rng = StdRng::seed_from_u64(7);
    let mut names = Names::new(&mut rng);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for (column, head) in (0..).zip(HEADS) {
        sheet.write(0, column, head)?;
    }
    for (row, village) in (1..).zip(villages.iter().cycle().take(rows)) {
        let town = towns.iter().find(|town| town.code == village.parent);
        let firm = names.firm(&short(&village.name));
        let headcount = firm_size(names.rng());
        sheet.write(row, 0, firm.name)?;
        sheet.write(row, 1, names.uscc())?;
        sheet.write(row, 2, town.map_or("", |town| &town.name))?;
        sheet.write(row, 3, village.name.as_str())?;
        sheet.write(row, 4, headcount)?;
        sheet.write(row, 5, headcount * firm.women_percent / 100)?;
        sheet.write(row, 6, headcount * names.rng().random_range(8..35) / 100)?;
        sheet.write(row, 7, headcount * names.rng().random_range(0..12) / 100)?;
        sheet.write(row, 8, if headcount >= 50 { "有" } else { "无" })?;
    }
    Ok(workbook)
}
