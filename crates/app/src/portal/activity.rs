//! An activity's own page: what, when, where, who holds it together, how many places are left, one button.

use axum::{
    extract::State,
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::{id::ActivityId, text};
use langqiao_platform::{
    app::App,
    calendar,
    extract::Path,
    fault::Fault,
    feature::{PanelAsk, Slot},
    gate::{Anyone, Public},
    reply::SeeOther,
    ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    cards::{self, where_it_is},
    detail::{self, Detail},
};
use crate::{
    activities::Allotment,
    signups::{self, PartyId, Places, Policy, SignupRole, SignupState},
    standings,
};

/// The longest description on a share card, in characters.
const SHARED: usize = 90;

pub(super) async fn show(
    gate: Public,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Page, Fault> {
    let (person, house, reader) = (gate.person(), app.clone(), ui.clone());
    let found = app
        .db
        .glance(move |tx| {
            let Some(detail) = detail::detail(tx, id)? else {
                return Ok::<_, StoreError>(None);
            };
            let own = match person {
                Some(person) => detail::own_signup(tx, id, person)?,
                None => None,
            };
            let subject = id.to_text();
            let ask = PanelAsk {
                ui: &reader,
                app: &house,
                org: None,
                person: None,
                roles: &[],
                id: &subject,
                now: reader.now,
            };
            let panels = house.registry.panels(Slot::Activity, tx, &ask)?;
            Ok(Some((detail, own, panels)))
        })
        .await?;
    let (detail, own, panels) = found.ok_or(Fault::NotFound)?;
    let shared = text::clip(
        &format!("{} {}", when_and_where(&ui, &detail), detail.summary),
        SHARED,
    );
    let address = app.address(&format!("/activities/{id}"));
    let head = Head {
        title: &detail.title,
        description: &shared,
        canonical: Some(&address),
        unlisted: false,
    };
    Ok(portal(&ui, head, view(&ui, &detail, own, &panels)).for_everyone())
}

/// The activity as a calendar file.
pub(super) async fn calendar_file(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Response, Fault> {
    let detail = app
        .db
        .read(move |tx| detail::detail(tx, id))
        .await?
        .ok_or(Fault::NotFound)?;
    if detail.course {
        // Its sessions are in a calendar one by one.
        return Ok(SeeOther::to(format!("/courses/{id}/calendar.ics")).into_response());
    }
    let entry = calendar::Entry {
        id: id.to_text(),
        title: &detail.title,
        place: &where_it_is(&ui, &detail.place, &detail.area, &detail.town, None),
        notes: &detail.summary,
        address: &app.address(&format!("/activities/{id}")),
        starts_at: detail.starts_at,
        ends_at: detail.ends_at,
        updated_at: detail.updated_at,
        version: detail.version,
        standing: calendar::Standing::unless(detail.status == "cancelled"),
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(calendar::CONTENT_TYPE)),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"activity.ics\""),
        ),
    ];
    Ok((headers, calendar::file(&entry)).into_response())
}

fn when_and_where(ui: &Ui, detail: &Detail) -> String {
    format!(
        "{} {}",
        when::span(ui.lang, detail.starts_at, detail.ends_at, ui.now),
        detail.place
    )
}

/// Where an activity stands for someone who wants to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    CalledOff,
    Over,
    NotYet,
    Open,
    Closed,
}

fn phase(detail: &Detail, now: Timestamp) -> Phase {
    if detail.status == "cancelled" {
        Phase::CalledOff
    } else if detail.ends_at <= now {
        Phase::Over
    } else if now < detail.opens_at {
        Phase::NotYet
    } else if now < detail.closes_at {
        Phase::Open
    } else {
        Phase::Closed
    }
}

fn view(ui: &Ui, detail: &Detail, own: Option<(PartyId, SignupState)>, panels: &Markup) -> Markup {
    let phase = phase(detail, ui.now);
    let to_come = matches!(phase, Phase::NotYet | Phase::Open | Phase::Closed);
    html! {
        (page_title(&detail.title, None, None))
        (split(
            html! {
                @if phase == Phase::CalledOff { (called_off(ui, detail)) }
                (card(stack(html! {
                    (badges(ui, detail, phase))
                    (when_it_is(ui, detail))
                    // Before where and by whom, which may be long: whether there is a place is read without scrolling.
                    @if to_come { (places(ui, detail)) }
                    (facts(ui, detail))
                })))
                (what_to_do(ui, detail, phase, own))
                (section(ui.t(msg::PORTAL_ABOUT), prose(paragraphs(&detail.summary))))
                (panels)
            },
            html! {
                @if to_come && (detail.attendees.is_some() || detail.volunteers.is_some()) {
                    (section(ui.t(msg::PORTAL_POLICY), how_given(ui, detail)))
                }
                (row(html! {
                    @if to_come {
                        (link_button(&format!("/activities/{}/calendar.ics", detail.id), ui.t(msg::PORTAL_CALENDAR))
                            .icon(Icon::Calendar).download())
                    }
                    (Button::share(ui.t(msg::PORTAL_SHARE)))
                }))
            },
        ))
    }
}

