//! How a competition is shown: games, brackets, tables, scores. The same for the public and for officers, who get a link
//! to where a result is typed.

use std::collections::BTreeMap;

use langqiao_kernel::id::{EntryId, FixtureId};
use langqiao_platform::ui::prelude::*;

use super::{
    model::{Fixture, Format, Stage},
    say,
    whole::{Row, Whole},
};

/// How many games a list of the next ones has.
const NEXT: usize = 8;

/// Where a game's result is typed, for those who may.
pub(super) type Typing<'a> = Option<&'a dyn Fn(FixtureId) -> String>;

/// All that there is to see of a stage.
pub(super) fn stage(ui: &Ui, whole: &Whole, stage: &Stage, typing: Typing<'_>) -> Markup {
    if stage.started_at.is_none() {
        return html! { (notice(Tone::Info, html! { (ui.t(msg::COMPETITION_NOT_STARTED)) })) };
    }
    match stage.rules.format {
        Format::Knockout => html! {
            (next_games(ui, whole, stage, typing))
            (section(ui.t(msg::COMPETITION_BRACKET), knockout(ui, whole, stage, typing)))
        },
        Format::League | Format::Swiss => html! {
            (next_games(ui, whole, stage, typing))
            (tables(ui, whole, stage))
            (section(ui.t(msg::COMPETITION_ALL_GAMES), rounds(ui, whole, stage, typing)))
        },
        Format::Judged | Format::Timed => scores(ui, whole, stage),
    }
}

/// The games that come next, by time.
fn next_games(ui: &Ui, whole: &Whole, stage: &Stage, typing: Typing<'_>) -> Markup {
    let mut next: Vec<&Fixture> = whole
        .fixtures_of(stage.id)
        .filter(|fixture| fixture.is_open() && fixture.starts_at.is_some())
        .collect();
    next.sort_by_key(|fixture| (fixture.starts_at, fixture.court));
    next.truncate(NEXT);
    if next.is_empty() {
        return html! {};
    }
    section(
        ui.t(msg::COMPETITION_NEXT_GAMES),
        games(ui, whole, stage, &next, typing),
    )
}

/// A list of games with what is known of each.
pub(super) fn games(ui: &Ui, whole: &Whole, stage: &Stage, list: &[&Fixture], typing: Typing<'_>) -> Markup {
    games_with(ui, (whole, stage), list, |fixture| {
        typing
            .filter(|_| fixture.home.is_some() && fixture.away.is_some())
            .map(|typing| type_link(ui, whole, stage, fixture, typing))
    })
}

/// The same with what can be done with each.
pub(super) fn games_with(
    ui: &Ui,
    (whole, stage): (&Whole, &Stage),
    list: &[&Fixture],
    action: impl Fn(&Fixture) -> Option<Markup>,
) -> Markup {
    let lines: Vec<GameLine> = list
        .iter()
        .map(|fixture| GameLine {
            label: say::fixture(ui, whole, stage, fixture),
            when: say::when_or_not_yet(ui, whole, fixture),
            sides: [
                bracket_side(ui, whole, fixture, fixture.home, true),
                bracket_side(ui, whole, fixture, fixture.away, false),
            ],
            score: say::score(ui, fixture).unwrap_or_else(|| {
                ui.t(if fixture.bye {
                    msg::COMPETITION_NO_SCORE
                } else {
                    msg::COMPETITION_VERSUS
                })
                .to_owned()
            }),
            note: whole
                .is_provisional(fixture, ui.now)
                .then(|| badge(Tone::Warn, ui.t(msg::COMPETITION_PROVISIONAL))),
            action: action(fixture),
        })
        .collect();
    game_list(ui, &lines)
}

fn type_link(
    ui: &Ui,
    whole: &Whole,
    stage: &Stage,
    fixture: &Fixture,
    typing: &dyn Fn(FixtureId) -> String,
) -> Markup {
    let word = if fixture.is_open() {
        msg::COMPETITION_TYPE
    } else {
        msg::COMPETITION_CORRECT
    };
    let about = say::fixture(ui, whole, stage, fixture);
    html! { (link_button(&typing(fixture.id), ui.t(word)).small().about(&about)) }
}

