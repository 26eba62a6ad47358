//! One's own page of standings: what is stated, stating more, taking back.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, PersonId, StandingId, UnitId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Path, Query},
    fault::Fault,
    fields::{FieldErrors, Fields},
    form::Form,
    gate::SignedIn,
    not_done::{NotDone, said, wrong},
    people,
    reply::{CameFrom, SeeOther, safe_next},
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    model::{StandingKind, What, WhyNot},
    names::{self, Hit, Meant},
    own_view::{Found, Screen, page},
    queries,
    state::state,
};

/// `GET /me/standings`
pub(super) async fn show(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Query(from): Query<CameFrom>,
) -> Result<Page, Fault> {
    let next = from.way_back().unwrap_or_default();
    let screen = screen(&app, gate.person(), next).await?;
    Ok(page(&ui, &screen, &Fields::default(), &FieldErrors::new()))
}

async fn screen(app: &App, person: PersonId, next: &str) -> Result<Screen, Fault> {
    let keys = app.keys.clone();
    let (standings, own, family) = app
        .db
        .read(move |tx| {
            let own = people::own(tx, &keys, person)?.ok_or(Fault::NotFound)?;
            let family = people::family_of(tx, &keys, person)?;
            Ok::<_, Fault>((queries::own(tx, person)?, own, family))
        })
        .await?;
    let mut names = vec![(person, own.name.unwrap_or_default())];
    names.extend(family.into_iter().map(|member| (member.id, member.name)));
    Ok(Screen {
        names,
        standings,
        next: next.to_owned(),
        found: Found::default(),
    })
}

/// Why something was not stated.
enum Back {
    /// What is wrong with it.
    No(NotDone),
    /// The unit that was typed may be one of these.
    Units(Vec<Hit<UnitId>>),
    /// The body that was typed may be one of these.
    Bodies(Vec<Hit<OrganisationId>>),
}

impl<E: Into<NotDone>> std::convert::From<E> for Back {
    fn from(why: E) -> Self {
        Back::No(why.into())
    }
}

/// `POST /me/standings`
pub(super) async fn add(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let me = gate.person();
    let next = match fields.raw("next") {
        "" => "",
        next => safe_next(next),
    };
    let done = say(&app, &gate, fields.clone()).await;
    let mut screen = screen(&app, me, next).await?;
    let errors = match done {
        Ok(counts) => {
            let said = match counts {
                true => msg::STANDING_SAID_STATED,
                false => msg::STANDING_SAID_AGAIN,
            };
            let to = SeeOther::to(screen.here());
            return Ok(to.say(Tone::Ok, said).into_response());
        }
        Err(Back::No(why)) => why.into_fields()?,
        Err(Back::Units(found)) => {
            let mut errors = FieldErrors::new();
            errors.add(
                "unit_name",
                if found.is_empty() {
                    msg::STANDING_UNIT_NONE
                } else {
                    msg::STANDING_UNIT_WHICH
                },
            );
            screen.found.units = found;
            errors
        }
        Err(Back::Bodies(found)) => {
            let mut errors = FieldErrors::new();
            errors.add(
                "organisation_name",
                if found.is_empty() {
                    msg::STANDING_BODY_NONE
                } else {
                    msg::STANDING_BODY_WHICH
                },
            );
            screen.found.bodies = found;
            errors
        }
    };
    Ok(wrong(page(&ui, &screen, &fields, &errors)))
}

/// States what the form says; gives whether it counts from now on.
async fn say(app: &App, gate: &SignedIn, sent: Fields) -> Result<bool, Back> {
    let (me, today) = (gate.person(), time::day(app.now()));
    // Each form has a field of its own for whose it is.
    let person = match sent.raw(&format!("person_{}", sent.raw("kind"))) {
        "" => me,
        other => other.parse().map_err(|_| NotDone::NotFound)?,
    };
    // Names are looked up before anything is written: writers wait for each other.
    let what = app.db.read(move |tx| read(tx, &sent, today)).await?;
    let stated = app.db.write(gate.by(), move |tx| {
        let id = state(tx, me, person, &what)?;
        queries::by_id(tx, id)?.ok_or(NotDone::NotFound)
    });
    let unseen = stated.await?.held.counts(today) == Err(WhyNot::Unseen);
    Ok(!unseen)
}

