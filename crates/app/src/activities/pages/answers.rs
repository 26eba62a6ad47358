//! What those who signed up answered, as the host reads it.

use std::collections::HashSet;

use langqiao_platform::ui::prelude::*;

use crate::activities::{
    model::{Question, QuestionKind},
    queries::{Answers, Asked},
};

/// The answers in the order of the questions; an empty text where none was given.
pub fn cells(ui: &Ui, asked: &[Asked], answers: &Answers) -> Vec<String> {
    let text = |question: &Asked| match answers.get(&question.id) {
        Some(answer) => said(ui, question.kind, answer),
        None => String::new(),
    };
    asked.iter().map(text).collect()
}

/// An answer as a person reads it.
pub fn said(ui: &Ui, kind: QuestionKind, answer: &str) -> String {
    match answer {
        "yes" if kind == QuestionKind::YesNo => ui.t(msg::SIGNUP_YES).to_owned(),
        "no" if kind == QuestionKind::YesNo => ui.t(msg::SIGNUP_NO).to_owned(),
        answer => answer.to_owned(),
    }
}

/// Of whom a question is asked, where it isn't asked of everybody.
pub fn condition(ui: &Ui, question: &Question) -> Option<String> {
    let only = question.only_if.as_ref()?;
    // Of which kind the earlier one is isn't kept with the condition: `yes` and `no` are no choices that hosts write.
    let answer = said(ui, QuestionKind::YesNo, &only.answer);
    Some(ui.tf(
        msg::ACTIVITY_ASKED_IF,
        args! { question = only.question.clone(), answer = answer },
    ))
}

/// The same in one line, each answer after its question.
pub fn line(ui: &Ui, asked: &[Asked], answers: &Answers) -> String {
    let pairs: Vec<String> = asked
        .iter()
        .zip(cells(ui, asked, answers))
        .filter(|(_, answer)| !answer.is_empty())
        .map(|(question, answer)| {
            let question = question.label.trim_end_matches(['？', '?', '：', ':']);
            ui.tf(
                msg::ACTIVITY_ROLL_ANSWER,
                args! { question = question.to_owned(), answer = answer },
            )
        })
        .collect();
    pairs.join(ui.lang.between_parts())
}

/// Which rows are the first of their party: a party answers once, so its answers are shown and counted once.
pub fn firsts<'a>(parties: impl IntoIterator<Item = &'a str>) -> Vec<bool> {
    let mut seen = HashSet::new();
    parties.into_iter().map(|party| seen.insert(party)).collect()
}

#[cfg(test)]
mod tests {
    use super::firsts;

    #[test]
    fn a_party_answers_once() {
        assert_eq!(firsts(["a", "a", "b", "a"]), [true, false, true, false]);
    }
}
