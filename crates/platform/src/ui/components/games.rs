//! Games of a competition, each in a line or two: who meets whom, the score between them, when and where.

use maud::{Markup, html};

use crate::{i18n::msg, ui::Ui};

use super::BracketSide;

/// A game in a list.
#[derive(Clone, Debug)]
pub struct GameLine {
    /// What it is called.
    pub label: String,
    /// When and where; may be empty.
    pub when: String,
    /// The two sides.
    pub sides: [BracketSide; 2],
    /// What stands between them: the score, or that it is still to come.
    pub score: String,
    /// What is to be known of the result, as a badge.
    pub note: Option<Markup>,
    /// What can be done with it.
    pub action: Option<Markup>,
}

/// Games below each other.
pub fn game_list(ui: &Ui, games: &[GameLine]) -> Markup {
    html! {
        ul.games {
            @for game in games {
                li.game {
                    p.game-about {
                        span { (game.label) }
                        @if !game.when.is_empty() { span { (game.when) } }
                    }
                    p.game-sides {
                        (side(ui, &game.sides[0], "game-side game-home"))
                        span.game-score { (game.score) }
                        (side(ui, &game.sides[1], "game-side"))
                    }
                    @if game.note.is_some() || game.action.is_some() {
                        div.game-more {
                            @if let Some(note) = &game.note { (note) }
                            @if let Some(action) = &game.action { (action) }
                        }
                    }
                }
            }
        }
    }
}

fn side(ui: &Ui, side: &BracketSide, class: &str) -> Markup {
    html! {
        span class=(class) {
            span.bracket-won[side.won].bracket-open[!side.known] { (side.name) }
            @if side.won { span.sr-only { " " (ui.t(msg::GAME_WON)) } }
        }
    }
}
