//! How waiting looks: what is offered until when, and why the rest waits.

use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    model::{PiecesStanding, Standing, WaitState},
    pieces,
};

/// What an organisation waits for: times of rooms, and pieces that go along with what it has booked.
pub fn list(
    ui: &Ui,
    org: OrganisationId,
    (waits, pieces): (&[Standing], &[PiecesStanding]),
    may: bool,
) -> Markup {
    html! {
        @if !waits.is_empty() {
            (section(ui.t(msg::WAIT_OURS), stack(html! { @for standing in waits { (one(ui, org, standing, may)) } })))
        }
        @if !pieces.is_empty() {
            (section(ui.t(msg::WAIT_PIECES_OURS), stack(html! { @for standing in pieces { (more(ui, org, standing, may)) } })))
        }
    }
}

/// Pieces that are waited for.
fn more(ui: &Ui, org: OrganisationId, standing: &PiecesStanding, may: bool) -> Markup {
    let wait = &standing.wait;
    let open = pieces::open_until(wait);
    let (tone, word) = match open {
        Some(_) => (Tone::Ok, msg::WAIT_STATE_OFFERED),
        None => (Tone::Warn, msg::WAIT_STATE_WAITING),
    };
    let day = time::day(wait.starts_at);
    let room = format!("/w/{org}/spaces/{}?day={day}", wait.space);
    let answer = format!("/w/{org}/waits/{}/answer", wait.id);
    let leave = format!("/w/{org}/waits/{}/leave", wait.id);
    // What is offered goes along already; it lacks no more.
    let what = match open {
        Some(_) => msg::WAIT_PIECES_CAME,
        None => msg::WAIT_PIECES_WHAT,
    };
    let what = ui.tf(what, args! { name = wait.name.clone(), n = wait.pieces });
    let line = match standing.ahead {
        0 => ui.t(msg::WAIT_WHY_FIRST).to_owned(),
        n => ui.tf(msg::WAIT_PIECES_BEHIND, args! { n = n }),
    };
    card(html! {
        (spread(html! { h3 { (link(&room, &standing.place)) } }, badge(tone, ui.t(word))))
        p { strong { (ui.span(wait.starts_at, wait.ends_at)) } " · " (wait.purpose) " · " (what) }
        @match open {
            Some(until) => {
                p { (ui.t(msg::WAIT_PIECES_OFFERED)) " " (ui.moment_relative(until)) }
                @if may {
                    (form(ui, &answer).body(row(html! {
                        (button(ui.t(msg::WAIT_PIECES_TAKE)).primary().value("yes", "1"))
                        (button(ui.t(msg::WAIT_DECLINE)).value("yes", "0"))
                    })))
                }
            },
            None => {
                (bullets(vec![
                    html! { (line) },
                    html! { (ui.tf(msg::WAIT_PIECES_THEN, args! { time = ui.minutes(standing.offer_minutes) })) },
                ]))
                @if may { (post_button(ui, &leave, button(ui.t(msg::WAIT_LEAVE)).quiet().about(&what))) }
            },
        }
    })
}

fn one(ui: &Ui, org: OrganisationId, standing: &Standing, may: bool) -> Markup {
    let wait = &standing.wait;
    let offered = wait.state == WaitState::Offered;
    let (tone, word) = if offered {
        (Tone::Ok, msg::WAIT_STATE_OFFERED)
    } else {
        (Tone::Warn, msg::WAIT_STATE_WAITING)
    };
    let day = time::day(wait.starts_at);
    let room = format!("/w/{org}/spaces/{}?day={day}", wait.space);
    let answer = format!("/w/{org}/waits/{}/answer", wait.id);
    let leave = format!("/w/{org}/waits/{}/leave", wait.id);
    card(html! {
        (spread(html! { h3 { (link(&room, &standing.place)) } }, badge(tone, ui.t(word))))
        p { strong { (ui.span(wait.starts_at, wait.ends_at)) } " · " (wait.purpose) }
        @match standing.offered_until.filter(|_| offered) {
            Some(until) => {
                p { (ui.t(msg::WAIT_OFFERED)) " " (ui.moment_relative(until)) }
                @if may {
                    (form(ui, &answer).body(row(html! {
                        (button(ui.t(msg::WAIT_TAKE)).primary().value("yes", "1"))
                        (button(ui.t(msg::WAIT_DECLINE)).value("yes", "0"))
                    })))
                }
            },
            None => {
                h4 { (ui.t(msg::WAIT_WHY)) }
                (bullets(why(ui, standing)))
                @if may { (post_button(ui, &leave, button(ui.t(msg::WAIT_LEAVE)).quiet().about(&wait.purpose))) }
            },
        }
    })
}