/// What is chosen among the hits for a name, if that name still stands in its field.
fn chosen<'a>(fields: &'a Fields, name: &str, choice: &str) -> Option<&'a str> {
    let searched = fields.line(&format!("{name}_for"))?;
    let typed = fields.line(name)?;
    Some(fields.raw(choice)).filter(|chosen| !chosen.is_empty() && searched == typed)
}

/// What was typed for a name, if any.
fn typed(fields: &Fields, name: &'static str) -> Result<Option<String>, NotDone> {
    match fields.line(name) {
        Some(long) if names::is_too_long(&long) => Err(NotDone::field(
            name,
            Sentence::new(msg::STANDING_NAME_LONG).with("most", names::NAME_MAX as i64),
        )),
        typed => Ok(typed),
    }
}

/// What the form says.
fn read(tx: &mut ReadTx, fields: &Fields, today: Date) -> Result<What, Back> {
    match fields.raw("kind").parse().map_err(|_| NotDone::NotFound)? {
        StandingKind::Unit => {
            let Some(typed) = typed(fields, "unit_name")? else {
                return Err(NotDone::field("unit_name", msg::STANDING_UNIT_EMPTY).into());
            };
            let picked = chosen(fields, "unit_name", "unit");
            if let Some(unit) = picked.and_then(|unit| unit.parse().ok()) {
                return Ok(What::Unit(unit));
            }
            match names::unit(tx, &typed, today)? {
                Meant::One(hit) => Ok(What::Unit(hit.id)),
                Meant::Near(near) => Err(Back::Units(near)),
            }
        }
        StandingKind::Line => {
            let line = fields.raw("line").to_owned();
            let Some(typed) = typed(fields, "organisation_name")? else {
                return Ok(What::Line(line, None));
            };
            let body = match chosen(fields, "organisation_name", "organisation") {
                // They don't know it after all.
                Some("none") => None,
                Some(body) => Some(body.parse().map_err(|_| NotDone::NotFound)?),
                None => match names::organisation(tx, &line, &typed, today)? {
                    Meant::One(hit) => Some(hit.id),
                    Meant::Near(near) => return Err(Back::Bodies(near)),
                },
            };
            Ok(What::Line(line, body))
        }
        StandingKind::Qualification => {
            let code = fields.raw("qualification").to_owned();
            let expires = fields.text("expires");
            let day = expires.as_deref().map(last_day);
            match day {
                Some(None) => Err(NotDone::field("expires", msg::STANDING_EXPIRES_UNREAD).into()),
                day => Ok(What::Qualification(code, day.flatten())),
            }
        }
    }
}

/// A day with its year, as papers and people write it: 2027-03-01, 2027年3月1日, 2027.3.1, 20270301.
pub(crate) fn last_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `POST /me/standings/{standing}/withdraw`
pub(super) async fn take_back(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<StandingId>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let me = gate.person();
    let done = app
        .db
        .write(gate.by(), move |tx| super::withdraw(tx, me, id))
        .await;
    let next = match fields.raw("next") {
        "" => "",
        next => safe_next(next),
    };
    said(
        super::own_view::here(next),
        done.map(|()| msg::STANDING_SAID_WITHDRAWN),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_last_day_is_read_as_it_stands_on_papers() {
        for text in ["2027-03-01", "2027年3月1日", "2027.3.1", "20270301", "2027/3/1"] {
            assert_eq!(last_day(text), Some(date(2027, 3, 1)), "{text}");
        }
        for text in ["3月1日", "2027-13-01", "长期", "2027"] {
            assert_eq!(last_day(text), None, "{text}");
        }
    }
}
