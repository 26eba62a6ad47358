//! How officers see a competition: what is to be done next stands first.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    form_views,
    model::{Competition, Entry, Format, Stage},
    queries::Member,
    say, start, views,
    whole::Whole,
};

/// What the reader may do here.
#[derive(Clone, Copy)]
pub(super) struct May {
    pub manage: bool,
    pub score: bool,
}

/// The competitions of an organisation.
pub(super) fn list(ui: &Ui, org: OrganisationId, found: &[Competition], may: bool) -> Markup {
    let rows = found.iter().map(|competition| {
        let standing = match competition.started_at {
            None => ui.t(msg::COMPETITION_STAGE_AHEAD),
            Some(_) if competition.ends_at < ui.now => ui.t(msg::COMPETITION_OVER),
            Some(_) => ui.t(msg::COMPETITION_STAGE_RUNS),
        };
        vec![
            link(
                &format!("/w/{org}/competitions/{}", competition.id),
                &competition.title,
            ),
            html! { (ui.span(competition.starts_at, competition.ends_at)) },
            html! { (competition.place) },
            html! { (competition.entered) },
            html! { (standing) },
        ]
    });
    html! {
        (page_title(ui.t(msg::COMPETITION_TITLE), None, None))
        @if found.is_empty() {
            (empty(Icon::Certificate, ui.t(msg::COMPETITION_NONE), html! {
                p { (ui.t(msg::COMPETITION_OFFICE_NONE_NEXT)) }
                @if may { (link_button(&format!("/w/{org}/activities"), ui.t(msg::ACTIVITY_LIST)).primary()) }
            }))
        } @else {
            (table(ui.t(msg::COMPETITION_TITLE), vec![
                col(ui.t(msg::COMPETITION_NAME)),
                col(ui.t(msg::COMPETITION_WHEN)),
                col(ui.t(msg::COMPETITION_WHERE)),
                number_col(ui.t(msg::COMPETITION_ENTRIES)),
                col(ui.t(msg::COMPETITION_STANDING)),
            ]).rows(rows))
        }
    }
}

/// One competition: its stages, each with what can be done now.
pub(super) fn show(ui: &Ui, org: OrganisationId, whole: &Whole, may: May) -> Markup {
    let of = &whole.competition;
    let at = format!("/w/{org}/competitions/{}", of.id);
    let lede = format!(
        "{} · {}",
        when::span(ui.lang, of.starts_at, of.ends_at, ui.now),
        of.place
    );
    let open = whole
        .protests
        .iter()
        .filter(|protest| protest.upheld.is_none())
        .count();
    let unsettled = whole
        .protests
        .iter()
        .filter(|protest| protest.is_unsettled())
        .count();
    html! {
        (page_title(&of.title, Some(&lede), Some(html! {
            (link_button(&format!("/competitions/{}", of.id), ui.t(msg::COMPETITION_PUBLIC_PAGE)))
        })))
        (stack(html! {
            @if open > 0 {
                (notice(Tone::Warn, html! {
                    p { (ui.tf(msg::COMPETITION_PROTESTS_WAIT, args! { n = open })) " "
                        (link(&format!("{at}/protests"), ui.t(msg::COMPETITION_PROTESTS))) }
                }))
            }
            @if unsettled > 0 {
                (notice(Tone::Warn, html! {
                    p { (ui.tf(msg::COMPETITION_PROTESTS_UNSETTLED, args! { n = unsettled })) " "
                        (link(&format!("{at}/protests"), ui.t(msg::COMPETITION_PROTEST_TO_CORRECT))) }
                }))
            }
            (row(html! {
                (link_button(&format!("{at}/entries"), &ui.tf(msg::COMPETITION_ENTRIES_N, args! { n = of.entered })).icon(Icon::People))
                @if whole.stages.iter().any(|stage| stage.rules.format.has_games()) && may.manage {
                    (link_button(&format!("{at}/schedule"), ui.t(msg::COMPETITION_SCHEDULE)).icon(Icon::Calendar))
                }
                (link_button(&format!("{at}/protests"), ui.t(msg::COMPETITION_PROTESTS)).icon(Icon::Alert))
                (link_button(&format!("{at}/picks"), ui.t(msg::COMPETITION_PICKS)).icon(Icon::Certificate))
                (link_button(&format!("/w/{org}/activities/{}", of.activity), ui.t(msg::COMPETITION_OF_ACTIVITY)))
            }))
            @if may.manage && of.started_at.is_none() { (before_the_draw(ui, &at, of)) }
            @for stage in whole.stages.iter().rev().filter(|stage| stage.started_at.is_some()) {
                (one_stage(ui, &at, whole, stage, may))
            }
            @for stage in whole.stages.iter().filter(|stage| stage.started_at.is_none()) {
                (one_stage(ui, &at, whole, stage, may))
            }
        }))
    }
}

