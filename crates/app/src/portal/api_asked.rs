//! What an activity asks of those who sign up, for programs: a sign-up's `answers` are keyed by these ids.

use serde::Serialize;
use utoipa::ToSchema;

use crate::signups::answers::{Question, QuestionKind};

/// A question of an activity.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AskedQuestion {
    /// Its id: the key of its answer in a sign-up's `answers`.
    id: String,
    /// What is asked.
    label: String,
    /// `text`, `number` (whole, not below 0), `yes_no` (`yes` or `no`) or `choice` (one of the options).
    kind: &'static str,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    /// Whether it must be answered, where it is asked.
    required: bool,
    /// Where it is asked only after a certain answer to another question.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_if: Option<AskedAfter>,
}

/// The answer after which a question is asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AskedAfter {
    /// The other question's id.
    question: String,
    /// Its answer.
    answer: String,
}

/// Questions as programs read them.
pub(super) fn asked(questions: &[Question]) -> Vec<AskedQuestion> {
    let named = |label: &str| questions.iter().find(|one| one.label == label);
    questions
        .iter()
        .map(|question| AskedQuestion {
            id: question.id.clone(),
            label: question.label.clone(),
            kind: match question.kind {
                QuestionKind::Text => "text",
                QuestionKind::Number => "number",
                QuestionKind::YesNo => "yes_no",
                QuestionKind::Choice(_) => "choice",
            },
            options: match &question.kind {
                QuestionKind::Choice(options) => options.clone(),
                QuestionKind::Text | QuestionKind::Number | QuestionKind::YesNo => Vec::new(),
            },
            required: question.required,
            only_if: question.only_if.as_ref().and_then(|(label, answer)| {
                Some(AskedAfter {
                    question: named(label)?.id.clone(),
                    answer: answer.clone(),
                })
            }),
        })
        .collect()
}
