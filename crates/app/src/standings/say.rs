//! Standings in words.

use langqiao_platform::{i18n::InBoth, spoken::Day, ui::prelude::*};

use super::{
    asks::{Asks, Lack},
    model::{Standing, StandingKind, StandingState, WhyNot},
};

/// What a party lacks, as a sentence about one of it. `name` is how the reader knows them.
pub fn lack(lack: &Lack, name: &str) -> Sentence {
    let message = match lack.kind {
        StandingKind::Unit => msg::STANDING_LACK_UNIT,
        StandingKind::Line => msg::STANDING_LACK_LINE,
        StandingKind::Qualification => msg::STANDING_LACK_QUALIFICATION,
    };
    let sentence = Sentence::new(message)
        .with("name", name.to_owned())
        .with("wanted", lack.wanted.clone())
        .with("why", lack.why.word());
    match (lack.kind, lack.why) {
        (StandingKind::Qualification, WhyNot::Expired(on)) => sentence.with("on", Day(on)),
        (StandingKind::Qualification, _) => sentence.with("on", ""),
        _ => sentence,
    }
}

/// What an activity asks for, a sentence for each kind; nothing where it asks for nothing.
pub fn asked(ui: &Ui, asks: &Asks) -> Vec<String> {
    let kinds = [
        (StandingKind::Unit, msg::STANDING_ASKS_UNIT),
        (StandingKind::Line, msg::STANDING_ASKS_LINE),
        (StandingKind::Qualification, msg::STANDING_ASKS_QUALIFICATION),
    ];
    let asked = kinds
        .into_iter()
        .filter(|(kind, _)| !asks.wanted(*kind).is_empty());
    let helpers = (!asks.helpers.is_empty())
        .then(|| ui.tf(msg::STANDING_ASKS_HELPERS, args! { wanted = asks.helper_names() }));
    asked
        .map(|(kind, message)| ui.tf(message, args! { wanted = asks.names(kind) }))
        .chain(helpers)
        .collect()
}

/// A name in the reader's language.
pub fn name(ui: &Ui, name: &InBoth) -> String {
    name.text(ui.lang).to_owned()
}

/// How a standing stands, as a badge: over, or looked at or not.
pub fn badge_of(ui: &Ui, standing: &Standing) -> Markup {
    let held = &standing.held;
    let today = langqiao_kernel::time::day(ui.now);
    if held.state != StandingState::Refused && held.expires.is_some_and(|last| last < today) {
        return badge(Tone::Warn, ui.t(msg::STANDING_EXPIRED));
    }
    match held.state {
        StandingState::Stated if held.again => badge(Tone::Warn, ui.t(msg::STANDING_STATE_AGAIN)),
        StandingState::Stated => badge(Tone::Info, ui.t(msg::STANDING_STATE_STATED)),
        StandingState::Confirmed => badge(Tone::Ok, ui.t(msg::STANDING_STATE_CONFIRMED)),
        StandingState::Refused => badge(Tone::Error, ui.t(msg::STANDING_STATE_REFUSED)),
    }
}

/// The rest of what is known of it: the body, the last day, who looked and why not.
pub fn detail_of(ui: &Ui, standing: &Standing) -> Vec<String> {
    let mut said = Vec::new();
    if let Some((_, body)) = &standing.organisation {
        said.push(body.clone());
    }
    if let Some(last) = standing.held.expires {
        let day = when::day(ui.lang, last, ui.now);
        said.push(ui.tf(msg::STANDING_UNTIL, args! { day = day }));
    }
    if let Some((by, at)) = &standing.decided {
        let at = when::moment(ui.lang, *at, ui.now);
        said.push(match &standing.reason {
            None => ui.tf(msg::STANDING_CONFIRMED_BY, args! { by = by.as_str(), at = at }),
            Some(reason) => ui.tf(
                msg::STANDING_REFUSED_BY,
                args! { by = by.as_str(), at = at, reason = reason.as_str() },
            ),
        });
    }
    said
}
