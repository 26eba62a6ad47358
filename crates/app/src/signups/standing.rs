//! "Why am I waiting": where a waiting party stands, and what has to happen for it to get a place.

use jiff::Timestamp;
use langqiao_platform::ui::prelude::*;

use super::{model::queue_moves, queries::Standing};

/// What has to happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Next {
    /// Sign-up must be over: then places are given to all at once.
    Allotment,
    /// Nothing any more: it is too late for places to be offered.
    TooLate,
    /// The party is next, and larger than what is free: it may come with fewer.
    TakeFewer {
        /// How many places are free.
        free: i64,
        /// Until when they are kept for its answer; nobody else waits for them where that is over.
        #[schema(value_type = Option<String>)]
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// The party is larger than all the places that there are since these became fewer.
    TooLarge {
        /// How many places there are.
        places: i64,
    },
    /// Places are kept for groups that come first, and the party is in none: what is still free then goes by the list.
    Groups {
        /// Until when.
        #[schema(value_type = String)]
        until: Timestamp,
    },
    /// The party is next: as soon as so many more places become free, they are offered to it.
    Places {
        /// How many more.
        more: i64,
    },
    /// Others stand before it.
    Others {
        /// How many parties.
        parties: i64,
        /// How many people.
        people: i64,
    },
}

/// What has to happen for a party of this size.
pub fn next(standing: &Standing, party: i64, starts_at: Timestamp, now: Timestamp) -> Next {
    let free = standing.free();
    if !queue_moves(now, starts_at) {
        Next::TooLate
    } else if standing.parties_ahead > 0 {
        Next::Others {
            parties: standing.parties_ahead,
            people: standing.people_ahead,
        }
    } else if free > 0 && free < party {
        Next::TakeFewer {
            free,
            until: standing.asked_until.filter(|until| now < *until),
        }
    } else if standing.capacity < party {
        Next::TooLarge {
            places: standing.capacity,
        }
    } else {
        Next::Places {
            more: (party - free).max(1),
        }
    }
}

/// What is so of the places, in a few words: they are full only where none is free.
fn places_title(standing: &Standing, next: Next) -> Msg {
    match next {
        _ if standing.free() <= 0 => msg::SIGNUP_STEP_FULL,
        Next::Groups { .. } => msg::SIGNUP_STEP_GROUPS,
        Next::TakeFewer { .. } => msg::SIGNUP_STEP_TOO_FEW,
        Next::TooLate => msg::SIGNUP_STEP_OVER,
        _ => msg::SIGNUP_STEP_KEPT,
    }
}

/// Who waits, and whether they answer for it themselves or somebody does who signed them up.
#[derive(Clone, Copy)]
pub struct Waits {
    /// How many they are.
    pub people: i64,
    /// Whether the reader answers for them.
    pub answers: bool,
}

