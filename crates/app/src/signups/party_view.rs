//! What a party's page looks like.

use jiff::Timestamp;
use langqiao_platform::{app::App, calendar, ui::prelude::*};

use super::{
    form_view::role_name,
    in_group,
    model::{SignupState, offer_deadline},
    queries::{ActivityFacts, Besides},
    standing::{self, Next, Waits},
    tell::{hand_on_path, party_path},
    ticket,
};
use crate::activities::Allotment;

pub(super) use super::party_seen::{Member, Party};

/// The page's heading for a state.
pub fn state_name(state: SignupState) -> Msg {
    match state {
        SignupState::Seat => msg::SIGNUP_STATE_SEAT,
        SignupState::Waiting => msg::SIGNUP_STATE_WAITING,
        SignupState::Offered => msg::SIGNUP_STATE_OFFERED,
        SignupState::Cancelled => msg::SIGNUP_STATE_CANCELLED,
        SignupState::Declined => msg::SIGNUP_STATE_DECLINED,
        SignupState::Expired => msg::SIGNUP_STATE_EXPIRED,
    }
}

pub(super) fn page(app: &App, ui: &Ui, party: &Party, panels: &Markup) -> Page {
    let state = party.state(ui.now);
    let all_wait = state == SignupState::Waiting && party.activity.waits(party.role);
    let title = ui.t(match state {
        _ if party.called_off() => msg::SIGNUP_CALLED_OFF_SHORT,
        _ if all_wait => msg::SIGNUP_STATE_TO_BE_GIVEN,
        _ => state_name(state),
    });
    // What has ended asks for no answer any more.
    let by = match state.is_live() && !party.over(ui.now) {
        true => msg::SIGNUP_BY,
        false => msg::SIGNUP_BY_SHORT,
    };
    let content = html! {
        (page_title(title, Some(&party.activity.title), None))
        (stack(html! {
            (stack_close(html! {
                p { (when_and_where(ui, &party.activity)) }
                (muted(html! { (party.activity.host) }))
                @if let Some(name) = &party.by { p { (ui.tf(by, args! { name = name.as_str() })) } }
            }))
            @match state {
                _ if party.called_off() => (called_off(ui, party)),
                SignupState::Offered => (offered(ui, party)),
                SignupState::Waiting => (waiting(ui, party)),
                SignupState::Expired => (notice(Tone::Warn, html! { (ui.t(msg::SIGNUP_EXPIRED_WHAT_NOW)) })),
                SignupState::Seat | SignupState::Cancelled | SignupState::Declined => {},
            }
            (drawn(ui, party, state))
            (tickets(app, ui, party))
            (panels)
            (handed_on(ui, party))
            (ways_on(ui, party, state))
            (ways_out(ui, party, state))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

/// That somebody of the party is signed up for something else at the same time: for them to know, no refusal.
pub(super) fn besides(ui: &Ui, found: &[Besides]) -> Markup {
    html! {
        @for one in found.iter().filter(|one| ui.now < one.span.1) {
            (notice(Tone::Info, html! {
                (ui.t(msg::SIGNUP_BESIDES)) " "
                (link(&format!("/activities/{}", one.activity), &one.title)) " "
                (when::span(ui.lang, one.span.0, one.span.1, ui.now))
            }))
        }
    }
}

fn called_off(ui: &Ui, party: &Party) -> Markup {
    notice(
        Tone::Error,
        html! {
            p { (ui.t(msg::SIGNUP_CALLED_OFF)) }
            @if let Some(reason) = &party.activity.cancel_reason { p { (reason) } }
        },
    )
}

/// What goes with it: the calendar, the activity, signing up again.
fn ways_on(ui: &Ui, party: &Party, state: SignupState) -> Markup {
    let file = format!("{}/calendar.ics", party_path(party.id));
    let activity = format!("/activities/{}", party.activity.id);
    let to_come = !party.over(ui.now);
    let course = format!("/mine/courses/{}", party.activity.id);
    row(html! {
        @if party.activity.course && state == SignupState::Seat {
            (link_button(&course, ui.t(msg::SIGNUP_COURSE)).primary())
        }
        @if to_come && state.is_live() && (!party.activity.course || state == SignupState::Seat) {
            (link_button(&file, ui.t(msg::SIGNUP_CALENDAR)).icon(Icon::Calendar).download())
        }
        @if can_hand_on(ui, party) { (link_button(&hand_on_path(party.id), ui.t(msg::HANDING_TITLE)).icon(Icon::People)) }
        @if to_come && !state.is_live() {
            (link_button(&super::typed::form_path(party.activity.id), ui.t(msg::SIGNUP_AGAIN)))
        }
        (link_button(&activity, ui.t(msg::SIGNUP_ACTIVITY)).icon(Icon::Info))
    })
}

fn can_hand_on(ui: &Ui, party: &Party) -> bool {
    party.booked
        && party.activity.status == "published"
        && ui.now < party.activity.starts_at
        && party
            .in_state(SignupState::Seat)
            .iter()
            .any(|member| !member.came && !member.companion)
}

/// One ticket for each person with a place.
fn tickets(app: &App, ui: &Ui, party: &Party) -> Markup {
    let seats = party.in_state(SignupState::Seat);
    html! {
        @if !seats.is_empty() && party.activity.status == "published" {
            (section(ui.t(msg::SIGNUP_TICKETS), html! {
                (muted(html! { (ui.t(msg::SIGNUP_TICKETS_HOW)) }))
                (stack(html! {
                    @for member in seats {
                        (ticket(ui, qr(&ticket::address(app, &member.code)), &member.code, html! {
                            p { strong { (called(ui, member)) } }
                            (row(html! {
                                (badge(Tone::Plain, ui.t(role_name(party.role))))
                                @if member.came { (badge(Tone::Ok, ui.t(msg::SIGNUP_CAME))) }
                            }))
                        }))
                    }
                }))
            }))
        }
    }
}

fn called(ui: &Ui, member: &Member) -> String {
    match member.age {
        Some(age) => ui.tf(
            msg::SIGNUP_NAME_AGE,
            args! { name = member.name.as_str(), age = age },
        ),
        None => member.name.clone(),
    }
}

/// What became of places handed on.
fn handed_on(ui: &Ui, party: &Party) -> Markup {
    let gone = party.members.iter().filter(|member| member.handed_on);
    html! {
        @for member in gone {
            (muted(html! { (ui.tf(msg::HANDING_GONE, args! { name = member.name.as_str() })) }))
        }
    }
}

/// Places are held for them: take them or let them go.
fn offered(ui: &Ui, party: &Party) -> Markup {
    let people = party.in_state(SignupState::Offered);
    let until = people.first().and_then(|member| member.offered_until);
    let path = party_path(party.id);
    let held = ui.tf(msg::SIGNUP_OFFERED_WHAT, args! { n = people.len() as i64 });
    let decline = confirm(
        ui,
        &format!("{path}/decline"),
        ui.t(msg::SIGNUP_DECLINE),
        &html! { p { (ui.t(msg::SIGNUP_DECLINE_MEANS)) } },
        button(ui.t(msg::SIGNUP_DECLINE_YES)).danger(),
    );
    html! {
        (notice(Tone::Warn, html! {
            p { strong { (held) } }
            @if let Some(until) = until {
                p { (ui.t(msg::SIGNUP_OFFERED_UNTIL)) }
                p { strong { (ui.moment_relative(until)) } }
            }
            p { (ui.t(msg::SIGNUP_OFFERED_THEN)) }
        }))
        @if party.booked {
            (card(stack(html! {
                p { (names(ui, &people)) }
                (post_button(ui, &format!("{path}/accept"), button(ui.t(msg::SIGNUP_ACCEPT)).primary().wide()))
                (decline)
            })))
        }
    }
}

fn names(ui: &Ui, members: &[&Member]) -> String {
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    names.join(ui.lang.between_names())
}

/// Where they stand and why; and coming with fewer, where that helps.
/// For how many minutes a place would be held that became free now: no longer than there is time before it begins.
fn held_for(ui: &Ui, party: &Party) -> i64 {
    let of = &party.activity;
    let until = offer_deadline(ui.now, of.offer_minutes, of.moves_until());
    until.map_or(of.offer_minutes, |until| until.duration_since(ui.now).as_mins())
}

fn waiting(ui: &Ui, party: &Party) -> Markup {
    let Some((standing, next)) = party.standing.zip(party.next(ui.now)) else {
        return html! {};
    };
    let people = party.in_state(SignupState::Waiting);
    if next == Next::Allotment {
        return allotment(ui, party, &people);
    }
    let waits = Waits {
        people: party.waiting_people(),
        answers: party.booked,
    };
    let position = ui.tf(msg::SIGNUP_POSITION, args! { n = standing.parties_ahead + 1 });
    html! {
        (panel(&position, html! {
            p { (names(ui, &people)) }
            (in_group::said(ui, party))
            (standing::view(ui, &standing, waits, next, held_for(ui, party)))
        }))
        @if let (Next::TakeFewer { free, until }, true) = (next, party.booked) { (fewer(ui, party, &people, (free, until))) }
    }
}

/// Places are given to all at once: when, how, and under which number.
fn allotment(ui: &Ui, party: &Party, people: &[&Member]) -> Markup {
    let activity = &party.activity;
    let at = when::moment(ui.lang, activity.closes_at, ui.now);
    let number = ui.tf(msg::SIGNUP_ENTRY, args! { n = party.number });
    let (how, link) = match activity.allotment {
        Allotment::Draw => (msg::SIGNUP_ALLOTMENT_DRAW, msg::SIGNUP_DRAW_HOW),
        Allotment::Priority | Allotment::FirstCome => (msg::SIGNUP_ALLOTMENT_PRIORITY, msg::ALLOTTED_WHERE),
    };
    panel(
        &number,
        html! {
            p { (names(ui, people)) }
            (in_group::said(ui, party))
            p { (ui.tf(how, args! { at = at })) }
            p { (draw_link(ui, activity, link)) }
        },
    )
}

/// The page on which a draw can be checked, or the list of numbers be read.
pub(super) fn draw_link(ui: &Ui, activity: &ActivityFacts, text: Msg) -> Markup {
    html! { (link(&format!("/activities/{}/draw", activity.id), ui.t(text))) }
}

/// Under which number a party stands in the published list, where places were given to all at once, and in which group.
fn drawn(ui: &Ui, party: &Party, state: SignupState) -> Markup {
    let (number, list) = match party.activity.allotment {
        Allotment::Draw => (msg::SIGNUP_DRAWN, msg::SIGNUP_DRAW_CHECK),
        Allotment::Priority | Allotment::FirstCome => (msg::ALLOTTED_NUMBER, msg::ALLOTTED_SEE),
    };
    html! {
        @if let Some(entry) = party.entry {
            p {
                (ui.tf(number, args! { n = entry })) " "
                (draw_link(ui, &party.activity, list))
            }
            // Who waits reads it beside their place in the line.
            @if state != SignupState::Waiting { (in_group::said(ui, party)) }
        }
    }
}

fn fewer(ui: &Ui, party: &Party, people: &[&Member], (free, until): (i64, Option<Timestamp>)) -> Markup {
    let rows: Vec<(String, String)> = people
        .iter()
        .map(|member| (member.id.to_text(), called(ui, member)))
        .collect();
    let hint = ui.tf(msg::SIGNUP_FEWER_HINT, args! { free = free });
    let otherwise = match until {
        Some(until) => {
            let until = when::moment(ui.lang, until, ui.now);
            ui.tf(msg::SIGNUP_FEWER_OR, args! { until = until })
        }
        None => ui.t(msg::SIGNUP_FEWER_OR_STILL).to_owned(),
    };
    let mut list = choices(ui, "stay", ui.t(msg::SIGNUP_FEWER_WHO))
        .several()
        .required()
        .hint(&hint);
    for (number, (value, label)) in rows.iter().enumerate() {
        list = list.option(value, label, (number as i64) < free);
    }
    panel(
        ui.t(msg::SIGNUP_FEWER),
        form(ui, &format!("{}/fewer", party_path(party.id))).body(html! {
            (list)
            (button(ui.t(msg::SIGNUP_FEWER_YES)).primary().wide())
            (muted(html! { (otherwise) }))
        }),
    )
}

/// Giving places back: one person, or all.
fn ways_out(ui: &Ui, party: &Party, state: SignupState) -> Markup {
    let live: Vec<&Member> = party
        .members
        .iter()
        .filter(|member| member.state.is_live())
        .collect();
    // An offer has its own two buttons; what has begun or was called off can't be given back.
    if live.is_empty() || state == SignupState::Offered || party.over(ui.now) {
        return html! {};
    }
    let path = format!("{}/cancel", party_path(party.id));
    let means = match state {
        SignupState::Waiting => msg::SIGNUP_LEAVE_MEANS,
        _ => msg::SIGNUP_CANCEL_MEANS,
    };
    let choices = html! {
        @if live.len() > 1 {
            @for member in &live {
                @let text = ui.tf(msg::SIGNUP_CANCEL_ONE, args! { name = member.name.as_str() });
                (one_out(ui, &path, &text, member, means))
            }
        }
        @if party.booked || live.len() == 1 {
            @let text = ui.t(if live.len() > 1 { msg::SIGNUP_CANCEL_ALL } else { msg::SIGNUP_CANCEL });
            (confirm(ui, &path, text, &html! { p { (ui.t(means)) } }, button(ui.t(msg::SIGNUP_CANCEL_YES)).danger()))
        }
    };
    disclosure(ui.t(msg::SIGNUP_CANT_COME), false, choices)
}

fn one_out(ui: &Ui, path: &str, text: &str, member: &Member, means: Msg) -> Markup {
    let id = member.id.to_text();
    let yes = button(ui.t(msg::SIGNUP_CANCEL_YES))
        .danger()
        .value("only", &id)
        .about(&member.name);
    confirm(ui, path, text, &html! { p { (ui.t(means)) } }, yes)
}

/// The activity with this party's codes.
pub(super) fn calendar_file(app: &App, ui: &Ui, party: &Party) -> String {
    let activity = &party.activity;
    let seats = party.in_state(SignupState::Seat);
    let codes = seats.iter().map(|member| {
        ui.tf(
            msg::SIGNUP_CALENDAR_CODE,
            args! { name = member.name.as_str(), code = member.code.as_str() },
        )
    });
    let notes: Vec<String> = match seats.is_empty() {
        true => vec![ui.t(state_name(party.state(ui.now))).to_owned()],
        false => codes.collect(),
    };
    calendar::file(&calendar::Entry {
        id: activity.id.to_text(),
        title: &activity.title,
        place: &activity.place,
        notes: &notes.join("\n"),
        address: &app.address(&party_path(party.id)),
        starts_at: activity.starts_at,
        ends_at: activity.ends_at,
        updated_at: activity.updated_at,
        version: activity.version,
        standing: standing(party),
    })
}

/// Whether the party comes, may come, or comes no more.
fn standing(party: &Party) -> calendar::Standing {
    let live = party.members.iter().any(|member| member.state.is_live());
    if party.activity.status == "cancelled" || !live {
        calendar::Standing::Gone
    } else if party.in_state(SignupState::Seat).is_empty() {
        calendar::Standing::Open
    } else {
        calendar::Standing::Sure
    }
}

/// When and where, for a line in a list.
pub(super) fn when_and_where(ui: &Ui, activity: &ActivityFacts) -> String {
    format!(
        "{} · {}",
        when::span(ui.lang, activity.starts_at, activity.ends_at, ui.now),
        activity.place
    )
}
