//! How check-in looks: the answer at arm's length, the figures, the lists.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::ui::prelude::*;

use super::{
    lists::{Counts, Guest, Listed, Show},
    model::{Direction, Hours, Outcome, Reason},
    queries::{Door, Passage},
    rules::Rules,
    scan::Answer,
};
use crate::{activities::Status, signups::SignupRole};

/// The path of an activity's check-in.
pub fn path(org: OrganisationId, door: &Door) -> String {
    format!("/w/{org}/activities/{}/checkin", door.activity)
}

/// The word for a direction.
pub fn direction_name(ui: &Ui, direction: Direction) -> &'static str {
    ui.t(match direction {
        Direction::In => msg::CHECKIN_IN,
        Direction::Out => msg::CHECKIN_OUT,
    })
}

/// The word for a role.
pub fn role_name(ui: &Ui, role: SignupRole) -> &'static str {
    ui.t(match role {
        SignupRole::Attendee => msg::CHECKIN_ROLE_ATTENDEE,
        SignupRole::Volunteer => msg::CHECKIN_ROLE_VOLUNTEER,
    })
}

/// The large line of an answer.
pub fn headline(reason: Reason) -> Msg {
    match reason {
        Reason::Welcome => msg::CHECKIN_WELCOME,
        Reason::Goodbye => msg::CHECKIN_GOODBYE,
        Reason::Unreadable => msg::CHECKIN_UNREADABLE,
        Reason::Unknown => msg::CHECKIN_UNKNOWN,
        Reason::Foreign => msg::CHECKIN_FOREIGN,
        Reason::ActivityCancelled => msg::CHECKIN_ACTIVITY_CANCELLED,
        Reason::SignupCancelled => msg::CHECKIN_SIGNUP_CANCELLED,
        Reason::Renewed => msg::CHECKIN_RENEWED,
        Reason::OfferGone => msg::CHECKIN_OFFER_GONE,
        Reason::Offered => msg::CHECKIN_OFFERED,
        Reason::Waiting => msg::CHECKIN_WAITING,
        Reason::InAlready => msg::CHECKIN_IN_ALREADY,
        Reason::OutAlready => msg::CHECKIN_OUT_ALREADY,
        Reason::LeftAlready => msg::CHECKIN_LEFT_ALREADY,
        Reason::TooEarly => msg::CHECKIN_TOO_EARLY,
        Reason::TooLate => msg::CHECKIN_TOO_LATE,
        Reason::NotIn => msg::CHECKIN_NOT_IN,
        Reason::DeviceRevoked => msg::CHECKIN_DEVICE_REVOKED,
        Reason::Dismissed => msg::CHECKIN_DISMISSED,
    }
}

