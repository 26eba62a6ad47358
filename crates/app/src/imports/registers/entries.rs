//! The list of those who take part in a competition: a line for each person, or for each team with its people in one
//! cell.

use std::sync::Arc;

use langqiao_kernel::{
    codes::Phone,
    text::{name_key, squash},
};
use langqiao_platform::{i18n::Lang, keys::Keys};
use langqiao_store::{ReadTx, WriteTx};

use super::{
    super::{
        clean,
        field::{Column, ENTRIES, Field, TEAMS},
        problem::{Problem, What},
        sheet::Raw,
    },
    Checked, Outcome, Register, Row, Seen, Subject, TakeError, Verdict, may, must,
    vocabulary::line,
};
use crate::{
    competitions::{
        Member, NewEntry,
        bring::{self, Comes, Ground},
    },
    organisations::Line,
};

/// The most characters of the name of a person, a team or a unit.
const NAME_MAX: usize = 40;

/// Those who take part in one competition: teams, or single people.
pub struct Entries<const TEAM: bool> {
    ground: Ground,
    keys: Arc<Keys>,
}

impl<const TEAM: bool> Entries<TEAM> {
    /// The list of a competition.
    pub(crate) fn new(ground: Ground, keys: Arc<Keys>) -> Self {
        Self { ground, keys }
    }
}

impl<const TEAM: bool> Register for Entries<TEAM> {
    type Row = NewEntry;

    const SUBJECT: Subject = if TEAM { Subject::Teams } else { Subject::Entries };
    const COLUMNS: &'static [Column] = if TEAM { TEAMS } else { ENTRIES };

    fn check(&self, row: &Row, seen: &mut Seen) -> Checked<NewEntry> {
        let (number, mut problems) = (row.line.number, Vec::new());
        let wrong = &mut problems;
        let name = must(clean::text(row.cell(Field::Name), NAME_MAX), Field::Name, wrong);
        if !TEAM && two_names(&row.cell(Field::Name).shown()) {
            wrong.push(Problem::new(Field::Name, What::TwoNames { at: 0 }));
        }
        let unit = must(clean::text(row.cell(Field::Unit), NAME_MAX), Field::Unit, wrong);
        let line = may(of_line(row.cell(Field::Line)), Field::Line, wrong);
        let phone = may(clean::mobile(row.cell(Field::Mobile)), Field::Mobile, wrong);
        let members = if TEAM {
            people(row.cell(Field::Members), wrong)
        } else {
            Vec::new()
        };
        let contact = may(
            clean::text(row.cell(Field::Contact), NAME_MAX),
            Field::Contact,
            wrong,
        );
        let said = (|| {
            let (name, unit_name) = (name?, unit?);
            let entry = NewEntry {
                unit_name,
                line,
                ..NewEntry::default()
            };
            Some(if TEAM {
                let contact = contact.map(|name| Member::Named { name, phone });
                NewEntry {
                    name,
                    members,
                    contact,
                    ..entry
                }
            } else {
                NewEntry {
                    members: vec![Member::Named { name, phone }],
                    ..entry
                }
            })
        })();
        if let Some(said) = &said {
            let (key, field) = key(said);
            if let Some(row) = seen.note(key, number) {
                wrong.push(Problem::new(field, What::Doubled { row }));
            }
            if TEAM {
                wrong.extend(in_two_teams(said, seen, number));
            }
        }
        Checked::of(said, problems)
    }

    fn compare(&self, tx: &mut ReadTx, rows: &[Checked<NewEntry>]) -> Result<Vec<Outcome>, TakeError> {
        let mut left = self.ground.left;
        let judge = |row: &Checked<NewEntry>| -> Result<Outcome, TakeError> {
            let outcome = match &row.row {
                None => Outcome::bad(row.problems.clone()),
                Some(new) => self.outcome(bring::judge(tx, &self.keys, &self.ground, new, left)?),
            };
            left -= i64::from(outcome.goes_in());
            Ok(outcome)
        };
        rows.iter().map(judge).collect()
    }