/// Why it waits, in plain words: who has the room, who is before it, what happens then.
fn why(ui: &Ui, standing: &Standing) -> Vec<Markup> {
    // What is free and was not offered came too late to be, by the room's rules.
    let Some(taken) = &standing.taken else {
        return vec![html! { (ui.t(msg::WAIT_WHY_LATE)) }];
    };
    let held = if let Some(until) = standing.held_until {
        ui.tf(
            msg::WAIT_WHY_HELD,
            args! { until = when::moment(ui.lang, until, ui.now) },
        )
    } else {
        let args = args! {
            host = taken.host.clone(), title = taken.title.clone(),
            span = when::span(ui.lang, taken.starts_at, taken.ends_at, ui.now),
        };
        ui.tf(msg::WAIT_WHY_TAKEN, args)
    };
    let mut said = vec![html! { (held) }];
    let line = if standing.ahead == 0 {
        ui.t(msg::WAIT_WHY_FIRST).to_owned()
    } else {
        ui.tf(msg::WAIT_WHY_BEHIND, args! { n = standing.ahead })
    };
    said.push(html! { (line) });
    if standing.partners_ahead > 0 {
        let line = ui.tf(msg::WAIT_WHY_PARTNERS, args! { n = standing.partners_ahead });
        said.push(html! { (line) });
    }
    let time = ui.minutes(standing.offer_minutes);
    said.push(html! { (ui.tf(msg::WAIT_WHY_THEN, args! { time = time })) });
    said
}

/// Below a booking form that was refused because somebody has the room: the way to wait for it.
pub fn way_to_wait(ui: &Ui, org: OrganisationId, space: SpaceId, typed: &Fields) -> Markup {
    let action = format!("/w/{org}/spaces/{space}/wait");
    panel(
        ui.t(msg::WAIT_TITLE),
        html! {
            p { (ui.t(msg::WAIT_HINT)) }
            (muted(html! { (ui.t(msg::WAIT_NO_EQUIPMENT)) }))
            (form(ui, &action).body(html! {
                @for name in ["day", "from", "to", "purpose", "people"] { (hidden(name, typed.raw(name))) }
                (button(ui.t(msg::WAIT_JOIN)))
            }))
        },
    )
}

/// The same where the room is free and only pieces lack: the way to have it with as many as there are.
pub fn way_to_wait_for_pieces(ui: &Ui, org: OrganisationId, space: SpaceId, typed: &Fields) -> Markup {
    let action = format!("/w/{org}/spaces/{space}");
    let said = ["day", "from", "to", "purpose", "people"].map(|name| (name, typed.raw(name)));
    let pieces = typed
        .typed()
        .filter(|(name, value)| name.starts_with("eq-") && !value.is_empty());
    panel(
        ui.t(msg::WAIT_PIECES_TITLE),
        html! {
            p { (ui.t(msg::WAIT_PIECES_HINT)) }
            (form(ui, &action).body(html! {
                @for (name, value) in said.into_iter().chain(pieces) { (hidden(name, value)) }
                (hidden("short", "wait"))
                (button(ui.t(msg::WAIT_PIECES_JOIN)))
            }))
        },
    )
}
