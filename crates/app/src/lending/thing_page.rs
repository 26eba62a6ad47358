//! A thing's page: what it is, how many are free, the form to ask for it; and for its keeper its count and its loans.

use axum::{extract::State, response::Response};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, OrganisationId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    not_done::{self, NotDone},
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    ask, form, keep,
    list_page::Asked,
    loans::{self, Which},
    model::{Entry, Loan, Side, Status, Thing},
    occasions,
    photos::{self, ALBUM, Photo},
    queries::{self, Line},
    thing_view::{self, ask_form, counting, entries, loans_of, pictures_of, taking_off},
};
use crate::bookings::{BookSpaces, KeepSpaces, SeeSpaces, peak};

/// How many live loans a thing's page lists; all stand behind the link.
const LOANS_SHOWN: i64 = 20;

/// What a thing's page and the API's answer are made of.
pub(super) struct View {
    pub thing: Thing,
    /// How many are free now and all of the asked days.
    pub free: i64,
    /// By how many more are promised than there are.
    pub short: i64,
    /// Its entries, for its keeper.
    pub lines: Vec<Line>,
    /// Its live loans, for its keeper.
    pub loans: Vec<Loan>,
    /// Its pictures.
    pub photos: Vec<Photo>,
    /// Whether it goes along with the rooms of its venue; for its keeper.
    pub goes_along: bool,
    /// The activities for which it may be asked for.
    pub activities: Vec<(ActivityId, String)>,
}

/// Reads what an organisation may see of a thing; with the activities for which it may ask, the `chosen` one first.
///
/// # Errors
/// [`NotDone::NotFound`] where it may see nothing of it.
pub(super) fn view(
    tx: &mut ReadTx,
    org: OrganisationId,
    id: EquipmentId,
    (span, now): ((Timestamp, Timestamp), Timestamp),
    chosen: Option<ActivityId>,
) -> Result<View, NotDone> {
    let thing = queries::thing(tx, org, id)?.ok_or(NotDone::NotFound)?;
    let span = ask::held_span(&thing, span);
    let held: Vec<_> = queries::held_of(tx, id, now)?;
    let free = (thing.pieces - peak(&held, span)).max(0);
    let short = (peak(&held, (now, Timestamp::MAX)) - thing.pieces).max(0);
    let own = thing.owner == org;
    let which = Which {
        org,
        side: Side::Out,
        live: true,
        thing: Some(id),
        with: None,
        activity: None,
        of_activity: None,
        activity_kind: None,
        purpose: None,
        damage: None,
        handed: None,
    };
    Ok(View {
        free,
        short,
        photos: ALBUM.of(tx, id)?,
        goes_along: own && thing.venue.is_some() && queries::goes_along(tx, id)?,
        lines: if own { queries::lines(tx, id)? } else { Vec::new() },
        loans: if own {
            loans::list(tx, &which, None, LOANS_SHOWN)?
        } else {
            Vec::new()
        },
        activities: if thing.open {
            occasions::activities(tx, org, (now, chosen))?
        } else {
            Vec::new()
        },
        thing,
    })
}

/// `GET /w/{org}/things/{thing}`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (from, until) = asked.days(time::day(ui.now));
    let mut typed = Fields::default();
    typed.push("from", from.to_string());
    typed.push("until", until.to_string());
    typed.push("pieces", "1");
    if let Some(activity) = asked.activity() {
        typed.push("activity", activity.to_text());
    }
    page((&gate, &ui, &app), id, &typed, &Problems::new()).await
}

