//! How an activity gives its places, in words.

use jiff::Timestamp;
use langqiao_platform::ui::prelude::*;

use crate::activities::{Allotment, First};

/// What an activity says of how its places are given.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// At once, or to all when sign-up is over.
    pub allotment: Allotment,
    /// When sign-up is over.
    pub closes_at: Timestamp,
    /// When they were given to all at once, if so.
    pub allotted_at: Option<Timestamp>,
    /// Who comes first.
    pub first: &'a First,
    /// How long a freed place is held, in minutes.
    pub offer_minutes: i64,
    /// The most people in one party.
    pub party_max: i64,
    /// Whether it is a course, whose freed places are given on until it is over.
    pub course: bool,
}

/// How places are given, in words: for the form and for the activity's page.
pub fn policy(ui: &Ui, policy: &Policy<'_>) -> Markup {
    let Policy {
        allotment,
        closes_at,
        allotted_at,
        first,
        offer_minutes,
        party_max,
        course,
    } = *policy;
    let minutes = ui.minutes(offer_minutes);
    let at = when::moment(ui.lang, closes_at, ui.now);
    prose(html! {
        ul {
            @match (allotment, allotted_at) {
                (Allotment::FirstCome, _) => li { (ui.t(msg::SIGNUP_POLICY_FIRST)) },
                (_, Some(given)) => li {
                    (ui.tf(msg::SIGNUP_POLICY_GIVEN, args! { at = when::moment(ui.lang, given, ui.now) }))
                },
                (Allotment::Priority, None) => li { (ui.tf(msg::SIGNUP_POLICY_PRIORITY, args! { at = at })) },
                (Allotment::Draw, None) => li { (ui.tf(msg::SIGNUP_POLICY_DRAW, args! { at = at })) },
            }
            @if !first.groups.is_empty() {
                @let rule = match allotted_at {
                    Some(_) => msg::PRIORITY_POLICY_GIVEN,
                    None => msg::PRIORITY_POLICY,
                };
                li { (ui.tf(rule, args! { groups = first.list(ui) })) }
                @if allotment == Allotment::FirstCome { li { (ui.t(msg::PRIORITY_POLICY_FIRST_COME)) } }
            }
            @if let Some(until) = first.kept_until {
                li { (ui.tf(msg::PRIORITY_POLICY_KEPT, args! { at = when::moment(ui.lang, until, ui.now) })) }
            }
            li { (ui.tf(msg::SIGNUP_POLICY_OFFER, args! { minutes = minutes })) }
            li { (ui.tf(msg::SIGNUP_POLICY_FAMILY, args! { most = party_max })) }
            li { (ui.t(if course { msg::COURSE_POLICY_LATE } else { msg::SIGNUP_POLICY_LATE })) }
            li { (ui.t(msg::HANDING_POLICY)) }
        }
    })
}
