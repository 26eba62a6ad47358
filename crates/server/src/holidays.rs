//! The years' holidays: those that come with the program, and the operator's own tables in the data folder.

use std::{fs, path::Path};

use langqiao_kernel::calendar::WorkCalendar;

use crate::failure::Failure;

/// The calendar with every `holidays-….toml` of the data folder: a new year, or a year announced anew. The form is that
/// of the tables that come with the program.
///
/// # Errors
/// Names the file that can't be used, and why.
pub fn calendar(data: &Path) -> Result<WorkCalendar, Failure> {
    let mut calendar = WorkCalendar::official();
    let Ok(folder) = fs::read_dir(data) else {
        return Ok(calendar); // there is none yet: the first start makes it
    };
    let mut tables: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
    tables.retain(|path| is_table(path));
    tables.sort();
    for path in tables {
        let text = fs::read_to_string(&path).map_err(Failure::io(path.display().to_string()))?;
        calendar
            .add_year(&text)
            .map_err(|why| Failure::Said(format!("{}: {why}", path.display())))?;
    }
    Ok(calendar)
}

fn is_table(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with("holidays-") && name.ends_with(".toml"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TABLE: &str = r#"
        year = 2027
        source = "a notice made up for this test"
        [[holiday]]
        name = "元旦"
        from = "2027-01-01"
        to = "2027-01-03"
    "#;

    #[test]
    fn a_year_in_the_data_folder_is_known() {
        let data = tempfile::tempdir().unwrap();
        let new_year = date(2027, 1, 1);
        assert!(calendar(data.path()).unwrap().is_workday(new_year).is_err());
        fs::write(data.path().join("holidays-2027.toml"), TABLE).unwrap();
        let known = calendar(data.path()).unwrap();
        assert_eq!(known.holiday(new_year), Ok(Some("元旦")));
        assert_eq!(
            known.is_workday(date(2026, 10, 1)),
            Ok(false),
            "the years that come with the program stay"
        );
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said_by_its_file() {
        let data = tempfile::tempdir().unwrap();
        fs::write(
            data.path().join("holidays-2027.toml"),
            TABLE.replace("2027-01-03", "2026-12-03"),
        )
        .unwrap();
        let why = calendar(data.path()).unwrap_err().to_string();
        assert!(
            why.contains("holidays-2027.toml") && why.contains("元旦"),
            "{why}"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_no_failure() {
        assert!(calendar(Path::new("not/there")).is_ok());
    }
}
