//! A list as a table: a head that names its columns, as the template has it, with a column for each question of the
//! activity. Lines without columns are read as people write them (see [`lines`]). What can't be read is said by line and
//! column.

use jiff::civil::Date;
use langqiao_kernel::{codes::Phone, text};
use langqiao_platform::{
    i18n::{Sentence, msg},
    people,
};

use super::{
    lines,
    take::{AtDesk, Child},
};
use crate::{
    activities::typed,
    signups::{
        SignupRole,
        answers::{Answers, Question, QuestionKind},
    },
    tables::{self, SheetError},
};

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// In which column, where the list has columns.
    pub column: Option<String>,
    /// What, and what to do.
    pub why: Sentence,
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number among those that were typed, from 1.
    pub number: usize,
    /// As it was typed.
    pub text: String,
    /// Who stands in it, or what is wrong with it.
    pub read: Result<AtDesk, Vec<Wrong>>,
}

/// A list as it was read.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The head, as it was typed, where there is one.
    pub head: Option<String>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// What a list is read by.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What the activity asks.
    pub questions: &'a [Question],
    /// The activity's name, which stands above the template's head.
    pub title: &'a str,
    /// As what they come.
    pub role: SignupRole,
    /// Today.
    pub today: Date,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Phone,
    Birth,
    Guardian,
    GuardianPhone,
    /// The answer to this question.
    Answer(usize),
    /// A number, or room for a signature.
    Passed,
}

/// Why a list can't be read by its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadError {
    /// A column that nobody knows, in its own words.
    Column(String),
    /// Its first line, as it was typed, names columns, and none of them has the names.
    NoName(String),
}

impl HeadError {
    /// What to do about it.
    pub fn said(self) -> Sentence {
        match self {
            Self::Column(column) => Sentence::new(msg::DESK_LIST_COLUMN).with("column", column),
            Self::NoName(head) => Sentence::new(msg::DESK_LIST_NO_NAME).with("head", head),
        }
    }
}

/// Reads a list.
///
/// # Errors
/// [`HeadError`].
pub fn read(text: &str, by: &Reading<'_>) -> Result<List, HeadError> {
    let typed = text.lines().map(str::trim_end).zip(1..);
    let mut list = List::default();
    let mut columns: Option<(char, Vec<(Column, String)>)> = None;
    for (line, number) in typed {
        let squashed = text::squash(line);
        if squashed.is_empty() || list.lines.is_empty() && squashed == text::squash(by.title) {
            continue;
        }
        if lines::is_head(line) {
            if let Some(between) = between(line) {
                let named = heads(line, between, by.questions).map_err(HeadError::Column)?;
                columns = Some((between, named));
                list.head = Some(line.to_owned());
            }
            continue;
        }
        if columns.is_none() && list.lines.is_empty() && names_columns(&squashed, line) {
            return Err(HeadError::NoName(text::line(line)));
        }
        let read = match &columns {
            Some((between, columns)) if line.contains(*between) => row(line, *between, columns, by),
            _ => lines::read(line, by.role, by.today).map_err(|why| {
                vec![Wrong {
                    column: None,
                    why: why.into(),
                }]
            }),
        };
        list.lines.push(Line {
            number,
            text: line.trim().to_owned(),
            read,
        });
    }
    Ok(list)
}

/// Whether a first line that isn't taken as a head names columns all the same: no number stands in it, and one of its
/// words is that of phones or days of birth.
fn names_columns(squashed: &str, line: &str) -> bool {
    let is_column = |cell: &str| matches!(column(cell, &[]), Some(Column::Phone | Column::Birth));
    !squashed.bytes().any(|b| b.is_ascii_digit())
        && line
            .split(|c: char| c.is_whitespace() || ",，、;；|".contains(c))
            .any(is_column)
}

/// What stands between the columns of a head: a tab from a spreadsheet, a comma from a file.
fn between(head: &str) -> Option<char> {
    ['\t', ',', '，']
        .into_iter()
        .find(|between| head.contains(*between))
}

fn heads(head: &str, between: char, questions: &[Question]) -> Result<Vec<(Column, String)>, String> {
    head.split(between)
        .map(|cell| {
            let name = text::line(cell);
            match column(&name, questions) {
                Some(column) => Ok((column, name)),
                None => Err(name),
            }
        })
        .collect()
}

fn column(head: &str, questions: &[Question]) -> Option<Column> {
    let head = text::squash(head).to_lowercase();
    let asks = |question: &Question| {
        let label = text::squash(&question.label).to_lowercase();
        head.strip_prefix(&label)
            .is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with('('))
    };
    if let Some(at) = questions.iter().position(asks) {
        return Some(Column::Answer(at));
    }
    let begins = |words: &[&str]| words.iter().any(|word| head.starts_with(word));
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    Some(
        if head.is_empty()
            || has(&["签字", "签名", "signed", "signature"])
            || begins(&["序号"])
            || matches!(head.as_str(), "no" | "no.")
        {
            Column::Passed
        } else if begins(&["家长", "监护人", "guardian", "parent"]) {
            match has(&["手机", "电话", "phone"]) {
                true => Column::GuardianPhone,
                false => Column::Guardian,
            }
        } else if begins(&lines::NAME) || begins(&["name"]) {
            Column::Name
        } else if begins(&["手机", "电话", "联系电话", "phone", "mobile"]) {
            Column::Phone
        } else if begins(&["出生", "生日", "birth", "day of birth", "date of birth"]) {
            Column::Birth
        } else {
            return None;
        },
    )
}