/// What can still be changed, or done away with.
fn before_the_draw(ui: &Ui, at: &str, of: &Competition) -> Markup {
    row(html! {
        (link_button(&format!("{at}/edit"), ui.t(msg::COMPETITION_EDIT)))
        @if of.entered == 0 {
            (confirm(ui, &format!("{at}/remove"), ui.t(msg::COMPETITION_REMOVE),
                &html! { p { (ui.t(msg::COMPETITION_REMOVE_WHY)) } }, button(ui.t(msg::COMPETITION_REMOVE_YES)).danger()))
        }
    })
}

fn one_stage(ui: &Ui, at: &str, whole: &Whole, stage: &Stage, may: May) -> Markup {
    let title = format!("{} {}", stage.number, say::stage(ui, stage));
    let typing = |fixture| format!("{at}/fixtures/{fixture}");
    let typing: views::Typing<'_> = if may.score && stage.started_at.is_some() {
        Some(&typing)
    } else {
        None
    };
    aside(
        &title,
        say::standing(ui, whole, stage),
        stack(html! {
            @if may.manage { (acts(ui, at, whole, stage)) }
            @if may.score && !stage.rules.format.has_games() && stage.started_at.is_some() {
                (row(html! {
                    (link_button(&format!("{at}/stages/{}/marks", stage.id), ui.t(msg::COMPETITION_TYPE_MARKS)).primary())
                }))
            }
            @if stage.started_at.is_some() { (views::stage(ui, whole, stage, typing)) }
            (views::rules(ui, whole, stage))
        }),
    )
}

/// What can be done with a stage now.
fn acts(ui: &Ui, at: &str, whole: &Whole, stage: &Stage) -> Markup {
    let here = format!("{at}/stages/{}", stage.id);
    let before_done = whole
        .before(stage)
        .is_none_or(|before| before.closed_at.is_some());
    let rounds = whole
        .fixtures_of(stage.id)
        .map(|fixture| fixture.round)
        .max()
        .unwrap_or(0);
    let open = whole
        .fixtures_of(stage.id)
        .filter(|fixture| fixture.is_open())
        .count();
    row(html! {
        @if stage.rules.format == Format::Judged && stage.closed_at.is_none() {
            (link_button(&format!("{here}/judges"), ui.t(msg::COMPETITION_JUDGES)).icon(Icon::People))
        }
        @if stage.started_at.is_none() && before_done {
            (start_form(ui, at, whole, stage))
        } @else if stage.started_at.is_none() {
            (muted(html! { (ui.t(msg::COMPETITION_STAGE_WAITS)) }))
        }
        @let goes_on = rounds < stage.rules.rounds && open == 0 && whole.still_in(stage.id) > 1;
        @if stage.runs() && stage.rules.format == Format::Swiss && goes_on {
            (post_button(ui, &format!("{here}/pair"), button(ui.t(msg::COMPETITION_PAIR)).primary()))
        }
        @if stage.runs() {
            (confirm(ui, &format!("{here}/close"), ui.t(msg::COMPETITION_CLOSE),
                &html! { p { (ui.t(msg::COMPETITION_CLOSE_WHY)) } }, button(ui.t(msg::COMPETITION_CLOSE_YES)).primary()))
        }
    })
}

