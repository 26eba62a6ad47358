//! What a venue lends: laid down by its keeper, a line each.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_kernel::{
    id::{OrganisationId, VenueId},
    text::{clip, squash},
};
use langqiao_platform::{
    app::App,
    desk,
    extract::Path,
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::Grant,
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx};
use sha2::{Digest, Sha256};

use super::{
    super::{KeepSpaces, waiting::pieces},
    lend::{self, PIECES_MAX},
    queries::{self, Equipment},
    stock::{self, Entry, Kind, NewThing, OpenTo},
};

/// The longest name of a kind, in characters; and the most lines.
pub const NAME_MAX: usize = 40;
pub const LINES_MAX: usize = 100;

/// What the keeper lays down.
#[derive(Clone, Debug, Default)]
pub struct Lending {
    /// Kinds of equipment with how many there are.
    pub equipment: Vec<(String, i64)>,
}

/// Why what is laid down can't be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// More is promised from now on than there would be.
    #[error("{name}: {promised} promised")]
    Promised {
        /// Of which kind.
        name: String,
        /// How many at once.
        promised: i64,
    },
    /// What is lent was counted anew since it was seen; so it stands now.
    #[error("changed: {0}")]
    Changed(String),
}

/// `GET /w/{org}/venues/{venue}/lending`
pub async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, venue)): Path<(OrganisationId, VenueId)>,
) -> Result<Page, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let name = kept(tx, org, venue)?;
        Ok::<_, StoreError>((name, queries::of_venue(tx, venue)?))
    });
    let (name, equipment) = read.await?;
    let name = name.ok_or(Fault::NotFound)?;
    let mut typed = Fields::default();
    let lines = written(&equipment);
    typed.push("equipment", lines.clone());
    typed.push("seen", lines);
    Ok(page(&gate, &ui, &app, (venue, &name), &typed, &Problems::new()))
}