/// Reads a row by its columns; all that is wrong with it is told at once.
fn row(
    line: &str,
    between: char,
    columns: &[(Column, String)],
    by: &Reading<'_>,
) -> Result<AtDesk, Vec<Wrong>> {
    let cells: Vec<&str> = line.split(between).map(str::trim).collect();
    let mut wrong = Vec::new();
    let head_of = |column: Column| columns.iter().find(|(known, _)| *known == column);
    let cell = |column: Column| {
        let at = columns.iter().position(|(known, _)| *known == column)?;
        Some(text::line(cells.get(at)?)).filter(|cell| !cell.is_empty())
    };
    let mut say = |column: Column, why: Sentence| {
        wrong.push(Wrong {
            column: head_of(column).map(|(_, head)| head.clone()),
            why,
        });
    };
    let name = cell(Column::Name);
    if name.is_none() {
        say(Column::Name, msg::DESK_LINE_NAME.into());
    }
    let phone = |column: Column, say: &mut dyn FnMut(Column, Sentence)| match cell(column)
        .map(|cell| Phone::parse(&cell))
    {
        Some(Err(_)) => {
            say(column, msg::DESK_LINE_PHONE.into());
            None
        }
        read => read.and_then(Result::ok),
    };
    let own_phone = phone(Column::Phone, &mut say);
    let guardian_phone = phone(Column::GuardianPhone, &mut say);
    let birth = match cell(Column::Birth).map(|cell| typed::day(&cell, by.today)) {
        Some(Err(_)) => {
            say(Column::Birth, msg::DESK_DAY.into());
            None
        }
        Some(Ok(Some(day))) if by.today < day => {
            say(Column::Birth, msg::DESK_BIRTH_AHEAD.into());
            None
        }
        read => read.and_then(Result::ok).flatten(),
    };
    let guardian = cell(Column::Guardian);
    let young = birth.is_some_and(|birth| people::age(birth, by.today) < people::CONSENT_AGE);
    let of_guardian = young || guardian.is_some();
    if of_guardian {
        if guardian.is_none() {
            say(Column::Guardian, msg::DESK_LINE_GUARDIAN.into());
        }
        if birth.is_none() && cell(Column::Birth).is_none() {
            say(Column::Birth, msg::DESK_LINE_CHILD_BIRTH.into());
        }
        if guardian_phone.is_none() && cell(Column::GuardianPhone).is_none() {
            say(Column::GuardianPhone, msg::DESK_LINE_GUARDIAN_PHONE.into());
        }
    }
    let answers = answers(&cells, columns, by.questions);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (name, mut children) = (name.unwrap_or_default(), Vec::new());
    let (named, phone, birth) = match (guardian.filter(|_| of_guardian), birth) {
        (Some(guardian), Some(birth)) => {
            children.push(Child { name, birth });
            (guardian, guardian_phone, None)
        }
        (_, birth) => (name, own_phone, birth),
    };
    Ok(AtDesk {
        name: named,
        phone,
        birth,
        area: None,
        role: by.role,
        comes: children.is_empty(),
        children,
        answers,
        seen: Vec::new(),
        on_paper: true,
    })
}

fn answers(cells: &[&str], columns: &[(Column, String)], questions: &[Question]) -> Answers {
    let given = columns.iter().zip(cells).filter_map(|((column, _), cell)| {
        let Column::Answer(at) = column else { return None };
        let (question, answer) = (questions.get(*at)?, text::line(cell));
        (!answer.is_empty()).then(|| (question.id.clone(), as_kept(&question.kind, answer)))
    });
    given.collect()
}

/// An answer as the form would send it.
fn as_kept(kind: &QuestionKind, answer: String) -> String {
    if *kind != QuestionKind::YesNo {
        return answer;
    }
    match text::squash(&answer).to_lowercase().as_str() {
        "是" | "有" | "要" | "√" | "✓" | "y" | "yes" | "1" => "yes".to_owned(),
        "否" | "不" | "无" | "没有" | "不要" | "×" | "n" | "no" | "0" => "no".to_owned(),
        _ => answer,
    }
}

/// The head of the template's column for a question: what is asked, and how it can be answered.
pub fn head_of(question: &Question, yes_no: &str) -> String {
    match &question.kind {
        QuestionKind::Choice(options) => format!("{}（{}）", question.label, options.join(" / ")),
        QuestionKind::YesNo => format!("{}（{yes_no}）", question.label),
        QuestionKind::Text | QuestionKind::Number => question.label.clone(),
    }
}

/// The most rows of a file above its head.
const ABOVE_HEAD: usize = 10;