fn won(fixture: &Fixture, side: Option<EntryId>) -> bool {
    side.is_some()
        && fixture
            .outcome
            .as_ref()
            .is_some_and(|outcome| outcome.winner == side)
}

/// The games of a stage by round.
fn rounds(ui: &Ui, whole: &Whole, stage: &Stage, typing: Typing<'_>) -> Markup {
    let mut by_round: BTreeMap<i64, Vec<&Fixture>> = BTreeMap::new();
    for fixture in whole.fixtures_of(stage.id) {
        by_round.entry(fixture.round).or_default().push(fixture);
    }
    // The first round in which something is still to be played is open.
    let now = by_round
        .iter()
        .find(|(_, fixtures)| fixtures.iter().any(|fixture| fixture.is_open()))
        .map(|(round, _)| *round);
    stack_close(html! {
        @for (round, fixtures) in &by_round {
            (disclosure(
                &say::round(ui, whole, stage, *round),
                now == Some(*round) || now.is_none() && by_round.len() == 1,
                html! {
                    (meeting_again(ui, whole, stage, *round))
                    (games(ui, whole, stage, fixtures, typing))
                },
            ))
        }
    })
}

/// In the open: which of a round's games are between two who met before, and why.
fn meeting_again(ui: &Ui, whole: &Whole, stage: &Stage, round: i64) -> Markup {
    let again = whole.again(stage, round);
    if again.is_empty() {
        return html! {};
    }
    let named = |fixture: &&Fixture| {
        let (home, away) = (
            say::name(ui, whole, fixture.home),
            say::name(ui, whole, fixture.away),
        );
        ui.tf(msg::COMPETITION_AGAIN_PAIR, args! { home = home, away = away })
    };
    let pairs: Vec<String> = again.iter().map(named).collect();
    notice(
        Tone::Info,
        html! {
            p { (ui.tf(msg::COMPETITION_AGAIN, args! { n = pairs.len() as i64 })) }
            (bullets(pairs.iter().map(|pair| html! { (pair) }).collect::<Vec<_>>()))
        },
    )
}

/// The bracket, round by round.
pub(super) fn knockout(ui: &Ui, whole: &Whole, stage: &Stage, typing: Typing<'_>) -> Markup {
    let fixtures: Vec<&Fixture> = whole.fixtures_of(stage.id).collect();
    let last = fixtures.iter().map(|fixture| fixture.round).max().unwrap_or(0);
    let game = |fixture: &&Fixture| BracketGame {
        href: typing
            .filter(|_| fixture.home.is_some() && fixture.away.is_some())
            .map(|typing| typing(fixture.id)),
        label: say::fixture(ui, whole, stage, fixture),
        sides: [
            bracket_side(ui, whole, fixture, fixture.home, true),
            bracket_side(ui, whole, fixture, fixture.away, false),
        ],
        note: note(ui, whole, fixture),
    };
    let mut rounds: Vec<BracketRound> = (1..=last)
        .map(|round| BracketRound {
            title: say::round(ui, whole, stage, round),
            games: fixtures
                .iter()
                .filter(|fixture| fixture.round == round && !(round == last && fixture.number == 2))
                .map(game)
                .collect(),
            aside: false,
        })
        .collect();
    let third = fixtures
        .iter()
        .filter(|fixture| fixture.round == last && fixture.number == 2 && last > 1);
    let third: Vec<BracketGame> = third.map(game).collect();
    if !third.is_empty() {
        rounds.push(BracketRound {
            title: ui.t(msg::COMPETITION_ROUND_THIRD).to_owned(),
            games: third,
            aside: true,
        });
    }
    bracket(ui, ui.t(msg::COMPETITION_BRACKET), &rounds)
}

fn bracket_side(
    ui: &Ui,
    whole: &Whole,
    fixture: &Fixture,
    entry: Option<EntryId>,
    home: bool,
) -> BracketSide {
    let score = fixture.outcome.as_ref().map(|outcome| {
        if home {
            outcome.home_score
        } else {
            outcome.away_score
        }
    });
    BracketSide {
        name: if fixture.bye && !home {
            ui.t(msg::COMPETITION_BYE).to_owned()
        } else {
            say::side(ui, whole, entry)
        },
        score: score.map(|score| score.to_string()),
        won: won(fixture, entry) || fixture.bye && home,
        known: entry.is_some(),
    }
}

