//! A judge scores on a phone: by the link that the office gave, or signed in. Everyone scores apart: nobody sees here
//! what the others gave. Without a network what is typed waits on the phone ([`judge_offline`]).

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::id::{EntryId, StageId};
use langqiao_platform::{
    app::App,
    extract::Path,
    fault::{Fault, Refusal},
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Public,
    not_done::NotDone,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    court_pages::given,
    form_views, judge_offline, queries, say,
    score::{self, GiveMarks, PanelSeat},
    typed, views,
    whole::Whole,
};

/// Whose seat `key` opens: it is the secret part of a link, or the stage's id for a judge who has signed in.
fn seat(app: &App, gate: &Public, key: &str, tx: &mut ReadTx<'_>) -> Result<(PanelSeat, Whole), NotDone> {
    let found = match (key.parse::<StageId>(), gate.person()) {
        (Ok(stage), Some(person)) => score::by_person(tx, person, stage)?,
        (Ok(_), None) => None,
        (Err(_), _) => score::by_link(tx, &app.keys, key)?,
    };
    let seat = found.ok_or(NotDone::NotFound)?;
    let competition = queries::public(tx, seat.competition)?.ok_or(NotDone::NotFound)?;
    Ok((seat, Whole::read(tx, competition)?))
}

/// A link that opens nothing: mostly there is a new one, and whoever has the old one is told whom to ask for it.
fn closed(key: &str, why: NotDone) -> Fault {
    match why {
        NotDone::NotFound if key.parse::<StageId>().is_err() => {
            let (status, said) = (StatusCode::NOT_FOUND, msg::COMPETITION_LINK_CLOSED);
            Refusal::with_status(status, "judging-link-closed", said).into()
        }
        other => other.into(),
    }
}

/// The seat that a link opens, with all that is known of its competition.
async fn opened(app: &App, gate: Public, key: &str) -> Result<(PanelSeat, Whole), Fault> {
    let (house, link_key) = (app.clone(), key.to_owned());
    let read = app.db.read(move |tx| seat(&house, &gate, &link_key, tx));
    read.await.map_err(|why| closed(key, why))
}

/// `GET /judging/{key}`: whom this judge has still to score, then the others.
pub(super) async fn list(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Page, Fault> {
    let (seat, whole) = opened(&app, gate, &key).await?;
    let stage = whole.stage(seat.stage).ok_or(Fault::NotFound)?;
    let mine = |entry: EntryId| given(&whole, stage, entry, seat.seat).1;
    let mut entries: Vec<EntryId> = whole
        .seats_of(stage.id)
        .map(|seat| seat.entry)
        .filter(|entry| {
            whole
                .entry(*entry)
                .is_some_and(|entry| entry.withdrawn_at.is_none())
        })
        .collect();
    entries.sort_by_key(|entry| mine(*entry));
    let done = entries.iter().filter(|entry| mine(**entry)).count();
    let title = ui.tf(msg::COMPETITION_JUDGE, args! { n = seat.seat });
    let columns = vec![
        col(ui.t(msg::COMPETITION_ENTRY)),
        number_col(ui.t(msg::COMPETITION_NUMBER)),
        number_col(ui.t(msg::COMPETITION_MY_MARKS)),
        col(ui.t(msg::COMPETITION_TYPE)).unseen(),
    ];
    let rows = entries.iter().map(|entry| {
        let marks: Vec<&super::model::Mark> = whole.marks.iter().filter(|mark| mark.stage == stage.id && mark.entry == *entry).collect();
        let total = super::whole::total(stage, &marks, seat.seat).map_or_else(|| "—".to_owned(), say::judge_points);
        let number = whole.entry(*entry).map_or(0, |entry| entry.number);
        let word = if mine(*entry) { msg::COMPETITION_CORRECT } else { msg::COMPETITION_SCORE_IT };
        vec![
            views::name_cell(&ui, &whole, *entry),
            html! { (number) },
            html! { (total) " " (judge_offline::here(*entry)) },
            html! { @if stage.runs() { (link_button(&format!("/judging/{key}/{entry}"), ui.t(word)).small().about(&number.to_string())) } },
        ]
    });
    let counted = ui.tf(
        msg::COMPETITION_SCORED_SO_FAR,
        args! { n = done, all = entries.len() },
    );
    let content = html! {
        (page_title(&whole.competition.title, Some(&title), None))
        (stack(html! {
            @if stage.started_at.is_none() {
                (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_JUDGE_EARLY)) }))
            } @else if !stage.runs() {
                (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_STAGE_NOT_OPEN)) }))
            }
            (judge_offline::on_list(&ui, &key, seat, stage))
            p { (counted) }
            (table(&title, columns).rows(rows))
            (views::rules(&ui, &whole, stage))
        }))
    };
    Ok(portal(&ui, Head::unlisted(&title), content))
}

