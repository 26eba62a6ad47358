//! The rules file: which lines there are, which units are due, when an organisation counts as empty.
//!
//! One file, built in; an office's own copy takes its place before anything else runs.

use std::{collections::HashSet, path::Path, sync::OnceLock};

use serde::Deserialize;

use super::words::{Line, People, UnitKind};

const BUILT_IN: &str = include_str!("rules.toml");
static RULES: OnceLock<Rules> = OnceLock::new();

/// The rules in force.
pub fn rules() -> &'static Rules {
    RULES.get_or_init(|| {
        // The built-in text is read by a test; a house without rules could not answer anything.
        Rules::parse(BUILT_IN).unwrap_or_else(|problem| panic!("the built-in rules: {problem}"))
    })
}

/// Puts the office's own rules file in force, if there is one at `path`. To be called at start, before the
/// rules are first asked for.
///
/// # Errors
/// When the file can't be read, is no rules file, or comes too late.
pub fn use_rules_file(path: &Path) -> Result<(), RulesProblem> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(RulesProblem::Unreadable(error.to_string())),
    };
    RULES.set(Rules::parse(&text)?).map_err(|_| RulesProblem::Late)
}

/// What is wrong with a rules file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesProblem {
    /// The file can't be read.
    #[error("the rules file can't be read: {0}")]
    Unreadable(String),
    /// It is no TOML, or lacks something, or has something unknown.
    #[error("the rules file is wrong: {0}")]
    Wrong(String),
    /// Two lines or two rules have the same name.
    #[error("the rules file names {0} twice")]
    Twice(String),
    /// A name can't be stored: only lower-case letters, digits, hyphens and underscores can.
    #[error("{0:?} is no name for a line or rule: use a-z, 0-9, - and _")]
    Name(String),
    /// The rules were asked for already.
    #[error("the rules file was given after the rules were first used")]
    Late,
}

/// All rules.
#[derive(Debug)]
pub struct Rules {
    /// Months after an activity in which the organisation still counts as active.
    pub held_within_months: i32,
    /// Months after its founding in which an organisation counts as active without one.
    pub grace_months: i32,
    /// The lines, in the order of the screens.
    pub lines: Vec<LineRules>,
    /// The SHA-256 of the text, by which a change is noticed.
    pub fingerprint: String,
}

/// A line with its rules.
#[derive(Debug)]
pub struct LineRules {
    /// The line.
    pub line: Line,
    /// Its name.
    pub name: Words,
    /// Whom it is there for: the people who are left out where it is missing.
    pub people: People,
    /// When a unit is due; the first rule that fits counts.
    pub due: Vec<DueRule>,
}

/// When a unit is due for a line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueRule {
    /// Its name, kept as the reason in every span that it decided.
    pub id: String,
    /// The kinds of units it speaks of.
    pub kinds: Vec<UnitKind>,
    /// Only units with a Party organisation.
    #[serde(default)]
    pub party: bool,
    /// Which people it counts.
    pub people: People,
    /// From how many of them on.
    pub at_least: i64,
    /// From how many of them on a shared organisation is not what the law wants.
    pub own_from: Option<i64>,
    /// What it says, for the reader.
    pub because: Words,
    /// Where it comes from.
    pub source: String,
    /// Whether the source was found whole and gives the number.
    pub verified: bool,
}

/// A text in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    held_within_months: u16,
    grace_months: u16,
    line: Vec<FileLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    code: String,
    name: Words,
    people: People,
    #[serde(default)]
    due: Vec<DueRule>,
}

impl Rules {
    /// Reads a rules file's text.
    ///
    /// # Errors
    /// When it is no rules file or contradicts itself.
    pub fn parse(text: &str) -> Result<Rules, RulesProblem> {
        let file: File = toml::from_str(text).map_err(|error| RulesProblem::Wrong(error.to_string()))?;
        let mut names = HashSet::from([Line::OFFICE.as_str().to_owned()]);
        let ids = file
            .line
            .iter()
            .flat_map(|line| line.due.iter().map(|rule| &rule.id));
        for name in file.line.iter().map(|line| &line.code).chain(ids) {
            let storable = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
            if name.is_empty() || !name.chars().all(storable) {
                return Err(RulesProblem::Name(name.clone()));
            }
            if !names.insert(name.clone()) {
                return Err(RulesProblem::Twice(name.clone()));
            }
        }
        Ok(Rules {
            held_within_months: file.held_within_months.into(),
            grace_months: file.grace_months.into(),
            lines: file.line.into_iter().map(LineRules::from).collect(),
            fingerprint: fingerprint(text),
        })
    }

    /// The rules of a line.
    pub fn line(&self, line: Line) -> Option<&LineRules> {
        self.lines.iter().find(|rules| rules.line == line)
    }

    /// The due rule of this name.
    pub fn due(&self, id: &str) -> Option<&DueRule> {
        self.lines
            .iter()
            .flat_map(|line| &line.due)
            .find(|rule| rule.id == id)
    }
}

impl From<FileLine> for LineRules {
    fn from(line: FileLine) -> Self {
        // A handful of short words for the life of the process, so that a line is as cheap to hand on as a number.
        let code = Box::leak(line.code.into_boxed_str());
        LineRules {
            line: Line::from_rules(code),
            name: line.name,
            people: line.people,
            due: line.due,
        }
    }
}

fn fingerprint(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_are_whole() {
        let rules = Rules::parse(BUILT_IN).unwrap();
        let lines: Vec<Line> = rules.lines.iter().map(|line| line.line).collect();
        assert_eq!(lines, [Line::UNION, Line::LEAGUE, Line::WOMEN, Line::SCIENCE]);
        for rule in rules.lines.iter().flat_map(|line| &line.due) {
            assert!(!rule.source.is_empty() && !rule.because.zh.is_empty() && !rule.because.en.is_empty());
        }
        assert_eq!(rules.due("union-workplace").unwrap().own_from, Some(25));
    }

    #[test]
    fn every_kind_of_unit_is_spoken_of_by_every_line() {
        let rules = Rules::parse(BUILT_IN).unwrap();
        for line in &rules.lines {
            for kind in UnitKind::ALL {
                assert!(
                    line.due.iter().any(|rule| rule.kinds.contains(kind)),
                    "{} {kind:?}",
                    line.line
                );
            }
        }
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_reason() {
        let twice = BUILT_IN.replace("league-village", "union-workplace");
        assert_eq!(
            Rules::parse(&twice).unwrap_err(),
            RulesProblem::Twice("union-workplace".to_owned())
        );
        let unnamed = BUILT_IN.replace("code = \"union\"", "code = \"工会\"");
        assert_eq!(
            Rules::parse(&unnamed).unwrap_err(),
            RulesProblem::Name("工会".to_owned())
        );
        let office = BUILT_IN.replace("code = \"union\"", "code = \"office\"");
        assert!(matches!(Rules::parse(&office), Err(RulesProblem::Twice(_))));
        assert!(matches!(Rules::parse("grace = 1"), Err(RulesProblem::Wrong(_))));
        assert!(matches!(
            Rules::parse(&BUILT_IN.replace("at_least = 1\n", "at_lest = 1\n")),
            Err(RulesProblem::Wrong(_))
        ));
    }

    #[test]
    fn a_missing_file_leaves_the_built_in_rules() {
        assert_eq!(use_rules_file(Path::new("/no/such/folder/rules.toml")), Ok(()));
    }
}