    fn take(&self, tx: &mut WriteTx, rows: &[Checked<NewEntry>]) -> Result<Vec<Outcome>, TakeError> {
        // Whoever enters meanwhile waits: what was looked up must still hold when it is written.
        tx.lock("competition", &self.ground.id)?;
        let at = tx.now();
        let Some(now) = bring::ground(tx, None, self.ground.id, at)? else {
            return Ok(rows.iter().map(|_| removed()).collect());
        };
        let mut left = now.left;
        let take = |row: &Checked<NewEntry>| -> Result<Outcome, TakeError> {
            let Some(new) = &row.row else {
                return Ok(Outcome::bad(row.problems.clone()));
            };
            let outcome = self.outcome(bring::judge(tx, &self.keys, &now, new, left)?);
            if outcome.goes_in() {
                bring::take(tx, &self.keys, now.id, new).map_err(langqiao_platform::fault::Fault::from)?;
                left -= 1;
            }
            Ok(outcome)
        };
        rows.iter().map(take).collect()
    }
}

impl<const TEAM: bool> Entries<TEAM> {
    /// What a line comes to, as imports say it.
    fn outcome(&self, comes: Comes) -> Outcome {
        let (head, people) = if TEAM {
            (Field::Name, Field::Members)
        } else {
            (Field::Unit, Field::Mobile)
        };
        let bad = |field, what| Outcome::bad(vec![Problem::new(field, what)]);
        let refused = |why: langqiao_platform::i18n::Sentence| What::Refused {
            why: why.text(Lang::ZhCn).into_owned(),
        };
        match comes {
            Comes::New => Outcome::good(Verdict::New),
            Comes::Same => Outcome::good(Verdict::Same),
            Comes::Otherwise => bad(head, What::EnteredOtherwise),
            Comes::Size => bad(people, refused(bring::size_said(&self.ground))),
            Comes::OtherName(0) => bad(Field::Mobile, What::OtherName),
            Comes::OtherName(_) if !TEAM => bad(people, What::OtherName),
            Comes::OtherName(at) => bad(people, What::PersonOtherName { at }),
            Comes::Elsewhere(_) if !TEAM => bad(people, What::EnteredOtherwise),
            Comes::Elsewhere(at) => bad(people, What::PlaysElsewhere { at }),
            Comes::Full => Outcome::bad(vec![Problem {
                field: None,
                what: What::Full,
            }]),
            Comes::Closed(why) => Outcome::bad(vec![Problem {
                field: None,
                what: refused(why.into()),
            }]),
        }
    }
}

/// What every line comes to when the competition was removed meanwhile.
pub fn removed() -> Outcome {
    Outcome::bad(vec![Problem {
        field: None,
        what: What::Unknown { near: Vec::new() },
    }])
}

/// Under what a line may stand in a file once: a team's name; a person's phone, or their name with their unit.
fn key(new: &NewEntry) -> (String, Field) {
    match new.members.first() {
        Some(Member::Named {
            phone: Some(phone), ..
        }) if new.name.is_empty() => (format!("phone {}", phone.as_str()), Field::Mobile),
        Some(Member::Named { name, .. }) if new.name.is_empty() => {
            (format!("person {name} {}", name_key(&new.unit_name)), Field::Name)
        }
        _ => (format!("team {}", name_key(&new.name)), Field::Name),
    }
}

/// A person of the team who stands in a line before, or twice in this one; known by their phone.
fn in_two_teams(new: &NewEntry, seen: &mut Seen, number: u32) -> Option<Problem> {
    let mut here = std::collections::BTreeSet::new();
    for (at, member) in (1_usize..).zip(&new.members) {
        let Member::Named {
            phone: Some(phone), ..
        } = member
        else {
            continue;
        };
        let elsewhere = seen.note(format!("member {}", phone.as_str()), number).is_some();
        if elsewhere || !here.insert(phone.as_str().to_owned()) {
            return Some(Problem::new(Field::Members, What::PlaysElsewhere { at }));
        }
    }
    None
}

/// The people of a team from one cell: names with marks or new lines between them, each with a phone behind it or not.
fn people(cell: &Raw, wrong: &mut Vec<Problem>) -> Vec<Member> {
    if let Err(what) = clean::text(cell, 2_000) {
        wrong.push(Problem::new(Field::Members, what));
        return Vec::new();
    }
    let between = |c: char| matches!(c, '\n' | '\r' | '、' | ',' | '，' | ';' | '；' | '/');
    let shown = cell.shown();
    let named = shown
        .split(between)
        .map(|one| (squash(one), two_names(one)))
        .filter(|(one, _)| !one.is_empty());
    let mut members = Vec::new();
    for (at, (said, two)) in (1_usize..).zip(named) {
        match person(&said) {
            _ if two => wrong.push(Problem::new(Field::Members, What::TwoNames { at })),
            Some(member) => members.push(member),
            None => wrong.push(Problem::new(Field::Members, What::PersonUnclear { at })),
        }
    }
    if members.is_empty() && wrong.iter().all(|problem| problem.field != Some(Field::Members)) {
        wrong.push(Problem::new(Field::Members, What::Missing));
    }
    members
}