async fn page<P: Permission>(
    (gate, ui, app): (&Grant<P>, &Ui, &App),
    id: EquipmentId,
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let (org, now, today) = (gate.org(), ui.now, time::day(ui.now));
    let day = |name: &str| {
        crate::activities::typed::day(typed.raw(name), today)
            .ok()
            .flatten()
    };
    let from = day("from").filter(|day| *day >= today).unwrap_or(today);
    let until = day("until").filter(|day| *day >= from).unwrap_or(from);
    let span = (
        time::start_of_day(from).max(now),
        time::start_of_day(until.tomorrow().unwrap_or(until)),
    );
    let chosen = typed.raw("activity").parse().ok();
    let read = app.db.read(move |tx| view(tx, org, id, (span, now), chosen));
    let view = read.await?;
    let thing = &view.thing;
    let own = thing.owner == org;
    let at = format!("/w/{org}/things/{id}");
    let keeps = own && gate.may(KeepSpaces::NAME) && thing.gone_at.is_none();
    let edit = format!("{at}/edit");
    let lede = format!("{} · {}", thing.owner_name, thing.area);
    let pictures = photos::folder(org, id);
    let actions = keeps.then(|| {
        html! {
            (link_button(&edit, ui.t(msg::LOAN_EDIT)).icon(Icon::Edit))
            (link_button(&pictures, ui.t(msg::SITE_PHOTOS)).icon(Icon::Camera))
        }
    });
    let content = html! {
        (page_title(&thing.name, Some(&lede), actions))
        (stack(html! {
            (error_summary(ui, problems))
            @if let Some(at) = thing.gone_at { (notice(Tone::Warn, html! { p { (ui.tf(msg::LOAN_GONE_SINCE, args! { day = when::full_day(ui.lang, time::day(at)), why = thing.gone_why.as_str() })) } })) }
            @if own && view.short > 0 { (notice(Tone::Warn, html! { p { (ui.tf(msg::LOAN_PROMISED_TOO_MANY, args! { n = view.short })) } })) }
            (thing_view::facts(ui, org, &view, (from, until)))
            (pictures_of(org, &view.photos))
            @if thing.open && gate.may(BookSpaces::NAME) { (ask_form(ui, (&at, own), &view, typed, problems)) }
            @if own { (loans_of(ui, org, &view)) (entries(ui, org, &view)) }
            @if keeps { (counting(ui, (&at, thing.pieces), typed, problems)) (taking_off(ui, &at, typed, problems)) }
        }))
    };
    Ok(desk::page(app, ui, gate, &thing.name, content))
}

/// `POST /w/{org}/things/{thing}/ask`
pub(super) async fn send(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (whose, house) = ((gate.org(), gate.person()), app.clone());
    let done = match form::wish(&ui, id, &fields) {
        Err(errors) => Err(NotDone::Fields(errors)),
        Ok(wish) => {
            let write = app
                .db
                .write(gate.by(), move |tx| ask::ask(tx, &house.keys, whose, &wish));
            write.await
        }
    };
    let (to, done) = match done {
        Ok((loan, status)) => {
            let said = if status == Status::Asked {
                msg::LOAN_SAID_ASKED
            } else {
                msg::LOAN_SAID_PROMISED
            };
            (format!("/w/{}/loans/{loan}", whose.0), Ok(said))
        }
        Err(why) => (String::new(), Err(why)),
    };
    again((&gate, &ui, &app), id, &fields, (to, done)).await
}

/// `POST /w/{org}/things/{thing}/count`
pub(super) async fn count(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let whose = (gate.org(), gate.person());
    let note = fields.raw("note").to_owned();
    let (pieces, seen) = (
        form::number(&fields, "n").unwrap_or(-1),
        fields.raw("seen").parse().ok(),
    );
    let done = match fields.raw("why").parse::<Entry>() {
        Err(_) => Err(NotDone::field("why", msg::LOAN_CHOOSE_WHY)),
        Ok(why) => {
            let write = app.db.write(gate.by(), move |tx| {
                keep::count(tx, whose, (id, seen), (why, pieces), &note)
            });
            write.await.map(|()| msg::LOAN_SAID_COUNTED)
        }
    };
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        (format!("/w/{}/things/{id}", whose.0), done),
    )
    .await
}

/// `POST /w/{org}/things/{thing}/gone`
pub(super) async fn gone(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (whose, why) = ((gate.org(), gate.person()), fields.raw("gone_why").to_owned());
    let done = app
        .db
        .write(gate.by(), move |tx| keep::take_off(tx, whose, id, &why))
        .await;
    let done = done.map(|()| msg::LOAN_SAID_GONE);
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        (format!("/w/{}/lending/own", whose.0), done),
    )
    .await
}

async fn again<P: Permission>(
    (gate, ui, app): (&Grant<P>, &Ui, &App),
    id: EquipmentId,
    fields: &Fields,
    (to, done): (String, Result<Msg, NotDone>),
) -> Result<Response, Fault> {
    not_done::again(ui, to, done, |problems| async move {
        page((gate, ui, app), id, fields, &problems).await
    })
    .await
}