/// Why a first stage can't begin as it is laid down: it has more Swiss rounds than those who entered can play.
fn too_many_rounds(ui: &Ui, whole: &Whole, stage: &Stage) -> Option<String> {
    let there = |entry: &&Entry| entry.withdrawn_at.is_none();
    let n = whole.entries.iter().filter(there).count();
    let most = start::most_rounds(n);
    let first = stage.number == 1 && stage.started_at.is_none() && stage.rules.format == Format::Swiss;
    (first && n > 1 && most < stage.rules.rounds).then(|| {
        let args = args! { n = n as i64, most = most, rounds = stage.rules.rounds };
        ui.tf(msg::COMPETITION_TOO_MANY_ROUNDS, args)
    })
}

/// Begins a stage; while the one before may be protested against, only when all leaders have agreed.
fn start_form(ui: &Ui, at: &str, whole: &Whole, stage: &Stage) -> Markup {
    let here = format!("{at}/stages/{}", stage.id);
    if let Some(why) = too_many_rounds(ui, whole, stage) {
        let way = html! { p { (why) } p { (link(&format!("{at}/edit"), ui.t(msg::COMPETITION_EDIT))) } };
        return confirm_with(ui.t(msg::COMPETITION_START), false, notice(Tone::Warn, way));
    }
    let runs_until = whole
        .before(stage)
        .and_then(|before| whole.protests_until(before))
        .filter(|until| ui.now < *until);
    let why = if stage.number == 1 {
        msg::COMPETITION_START_FIRST_WHY
    } else {
        msg::COMPETITION_START_NEXT_WHY
    };
    let Some(until) = runs_until else {
        return confirm(
            ui,
            &format!("{here}/start"),
            ui.t(msg::COMPETITION_START),
            &html! { p { (ui.t(why)) } },
            button(ui.t(msg::COMPETITION_START_YES)).primary(),
        );
    };
    let at = when::moment(ui.lang, until, ui.now);
    confirm_with(
        ui.t(msg::COMPETITION_START),
        false,
        form(ui, &format!("{here}/start")).body(html! {
            p { (ui.t(why)) }
            p { (ui.tf(msg::COMPETITION_PROTESTS_RUN_UNTIL, args! { at = at })) }
            (checkbox("agreed", ui.t(msg::COMPETITION_LEADERS_AGREED), false, Some(ui.t(msg::COMPETITION_LEADERS_AGREED_HINT)), None))
            (button(ui.t(msg::COMPETITION_START_YES)).primary())
        }),
    )
}

/// Who takes part, and the form for one more.
pub(super) fn entries(
    ui: &Ui,
    org: OrganisationId,
    of: &Competition,
    found: &[Entry],
    may: bool,
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let at = format!("/w/{org}/competitions/{}", of.id);
    let mut columns = views::entry_columns(ui);
    if may {
        columns.push(col(ui.t(msg::COMPETITION_WITHDRAW)).unseen());
    }
    let rows = found.iter().map(|entry| {
        let mut cells = views::entry_cells(ui, entry);
        if may {
            cells.push(withdraw(ui, &at, of, entry));
        }
        cells
    });
    html! {
        (page_title(ui.t(msg::COMPETITION_ENTRIES), Some(&of.title), Some(html! {
            (link_button(&format!("{at}/entries/sheet"), ui.t(msg::COMPETITION_SHEET)).icon(Icon::Print))
            (link_button(&format!("{at}/entries.xlsx"), ui.t(msg::COMPETITION_XLSX)).icon(Icon::Download).download())
        })))
        (stack(html! {
            p { (link(&at, ui.t(msg::COMPETITION_BACK))) }
            (error_summary(ui, problems))
            @if found.is_empty() {
                (empty(Icon::People, ui.t(msg::COMPETITION_NOBODY), html! { p { (ui.t(msg::COMPETITION_NOBODY_NEXT)) } }))
            } @else {
                (table(ui.t(msg::COMPETITION_ENTRIES), columns).rows(rows))
            }
            @if may && of.started_at.is_none() {
                p { (link_button(&format!("{at}/entry-lists"), ui.t(msg::COMPETITION_BRING_LIST)).icon(Icon::Upload)) }
                (section(ui.t(msg::COMPETITION_ADD_ENTRY), card(form(ui, &format!("{at}/entries")).body(html! {
                    (form_views::entry_fields(ui, of, fields, problems, false))
                    (row(button(ui.t(msg::COMPETITION_ADD_ENTRY)).primary().render()))
                }))))
            }
        }))
    }
}

