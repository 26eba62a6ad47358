//! A knock-out as a bracket: beside each other where there is room and on paper, round by round on a phone.

use maud::{Markup, html};

use crate::{i18n::msg, ui::Ui};

/// A side of a game.
#[derive(Clone, Debug)]
pub struct BracketSide {
    /// Who, or what stands there while nobody is known.
    pub name: String,
    /// What it scored.
    pub score: Option<String>,
    /// Whether it goes on.
    pub won: bool,
    /// Whether it is somebody.
    pub known: bool,
}

/// A game.
#[derive(Clone, Debug)]
pub struct BracketGame {
    /// Where it leads, if anywhere.
    pub href: Option<String>,
    /// What it is called, for those who listen.
    pub label: String,
    /// The two sides.
    pub sides: [BracketSide; 2],
    /// When and where, or what is to be known of its result; may be empty.
    pub note: String,
}

/// A round.
#[derive(Clone, Debug)]
pub struct BracketRound {
    /// What it is called.
    pub title: String,
    /// Its games from top to bottom.
    pub games: Vec<BracketGame>,
    /// Whether it stands apart from the way to the final: the game for the third place.
    pub aside: bool,
}

/// The rounds of a knock-out, the first at the left.
pub fn bracket(ui: &Ui, label: &str, rounds: &[BracketRound]) -> Markup {
    let (aside, way): (Vec<_>, Vec<_>) = rounds.iter().partition(|round| round.aside);
    html! {
        div.bracket role="region" aria-label=(label) tabindex="0" {
            @for round in way { (one_round(ui, round)) }
        }
        @for round in aside { div.bracket-aside { (one_round(ui, round)) } }
    }
}

fn one_round(ui: &Ui, round: &BracketRound) -> Markup {
    html! {
        section.bracket-round {
            h3.bracket-title { (round.title) }
            ol.bracket-games {
                @for game in &round.games {
                    li.bracket-slot {
                        div.bracket-game {
                            @match &game.href {
                                Some(href) => a.bracket-link href=(href) aria-label=(game.label) { (sides(ui, game)) },
                                None => (sides(ui, game)),
                            }
                            @if !game.note.is_empty() { p.bracket-note { (game.note) } }
                        }
                    }
                }
            }
        }
    }
}

fn sides(ui: &Ui, game: &BracketGame) -> Markup {
    html! {
        @for side in &game.sides {
            span.bracket-side.bracket-won[side.won].bracket-open[!side.known] {
                span.bracket-name {
                    (side.name)
                    @if side.won { span.sr-only { " " (ui.t(msg::BRACKET_GOES_ON)) } }
                }
                @if let Some(score) = &side.score { span.bracket-score { (score) } }
            }
        }
    }
}