/// Whether two Chinese names stand side by side: `吴十 郑一`. Written together they would be one person whom nobody knows.
/// A name that is spread out, `吴 十`, is one.
fn two_names(typed: &str) -> bool {
    let chinese = |part: &&str| {
        let characters = part
            .chars()
            .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
            .count();
        (2..=4).contains(&characters) && part.chars().count() == characters
    };
    let between = |c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | ';' | '；' | '/');
    typed
        .split(between)
        .filter(|part| !part.is_empty())
        .filter(chinese)
        .count()
        > 1
}

/// A line of mass organisations; the office that leads them is none.
fn of_line(cell: &Raw) -> Result<Option<Line>, What> {
    match line(cell) {
        Ok(Some(Line::OFFICE)) | Err(What::NotOneOf { .. }) => Err(What::NotOneOf {
            words: Line::all()
                .map(|line| line.names().0)
                .collect::<Vec<_>>()
                .join("、"),
        }),
        said => said,
    }
}

/// `张三`, `张三 13812345678`, `张三(13812345678)`, `张三13812345678`.
fn person(said: &str) -> Option<Member> {
    let at = said
        .find(|c: char| c.is_ascii_digit() || c == '+')
        .unwrap_or(said.len());
    let (name, phone) = said.split_at(at);
    let trimmed = |text: &str| {
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | '-' | '.'))
            .to_owned()
    };
    let (name, phone) = (trimmed(name), trimmed(phone));
    let phone = match phone.as_str() {
        "" => None,
        said => Some(Phone::parse(said).ok()?),
    };
    let fits = !name.is_empty() && name.chars().count() <= NAME_MAX;
    fits.then_some(Member::Named { name, phone })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_as_offices_write_them() {
        let said = |typed: &str| match person(&squash(typed)) {
            Some(Member::Named { name, phone }) => Some((name, phone.map(|phone| phone.as_str().to_owned()))),
            _ => None,
        };
        let (name, phone) = ("张三".to_owned(), Some("13812345678".to_owned()));
        for typed in [
            "张三 13812345678",
            "张三（13812345678）",
            "张三13812345678",
            "张 三：138 1234 5678",
        ] {
            assert_eq!(said(typed), Some((name.clone(), phone.clone())), "{typed}");
        }
        assert_eq!(said("张三"), Some((name, None)));
        for typed in ["13812345678", "张三 1381234", "张三 13812345678 13912345678"] {
            assert_eq!(said(typed), None, "{typed}");
        }
    }

    #[test]
    fn two_names_in_one_place_are_asked_about() {
        for two in ["吴十 郑一", "吴十\u{3000}郑一凡", "吴十/郑一"] {
            assert!(two_names(two), "{two}");
        }
        for one in ["吴十", "吴 十", "张三 13812345678", "Wu Shi", "阿依古丽·买买提"] {
            assert!(!two_names(one), "{one}");
        }
        let mut wrong = Vec::new();
        people(&Raw::text("张三、吴十 郑一"), &mut wrong);
        assert_eq!(
            wrong.pop(),
            Some(Problem::new(Field::Members, What::TwoNames { at: 2 }))
        );
    }

    #[test]
    fn one_cell_holds_a_team() {
        let mut wrong = Vec::new();
        let read = people(&Raw::text("张三、李四 13812345678\n王五，赵六"), &mut wrong);
        assert_eq!((read.len(), wrong.len()), (4, 0));
        assert!(people(&Raw::Empty, &mut wrong).is_empty());
        assert_eq!(wrong.pop(), Some(Problem::new(Field::Members, What::Missing)));
        people(&Raw::text("张三、12345"), &mut wrong);
        assert_eq!(
            wrong.pop(),
            Some(Problem::new(Field::Members, What::PersonUnclear { at: 2 }))
        );
    }
}