fn badges(ui: &Ui, detail: &Detail, phase: Phase) -> Markup {
    row(html! {
        (badge(Tone::Plain, ui.t(detail.kind.msg())))
        @match phase {
            Phase::CalledOff => (badge(Tone::Error, ui.t(msg::PORTAL_CANCELLED))),
            Phase::Over => (badge(Tone::Plain, ui.t(msg::PORTAL_OVER))),
            Phase::Closed if detail.starts_at <= ui.now => (badge(Tone::Info, ui.t(msg::PORTAL_RUNNING))),
            Phase::NotYet | Phase::Open | Phase::Closed => {},
        }
    })
}

fn called_off(ui: &Ui, detail: &Detail) -> Markup {
    notice(
        Tone::Error,
        html! {
            p { (ui.t(msg::PORTAL_CALLED_OFF)) }
            @if let Some(reason) = &detail.cancel_reason {
                p { (ui.tf(msg::PORTAL_CALLED_OFF_REASON, args! { reason = reason.as_str() })) }
            }
        },
    )
}

fn when_it_is(ui: &Ui, detail: &Detail) -> Markup {
    let when = html! {
        (ui.span(detail.starts_at, detail.ends_at))
        @if detail.starts_at > ui.now {
            (muted(html! { (when::relative(ui.lang, detail.starts_at, ui.now)) }))
        }
    };
    html! { (definitions(ui).row(ui.t(msg::PORTAL_WHEN), when)) }
}

fn facts(ui: &Ui, detail: &Detail) -> Markup {
    let place = html! {
        (where_it_is(ui, &detail.place, &detail.area, &detail.town, None))
        @if let Some(address) = detail.address.as_deref().filter(|address| !address.is_empty()) {
            (muted(html! { (address) }))
        }
        @if detail.step_free == Some(true) { (muted(html! { (ui.t(msg::PORTAL_STEP_FREE)) })) }
    };
    let mut facts = definitions(ui)
        .row(ui.t(msg::PORTAL_WHERE), place)
        .row(ui.t(msg::PORTAL_HELD_BY), hosts(ui, detail));
    if let Some(competition) = detail.competition {
        let see = link(
            &format!("/competitions/{competition}"),
            ui.t(msg::COMPETITION_SEE),
        );
        facts = facts.row(ui.t(msg::COMPETITION_TITLE), see);
    }
    if let Some(who) = who_may_come(ui, detail) {
        facts = facts.row(ui.t(msg::PORTAL_FOR_WHOM), html! { (who) });
    }
    html! { (facts) }
}

fn hosts(ui: &Ui, detail: &Detail) -> Markup {
    html! {
        ul.plain-list {
            @for host in &detail.hosts {
                li {
                    (host.name)
                    @if let Some(line) = host.line.filter(|line| *line != crate::coverage::Line::OFFICE) {
                        " " (badge(Tone::Plain, cards::line_name(ui, line)))
                    }
                    @if host.host && detail.hosts.len() > 1 { " " (badge(Tone::Info, ui.t(msg::PORTAL_HOST))) }
                }
            }
        }
    }
}

/// Whom it is for, or nothing where anyone may come.
fn who_may_come(ui: &Ui, detail: &Detail) -> Option<String> {
    let ages = match (detail.min_age, detail.max_age) {
        (Some(from), Some(to)) => Some(ui.tf(msg::PORTAL_AGES, args! { from = from, to = to })),
        (Some(from), None) => Some(ui.tf(msg::PORTAL_AGES_FROM, args! { from = from })),
        (None, Some(to)) => Some(ui.tf(msg::PORTAL_AGES_TO, args! { to = to })),
        (None, None) => None,
    };
    let area = detail
        .only_area
        .as_ref()
        .map(|area| ui.tf(msg::PORTAL_ONLY_AREA, args! { area = area.as_str() }));
    let asked = standings::asked(ui, &detail.asks);
    let own = [ages.as_deref(), area.as_deref()].into_iter().flatten();
    let parts: Vec<&str> = own.chain(asked.iter().map(String::as_str)).collect();
    (!parts.is_empty()).then(|| cards::join(ui, &parts))
}

