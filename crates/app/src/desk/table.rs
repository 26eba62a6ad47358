//! A list as a table: a head that names its columns, as the template has it, with a column for each question of the
//! activity. Lines without columns are read as people write them (see [`lines`]). What can't be read is said by line and
//! column.

use langqiao_kernel::text;
use langqiao_platform::i18n::{Sentence, msg};

use super::{
    columns::{self, Column, between, is_head, usual_column},
    lines,
    said::{Reading, Said, Wrong, is_sum},
    take::AtDesk,
};
use crate::{
    signups::answers::Question,
    tables::{self, SheetError},
};

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

/// The head of a list.
#[derive(Clone, Debug)]
pub struct Head {
    /// As it was typed.
    pub text: String,
    between: char,
    columns: Vec<(Column, String)>,
}

/// A list as it was read.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The head, where there is one.
    pub head: Option<Head>,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl List {
    /// What a column is called: as the list's own head has it, or as what is asked there.
    pub fn named<'a>(&'a self, column: Column, questions: &'a [Question]) -> Option<&'a str> {
        let mut typed = self.head.iter().flat_map(|head| &head.columns);
        let typed = typed
            .find(|(known, _)| *known == column)
            .map(|(_, word)| word.as_str());
        match column {
            Column::Answer(at) => typed.or_else(|| Some(questions.get(at)?.label.as_str())),
            _ => typed,
        }
    }
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
    for (line, number) in typed {
        let squashed = text::squash(line);
        if squashed.is_empty() || list.lines.is_empty() && squashed == text::squash(by.title) {
            continue;
        }
        if is_head(line) {
            if let Some(between) = between(line) {
                list.head = Some(head(line, between, by.questions).map_err(HeadError::Column)?);
            }
            continue;
        }
        if list.head.is_none() && list.lines.is_empty() && names_columns(&squashed, line) {
            return Err(HeadError::NoName(text::line(line)));
        }
        let read = match &list.head {
            _ if adds_up(line, list.head.as_ref()) => Err(vec![Sentence::from(msg::DESK_LINE_SUM).into()]),
            Some(head) if line.contains(head.between) => row(line, head, by.questions).person(by),
            _ => lines::read(line, by.role, by.today)
                .map_err(|all| all.into_iter().map(|why| Sentence::from(why).into()).collect()),
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
    let is_column = |cell: &str| matches!(usual_column(cell), Some(Column::Phone | Column::Birth));
    !squashed.bytes().any(|b| b.is_ascii_digit())
        && line
            .split(|c: char| c.is_whitespace() || ",，、;；|".contains(c))
            .any(is_column)
}

fn head(line: &str, between: char, questions: &[Question]) -> Result<Head, String> {
    let words = columns::words(questions);
    let columns = line.split(between).map(|cell| {
        let name = text::line(cell);
        match columns::column(&words, &name) {
            Some(column) => Ok((column, name)),
            None => Err(name),
        }
    });
    Ok(Head {
        text: line.to_owned(),
        between,
        columns: columns.collect::<Result<_, _>>()?,
    })
}

/// Whether a line adds up the others: all of it, or where the number or the name stands.
fn adds_up(line: &str, head: Option<&Head>) -> bool {
    let by_column = head.filter(|head| line.contains(head.between));
    let in_column = by_column.is_some_and(|head| {
        let mut cells = head.columns.iter().zip(line.split(head.between));
        cells.any(|((column, _), cell)| matches!(column, Column::Name | Column::Passed) && is_sum(cell))
    });
    in_column || is_sum(line)
}

/// What a row says by its columns; of two columns that hold the same the first counts.
fn row(line: &str, head: &Head, questions: &[Question]) -> Said {
    let mut said = Said::default();
    for ((column, _), cell) in head.columns.iter().zip(line.split(head.between)) {
        let cell = cell.trim();
        let place = match column {
            Column::Name => &mut said.name,
            Column::Phone => &mut said.phone,
            Column::Birth => &mut said.birth,
            Column::Guardian => &mut said.guardian,
            Column::GuardianPhone => &mut said.guardian_phone,
            Column::Answer(at) => {
                if let Some(question) = questions.get(*at) {
                    let id = question.id.clone();
                    said.answers.entry(id).or_insert_with(|| cell.to_owned());
                }
                continue;
            }
            Column::Answers | Column::Passed => continue,
        };
        place.get_or_insert_with(|| cell.to_owned());
    }
    said
}

/// The most rows of a file above its head.
const ABOVE_HEAD: usize = 10;

/// Up to which row of a file its empty rows are kept as empty lines.
const ROWS_KEPT: usize = 1000;

/// A spreadsheet as the lines that would be typed. What stands above its head, and empty rows, are empty lines: a line has
/// the number that the spreadsheet program shows beside its row.
///
/// # Errors
/// Why it can't be read.
pub fn of_file(bytes: &[u8]) -> Result<String, SheetError> {
    let mut book = tables::open(bytes)?;
    let sheets = book.sheets();
    let first = sheets.first().ok_or(SheetError::Empty)?;
    // One more than are taken, so that too many are told.
    let rows = book.head(first, lines::LINES_MAX + ABOVE_HEAD + 2)?;
    let said = rows.iter().filter(|row| !row.is_blank()).map(|row| {
        let cells: Vec<String> = row.cells.iter().map(|cell| text::line(&cell.shown())).collect();
        (row.number as usize, cells.join("\t").trim_end().to_owned())
    });
    Ok(in_their_rows(said))
}

/// Rows by their numbers as lines, without what stands above their head.
fn in_their_rows(rows: impl Iterator<Item = (usize, String)>) -> String {
    let rows: Vec<(usize, String)> = rows.collect();
    let head = rows.iter().take(ABOVE_HEAD).position(|(_, line)| is_head(line));
    let mut typed: Vec<String> = Vec::with_capacity(rows.len());
    for (number, line) in rows.into_iter().skip(head.unwrap_or(0)) {
        if number <= ROWS_KEPT {
            typed.resize(typed.len().max(number - 1), String::new());
        }
        typed.push(line);
    }
    typed.join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use langqiao_platform::i18n::Msg;

    use super::*;
    use crate::signups::{
        SignupRole,
        answers::{Answers, QuestionKind},
    };

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
    fn a_line_of_a_file_has_the_number_of_its_row() {
        let rows = [
            (1, "包汤圆报名表"),
            (3, "姓名\t手机号"),
            (4, "沈阿妹\t13912340001"),
            (7, "钱阿毛\t"),
            (900_000, "朱采菊\t"),
        ];
        let typed = in_their_rows(rows.into_iter().map(|(number, line)| (number, line.to_owned())));
        let read = list(&typed).unwrap();
        let numbers: Vec<usize> = read.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [4, 7, 8]);
        let bare = in_their_rows([(2, "沈阿妹".to_owned()), (5, "钱阿毛".to_owned())].into_iter());
        assert_eq!(bare, "\n沈阿妹\n\n\n钱阿毛");
    }

    #[test]
    fn all_that_is_wrong_is_said_by_column() {
        let read = list("姓名,手机号,出生日期,家长姓名,家长手机号\n,138,三月\n朱小满,,2018-03-03").unwrap();
        let said = |n: usize| -> Vec<(String, Msg)> {
            let wrong = read.lines[n].read.as_ref().unwrap_err();
            wrong
                .iter()
                .map(|one| {
                    let named = read.named(one.column.unwrap(), &[]).unwrap();
                    (named.to_owned(), one.why.msg)
                })
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
    fn what_adds_up_the_others_is_nobody() {
        let read = list(
            "序号\t姓名\t手机号\n1\t沈阿妹\t13912340001\n合计\t\t1 人\n\t合 计\t1\n总计：1 人\n2\t计合\t13912340002",
        )
        .unwrap();
        let sums: Vec<bool> = read.lines.iter().map(|line| line.read.is_err()).collect();
        assert_eq!(sums, [false, true, true, true, false]);
        for line in [1, 2, 3] {
            let wrong = read.lines[line].read.as_ref().unwrap_err();
            assert_eq!(
                wrong.iter().map(|one| one.why.msg).collect::<Vec<_>>(),
                [msg::DESK_LINE_SUM]
            );
        }
        assert!(
            list("沈阿妹 13912340001\n合计 1 人").unwrap().lines[1]
                .read
                .is_err()
        );
    }

    #[test]
    fn a_wrong_answer_is_said_with_the_rest() {
        let read = list("姓名\t手机号\t衣服尺码\n沈阿妹\t139\t特大号").unwrap();
        let wrong = read.lines[0].read.as_ref().unwrap_err();
        let columns: Vec<_> = wrong.iter().map(|one| one.column).collect();
        assert_eq!(columns, [Some(Column::Phone), Some(Column::Answer(0))]);
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