fn note(ui: &Ui, whole: &Whole, fixture: &Fixture) -> String {
    let Some(outcome) = &fixture.outcome else {
        return say::when_or_not_yet(ui, whole, fixture);
    };
    let mut said = Vec::new();
    if outcome.way == super::model::Way::Walkover {
        said.push(ui.t(msg::COMPETITION_WALKOVER_NOTE));
    } else if outcome.home_score == outcome.away_score {
        said.push(ui.t(msg::COMPETITION_DECIDER_NOTE));
    }
    if whole.is_provisional(fixture, ui.now) {
        said.push(ui.t(msg::COMPETITION_PROVISIONAL));
    }
    said.join(" · ")
}

/// The tables of a stage, one for each group.
fn tables(ui: &Ui, whole: &Whole, stage: &Stage) -> Markup {
    let tables = whole.tables(stage);
    let many = tables.len() > 1;
    html! {
        @for (pool, rows) in (1_i64..).zip(&tables) {
            @let title = if many { say::pool(ui, pool) } else { ui.t(msg::COMPETITION_TABLE).to_owned() };
            (section(&title, html! {
                (league_table(ui, whole, stage, &title, rows))
                (muted(html! { (ui.t(msg::COMPETITION_TABLE_HEADS)) }))
            }))
        }
    }
}

fn league_table(ui: &Ui, whole: &Whole, stage: &Stage, title: &str, rows: &[Row]) -> Markup {
    let mut columns = vec![
        col(ui.t(msg::COMPETITION_ENTRY)),
        number_col(ui.t(msg::COMPETITION_PLAYED)),
        number_col(ui.t(msg::COMPETITION_WON)),
    ];
    if stage.rules.draws {
        columns.push(number_col(ui.t(msg::COMPETITION_DRAWN)));
    }
    columns.extend([
        number_col(ui.t(msg::COMPETITION_LOST)),
        number_col(ui.t(msg::COMPETITION_GOALS)),
        number_col(ui.t(msg::COMPETITION_POINTS)),
    ]);
    let rows = rows.iter().map(|row| {
        let standing = row.standing;
        let mut cells = vec![
            html! {
                (standing.place) ". " (say::name(ui, whole, Some(row.entry)))
                @if whole.entry(row.entry).is_some_and(|entry| entry.withdrawn_at.is_some()) {
                    " " (badge(Tone::Plain, ui.t(msg::COMPETITION_WITHDRAWN)))
                }
            },
            html! { (standing.played) },
            html! { (standing.won) },
        ];
        if stage.rules.draws {
            cells.push(html! { (standing.drawn) });
        }
        cells.extend([
            html! { (standing.lost) },
            html! { (standing.scored) ":" (standing.conceded) },
            html! { strong { (standing.points) } },
        ]);
        cells
    });
    table(title, columns).rows(rows).compact().render()
}

/// An entry's name with its unit, and that it gave up.
pub(super) fn name_cell(ui: &Ui, whole: &Whole, entry: EntryId) -> Markup {
    let Some(entry) = whole.entry(entry) else {
        return html! {};
    };
    html! {
        (entry.name)
        @if entry.name != entry.unit_name && !entry.unit_name.is_empty() { (muted(html! { (entry.unit_name) })) }
        @if entry.withdrawn_at.is_some() { " " (badge(Tone::Plain, ui.t(msg::COMPETITION_WITHDRAWN))) }
    }
}