/// A spreadsheet as the lines that would be typed: what stands above its head is left out.
///
/// # Errors
/// Why it can't be read.
pub fn of_file(bytes: &[u8]) -> Result<String, SheetError> {
    let mut book = tables::open(bytes)?;
    let sheets = book.sheets();
    let first = sheets.first().ok_or(SheetError::Empty)?;
    // One more than are taken, so that too many are told.
    let rows = book.head(first, lines::LINES_MAX + ABOVE_HEAD + 2)?;
    let mut typed: Vec<String> = rows
        .iter()
        .filter(|row| !row.is_blank())
        .map(|row| {
            let cells: Vec<String> = row.cells.iter().map(|cell| text::line(&cell.shown())).collect();
            cells.join("\t").trim_end().to_owned()
        })
        .collect();
    if let Some(head) = typed
        .iter()
        .take(ABOVE_HEAD)
        .position(|line| lines::is_head(line))
    {
        typed.drain(..head);
    }
    Ok(typed.join("\n"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn questions() -> Vec<Question> {
        let ask = |id: &str, label: &str, kind| Question {
            id: id.to_owned(),
            label: label.to_owned(),
            kind,
            required: true,
            only_if: None,
        };
        vec![
            ask(
                "a",
                "衣服尺码",
                QuestionKind::Choice(vec!["大号".into(), "小号".into()]),
            ),
            ask("b", "在这里吃饭吗", QuestionKind::YesNo),
        ]
    }

    fn list(text: &str) -> Result<List, HeadError> {
        let questions = questions();
        read(
            text,
            &Reading {
                questions: &questions,
                title: "包汤圆",
                role: SignupRole::Attendee,
                today: date(2026, 11, 21),
            },
        )
    }

    #[test]
    fn columns_are_known_by_their_head() {
        let read = list(
            "包汤圆\n姓名\t手机号\t出生日期\t家长姓名（未满 14 周岁填）\t家长手机号\t衣服尺码（大号 / 小号）\t在这里吃饭吗(是 / 否)\t本人或家长签字\n\
             沈阿妹\t13912340001\t1951-03-08\t\t\t大号\t是\n朱小满\t\t2018-03-03\t沈阿妹\t13912340001\t小号\t否\n钱阿毛 13912340009\n",
        )
        .unwrap();
        assert_eq!(
            read.lines.iter().map(|line| line.number).collect::<Vec<_>>(),
            [3, 4, 5]
        );
        let who = read.lines[0].read.as_ref().unwrap();
        assert_eq!((who.name.as_str(), who.comes), ("沈阿妹", true));
        assert_eq!(
            who.answers,
            Answers::from([("a".into(), "大号".into()), ("b".into(), "yes".into())])
        );
        let child = read.lines[1].read.as_ref().unwrap();
        assert_eq!(
            (child.name.as_str(), child.comes, child.children.len()),
            ("沈阿妹", false, 1)
        );
        assert_eq!(child.answers["b"], "no");
        assert_eq!(read.lines[2].read.as_ref().unwrap().name, "钱阿毛");
    }

    #[test]
    fn all_that_is_wrong_is_said_by_column() {
        let read = list("姓名,手机号,出生日期,家长姓名,家长手机号\n,138,三月\n朱小满,,2018-03-03").unwrap();
        let said = |n: usize| -> Vec<_> {
            let wrong = read.lines[n].read.as_ref().unwrap_err();
            wrong
                .iter()
                .map(|one| (one.column.clone().unwrap(), one.why.msg))
                .collect()
        };
        assert_eq!(
            said(0),
            [
                ("姓名".to_owned(), msg::DESK_LINE_NAME),
                ("手机号".to_owned(), msg::DESK_LINE_PHONE),
                ("出生日期".to_owned(), msg::DESK_DAY),
            ]
        );
        assert_eq!(
            said(1),
            [
                ("家长姓名".to_owned(), msg::DESK_LINE_GUARDIAN),
                ("家长手机号".to_owned(), msg::DESK_LINE_GUARDIAN_PHONE),
            ]
        );
        let unknown = |column: &str| HeadError::Column(column.into());
        assert_eq!(list("姓名\t鞋码\n沈阿妹\t40").unwrap_err(), unknown("鞋码"));
        assert_eq!(list("名字\t电话\t备注\n沈阿妹\t\t").unwrap_err(), unknown("备注"));
    }

    #[test]
    fn a_head_is_known_by_other_words_or_said_not_to_be() {
        let read = list("名字\t电话\n沈阿妹\t13912340001\n钱阿毛\t").unwrap();
        assert!(read.lines.iter().all(|line| line.read.is_ok()), "{read:?}");
        let no_name = list("人员\t联系电话\n沈阿妹\t13912340001").unwrap_err();
        assert_eq!(no_name, HeadError::NoName("人员 联系电话".into()));
        assert!(list("沈阿妹 13912340001\n钱阿毛").is_ok());
        let ahead = list("姓名\t出生日期\n沈阿妹\t2031-03-08").unwrap();
        let wrong = ahead.lines[0].read.as_ref().unwrap_err();
        assert_eq!(wrong[0].why.msg, msg::DESK_BIRTH_AHEAD);
    }
}
