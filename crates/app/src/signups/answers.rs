//! What those who sign up are asked, and whether what they answer fits.

use std::collections::BTreeMap;

use langqiao_kernel::text;

/// The longest answer kept, in characters.
pub const LONGEST: usize = 200;

/// A question of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id: the key under which the answer is kept.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// What kind of answer is wanted.
    pub kind: QuestionKind,
    /// Whether it must be answered.
    pub required: bool,
    /// Asked only where the question of this label was answered so.
    pub only_if: Option<(String, String)>,
}

/// The kinds of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// A line of text.
    Text,
    /// A whole number, not below 0.
    Number,
    /// `yes` or `no`.
    YesNo,
    /// One of these.
    Choice(Vec<String>),
}

impl QuestionKind {
    /// The kind from its stored word and the stored options (a JSON list of texts); an unknown word is text.
    pub fn stored(word: &str, options: &str) -> Self {
        match word {
            "number" => QuestionKind::Number,
            "yes_no" => QuestionKind::YesNo,
            "choice" => QuestionKind::Choice(serde_json::from_str(options).unwrap_or_default()),
            _ => QuestionKind::Text,
        }
    }
}

/// Answers by question, as they are kept with the first row of a party.
pub type Answers = BTreeMap<String, String>;

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerProblem {
    /// It must be given.
    Missing,
    /// It is no whole number.
    NotANumber,
    /// It is none of the choices.
    NotAChoice,
    /// It is longer than [`LONGEST`].
    TooLong,
}

/// Takes from what was given the answers to these questions, tidied; what was not asked is dropped.
///
/// # Errors
/// Each question with what is wrong with its answer.
pub fn check(questions: &[Question], given: &Answers) -> Result<Answers, Vec<(String, AnswerProblem)>> {
    let mut kept = Answers::new();
    let mut problems = Vec::new();
    for question in questions {
        if !is_asked(question, questions, &kept) {
            continue;
        }
        let raw = given.get(&question.id).map_or("", String::as_str).trim();
        if raw.is_empty() {
            if question.required {
                problems.push((question.id.clone(), AnswerProblem::Missing));
            }
            continue;
        }
        match tidy(&question.kind, raw) {
            Ok(answer) => _ = kept.insert(question.id.clone(), answer),
            Err(problem) => problems.push((question.id.clone(), problem)),
        }
    }
    if problems.is_empty() {
        Ok(kept)
    } else {
        Err(problems)
    }
}

/// The answers that can be kept, where a person decided to let by that others are missing or wrong.
pub fn as_far_as_right(questions: &[Question], given: &Answers) -> Answers {
    let mut given = given.clone();
    loop {
        let optional: Vec<Question> = questions
            .iter()
            .map(|question| Question {
                required: false,
                ..question.clone()
            })
            .collect();
        match check(&optional, &given) {
            Ok(kept) => return kept,
            Err(problems) => given.retain(|id, _| problems.iter().all(|(wrong, _)| wrong != id)),
        }
    }
}

/// Whether a question is asked, after those before it were answered: what depends on one that was not asked isn't either.
fn is_asked(question: &Question, questions: &[Question], kept: &Answers) -> bool {
    let Some((label, wanted)) = &question.only_if else {
        return true;
    };
    let before = questions.iter().find(|other| other.label == *label);
    before.is_some_and(|other| kept.get(&other.id) == Some(wanted))
}

fn tidy(kind: &QuestionKind, raw: &str) -> Result<String, AnswerProblem> {
    match kind {
        QuestionKind::Text if raw.chars().count() > LONGEST => Err(AnswerProblem::TooLong),
        QuestionKind::Text => Ok(raw.to_owned()),
        // Full-width digits are what many Chinese keyboards send.
        QuestionKind::Number => text::squash(raw)
            .parse::<u32>()
            .map(|n| n.to_string())
            .map_err(|_| AnswerProblem::NotANumber),
        QuestionKind::YesNo if matches!(raw, "yes" | "no") => Ok(raw.to_owned()),
        QuestionKind::YesNo => Err(AnswerProblem::NotAChoice),
        QuestionKind::Choice(options) if options.iter().any(|option| option == raw) => Ok(raw.to_owned()),
        QuestionKind::Choice(_) => Err(AnswerProblem::NotAChoice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str, kind: QuestionKind, required: bool) -> Question {
        Question {
            id: id.to_owned(),
            label: id.to_owned(),
            kind,
            required,
            only_if: None,
        }
    }

    fn asked() -> Vec<Question> {
        vec![
            question("note", QuestionKind::Text, false),
            question("size", QuestionKind::stored("choice", r#"["大号","小号"]"#), true),
            question("years", QuestionKind::stored("number", "[]"), false),
            question("lunch", QuestionKind::stored("yes_no", "[]"), true),
        ]
    }

    fn given(pairs: &[(&str, &str)]) -> Answers {
        pairs
            .iter()
            .map(|(q, a)| ((*q).to_owned(), (*a).to_owned()))
            .collect()
    }

    #[test]
    fn answers_are_tidied_and_what_was_not_asked_is_dropped() {
        let answers = given(&[
            ("size", "大号"),
            ("years", " １２ "),
            ("lunch", "no"),
            ("other", "x"),
            ("note", " "),
        ]);
        let kept = check(&asked(), &answers).unwrap();
        assert_eq!(kept, given(&[("size", "大号"), ("years", "12"), ("lunch", "no")]));
    }

    #[test]
    fn what_depends_on_an_answer_is_asked_only_then() {
        let after = |id: &str, on: &str, answer: &str| Question {
            only_if: Some((on.to_owned(), answer.to_owned())),
            ..question(id, QuestionKind::Text, true)
        };
        let asked = vec![
            question("lift", QuestionKind::YesNo, true),
            after("from", "lift", "yes"),
            after("floor", "from", "村口"),
        ];
        let no = given(&[("lift", "no"), ("from", "村口"), ("floor", "3")]);
        assert_eq!(check(&asked, &no), Ok(given(&[("lift", "no")])));
        let missing = check(&asked, &given(&[("lift", "yes")])).unwrap_err();
        assert_eq!(missing, [("from".to_owned(), AnswerProblem::Missing)]);
        let all = given(&[("lift", "yes"), ("from", "村口"), ("floor", "3")]);
        assert_eq!(check(&asked, &all), Ok(all.clone()));
    }

    #[test]
    fn each_wrong_answer_is_named() {
        let long = "长".repeat(LONGEST + 1);
        let answers = given(&[("size", "中号"), ("years", "-1"), ("note", &long)]);
        let problems = check(&asked(), &answers).unwrap_err();
        let named: Vec<_> = problems
            .iter()
            .map(|(id, problem)| (id.as_str(), *problem))
            .collect();
        assert_eq!(
            named,
            [
                ("note", AnswerProblem::TooLong),
                ("size", AnswerProblem::NotAChoice),
                ("years", AnswerProblem::NotANumber),
                ("lunch", AnswerProblem::Missing),
            ]
        );
    }
}
