//! What stands in the columns of a list of names, by the words at their head.

use std::sync::LazyLock;

use langqiao_kernel::text;
use langqiao_platform::i18n::{Lang, Sentence, msg};

use crate::{
    signups::answers::{Question, QuestionKind},
    tables::Words,
};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Who comes.
    Name,
    /// Their phone.
    Phone,
    /// Their day of birth.
    Birth,
    /// Who answers for them, where they are a child.
    Guardian,
    /// That one's phone.
    GuardianPhone,
    /// The answer to this question.
    Answer(usize),
    /// Answers as such: one to what is not asked.
    Answers,
    /// A number, or room for a signature.
    Passed,
}

impl Column {
    /// What a program calls it.
    pub fn field(self, questions: &[Question]) -> String {
        match self {
            Column::Name => "name".to_owned(),
            Column::Phone => "phone".to_owned(),
            Column::Birth => "birth".to_owned(),
            Column::Guardian => "guardian.name".to_owned(),
            Column::GuardianPhone => "guardian.phone".to_owned(),
            Column::Answer(at) => match questions.get(at) {
                Some(question) => format!("answers.{}", question.id),
                None => "answers".to_owned(),
            },
            Column::Answers | Column::Passed => "answers".to_owned(),
        }
    }
}

/// What the columns that every list can have are called, the best word first.
const USUAL: [(Column, &[&str]); 6] = [
    (
        Column::Name,
        &[
            "姓名",
            "名字",
            "参加人姓名",
            "报名人姓名",
            "孩子姓名",
            "学生姓名",
            "name",
            "full name",
        ],
    ),
    (
        Column::Phone,
        &[
            "手机号",
            "手机",
            "手机号码",
            "电话",
            "电话号码",
            "联系电话",
            "联系方式",
            "本人手机号",
            "本人电话",
            "phone",
            "phone number",
            "mobile",
            "mobile phone",
            "mobile number",
        ],
    ),
    (
        Column::Birth,
        &[
            "出生日期",
            "出生年月日",
            "出生年月",
            "出生",
            "生日",
            "day of birth",
            "date of birth",
            "birth",
            "birthday",
        ],
    ),
    (
        Column::Guardian,
        &[
            "家长姓名",
            "家长",
            "家长名字",
            "监护人姓名",
            "监护人",
            "监护人名字",
            "guardian's name",
            "guardian",
            "guardian name",
            "parent's name",
            "parent",
            "parent name",
        ],
    ),
    (
        Column::GuardianPhone,
        &[
            "家长手机号",
            "家长手机",
            "家长手机号码",
            "家长电话",
            "家长联系电话",
            "家长联系方式",
            "监护人手机号",
            "监护人手机",
            "监护人手机号码",
            "监护人电话",
            "监护人联系电话",
            "guardian's phone",
            "guardian phone",
            "guardian's mobile",
            "parent's phone",
            "parent phone",
            "parent's mobile",
        ],
    ),
    (Column::Passed, &["序号", "编号", "no"]),
];

static WORDS: LazyLock<Words<Column>> = LazyLock::new(|| Words::of(usual()));

fn usual<'w>() -> impl Iterator<Item = (Column, Vec<&'w str>)> {
    USUAL.iter().map(|(column, words)| (*column, words.to_vec()))
}

/// What the words of a list's columns mean where these questions are asked: a question by its label, or as the template
/// has it.
pub fn words(questions: &[Question]) -> Words<Column> {
    let asked: Vec<[String; 3]> = questions
        .iter()
        .map(|question| {
            let in_template = |lang| head_of(question, &yes_no(lang));
            [
                question.label.clone(),
                in_template(Lang::ZhCn),
                in_template(Lang::En),
            ]
        })
        .collect();
    let asked = asked.iter().enumerate().map(|(at, words)| {
        let words = words.iter().map(String::as_str).collect();
        (Column::Answer(at), words)
    });
    Words::of(asked.chain(usual()))
}

