//! What a venue lends, and who built it together: laid down by its keeper, a line each.

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

use super::{
    super::KeepSpaces,
    lend::{self, PIECES_MAX},
    queries,
};

/// The longest name of a kind, in characters; and the most lines.
const NAME_MAX: usize = 40;
const LINES_MAX: usize = 100;

/// What the keeper lays down.
#[derive(Clone, Debug, Default)]
pub struct Lending {
    /// Kinds of equipment with how many there are.
    pub equipment: Vec<(String, i64)>,
    /// Names of those who built it together.
    pub partners: Vec<String>,
}

/// Why what is laid down can't be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// No organisation, or more than one, has this name.
    #[error("{0}")]
    Partner(String),
    /// More is promised from now on than there would be.
    #[error("{name}: {promised} promised")]
    Promised {
        /// Of which kind.
        name: String,
        /// How many at once.
        promised: i64,
    },
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
        Ok::<_, StoreError>((name, queries::of_venue(tx, venue)?, queries::partners(tx, venue)?))
    });
    let (name, equipment, partners) = read.await?;
    let name = name.ok_or(Fault::NotFound)?;
    let mut typed = Fields::default();
    let lines: Vec<String> = equipment
        .iter()
        .map(|one| format!("{} {}", one.name, one.pieces))
        .collect();
    typed.push("equipment", lines.join("\n"));
    let names: Vec<String> = partners.into_iter().map(|(_, name)| name).collect();
    typed.push("partners", names.join("\n"));
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
    let problems = match read(&form) {
        Err(errors) => errors.problems(&ui),
        Ok(lending) => {
            let written = app.db.write(gate.by(), move |tx| write(tx, org, venue, &lending));
            match written.await? {
                None => {
                    let to = SeeOther::to(format!("/w/{org}/spaces"));
                    return Ok(to.say(Tone::Ok, msg::LEND_SAID_SAVED).into_response());
                }
                Some(unfit) => {
                    let mut problems = Problems::new();
                    match unfit {
                        Unfit::Partner(name) => {
                            problems.add("partners", ui.tf(msg::LEND_BAD_PARTNER, args! { name = name }));
                        }
                        Unfit::Promised { name, promised } => {
                            let args = args! { name = name, n = promised };
                            problems.add("equipment", ui.tf(msg::LEND_PROMISED, args));
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
fn kept(tx: &mut ReadTx, org: OrganisationId, venue: VenueId) -> Result<Option<String>, StoreError> {
    let found = queries::venue(tx, venue)?;
    Ok(found.filter(|(_, keeper)| *keeper == org).map(|(name, _)| name))
}

/// Reads a line for each: `折叠椅 60`, and names of organisations.
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
    lending.partners = lines("partners")
        .take(LINES_MAX)
        .map(|line| squash(&line))
        .collect();
    if errors.is_empty() {
        Ok(lending)
    } else {
        Err(errors)
    }
}

/// Writes what a venue lends and who built it together. Kinds that are no longer named are lent no more, but
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
    let mut partners = Vec::with_capacity(lending.partners.len());
    for name in &lending.partners {
        match queries::named(tx, name)?[..] {
            [one] => partners.push(one),
            _ => return Ok(Some(Unfit::Partner(name.clone()))),
        }
    }
    let mut kinds = queries::of_venue(tx, venue)?;
    // Whoever borrows takes the kinds' locks in this order, too.
    kinds.sort_unstable_by_key(|known| known.id);
    let mut gone = Vec::new();
    for known in kinds {
        let named = lending.equipment.iter().find(|(name, _)| *name == known.name);
        let promised = lend::promised(tx, known.id)?;
        if named.map_or(0, |(_, pieces)| *pieces) < promised {
            let name = known.name;
            return Ok(Some(Unfit::Promised { name, promised }));
        }
        if named.is_none() {
            gone.push(known.name);
        }
    }
    for name in gone {
        queries::count(tx, venue, &name, 0)?;
    }
    for (name, pieces) in &lending.equipment {
        queries::count(tx, venue, name, *pieces)?;
    }
    queries::set_partners(tx, venue, &partners)?;
    tx.record(Event::of("venue.lending_changed", &venue).org(org))?;
    Ok(None)
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
                (lines("equipment", msg::LEND_EQUIPMENT, msg::LEND_EQUIPMENT_HINT))
                (lines("partners", msg::LEND_PARTNERS, msg::LEND_PARTNERS_HINT))
                (action_bar(html! {
                    (button(ui.t(msg::BOOKING_SAVE)).primary())
                    (link_button(&format!("/w/{org}/spaces"), ui.t(msg::BOOKING_BACK)).quiet())
                }))
            }))
        }))
    };
    desk::page(app, ui, gate, ui.t(msg::LEND_TITLE), content)
}
