//! What was answered, question by question: how many gave each answer, and who.

use axum::extract::State;
use langqiao_kernel::id::{ActivityId, OrganisationId};
use langqiao_platform::{app::App, desk, extract::Path, fault::Fault, gate::Grant, ui::prelude::*};
use langqiao_store::ReadTx;

use super::answers;
use crate::activities::{
    Asker, ListSignups,
    model::{Question, QuestionKind},
    queries::{self, Answers, Asked, RollQuery, RollRow},
    require_names,
};

/// More than can sign up for one activity.
const MOST: i64 = 20_000;

/// One party with its answers.
struct Party {
    /// The first of it, as shown.
    name: String,
    /// How many come together.
    people: i64,
    row: RollRow,
}

/// A question with what was answered.
pub struct Answered {
    /// The question as it was put.
    pub question: Question,
    /// Each answer with those who gave it; of what was typed freely each stands for itself.
    pub answers: Vec<Given>,
    /// How many parties it was put to that did not answer it; who was never asked is not among them.
    pub none: i64,
}

/// An answer.
pub struct Given {
    /// As it is kept: `yes` or `no` where that was asked.
    pub answer: String,
    /// Who gave it, as shown, each with how many come together.
    pub by: Vec<(String, i64)>,
}

/// Reads what the parties that have places, wait for them or are offered some answered. Three statements.
///
/// # Errors
/// [`Fault::NotFound`] where `org` holds none of that id.
pub fn read(tx: &mut ReadTx, asker: Asker, id: ActivityId) -> Result<(String, Vec<Answered>), Fault> {
    let stored = require_names(tx, asker, id)?;
    let asked = queries::asked(tx, id)?;
    let all = RollQuery {
        limit: MOST,
        ..RollQuery::default()
    };
    let (mut rows, _) = queries::roll(tx, id, &all)?;
    rows.retain(|row| matches!(row.state.as_str(), "seat" | "waiting" | "offered"));
    let mut parties: Vec<Party> = Vec::new();
    for row in rows {
        match parties.iter_mut().rfind(|party| party.row.party == row.party) {
            Some(party) => party.people += 1,
            None => parties.push(Party {
                name: row.name.clone(),
                people: 1,
                row,
            }),
        }
    }
    let put = &asked;
    let found = asked.iter().zip(&stored.plan.questions).map(|(asked, question)| {
        let mut answers: Vec<Given> = offered(question)
            .into_iter()
            .map(|answer| Given {
                answer,
                by: Vec::new(),
            })
            .collect();
        let mut none = 0;
        for party in &parties {
            let Some(answer) = party
                .row
                .answers
                .get(&asked.id)
                .filter(|answer| !answer.is_empty())
            else {
                none += i64::from(was_asked(
                    question,
                    (put, &stored.plan.questions),
                    &party.row.answers,
                ));
                continue;
            };
            let by = (party.name.clone(), party.people);
            match answers.iter_mut().find(|given| given.answer == *answer) {
                Some(given) => given.by.push(by),
                None => answers.push(Given {
                    answer: answer.clone(),
                    by: vec![by],
                }),
            }
        }
        Answered {
            question: question.clone(),
            answers,
            none,
        }
    });
    Ok((stored.activity.title, found.collect()))
}

/// Whether a question was put to those who answered so: what depends on an answer that they didn't give was not.
fn was_asked(question: &Question, (asked, questions): (&[Asked], &[Question]), answers: &Answers) -> bool {
    let Some(only) = &question.only_if else {
        return true;
    };
    let before = questions.iter().position(|other| other.label == only.question);
    let before = before.and_then(|at| asked.get(at));
    before.is_some_and(|other| answers.get(&other.id) == Some(&only.answer))
}

/// The answers that could be chosen, in their order; what nobody chose is said as well.
fn offered(question: &Question) -> Vec<String> {
    match question.kind {
        QuestionKind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
        _ => question.options.clone(),
    }
}

/// `GET /w/{org}/activities/{id}/answers`
pub async fn show(
    gate: Grant<ListSignups>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Page, Fault> {
    let (org, asker) = (gate.org(), Asker::of(&gate));
    let (title, found) = app.db.read(move |tx| read(tx, asker, id)).await?;
    let at = format!("/w/{org}/activities/{id}");
    let content = html! {
        (page_title(ui.t(msg::ANSWERED_TITLE), Some(&title), Some(html! {
            (link_button(&at, ui.t(msg::ACTIVITY_BACK)).icon(Icon::Back))
            (link_button(&format!("{at}/signups"), ui.t(msg::ACTIVITY_ROLL)))
        })))
        (stack(html! {
            @if found.is_empty() { (empty(Icon::Info, ui.t(msg::ANSWERED_NOTHING), html! {})) }
            @else { (muted(html! { (ui.t(msg::ANSWERED_HOW)) })) }
            @for one in &found { (one_question(&ui, one)) }
        }))
    };
    Ok(desk::page(&app, &ui, &gate, ui.t(msg::ANSWERED_TITLE), content))
}

fn one_question(ui: &Ui, one: &Answered) -> Markup {
    section(
        &one.question.label,
        stack_close(html! {
            @if let Some(condition) = answers::condition(ui, &one.question) { (muted(html! { (condition) })) }
            @for given in &one.answers {
                @let said = answers::said(ui, one.question.kind, &given.answer);
                @let line = ui.tf(msg::ANSWERED_COUNT, args! { answer = said, n = given.by.len() as i64 });
                @if given.by.is_empty() { p { (line) } }
                @else { (disclosure(&line, false, bullets(given.by.iter().map(|(name, people)| who(ui, name, *people))))) }
            }
            @if one.none > 0 { (muted(html! { (ui.tf(msg::ANSWERED_NONE, args! { n = one.none })) })) }
        }),
    )
}

fn who(ui: &Ui, name: &str, people: i64) -> Markup {
    match people {
        1 => html! { (name) },
        n => html! { (ui.tf(msg::ANSWERED_PARTY, args! { name = name.to_owned(), n = n })) },
    }
}