fn withdraw(ui: &Ui, at: &str, of: &Competition, entry: &Entry) -> Markup {
    if let Some(reason) = &entry.withdrawn_reason {
        return html! { (reason) };
    }
    let drawn = of.started_at.is_some();
    let name = say::entry(ui, of.team, entry);
    let why = if drawn {
        msg::COMPETITION_WITHDRAW_WHY
    } else {
        msg::COMPETITION_TAKE_OFF_WHY
    };
    let leave = confirm_with(
        ui.t(msg::COMPETITION_WITHDRAW),
        false,
        form(ui, &format!("{at}/entries/{}/withdraw", entry.id)).body(html! {
            p { (ui.t(why)) }
            (field(ui, "reason", ui.t(msg::COMPETITION_REASON)).required().max_chars(200))
            (button(ui.t(msg::COMPETITION_WITHDRAW)).danger().about(&name))
        }),
    );
    let edit = format!("{at}/entries/{}/edit", entry.id);
    html! {
        @if !drawn { (link_button(&edit, ui.t(msg::COMPETITION_CORRECT_ENTRY)).small().about(&name)) }
        (leave)
    }
}

/// The heads and lines of the list of those who take part, with the names of their people, masked.
pub(super) fn entry_rows<'a>(
    ui: &'a Ui,
    entries: &[Entry],
    members: &[Member],
) -> (Vec<&'a str>, Vec<Vec<String>>) {
    let heads = [
        msg::COMPETITION_NUMBER,
        msg::COMPETITION_ENTRY,
        msg::COMPETITION_UNIT,
        msg::COMPETITION_LINE,
        msg::COMPETITION_SEED,
        msg::COMPETITION_MEMBERS,
        msg::COMPETITION_STANDING,
    ];
    let rows = entries.iter().map(|entry| {
        let names: Vec<&str> = members
            .iter()
            .filter(|m| m.entry == entry.id)
            .map(|m| m.name.as_str())
            .collect();
        vec![
            entry.number.to_string(),
            entry.name.clone(),
            entry.unit_name.clone(),
            entry.line.map_or("", |line| line.name(ui)).to_owned(),
            entry.seed.map_or_else(String::new, |seed| seed.to_string()),
            names.join(ui.lang.between_names()),
            entry
                .withdrawn_at
                .map_or("", |_| ui.t(msg::COMPETITION_WITHDRAWN))
                .to_owned(),
        ]
    });
    (heads.map(|head| ui.t(head)).to_vec(), rows.collect())
}

/// The list on paper.
pub(super) fn sheet(ui: &Ui, of: &Competition, entries: &[Entry], members: &[Member]) -> Markup {
    let (mut heads, mut rows) = entry_rows(ui, entries, members);
    heads.push(ui.t(msg::COMPETITION_SIGNATURE));
    for row in &mut rows {
        row.push(String::new());
    }
    let table = paper_table(ui.t(msg::COMPETITION_ENTRIES), &heads, &rows, 0);
    let about = [
        when::span(ui.lang, of.starts_at, of.ends_at, ui.now),
        of.place.clone(),
        of.host.clone(),
    ];
    let foot = ui.tf(msg::COMPETITION_ENTERED, args! { n = of.entered });
    paper(&of.title, &about, &table, &foot)
}