/// `POST /w/{org}/venues/{venue}/lending`
pub async fn change(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, venue)): Path<(OrganisationId, VenueId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let org = gate.org();
    let name = app.db.read(move |tx| kept(tx, org, venue)).await?;
    let name = name.ok_or(Fault::NotFound)?;
    let mut form = form;
    let problems = match read(&form) {
        Err(errors) => errors.problems(&ui),
        Ok(lending) => {
            let seen = form.has("seen").then(|| form.raw("seen").to_owned());
            let written = app.db.write(gate.by(), move |tx| {
                write_seen(
                    tx,
                    (org, venue),
                    &lending,
                    seen.as_deref().map_or(Seen::Nothing, Seen::Lines),
                )
            });
            match written.await? {
                None => {
                    let to = SeeOther::to(format!("/w/{org}/spaces"));
                    return Ok(to.say(Tone::Ok, msg::LEND_SAID_SAVED).into_response());
                }
                Some(unfit) => {
                    let mut problems = Problems::new();
                    match unfit {
                        Unfit::Promised { name, promised } => {
                            let args = args! { name = name, n = promised };
                            problems.add("equipment", ui.tf(msg::LEND_PROMISED, args));
                        }
                        Unfit::Changed(now) => {
                            let args = args! { now = if now.is_empty() { "—".to_owned() } else { now.replace('\n', " / ") } };
                            problems.add("equipment", ui.tf(msg::LOAN_LIST_CHANGED, args));
                            // What is sent next was seen beside this.
                            form = with_seen(&form, &now);
                        }
                    }
                    problems
                }
            }
        }
    };
    let page = page(&gate, &ui, &app, (venue, &name), &form, &problems);
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The venue's name, if the organisation keeps it.
pub fn kept(tx: &mut ReadTx, org: OrganisationId, venue: VenueId) -> Result<Option<String>, StoreError> {
    let found = queries::venue(tx, venue)?;
    Ok(found.filter(|(_, keeper)| *keeper == org).map(|(name, _)| name))
}

/// What a venue lends, a line each, as its keeper sees and changes it.
fn written(equipment: &[Equipment]) -> String {
    let lines: Vec<String> = equipment
        .iter()
        .map(|one| format!("{} {}", one.name, one.pieces))
        .collect();
    lines.join("\n")
}

/// What was typed, beside what is there now.
fn with_seen(form: &Fields, now: &str) -> Fields {
    let mut fields = Fields::default();
    fields.push("equipment", form.raw("equipment"));
    fields.push("seen", now);
    fields
}

/// Reads a line for each: `折叠椅 60`.
fn read(form: &Fields) -> Result<Lending, FieldErrors> {
    let mut errors = FieldErrors::new();
    let lines = |name: &str| {
        let text = form.raw(name).to_owned();
        let lines: Vec<String> = text.lines().map(str::trim).map(str::to_owned).collect();
        lines.into_iter().filter(|line| !line.is_empty())
    };
    let mut lending = Lending::default();
    for line in lines("equipment") {
        let read = line.rsplit_once(char::is_whitespace).and_then(|(name, pieces)| {
            let pieces: i64 = squash(pieces).parse().ok()?;
            let name = squash(name);
            let fits = (1..=NAME_MAX).contains(&name.chars().count()) && (0..=PIECES_MAX).contains(&pieces);
            let known = lending.equipment.iter().any(|(known, _)| *known == name);
            (fits && !known && lending.equipment.len() < LINES_MAX).then_some((name, pieces))
        });
        match read {
            Some(one) => lending.equipment.push(one),
            None => errors.add(
                "equipment",
                Sentence::new(msg::LEND_BAD_LINE).with("line", clip(&line, 60)),
            ),
        }
    }
    if errors.is_empty() {
        Ok(lending)
    } else {
        Err(errors)
    }
}

/// Writes what a venue lends. Kinds that are no longer named are lent no more, but
/// what is promised is kept: none is counted lower than what is promised of it. Says what is against it; nothing is
/// changed then.
///
/// # Errors
/// When the database fails.
pub fn write(
    tx: &mut WriteTx,
    org: OrganisationId,
    venue: VenueId,
    lending: &Lending,
) -> Result<Option<Unfit>, StoreError> {
    write_seen(tx, (org, venue), lending, Seen::Nothing)
}

/// What somebody saw who changes it.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    /// It doesn't matter.
    Nothing,
    /// The lines of the form.
    Lines(&'a str),
    /// Its version ([`version`]).
    Version(i64),
}

/// What stands for a venue's equipment with all its numbers: another number, another version.
pub fn version(equipment: &[Equipment]) -> i64 {
    let sum = Sha256::digest(written(equipment));
    sum.iter()
        .take(6)
        .fold(0, |all, byte| (all << 8) | i64::from(*byte))
}

/// The same by who saw `seen`: nothing is written over what was counted since.
///
/// # Errors
/// When the database fails.
pub fn write_seen(
    tx: &mut WriteTx,
    (org, venue): (OrganisationId, VenueId),
    lending: &Lending,
    seen: Seen<'_>,
) -> Result<Option<Unfit>, StoreError> {
    // Two who enter the same new kind at the same moment enter one.
    tx.lock("lending", &venue)?;
    let mut ids: Vec<_> = queries::of_venue(tx, venue)?.iter().map(|one| one.id).collect();
    // Whoever borrows takes the kinds' locks in this order, too.
    ids.sort_unstable();
    for id in ids {
        stock::queue(tx, id)?;
    }
    // Read again: how many there are may have been counted anew meanwhile.
    let kinds = queries::of_venue(tx, venue)?;
    let now = written(&kinds);
    let same = match seen {
        Seen::Nothing => true,
        Seen::Lines(lines) => lines.lines().eq(now.lines()),
        Seen::Version(seen) => seen == version(&kinds),
    };
    if !same {
        return Ok(Some(Unfit::Changed(now)));
    }
    let mut gone = Vec::new();
    for known in kinds {
        let named = lending.equipment.iter().find(|(name, _)| *name == known.name);
        let promised = lend::promised(tx, known.id)?;
        // Where some broke, more may be promised than there is.
        if named.map_or(0, |(_, pieces)| *pieces) < promised.min(known.pieces) {
            let name = known.name;
            return Ok(Some(Unfit::Promised { name, promised }));
        }
        if named.is_none() {
            gone.push(known.name);
        }
    }
    for name in gone {
        count(tx, (org, venue), &name, 0)?;
    }
    for (name, pieces) in &lending.equipment {
        count(tx, (org, venue), name, *pieces)?;
    }
    tx.record(Event::of("venue.lending_changed", &venue).org(org))?;
    let mut kinds: Vec<_> = queries::of_venue(tx, venue)?.iter().map(|one| one.id).collect();
    pieces::back(tx, &mut kinds)?;
    Ok(None)
}

/// Writes how many of a kind go along with a venue's rooms.
fn count(
    tx: &mut WriteTx,
    (org, venue): (OrganisationId, VenueId),
    name: &str,
    pieces: i64,
) -> Result<(), StoreError> {
    if let Some(known) = queries::named_at(tx, venue, name)? {
        return stock::change(
            tx,
            known.id,
            (Entry::Counted, pieces - known.pieces),
            "",
            (None, None),
        );
    }
    let new = NewThing {
        name: name.to_owned(),
        kind: Kind::Equipment,
        pieces,
        venue: Some(venue),
        place: String::new(),
        open_to: OpenTo::Nobody,
        asks: true,
        days_max: 7,
        note: String::new(),
        idle_days: 60,
    };
    let id = stock::enter(tx, (org, None), &new)?;
    queries::goes_along(tx, id, venue)
}

fn page(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    (venue, name): (VenueId, &str),
    typed: &Fields,
    problems: &Problems,
) -> Page {
    let org = gate.org();
    let action = format!("/w/{org}/venues/{venue}/lending");
    let lines = |name: &'static str, label: Msg, hint: Msg| {
        text_area(ui, name, ui.t(label))
            .value(typed.raw(name))
            .hint(ui.t(hint))
            .error(problems.of(name))
            .render()
    };
    let content = html! {
        (page_title(ui.t(msg::LEND_TITLE), Some(name), None))
        (stack(html! {
            (error_summary(ui, problems))
            (form(ui, &action).body(html! {
                @if typed.has("seen") { (hidden("seen", typed.raw("seen"))) }
                (lines("equipment", msg::LEND_EQUIPMENT, msg::LEND_EQUIPMENT_HINT))
                (action_bar(html! {
                    (button(ui.t(msg::BOOKING_SAVE)).primary())
                    (link_button(&format!("/w/{org}/spaces"), ui.t(msg::BOOKING_BACK)).quiet())
                }))
            }))
        }))
    };
    desk::page(app, ui, gate, ui.t(msg::LEND_TITLE), content)
}
