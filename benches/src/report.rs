//! What was measured, beside what it is measured against.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// How much.
    pub value: f64,
    /// Of what: `1/s`, `ms`, `s`, `MB`.
    pub unit: &'static str,
    /// What the bare program reaches in the same run, where there is one.
    pub baseline: Option<f64>,
    /// The value over the baseline.
    pub ratio: Option<f64>,
    /// What was asked of it, and whether that was met.
    pub wanted: String,
    /// Whether it was met.
    pub met: bool,
    /// How it was measured.
    pub conditions: String,
}

/// All figures by name.
#[derive(Default)]
pub struct Report(BTreeMap<String, Figure>);

impl Report {
    /// Notes a rate against a bare program's; wanted is at least `least` of it.
    pub fn rate(&mut self, name: &str, value: f64, baseline: f64, least: f64, conditions: &str) {
        let ratio = value / baseline;
        self.put(
            name,
            Figure {
                value,
                unit: "1/s",
                baseline: Some(baseline),
                ratio: Some(ratio),
                wanted: format!("ratio >= {least}"),
                met: ratio >= least,
                conditions: conditions.to_owned(),
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
                wanted: format!("< {most} {unit}"),
                met: value < most,
                conditions: conditions.to_owned(),
            },
        );
    }

    fn put(&mut self, name: &str, figure: Figure) {
        let ratio = figure.ratio.map_or(String::new(), |r| format!("  ratio {r:.2}"));
        let verdict = if figure.met { "ok" } else { "NOT MET" };
        eprintln_line(&format!("{name:<34} {:>12.2} {}{ratio}  ({}: {verdict})", figure.value, figure.unit, figure.wanted));
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

    /// The names of what was not met.
    pub fn missed(&self) -> Vec<&str> {
        self.0.iter().filter(|(_, f)| !f.met).map(|(name, _)| name.as_str()).collect()
    }
}

#[expect(clippy::print_stderr, reason = "a bench talks to whoever runs it")]
fn eprintln_line(text: &str) {
    eprintln!("{text}");
}