/// What judges or clocks said, by place.
fn scores(ui: &Ui, whole: &Whole, stage: &Stage) -> Markup {
    let timed = stage.rules.format == Format::Timed;
    let scores = whole.scores(stage);
    let given = scores.iter().filter(|score| score.given).count();
    let mut columns = vec![
        col(ui.t(msg::COMPETITION_ENTRY)),
        number_col(ui.t(msg::COMPETITION_NUMBER)),
        number_col(ui.t(msg::COMPETITION_PLACE)),
        number_col(ui.t(if timed {
            msg::COMPETITION_BEST_TIME
        } else {
            msg::COMPETITION_PANEL_SCORE
        })),
    ];
    let parts = scores.first().map_or(0, |score| score.parts.len());
    let shown = if timed && parts == 1 { 0 } else { parts };
    let names: Vec<String> = (1..=shown)
        .map(|n| {
            let word = if timed {
                msg::COMPETITION_RUN
            } else {
                msg::COMPETITION_JUDGE
            };
            ui.tf(word, args! { n = n })
        })
        .collect();
    columns.extend(names.iter().map(|name| number_col(name)));
    // Who has something stands in the table; who is still to come is only counted above it.
    let rows = scores
        .iter()
        .filter(|score| score.given || score.value.is_some())
        .map(|score| {
            let number = whole.entry(score.entry).map_or(0, |entry| entry.number);
            let value = score.value.map_or_else(
                || "—".to_owned(),
                |value| {
                    if timed {
                        say::time(value)
                    } else {
                        say::panel_points(value)
                    }
                },
            );
            let mut cells = vec![
                name_cell(ui, whole, score.entry),
                html! { (number) },
                html! { @if let Some(place) = score.place { (place) } @else { "—" } },
                html! { strong { (value) } },
            ];
            cells.extend(score.parts.iter().enumerate().take(shown).map(|(at, part)| {
                let open = score.missing.contains(&(at as i64 + 1));
                let text = part.map_or_else(
                    || {
                        if open {
                            ui.t(msg::COMPETITION_RUN_OPEN)
                        } else {
                            "—"
                        }
                        .to_owned()
                    },
                    |part| {
                        if timed {
                            say::time(part)
                        } else {
                            say::judge_points(part)
                        }
                    },
                );
                if score.left_out.contains(&at) {
                    html! { "(" (text) ")" }
                } else {
                    html! { (text) }
                }
            }));
            cells
        });
    let some_left_out = scores.iter().any(|score| !score.left_out.is_empty());
    let counted = ui.tf(
        msg::COMPETITION_SCORED_SO_FAR,
        args! { n = given, all = scores.len() },
    );
    let begun = scores.iter().filter(|score| !score.missing.is_empty()).count();
    let counted = match begun {
        0 => counted,
        n => format!("{counted}{}", ui.tf(msg::COMPETITION_RUNS_BEGUN, args! { n = n })),
    };
    section(
        ui.t(msg::COMPETITION_SCORES),
        stack_close(html! {
            (muted(html! { (counted) }))
            (table(ui.t(msg::COMPETITION_SCORES), columns).rows(rows))
            @if some_left_out { (muted(html! { (ui.t(msg::COMPETITION_LEFT_OUT)) })) }
        }),
    )
}

/// Who takes part: number, name, unit and line, how many people.
pub(super) fn entry_columns(ui: &Ui) -> Vec<Column<'_>> {
    vec![
        col(ui.t(msg::COMPETITION_ENTRY)),
        number_col(ui.t(msg::COMPETITION_NUMBER)),
        col(ui.t(msg::COMPETITION_UNIT)),
        col(ui.t(msg::COMPETITION_LINE)),
        number_col(ui.t(msg::COMPETITION_SEED)),
        number_col(ui.t(msg::COMPETITION_PEOPLE)),
    ]
}

/// The cells of an entry.
pub(super) fn entry_cells(ui: &Ui, entry: &super::model::Entry) -> Vec<Markup> {
    vec![
        html! {
            (entry.name)
            @if entry.withdrawn_at.is_some() { " " (badge(Tone::Plain, ui.t(msg::COMPETITION_WITHDRAWN))) }
        },
        html! { (entry.number) },
        html! { (entry.unit_name) },
        html! { @if let Some(line) = entry.line { (line.name(ui)) } @else { "—" } },
        html! { @if let Some(seed) = entry.seed { (seed) } @else { "—" } },
        html! { (entry.people) },
    ]
}

/// The rules of a stage, behind a line.
pub(super) fn rules(ui: &Ui, whole: &Whole, stage: &Stage) -> Markup {
    let said = say::rules(ui, whole, stage);
    disclosure(
        ui.t(msg::COMPETITION_RULES),
        false,
        bullets(said.into_iter().map(|text| html! { (text) })),
    )
}