/// What to do now, in one or two sentences.
pub fn advice(ui: &Ui, answer: &Answer) -> Vec<String> {
    let say = |msg| vec![ui.t(msg).to_owned()];
    let moment = |at: Timestamp| when::moment(ui.lang, at, ui.now);
    let earlier = |passage: Option<&Passage>, msg| {
        let (at, by) = passage.map_or((String::new(), ""), |passage| {
            (moment(passage.at), passage.by.as_str())
        });
        vec![ui.tf(msg, args! { when = at, by = by })]
    };
    let holder = answer.holder.as_ref();
    match answer.scan.reason {
        Reason::Welcome if answer.missing.is_empty() => Vec::new(),
        Reason::Welcome => {
            let names = answer.missing.join(ui.t(msg::CHECKIN_NAMES_AND));
            vec![ui.tf(msg::CHECKIN_WELCOME_MISSING, args! { names = names })]
        }
        Reason::Goodbye => {
            let volunteer = holder.is_some_and(|holder| holder.role == SignupRole::Volunteer);
            let msg = if volunteer {
                msg::CHECKIN_GOODBYE_VOLUNTEER
            } else {
                msg::CHECKIN_GOODBYE_DO
            };
            vec![ui.tf(msg, args! { stay = ui.minutes(answer.stay().unwrap_or(0)) })]
        }
        Reason::Unreadable => say(msg::CHECKIN_UNREADABLE_DO),
        Reason::Unknown => say(msg::CHECKIN_UNKNOWN_DO),
        Reason::Foreign => match &answer.elsewhere {
            Some(other) => {
                let span = when::span(ui.lang, other.starts, other.ends, ui.now);
                let words = match other {
                    other if other.called_off => msg::CHECKIN_FOREIGN_OFF,
                    other if other.ended => msg::CHECKIN_FOREIGN_ENDED,
                    _ => msg::CHECKIN_FOREIGN_DO,
                };
                vec![ui.tf(words, args! { title = other.title.as_str(), when = span })]
            }
            None => say(msg::CHECKIN_UNKNOWN_DO),
        },
        Reason::ActivityCancelled => say(msg::CHECKIN_ACTIVITY_CANCELLED_DO),
        Reason::SignupCancelled => say(msg::CHECKIN_SIGNUP_CANCELLED_DO),
        Reason::Renewed => say(msg::CHECKIN_RENEWED_DO),
        Reason::OfferGone => say(msg::CHECKIN_OFFER_GONE_DO),
        Reason::Offered => say(msg::CHECKIN_OFFERED_DO),
        Reason::Waiting => say(msg::CHECKIN_WAITING_DO),
        Reason::InAlready => earlier(
            holder.and_then(|holder| holder.came.as_ref()),
            msg::CHECKIN_IN_ALREADY_DO,
        ),
        Reason::OutAlready => earlier(
            holder.and_then(|holder| holder.left.as_ref()),
            msg::CHECKIN_OUT_ALREADY_DO,
        ),
        Reason::LeftAlready => earlier(
            holder.and_then(|holder| holder.left.as_ref()),
            msg::CHECKIN_LEFT_ALREADY_DO,
        ),
        Reason::TooEarly | Reason::TooLate => {
            let (opens, shuts) =
                Rules::current().door(answer.scan.direction, answer.door.starts, answer.door.ends);
            let volunteer = holder.is_some_and(|holder| holder.role == SignupRole::Volunteer);
            match answer.scan.reason {
                Reason::TooEarly => vec![ui.tf(msg::CHECKIN_TOO_EARLY_DO, args! { when = moment(opens) })],
                _ if volunteer => vec![ui.tf(msg::CHECKIN_TOO_LATE_DO, args! { when = moment(shuts) })],
                _ => vec![ui.tf(msg::CHECKIN_TOO_LATE_OTHER, args! { when = moment(shuts) })],
            }
        }
        Reason::NotIn => say(msg::CHECKIN_NOT_IN_DO),
        Reason::DeviceRevoked => say(msg::GATE_REVOKED),
        Reason::Dismissed => Vec::new(),
    }
}

/// How an outcome is coloured.
pub fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Accepted => Tone::Ok,
        Outcome::Doubled | Outcome::Waiting => Tone::Warn,
        _ => Tone::Error,
    }
}

/// The answer to a scan: large, coloured and in words; who it is; what to do.
pub fn verdict(ui: &Ui, answer: &Answer) -> Markup {
    let detail = html! {
        @if let Some(holder) = &answer.holder {
            p { strong { (holder.name) } " · " (role_name(ui, holder.role)) }
        }
        @for line in advice(ui, answer) { p { (line) } }
        p {
            (ui.tf(msg::CHECKIN_AT, args! { time = when::moment(ui.lang, answer.scan.at, ui.now) }))
            @if answer.again { " · " (ui.t(msg::CHECKIN_REPLAYED)) }
        }
    };
    scan_answer(
        tone(answer.scan.outcome),
        ui.t(headline(answer.scan.reason)),
        detail,
    )
}

/// The page at the door.
pub struct AtDoor<'a> {
    /// In whose workbench.
    pub org: OrganisationId,
    /// The activity.
    pub door: &'a Door,
    /// Coming or leaving.
    pub direction: Direction,
    /// Makes this page's form harmless to send twice.
    pub nonce: &'a str,
    /// The answer to the last scan, when the form was sent without JavaScript.
    pub answer: Option<Answer>,
    /// The figures.
    pub counts: Counts,
    /// The latest scans.
    pub latest: &'a [Listed],
    /// What there is of gates, drawn.
    pub gates: Markup,
}