fn places(ui: &Ui, detail: &Detail) -> Markup {
    let both = detail.attendees.is_some() && detail.volunteers.is_some();
    let one = |places: &Places, name| {
        if places.all_wait {
            let what = args! { n = places.capacity, names = places.waiting };
            return stack_close(html! {
                @if both { p { strong { (ui.t(name)) } } }
                p { (ui.tf(msg::PLACES_ALLOTTED_LATER, what)) }
            });
        }
        // While anyone waits, what is free is theirs: a newcomer has none of it, and is told how many stand empty. If all
        // of them let it pass, a newcomer has it at once.
        let kept = places.kept_for_those_who_wait(detail.moves_until(), ui.now);
        stack_close(html! {
            @if both { p { strong { (ui.t(name)) } } }
            @if kept > 0 {
                (capacity_kept(ui, places.taken, places.capacity, &ui.tf(msg::PORTAL_KEPT_FOR_WAITING, args! { n = kept })))
            } @else {
                (capacity(ui, places.taken, Some(places.capacity)))
            }
            @if places.waiting > 0 {
                @let said = if lets_pass(detail, places, ui.now) { msg::PORTAL_WAITING_PASS } else { msg::PORTAL_WAITING };
                (muted(html! { (ui.tf(said, args! { n = places.waiting })) }))
            }
        })
    };
    html! {
        @if let Some(places) = &detail.attendees { (one(places, msg::SIGNUP_ROLE_ATTENDEE)) }
        @if let Some(places) = &detail.volunteers { (one(places, msg::SIGNUP_ROLE_VOLUNTEER)) }
        @if detail.attendees.is_some() || detail.volunteers.is_some() {
            (muted(html! {
                (ui.tf(msg::PORTAL_CLOSES, args! { at = when::moment(ui.lang, detail.closes_at, ui.now) }))
            }))
        }
    }
}

/// Whether anybody who comes now has a place that all who wait let pass: it may be kept for those of some groups.
fn lets_pass(detail: &Detail, places: &Places, now: Timestamp) -> bool {
    let kept = places.role == SignupRole::Attendee && detail.first.keeps(now);
    places.is_let_pass(now) && !kept
}

/// How places are given, and where a draw is published.
fn how_given(ui: &Ui, detail: &Detail) -> Markup {
    let policy = Policy {
        allotment: detail.allotment,
        closes_at: detail.closes_at,
        allotted_at: detail.allotted_at,
        first: &detail.first,
        offer_minutes: detail.offer_minutes,
        party_max: detail.party_max,
        course: detail.course,
    };
    let text = match (detail.allotment, detail.allotted_at) {
        (Allotment::Draw, Some(_)) => msg::PORTAL_DRAW_RESULT,
        (Allotment::Draw, None) => msg::PORTAL_DRAW_HOW,
        (_, Some(_)) => msg::ALLOTTED_SEE,
        (_, None) => msg::ALLOTTED_WHERE,
    };
    html! {
        (signups::policy(ui, &policy))
        @if detail.allotment.waits() {
            p { (link(&format!("/activities/{}/draw", detail.id), ui.t(text))) }
        }
    }
}

/// The one button, or why there is none.
fn what_to_do(ui: &Ui, detail: &Detail, phase: Phase, own: Option<(PartyId, SignupState)>) -> Markup {
    if let Some((party, state)) = own {
        let words = match state {
            SignupState::Offered => msg::SIGNUP_ANSWER_OFFER,
            SignupState::Waiting if detail.attendees.is_some_and(|places| places.all_wait) => {
                msg::PORTAL_SEE_ENTRY
            }
            SignupState::Waiting => msg::PORTAL_SEE_STANDING,
            _ => msg::PORTAL_SEE_TICKET,
        };
        let href = signups::party_path(party);
        return action_bar(html! { (link_button(&href, ui.t(words)).primary().wide().icon(Icon::Ticket)) });
    }
    match phase {
        Phase::CalledOff | Phase::Over => action_bar(html! {
            (link_button("/activities", ui.t(msg::PORTAL_SEE_ALL)).wide())
        }),
        Phase::NotYet => notice(
            Tone::Info,
            html! { (ui.tf(msg::PORTAL_OPENS, args! { at = when::moment(ui.lang, detail.opens_at, ui.now) })) },
        ),
        Phase::Closed => notice(Tone::Info, html! { (ui.t(msg::PORTAL_CLOSED_WHAT_NOW)) }),
        Phase::Open => {
            let wanted = [detail.attendees, detail.volunteers];
            let mut pools = wanted.iter().flatten();
            if pools.clone().next().is_none() {
                return notice(Tone::Info, html! { (ui.t(msg::PORTAL_NO_SIGNUP)) });
            }
            let free = pools.any(|places| places.for_newcomers(detail.moves_until(), ui.now) > 0);
            let words = if free {
                msg::PORTAL_SIGN_UP
            } else {
                msg::PORTAL_JOIN_WAITING
            };
            let href = format!("/activities/{}/sign-up", detail.id);
            action_bar(html! { (link_button(&href, ui.t(words)).primary().wide()) })
        }
    }
}

/// What was typed with line breaks, as paragraphs.
fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in text.lines().map(str::trim).filter(|line| !line.is_empty()) { p { (paragraph) } }
    }
}