/// The same as a way that leads to a place, with where the party is on it.
pub fn view(ui: &Ui, standing: &Standing, waits: Waits, next: Next, offer_minutes: i64) -> Markup {
    let party = waits.people;
    let decided = standing.taken - standing.offered;
    let full = ui.tf(
        msg::SIGNUP_WHY_PLACES,
        args! { all = standing.capacity, taken = decided },
    );
    let open = open_offers(ui, standing);
    // Once it is too late nothing is kept for those who wait: whoever comes takes it.
    let free = (standing.free() > 0 && next != Next::TooLate).then(|| {
        let why = match next {
            Next::Groups { .. } => msg::SIGNUP_WHY_FREE_GROUPS,
            _ => msg::SIGNUP_WHY_FREE,
        };
        ui.tf(why, args! { n = standing.free() })
    });
    let minutes = ui.minutes(offer_minutes);
    let ahead = match next {
        Next::Others { parties, people } => ui.tf(
            msg::SIGNUP_WHY_AHEAD,
            args! { parties = parties, people = people },
        ),
        _ => ui.t(msg::SIGNUP_WHY_FIRST).to_owned(),
    };
    let what = match next {
        Next::TooLate => ui.t(msg::SIGNUP_WHY_TOO_LATE).to_owned(),
        Next::Allotment => ui.t(msg::SIGNUP_WHY_ALLOTMENT).to_owned(),
        Next::TakeFewer { free, .. } if !waits.answers => ui.tf(
            msg::SIGNUP_WHY_FEWER_THEIRS,
            args! { free = free, people = party },
        ),
        Next::TakeFewer {
            free,
            until: Some(until),
        } => {
            let until = when::moment(ui.lang, until, ui.now);
            ui.tf(
                msg::SIGNUP_WHY_FEWER,
                args! { free = free, people = party, until = until },
            )
        }
        Next::TakeFewer { free, until: None } => {
            ui.tf(msg::SIGNUP_WHY_FEWER_STILL, args! { free = free, people = party })
        }
        Next::TooLarge { places } => ui.tf(
            msg::SIGNUP_WHY_TOO_LARGE,
            args! { places = places, people = party },
        ),
        Next::Groups { until } => {
            let at = when::moment(ui.lang, until, ui.now);
            ui.tf(msg::SIGNUP_WHY_GROUPS, args! { at = at })
        }
        Next::Places { more } => ui.tf(msg::SIGNUP_WHY_MORE, args! { n = more }),
        Next::Others { .. } => ui.t(msg::SIGNUP_WHY_OTHERS_FIRST).to_owned(),
    };
    let is_first = !matches!(next, Next::Others { .. });
    steps(
        ui,
        &[
            Step {
                title: ui.t(places_title(standing, next)),
                detail: html! {
                    p { (full) @if let Some(free) = &free { " " (free) } }
                    @if let Some(open) = &open { p { (open) } }
                },
                state: StepState::Done,
            },
            Step {
                title: ui.t(msg::SIGNUP_STEP_QUEUE),
                detail: html! { p { (ahead) } },
                state: if is_first { StepState::Done } else { StepState::Now },
            },
            Step {
                title: ui.t(msg::SIGNUP_STEP_FREED),
                detail: html! { p { (what) } },
                state: if is_first { StepState::Now } else { StepState::Next },
            },
            Step {
                title: ui.t(msg::SIGNUP_STEP_ANSWER),
                detail: muted(html! { (ui.tf(msg::SIGNUP_WHY_ANSWER, args! { minutes = minutes })) }),
                state: StepState::Next,
            },
        ],
    )
}

/// That places are held for others who have not answered yet, and until when.
fn open_offers(ui: &Ui, standing: &Standing) -> Option<String> {
    let ends = standing.offer_ends?;
    let until = when::moment(ui.lang, ends, ui.now);
    Some(ui.tf(
        msg::SIGNUP_WHY_OFFERED,
        args! { n = standing.offered, until = until },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn full() -> Standing {
        Standing {
            capacity: 10,
            taken: 10,
            offered: 2,
            offer_ends: None,
            parties_ahead: 0,
            people_ahead: 0,
            asked_until: None,
        }
    }

    #[test]
    fn what_has_to_happen_depends_on_the_place_in_the_queue() {
        let (start, now) = (at("2026-11-28T06:00:00Z"), at("2026-11-21T01:00:00Z"));
        assert_eq!(next(&full(), 1, start, now), Next::Places { more: 1 });
        assert_eq!(next(&full(), 3, start, now), Next::Places { more: 3 });
        let two_free = Standing { taken: 8, ..full() };
        let asked = |until| Standing {
            asked_until: until,
            ..two_free
        };
        let (open, over) = (at("2026-11-21T03:00:00Z"), at("2026-11-21T00:30:00Z"));
        let fewer = |until| Next::TakeFewer { free: 2, until };
        assert_eq!(next(&asked(Some(open)), 3, start, now), fewer(Some(open)));
        assert_eq!(next(&asked(Some(over)), 3, start, now), fewer(None));
        assert_eq!(next(&full(), 11, start, now), Next::TooLarge { places: 10 });
        let behind = Standing {
            parties_ahead: 2,
            people_ahead: 5,
            ..two_free
        };
        assert_eq!(
            next(&behind, 1, start, now),
            Next::Others {
                parties: 2,
                people: 5
            }
        );
        assert_eq!(next(&behind, 1, start, at("2026-11-28T05:31:00Z")), Next::TooLate);
    }

    #[test]
    fn places_are_called_full_only_where_none_is_free() {
        let until = at("2026-11-27T06:00:00Z");
        let two_free = Standing { taken: 8, ..full() };
        let title = |standing: &Standing, next| places_title(standing, next).key();
        let full_up = msg::SIGNUP_STEP_FULL.key();
        assert_eq!(title(&full(), Next::Groups { until }), full_up);
        assert_eq!(title(&full(), Next::Places { more: 1 }), full_up);
        for next in [
            Next::Groups { until },
            Next::TakeFewer { free: 2, until: None },
            Next::Others {
                parties: 1,
                people: 2,
            },
            Next::TooLate,
        ] {
            assert_ne!(title(&two_free, next), full_up);
        }
        assert_eq!(title(&two_free, Next::TooLate), msg::SIGNUP_STEP_OVER.key());
    }
}
