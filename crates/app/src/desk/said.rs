//! What a line of a list says of somebody, in whatever form it came, and who that is.

use jiff::civil::Date;
use langqiao_kernel::{codes::Phone, text};
use langqiao_platform::{
    i18n::{Sentence, msg},
    people,
};

use super::{
    columns::Column,
    take::{AtDesk, Child},
};
use crate::{
    activities::typed,
    signups::{
        SignupRole,
        answers::{self, Answers, Question, QuestionKind},
        errors,
    },
};

/// How rows begin that add up the others.
const SUMS: [&str; 6] = ["合计", "总计", "小计", "共计", "total", "subtotal"];

/// Whether this is a row that adds up the others, or its name: nobody who comes.
pub fn is_sum(text: &str) -> bool {
    let squashed = text::squash(text).to_lowercase();
    let plain: String = squashed.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_start_matches(|c: char| !c.is_alphabetic());
    let number = |rest: &str| {
        rest.chars()
            .all(|c| !c.is_alphabetic() || "共人名户个家位元".contains(c))
    };
    SUMS.iter()
        .any(|word| plain.strip_prefix(word).is_some_and(number))
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// With what of it, where that is known.
    pub column: Option<Column>,
    /// What, and what to do.
    pub why: Sentence,
}

impl From<Sentence> for Wrong {
    fn from(why: Sentence) -> Self {
        Self { column: None, why }
    }
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

/// What a line says, column by column, as it was written.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Who comes.
    pub name: Option<String>,
    /// Their phone.
    pub phone: Option<String>,
    /// Their day of birth.
    pub birth: Option<String>,
    /// Who answers for them.
    pub guardian: Option<String>,
    /// That one's phone.
    pub guardian_phone: Option<String>,
    /// What they answer, by the id of the question.
    pub answers: Answers,
}

impl Said {
    fn of(&self, column: Column) -> Option<String> {
        let written = match column {
            Column::Name => &self.name,
            Column::Phone => &self.phone,
            Column::Birth => &self.birth,
            Column::Guardian => &self.guardian,
            Column::GuardianPhone => &self.guardian_phone,
            Column::Answer(_) | Column::Answers | Column::Passed => return None,
        };
        let plain = text::line(written.as_deref()?);
        (!plain.is_empty()).then_some(plain)
    }

    fn phone(&self, column: Column, wrong: &mut Wrongs) -> Option<Phone> {
        let read = Phone::parse(&self.of(column)?).ok();
        if read.is_none() {
            wrong.add(column, msg::DESK_LINE_PHONE);
        }
        read
    }

    fn birth(&self, today: Date, wrong: &mut Wrongs) -> Option<Date> {
        match typed::day(&self.of(Column::Birth)?, today) {
            Ok(Some(day)) if today < day => {
                wrong.add(Column::Birth, msg::DESK_BIRTH_AHEAD);
                None
            }
            Ok(day) => day,
            Err(_) => {
                wrong.add(Column::Birth, msg::DESK_DAY);
                None
            }
        }
    }

    /// Who that is: they themselves, or the guardian of a child that comes alone.
    ///
    /// # Errors
    /// All that is wrong with it, at once.
    pub fn person(&self, by: &Reading<'_>) -> Result<AtDesk, Vec<Wrong>> {
        let mut wrong = Wrongs::default();
        let name = self.of(Column::Name);
        if name.is_none() {
            wrong.add(Column::Name, msg::DESK_LINE_NAME);
        }
        if name.as_deref().is_some_and(is_sum) {
            return Err(vec![Wrong {
                column: Some(Column::Name),
                why: msg::DESK_LINE_SUM.into(),
            }]);
        }
        let own_phone = self.phone(Column::Phone, &mut wrong);
        let guardian_phone = self.phone(Column::GuardianPhone, &mut wrong);
        let birth = self.birth(by.today, &mut wrong);
        let guardian = self.of(Column::Guardian);
        let young = birth.is_some_and(|birth| people::age(birth, by.today) < people::CONSENT_AGE);
        let of_guardian = young || guardian.is_some();
        if of_guardian {
            if guardian.is_none() {
                wrong.add(Column::Guardian, msg::DESK_LINE_GUARDIAN);
            }
            if self.of(Column::Birth).is_none() {
                wrong.add(Column::Birth, msg::DESK_LINE_CHILD_BIRTH);
            }
            if self.of(Column::GuardianPhone).is_none() {
                wrong.add(Column::GuardianPhone, msg::DESK_LINE_GUARDIAN_PHONE);
            }
        }
        let answers = self.answers(by.questions, &mut wrong);
        if !wrong.0.is_empty() {
            // What is asked is looked at when they sign up; here it is said with the rest, so that all is mended at once.
            let problems = answers::check(by.questions, &answers).err().unwrap_or_default();
            for (id, problem) in problems {
                let asked = by.questions.iter().position(|question| question.id == id);
                if let Some(at) = asked.filter(|_| self.answers.contains_key(&id)) {
                    wrong.add(Column::Answer(at), errors::answer_problem(problem));
                }
            }
            return Err(wrong.0);
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

    fn answers(&self, questions: &[Question], wrong: &mut Wrongs) -> Answers {
        let mut answers = Answers::new();
        for (id, written) in &self.answers {
            let answer = text::line(written);
            match questions.iter().find(|question| question.id == *id) {
                _ if answer.is_empty() => {}
                Some(question) => _ = answers.insert(id.clone(), as_kept(&question.kind, answer)),
                None => wrong.add(
                    Column::Answers,
                    Sentence::new(msg::DESK_LINE_NOT_ASKED).with("question", text::clip(id, 60)),
                ),
            }
        }
        answers
    }
}

/// All that is wrong with a line.
#[derive(Default)]
struct Wrongs(Vec<Wrong>);

impl Wrongs {
    fn add(&mut self, column: Column, why: impl Into<Sentence>) {
        self.0.push(Wrong {
            column: Some(column),
            why: why.into(),
        });
    }
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
