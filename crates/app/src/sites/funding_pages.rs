//! Who paid for a site, by source; each sum opens to its entries.

use axum::{extract::State, response::Response};
use langqiao_kernel::{
    id::{FundingId, OrganisationId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    not_done::{self, NotDone},
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    form,
    funding::{self, Entry, NOTE_MAX, NewEntry, Source},
    queries, say,
};
use crate::{activities::typed, bookings::KeepSpaces};

type OfVenue = Path<(OrganisationId, VenueId)>;

/// Of which source the entries are shown; all without a wish.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    source: Option<String>,
}

/// `GET /w/{org}/venues/{venue}/funding`
pub(super) async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let source = asked.source.and_then(|word| word.parse().ok());
    page(
        (&gate, &ui, &app),
        (id, source),
        &Fields::default(),
        &Problems::new(),
    )
    .await
}

async fn page(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    (id, source): (VenueId, Option<Source>),
    typed: &Fields,
    problems: &Problems,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let venue = queries::kept(tx, org, id)?;
        Ok::<_, NotDone>((venue, queries::sums(tx, id)?, queries::entries(tx, id, source)?))
    });
    let (venue, sums, entries) = read.await?;
    let at = format!("/w/{org}/venues/{id}/funding");
    let back = format!("/w/{org}/venues/{id}");
    let title = ui.t(msg::SITE_FUNDING);
    let content = html! {
        (page_title(title, Some(&venue.name), Some(html! { (link_button(&back, ui.t(msg::SITE_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            (split(
                html! {
                    @if sums.is_empty() { (empty(Icon::List, ui.t(msg::SITE_FUNDING_NONE), html! {})) } @else {
                        (totals(ui, &at, &sums))
                        (section(&heading(ui, source), html! {
                            @if source.is_some() { p { (link(&at, ui.t(msg::SITE_FUNDING_ALL))) } }
                            (list(ui, &at, &entries, typed, problems))
                        }))
                    }
                },
                panel(ui.t(msg::SITE_FUNDING_ADD), entry_form(ui, &at, typed, problems)),
            ))
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

fn heading(ui: &Ui, of: Option<Source>) -> String {
    match of {
        Some(of) => ui.t(say::source(of)).to_owned(),
        None => ui.t(msg::SITE_FUNDING_ENTRIES).to_owned(),
    }
}

/// The sum of each source and of all; each opens to what it was added up from.
fn totals(ui: &Ui, at: &str, sums: &[(Source, i64, i64)]) -> Markup {
    let columns = vec![
        col(ui.t(msg::SITE_SOURCE)),
        number_col(ui.t(msg::SITE_ENTRIES)),
        number_col(ui.t(msg::SITE_AMOUNT)),
    ];
    let rows = sums.iter().map(|(source, sum, n)| {
        let href = format!("{at}?source={}", source.as_str());
        vec![
            html! { (ui.t(say::source(*source))) },
            html! { (when::count(*n)) },
            link(&href, &when::money(*sum)),
        ]
    });
    let whole = |of: fn(&(Source, i64, i64)) -> i64| sums.iter().map(of).sum::<i64>();
    let foot = vec![
        html! { (ui.t(msg::SITE_TOTAL)) },
        html! { (when::count(whole(|sum| sum.2))) },
        link(at, &when::money(whole(|sum| sum.1))),
    ];
    table(ui.t(msg::SITE_FUNDING), columns)
        .rows(rows)
        .foot(foot)
        .render()
}

fn list(ui: &Ui, at: &str, entries: &[Entry], typed: &Fields, problems: &Problems) -> Markup {
    let columns = vec![
        col(ui.t(msg::SITE_DAY)),
        col(ui.t(msg::SITE_SOURCE)),
        col(ui.t(msg::SITE_GIVER)),
        number_col(ui.t(msg::SITE_AMOUNT)),
        col(ui.t(msg::SITE_NOTE)),
    ];
    let rows = entries.iter().map(|entry| {
        vec![
            ui.day(entry.day),
            html! { (ui.t(say::source(entry.source))) },
            html! { (entry.giver) },
            html! { (when::money(entry.amount)) },
            html! {
                (entry.note)
                @if entry.takes_back.is_some() { " " (badge(Tone::Warn, ui.t(msg::SITE_TAKES_BACK))) }
                @if entry.taken_back { " " (badge(Tone::Plain, ui.t(msg::SITE_TAKEN_BACK))) }
                @if entry.takes_back.is_none() && !entry.taken_back { (back_form(ui, at, entry, typed, problems)) }
            },
        ]
    });
    table(ui.t(msg::SITE_FUNDING_ENTRIES), columns)
        .rows(rows)
        .render()
}

fn back_form(ui: &Ui, at: &str, entry: &Entry, typed: &Fields, problems: &Problems) -> Markup {
    let name = format!("reason-{}", entry.id);
    let fields = html! {
        p { (ui.t(msg::SITE_TAKE_BACK_WHY)) }
        (field(ui, &name, ui.t(msg::SITE_REASON)).required().value(typed.raw(&name)).error(problems.of(&name)).max_chars(NOTE_MAX as u32))
        (button(ui.t(msg::SITE_TAKE_BACK)).danger().about(&entry.giver))
    };
    let action = format!("{at}/{}/back", entry.id);
    confirm_with(
        ui.t(msg::SITE_TAKE_BACK),
        problems.of(&name).is_some(),
        langqiao_platform::ui::components::form(ui, &action).body(fields),
    )
}

fn entry_form(ui: &Ui, at: &str, typed: &Fields, problems: &Problems) -> Markup {
    let today = time::day(ui.now).to_string();
    let day = if typed.raw("day").is_empty() {
        &today
    } else {
        typed.raw("day")
    };
    let mut sources = select(ui, "source", ui.t(msg::SITE_SOURCE))
        .required()
        .error(problems.of("source"));
    sources = sources.option("", ui.t(msg::SITE_CHOOSE), typed.raw("source").is_empty());
    for source in Source::ALL {
        sources = sources.option(
            source.as_str(),
            ui.t(say::source(*source)),
            typed.raw("source") == source.as_str(),
        );
    }
    langqiao_platform::ui::components::form(ui, at).body(html! {
        (sources)
        (field(ui, "giver", ui.t(msg::SITE_GIVER)).required().value(typed.raw("giver")).error(problems.of("giver"))
            .hint(ui.t(msg::SITE_GIVER_HINT)).max_chars(NOTE_MAX as u32))
        (field(ui, "amount", ui.t(msg::SITE_AMOUNT)).required().short().inputmode("decimal").unit(ui.t(msg::ACTIVITY_UNIT_YUAN))
            .value(typed.raw("amount")).error(problems.of("amount")))
        (field(ui, "day", ui.t(msg::SITE_DAY)).required().date().value(day).error(problems.of("day")))
        (field(ui, "note", ui.t(msg::SITE_NOTE)).value(typed.raw("note")).error(problems.of("note")).max_chars(NOTE_MAX as u32))
        (button(ui.t(msg::SITE_FUNDING_ADD)).primary())
    })
}

fn read(fields: &Fields, today: jiff::civil::Date) -> Result<NewEntry, NotDone> {
    let mut errors = FieldErrors::new();
    let source = fields.raw("source").parse::<Source>().ok();
    if source.is_none() {
        errors.add("source", msg::SITE_SOURCE_NEEDED);
    }
    let amount = typed::yuan(fields.raw("amount")).ok().flatten();
    if amount.is_none() {
        errors.add("amount", msg::SITE_AMOUNT_WRONG);
    }
    let day = form::day(fields, "day", today, &mut errors);
    match (source, amount, day) {
        (Some(source), Some(amount), Some(day)) => Ok(NewEntry {
            source,
            giver: fields.raw("giver").to_owned(),
            amount,
            day,
            note: fields.raw("note").to_owned(),
        }),
        _ => Err(NotDone::Fields(errors)),
    }
}

async fn again(
    (gate, ui, app): (&Grant<KeepSpaces>, &Ui, &App),
    id: VenueId,
    fields: &Fields,
    done: Result<Msg, NotDone>,
) -> Result<Response, Fault> {
    not_done::again(
        ui,
        format!("/w/{}/venues/{id}/funding", gate.org()),
        done,
        |problems| async move { page((gate, ui, app), (id, None), fields, &problems).await },
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/funding`
pub(super) async fn give(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let done = match read(&fields, time::day(ui.now)) {
        Ok(new) => {
            app.db
                .write(gate.by(), move |tx| funding::give(tx, (org, person), id, &new))
                .await
        }
        Err(why) => Err(why),
    };
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|_| msg::SITE_SAID_FUNDED),
    )
    .await
}

/// `POST /w/{org}/venues/{venue}/funding/{funding}/back`
pub(super) async fn take_back(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, VenueId, FundingId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let reason = fields.raw(&format!("reason-{entry}")).to_owned();
    let done = app
        .db
        .write(gate.by(), move |tx| {
            funding::take_back(tx, (org, person), id, (entry, &reason))
        })
        .await;
    again(
        (&gate, &ui, &app),
        id,
        &fields,
        done.map(|_| msg::SITE_SAID_TAKEN_BACK),
    )
    .await
}