/// What stands below a head; nothing where nobody knows it.
pub fn column(words: &Words<Column>, head: &str) -> Option<Column> {
    if let Some(column) = meaning(words, head) {
        return Some(column);
    }
    let plain = text::squash(head).to_lowercase();
    // Room for a signature is called in many ways.
    let signed = ["签字", "签名", "signed", "signature"];
    (plain.is_empty() || signed.iter().any(|word| plain.contains(word))).then_some(Column::Passed)
}

/// Which of the usual columns has this word.
pub fn usual_column(word: &str) -> Option<Column> {
    meaning(&WORDS, word)
}

/// By the whole head, or by a part of it where it says the same twice (`姓名/Name`).
fn meaning(words: &Words<Column>, head: &str) -> Option<Column> {
    let known = |title: &str| words.meaning(title).map(|(column, _)| column);
    known(head).or_else(|| head.split(['/', '／']).find_map(known))
}

/// What stands between the columns of a line: a tab from a spreadsheet, a comma from a file.
pub fn between(line: &str) -> Option<char> {
    ['\t', ',', '，']
        .into_iter()
        .find(|between| line.contains(*between))
}

/// Whether a line is a head: it says where the names stand. That of the template comes along when all of it is copied.
pub fn is_head(line: &str) -> bool {
    let is_name = |cell: &str| usual_column(cell) == Some(Column::Name);
    match between(line) {
        Some(between) => line.split(between).any(is_name),
        None => line.split_whitespace().any(is_name),
    }
}

/// How yes and no stand in the template.
pub fn yes_no(lang: Lang) -> String {
    let said = |word| Sentence::new(word).text(lang).into_owned();
    format!("{} / {}", said(msg::SIGNUP_YES), said(msg::SIGNUP_NO))
}

/// The head of the template's column for a question: what is asked, and how it can be answered.
pub fn head_of(question: &Question, yes_no: &str) -> String {
    match &question.kind {
        QuestionKind::Choice(options) => format!("{}（{}）", question.label, options.join(" / ")),
        QuestionKind::YesNo => format!("{}（{yes_no}）", question.label),
        QuestionKind::Text | QuestionKind::Number => question.label.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_where_the_names_stand() {
        for head in [
            "姓名\t手机号\t出生日期",
            "序号,姓名（必填）,电话",
            "Name\tPhone",
            "姓名 手机号",
            "姓名/Name\t手机/Mobile",
        ] {
            assert!(is_head(head), "{head}");
        }
        for line in ["朱小满", "沈阿妹 13812345678", "姓名：沈阿妹", ""] {
            assert!(!is_head(line), "{line}");
        }
    }

    #[test]
    fn questions_go_before_the_usual_words() {
        let ask = |label: &str, kind| Question {
            id: label.to_owned(),
            label: label.to_owned(),
            kind,
            required: false,
            only_if: None,
        };
        let sizes = QuestionKind::Choice(vec!["大号".into(), "小号".into()]);
        let questions = [
            ask("尺码（孩子）", sizes),
            ask("电话", QuestionKind::Text),
            ask("吃饭吗", QuestionKind::YesNo),
        ];
        let words = words(&questions);
        for (head, is) in [
            ("尺码（孩子）", Some(Column::Answer(0))),
            ("尺码（孩子）（大号 / 小号）", Some(Column::Answer(0))),
            ("电话", Some(Column::Answer(1))),
            ("手机号", Some(Column::Phone)),
            ("吃饭吗(Yes / No)", Some(Column::Answer(2))),
            ("家长姓名（未满 14 周岁填）", Some(Column::Guardian)),
            ("Guardian's name (under 14)", Some(Column::Guardian)),
            ("本人或家长签字", Some(Column::Passed)),
            ("No.", Some(Column::Passed)),
            ("", Some(Column::Passed)),
            ("鞋码", None),
        ] {
            assert_eq!(column(&words, head), is, "{head}");
        }
    }
}