/// `GET /judging/{key}/{entry}`
pub(super) async fn show(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    Path((key, entry)): Path<(String, EntryId)>,
) -> Result<Page, Fault> {
    let (seat, whole) = opened(&app, gate, &key).await?;
    page(&ui, &key, seat, &whole, entry, None)
}

fn page(
    ui: &Ui,
    key: &str,
    seat: PanelSeat,
    whole: &Whole,
    entry: EntryId,
    wrong: Option<(&Fields, &FieldErrors)>,
) -> Result<Page, Fault> {
    let stage = whole.stage(seat.stage).ok_or(Fault::NotFound)?;
    whole
        .seats_of(stage.id)
        .find(|seat| seat.entry == entry)
        .ok_or(Fault::NotFound)?;
    let (before, correcting) = given(whole, stage, entry, seat.seat);
    let none = FieldErrors::new();
    let (fields, errors) = wrong.unwrap_or((&before, &none));
    let problems = errors.problems(ui);
    let known = whole.entry(entry);
    let number = known.map_or(0, |entry| entry.number);
    let title = ui.tf(msg::COMPETITION_NUMBER_N, args! { n = number });
    let content = html! {
        (page_title(&title, Some(known.map_or("", |entry| &entry.name)), None))
        (stack(html! {
            p { (link(&format!("/judging/{key}"), ui.t(msg::COMPETITION_BACK_TO_LIST))) }
            (error_summary(ui, &problems))
            (judge_offline::on_entry(ui, key, seat, (entry, &say::name(ui, whole, Some(entry)))))
            (form(ui, &format!("/judging/{key}/{entry}")).id("marks").body(html! {
                (form_views::mark_fields(ui, stage, correcting, fields, &problems))
                (judge_offline::typed_state())
                (action_bar(html! { (button(ui.t(msg::COMPETITION_SAVE_MARKS)).primary()) }))
            }))
        }))
    };
    Ok(portal(ui, Head::unlisted(&title), content))
}

/// `POST /judging/{key}/{entry}`
pub(super) async fn give(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    Path((key, entry)): Path<(String, EntryId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let by = gate.by();
    let (seat, whole) = opened(&app, gate, &key).await?;
    let stage = whole.stage(seat.stage).ok_or(Fault::NotFound)?;
    let errors = match typed::marks(&fields, false, stage.rules.items.len() as i64) {
        Err(errors) => errors,
        Ok(values) => {
            let given = GiveMarks {
                stage: seat.stage,
                judge: seat.seat,
                entry,
                values,
                reason: fields.raw("reason").to_owned(),
            };
            match app
                .db
                .write(by, move |tx| score::give_marks(tx, seat.competition, &given))
                .await
            {
                Ok(_) => {
                    let said = Sentence::new(msg::COMPETITION_MARKS_SAVED)
                        .with("name", say::name(&ui, &whole, Some(entry)));
                    let back = SeeOther::to(format!("/judging/{key}"));
                    // The island says it itself, and keeps the list without it.
                    return Ok(match fields.has(judge_offline::QUIET) {
                        true => back.into_response(),
                        false => back.say(Tone::Ok, said).into_response(),
                    });
                }
                Err(why) => why.into_fields()?,
            }
        }
    };
    let page = page(&ui, &key, seat, &whole, entry, Some((&fields, &errors)))?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
