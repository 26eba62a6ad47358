//! In which of the groups that come first somebody who waits is: the same for the page and for programs.

use jiff::Timestamp;
use langqiao_platform::ui::prelude::*;

use super::{model::SignupRole, party_view::Party};

/// In which of the groups that come first a party is, or was when places were given to all at once, and what that means for
/// now.
pub(super) struct InGroup {
    /// Its place in their order, from 1; nothing where the party is in none.
    pub place: Option<i64>,
    /// How many groups there are.
    pub groups: i64,
    /// The group by name, in the reader's language.
    pub name: Option<String>,
    /// Until when places are kept for others.
    pub kept_until: Option<Timestamp>,
    /// All of it in words, sentence by sentence.
    pub words: Vec<String>,
}

impl InGroup {
    /// That of a party, where groups come first among those who wait with it, or came when places were given. Who signs up
    /// after that stands behind all others, whatever the group.
    pub fn of(ui: &Ui, party: &Party) -> Option<Self> {
        let (first, activity) = (&party.activity.first, &party.activity);
        if first.groups.is_empty() || party.role != SignupRole::Attendee {
            return None;
        }
        let rank = match activity.allotted_at {
            None => party.rank,
            Some(_) => party.given_rank?,
        };
        let theirs = first.groups.get(usize::try_from(rank).unwrap_or(usize::MAX));
        let name = theirs.map(|group| group.name().text(ui.lang).to_owned());
        let kept_until = first
            .kept_until
            .filter(|_| theirs.is_none() && first.keeps(ui.now) && activity.allotted_at.is_none());
        let mut words = vec![match &name {
            Some(name) => ui.tf(msg::PRIORITY_YOURS, args! { n = rank + 1, name = name.as_str() }),
            None => ui.t(msg::PRIORITY_NONE).to_owned(),
        }];
        words.extend(kept_until.map(|until| {
            let at = when::moment(ui.lang, until, ui.now);
            ui.tf(msg::PRIORITY_KEPT_FOR_OTHERS, args! { at = at })
        }));
        Some(Self {
            place: theirs.map(|_| rank + 1),
            groups: first.groups.len() as i64,
            name,
            kept_until,
            words,
        })
    }
}

/// The same on a page.
pub(super) fn said(ui: &Ui, party: &Party) -> Markup {
    let said = InGroup::of(ui, party).map(|group| group.words);
    html! { @for sentence in said.unwrap_or_default() { p { (sentence) } } }
}