/// Draws the page at the door.
pub fn at_door(ui: &Ui, page: &AtDoor<'_>) -> Markup {
    let path = path(page.org, page.door);
    let (opens, shuts) = Rules::current().door(page.direction, page.door.starts, page.door.ends);
    let hours = match page.direction {
        Direction::In => msg::CHECKIN_HOURS_IN,
        Direction::Out => msg::CHECKIN_HOURS_OUT,
    };
    let hours = ui.tf(
        hours,
        args! {
            from = when::moment(ui.lang, opens, ui.now), to = when::moment(ui.lang, shuts, ui.now)
        },
    );
    let open =
        Rules::current().hours(page.direction, page.door.starts, page.door.ends, ui.now) == Hours::Open;
    let ways = [Direction::In, Direction::Out].map(|direction| {
        let href = format!("{path}?direction={}", direction.as_str());
        (direction_name(ui, direction), href, direction == page.direction)
    });
    let ways: Vec<_> = ways
        .iter()
        .map(|(name, href, now)| (*name, href.as_str(), None, *now))
        .collect();
    let span = when::span(ui.lang, page.door.starts, page.door.ends, ui.now);
    html! {
        (page_title(&page.door.title, Some(&format!("{span} · {}", page.door.place)), Some(html! {
            (link_button(&format!("/w/{}/activities/{}", page.org, page.door.activity), ui.t(msg::CHECKIN_ACTIVITY)))
        })))
        (stack(html! {
            @if page.door.status == Status::Cancelled {
                (notice(Tone::Warn, html! { p { (ui.t(msg::CHECKIN_ACTIVITY_CANCELLED_DO)) } }))
            }
            (tabs(ui.t(msg::CHECKIN_DIRECTION), &ways))
            (scanner(
                ui, &path, page.nonce,
                html! { input type="hidden" name="direction" value=(page.direction.as_str()); },
                page.answer.as_ref().map(|answer| verdict(ui, answer)),
            ))
            @if open { (muted(html! { (hours) })) } @else { (notice(Tone::Warn, html! { p { (hours) } })) }
            (page.gates)
            div id="checkin-live" hx-get={ (path) "/live" } hx-trigger="checkin-scanned from:body, every 15s" {
                (live(ui, (&path, page.door.ends <= ui.now), &page.counts, page.latest))
            }
        }))
    }
}

/// The figures and the latest scans; asked for again while the page is open.
pub fn live(ui: &Ui, (path, over): (&str, bool), counts: &Counts, latest: &[Listed]) -> Markup {
    html! {
        (section(ui.t(msg::CHECKIN_COUNTS), html! {
            (figures(ui, (path, over), counts))
            @if !over { (muted(html! { (ui.tf(msg::CHECKIN_AS_OF, args! { at = when::moment(ui.lang, ui.now, ui.now) })) })) }
        }))
        (section(ui.t(msg::CHECKIN_LIVE), html! {
            @if latest.is_empty() { (muted(html! { (ui.t(msg::CHECKIN_LIVE_EMPTY)) })) }
            @else { (scan_table(ui, ui.t(msg::CHECKIN_LIVE), latest)) }
        }))
    }
}

/// The figures, each of which opens its list; how many are in stands with how many came. Of what is over it is said who
/// came and who didn't: nobody is in any more.
pub fn figures(ui: &Ui, (path, over): (&str, bool), counts: &Counts) -> Markup {
    let present = ui.tf(msg::CHECKIN_PRESENT_NOTE, args! { n = counts.present() });
    let shown = match over {
        false => [Show::Expected, Show::Arrived, Show::Left, Show::Refused],
        true => [Show::Expected, Show::Arrived, Show::Missing, Show::Refused],
    };
    stats(html! {
        @for show in shown {
            @let note = (show == Show::Arrived && !over).then_some(present.as_str());
            (stat(ui.t(show_name(show)), counts.of(show), &format!("{path}/{}", show.as_str()), note))
        }
    })
}

/// The word for a list.
pub fn show_name(show: Show) -> Msg {
    match show {
        Show::Expected => msg::CHECKIN_EXPECTED,
        Show::Arrived => msg::CHECKIN_ARRIVED,
        Show::Present => msg::CHECKIN_PRESENT,
        Show::Left => msg::CHECKIN_LEFT,
        Show::Missing => msg::CHECKIN_MISSING,
        Show::Refused => msg::CHECKIN_REFUSED,
    }
}

