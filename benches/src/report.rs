//! What was measured, beside what it is measured against.

use std::{collections::BTreeMap, path::Path};

use langqiao::logs::say;
use serde::Serialize;

/// One figure.
#[derive(Clone, Debug, Serialize)]
struct Figure {
    /// How much.
    value: f64,
    /// Of what: `1/s`, `ms`, `s`, `MB`.
    unit: &'static str,
    /// What the bare program reaches in the same run, where there is one.
    baseline: Option<f64>,
    /// The value over the baseline.
    ratio: Option<f64>,
    /// How it was measured.
    conditions: String,
    /// What is asked of it; nothing of a figure that only explains others.
    wanted: Option<String>,
    /// Whether that was met.
    met: bool,
}

/// All figures by name.
#[derive(Default)]
pub struct Report(BTreeMap<String, Figure>);

impl Report {
    /// Notes requests a second against a bare program's; at least `least` times that is wanted.
    pub fn rate(&mut self, name: &str, value: f64, baseline: f64, least: f64, conditions: &str) {
        let ratio = value / baseline;
        self.put(
            name,
            Figure {
                value,
                unit: "1/s",
                baseline: Some(baseline),
                ratio: Some(ratio),
                conditions: conditions.to_owned(),
                wanted: Some(format!("ratio >= {least}")),
                met: ratio >= least,
            },
        );
    }

    /// Notes an amount that should stay under `most`.
    pub fn under(&mut self, name: &str, value: f64, unit: &'static str, most: f64, conditions: &str) {
        self.put(
            name,
            Figure {
                value,
                unit,
                baseline: None,
                ratio: None,
                conditions: conditions.to_owned(),
                wanted: Some(format!("< {most} {unit}")),
                met: value < most,
            },
        );
    }

    /// Notes an amount of which nothing is asked.
    pub fn also(&mut self, name: &str, value: f64, unit: &'static str, conditions: &str) {
        self.put(
            name,
            Figure {
                value,
                unit,
                baseline: None,
                ratio: None,
                conditions: conditions.to_owned(),
                wanted: None,
                met: true,
            },
        );
    }

    fn put(&mut self, name: &str, figure: Figure) {
        let ratio = figure.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let verdict = match (&figure.wanted, figure.met) {
            (None, _) => String::new(),
            (Some(wanted), true) => format!("{wanted}: met"),
            (Some(wanted), false) => format!("{wanted}: NOT MET"),
        };
        let Figure { value, unit, .. } = figure;
        say(&format!(
            "{name:<40} {value:>11.2} {unit:<4} {ratio:>5}  {verdict}"
        ));
        self.0.insert(name.to_owned(), figure);
    }

    /// Writes the report as JSON.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, serde_json::to_string_pretty(&self.0)? + "\n")
    }

    /// Whether all that was asked was met.
    pub fn all_met(&self) -> bool {
        self.0.values().all(|figure| figure.met)
    }
}