/// What to say of an empty list.
pub fn show_empty(show: Show) -> Msg {
    match show {
        Show::Expected => msg::CHECKIN_LIST_EMPTY_EXPECTED,
        Show::Arrived => msg::CHECKIN_LIST_EMPTY_ARRIVED,
        Show::Present => msg::CHECKIN_LIST_EMPTY_PRESENT,
        Show::Left => msg::CHECKIN_LIST_EMPTY_LEFT,
        Show::Missing => msg::CHECKIN_LIST_EMPTY_MISSING,
        Show::Refused => msg::CHECKIN_LIST_EMPTY_REFUSED,
    }
}

/// Scans, the latest first.
pub fn scan_table(ui: &Ui, caption: &str, scans: &[Listed]) -> Markup {
    let columns = vec![
        col(ui.t(msg::CHECKIN_COLUMN_NAME)),
        col(ui.t(msg::CHECKIN_COLUMN_WHY)),
        col(ui.t(msg::CHECKIN_COLUMN_TIME)),
    ];
    let rows = scans.iter().map(|scan| {
        let name = match &scan.name {
            Some(name) => html! { (name) },
            None if scan.reason == Reason::Unreadable => html! { (ui.t(msg::CHECKIN_NO_HOLDER)) },
            None => html! { (ui.t(msg::CHECKIN_NO_HOLDER)) " (" (scan.code) ")" },
        };
        vec![
            name,
            badge(tone(scan.outcome), ui.t(headline(scan.reason))),
            html! { (time_of(ui, scan.at)) " · " (scan.by) },
        ]
    });
    table(caption, columns).rows(rows).render()
}

/// The time of day, with its day if that isn't today.
fn time_of(ui: &Ui, at: Timestamp) -> String {
    if time::day(at) == time::day(ui.now) {
        when::clock(time::civil(at).time())
    } else {
        when::moment(ui.lang, at, ui.now)
    }
}

/// Those of a list, each with a way to note them by hand where that makes sense.
pub fn guest_table(
    ui: &Ui,
    path: &str,
    show: Show,
    guests: &[Guest],
    nonce: impl Fn(&Guest) -> String,
) -> Markup {
    let columns = vec![
        col(ui.t(msg::CHECKIN_COLUMN_NAME)),
        col(ui.t(msg::CHECKIN_COLUMN_ROLE)),
        col(ui.t(msg::CHECKIN_COLUMN_TIMES)),
        col(ui.t(msg::CHECKIN_COLUMN_ACT)).unseen(),
    ];
    let rows = guests.iter().map(|guest| {
        let next = match (guest.came, guest.left) {
            (None, _) => Some((Direction::In, msg::CHECKIN_SUBMIT_IN)),
            (Some(_), None) => Some((Direction::Out, msg::CHECKIN_SUBMIT_OUT)),
            _ => None,
        };
        vec![
            html! { (guest.name) },
            html! {
                (role_name(ui, guest.role))
                @if guest.party > 1 { " · " (ui.tf(msg::CHECKIN_PARTY, args! { n = guest.party })) }
            },
            html! {
                @match (guest.came, guest.left) {
                    (Some(came), Some(left)) => { (time_of(ui, came)) "–" (time_of(ui, left)) }
                    (Some(came), None) => (ui.tf(msg::CHECKIN_SINCE, args! { time = time_of(ui, came) })),
                    _ => (badge(Tone::Plain, ui.t(msg::CHECKIN_NOT_YET))),
                }
            },
            html! {
                @if let Some((direction, word)) = next {
                    (form(ui, path).body(html! {
                        input type="hidden" name="code" value=(guest.code);
                        input type="hidden" name="nonce" value=(nonce(guest));
                        input type="hidden" name="direction" value=(direction.as_str());
                        input type="hidden" name="back" value=(show.as_str());
                        (button(ui.t(word)).small().about(&guest.name))
                    }))
                }
            },
        ]
    });
    table(ui.t(show_name(show)), columns).rows(rows).render()
}

/// How long before its start an activity's check-in is announced on the day's page.
pub const ANNOUNCED: SignedDuration = SignedDuration::from_hours(24);
