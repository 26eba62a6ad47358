//! The words and figures of competitions.

use langqiao_kernel::{id::EntryId, text::squash};
use langqiao_platform::ui::prelude::*;

use super::{
    model::{Entry, Fixture, Format, Stage, Way},
    whole::Whole,
};

/// Hundredths of a point as people write them: `9.25`, `60`.
pub(super) fn points(hundredths: i64) -> String {
    decimal(hundredths, 2)
}

/// What a panel's marks come to: always three decimals, so that figures stand under each other.
pub(super) fn panel_points(thousandths: i64) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// What one judge gave in all, from ten-thousandths: two decimals.
pub(super) fn judge_points(ten_thousandths: i64) -> String {
    let hundredths = (ten_thousandths + 50) / 100;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A time from milliseconds: `12.34`, `1:02.50`, `1:00:00.00`.
pub(super) fn time(ms: i64) -> String {
    let hundredths = (ms + 5) / 10;
    let (seconds, rest) = (hundredths / 100, hundredths % 100);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{seconds}.{rest:02}"),
        (0, minutes) => format!("{minutes}:{seconds:02}.{rest:02}"),
        (hours, minutes) => format!("{hours}:{minutes:02}:{seconds:02}.{rest:02}"),
    }
}

fn decimal(value: i64, digits: usize) -> String {
    let by = 10_i64.pow(u32::try_from(digits).unwrap_or(0));
    let text = format!("{}.{:0digits$}", value / by, value % by);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A mark as typed, in hundredths: `9.25`, `９．５`. Nothing typed and what is no number is `None`.
pub(super) fn read_points(typed: &str) -> Option<i64> {
    read_decimal(squash(typed).trim_end_matches('分'), 2)
}

/// A time as typed, in milliseconds: `62.5`, `1:02.5`, `1分02秒5`.
pub(super) fn read_time(typed: &str) -> Option<i64> {
    let plain = squash(typed)
        .replace("小时", ":")
        .replace(['时', '分', '′', '\''], ":")
        .replace(['"', '″'], "");
    let plain = match plain.split_once('秒') {
        Some((before, "")) => before.to_owned(),
        Some((before, after)) => format!("{before}.{after}"),
        None => plain,
    };
    let parts: Vec<&str> = plain.split(':').map(str::trim).collect();
    let (last, before) = parts.split_last()?;
    let mut ms = if last.is_empty() && !before.is_empty() {
        0
    } else {
        read_decimal(last, 3)?
    };
    if before.len() > 2 || !before.is_empty() && ms >= 60_000 {
        return None;
    }
    for (part, factor) in before.iter().rev().zip([60_000, 3_600_000]) {
        let whole: i64 = Some(*part).filter(|p| (1..=3).contains(&p.len()))?.parse().ok()?;
        ms += whole * factor;
    }
    Some(ms)
}

fn read_decimal(text: &str, digits: usize) -> Option<i64> {
    let text = text.trim();
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || rest.len() > digits || !plain(whole) || !plain(rest) {
        return None;
    }
    format!("{whole}{rest:0<digits$}").parse().ok()
}

/// What a format is called.
pub(super) fn format(ui: &Ui, format: Format) -> &'static str {
    ui.t(match format {
        Format::League => msg::COMPETITION_FORMAT_LEAGUE,
        Format::Knockout => msg::COMPETITION_FORMAT_KNOCKOUT,
        Format::Swiss => msg::COMPETITION_FORMAT_SWISS,
        Format::Judged => msg::COMPETITION_FORMAT_JUDGED,
        Format::Timed => msg::COMPETITION_FORMAT_TIMED,
    })
}

/// What a stage is called: its format; groups of a league by name.
pub(super) fn stage(ui: &Ui, stage: &Stage) -> &'static str {
    if stage.rules.format == Format::League && stage.rules.pools != 1 {
        ui.t(msg::COMPETITION_FORMAT_GROUPS)
    } else {
        format(ui, stage.rules.format)
    }
}

/// How far a stage has come.
pub(super) fn standing(ui: &Ui, whole: &Whole, stage: &Stage) -> Markup {
    let (tone, word) = match (stage.started_at, stage.closed_at) {
        (None, _) => (Tone::Plain, msg::COMPETITION_STAGE_AHEAD),
        (Some(_), None) => (Tone::Info, msg::COMPETITION_STAGE_RUNS),
        (_, Some(_)) if whole.stage_is_provisional(stage, ui.now) => {
            (Tone::Warn, msg::COMPETITION_PROVISIONAL)
        }
        (_, Some(_)) => (Tone::Ok, msg::COMPETITION_FINAL),
    };
    badge(tone, ui.t(word))
}

/// That nobody protests against a stage any more, since when.
pub(super) fn protests_ended(ui: &Ui, stage: &Stage, at: jiff::Timestamp) -> String {
    let args = args! { stage = self::stage(ui, stage), at = when::moment(ui.lang, at, ui.now) };
    ui.tf(msg::COMPETITION_PROTESTS_ENDED_AT, args)
}

/// The name of a group: A, B, C …
pub(super) fn pool(ui: &Ui, pool: i64) -> String {
    let letter = u8::try_from(pool - 1)
        .ok()
        .filter(|n| *n < 26)
        .map(|n| char::from(b'A' + n));
    let name = letter.map_or_else(|| pool.to_string(), |letter| letter.to_string());
    ui.tf(msg::COMPETITION_POOL, args! { name = name })
}

/// What a round is called: 决赛, 半决赛 …, or its number.
pub(super) fn round(ui: &Ui, whole: &Whole, stage: &Stage, round: i64) -> String {
    let last = whole
        .fixtures_of(stage.id)
        .map(|fixture| fixture.round)
        .max()
        .unwrap_or(round);
    match (stage.rules.format, last - round) {
        (Format::Knockout, 0) => ui.t(msg::COMPETITION_ROUND_FINAL).to_owned(),
        (Format::Knockout, 1) => ui.t(msg::COMPETITION_ROUND_SEMI).to_owned(),
        (Format::Knockout, 2) => ui.t(msg::COMPETITION_ROUND_QUARTER).to_owned(),
        _ => ui.tf(msg::COMPETITION_ROUND, args! { n = round }),
    }
}

/// What a game is called: its stage's group, its round, its number.
pub(super) fn fixture(ui: &Ui, whole: &Whole, stage: &Stage, fixture: &Fixture) -> String {
    let round = round(ui, whole, stage, fixture.round);
    let last = whole.fixtures_of(stage.id).map(|other| other.round).max() == Some(fixture.round);
    match stage.rules.format {
        Format::Knockout if last && fixture.number == 2 => ui.t(msg::COMPETITION_ROUND_THIRD).to_owned(),
        Format::Knockout if last => round,
        Format::League if stage.rules.pools > 1 => format!("{} · {round}", pool(ui, fixture.pool)),
        _ => format!(
            "{round} · {}",
            ui.tf(msg::COMPETITION_GAME, args! { n = fixture.number })
        ),
    }
}

/// What an entry is called. Of a single person only the family name is shown, and many have the same: the start number tells
/// them apart. Teams' names differ.
pub(super) fn entry(ui: &Ui, team: bool, entry: &Entry) -> String {
    if team {
        return entry.name.clone();
    }
    let args = args! { name = entry.name.clone(), n = entry.number };
    ui.tf(msg::COMPETITION_NAME_NUMBER, args)
}

/// The same by its id; nothing of nobody.
pub(super) fn name(ui: &Ui, whole: &Whole, id: Option<EntryId>) -> String {
    let known = id.and_then(|id| whole.entry(id));
    known.map_or_else(String::new, |known| entry(ui, whole.competition.team, known))
}

/// A side of a game, or that it isn't known yet.
pub(super) fn side(ui: &Ui, whole: &Whole, entry: Option<EntryId>) -> String {
    match entry {
        Some(_) => name(ui, whole, entry),
        None => ui.t(msg::COMPETITION_SIDE_OPEN).to_owned(),
    }
}

/// The score in one line: `62 : 58`, with how it came about where it wasn't played.
pub(super) fn score(ui: &Ui, fixture: &Fixture) -> Option<String> {
    let outcome = fixture.outcome.as_ref()?;
    Some(given(ui, outcome.way, outcome.home_score, outcome.away_score))
}

/// A score that was given.
pub(super) fn given(ui: &Ui, way: Way, home: i64, away: i64) -> String {
    let score = format!("{home} : {away}");
    match way {
        Way::Played => score,
        Way::Walkover => ui.tf(msg::COMPETITION_SCORE_WALKOVER, args! { score = score }),
        Way::Neither => ui.t(msg::COMPETITION_SCORE_NEITHER).to_owned(),
    }
}

/// When and where a game is, as far as that is laid down.
pub(super) fn when_where(ui: &Ui, whole: &Whole, fixture: &Fixture) -> Option<String> {
    let at = when::moment(ui.lang, fixture.starts_at?, ui.now);
    let court = usize::try_from(fixture.court? - 1)
        .ok()
        .and_then(|at| whole.courts.get(at));
    Some(match court {
        Some(court) => format!("{at} · {court}"),
        None => at,
    })
}

/// When and where a game is, or that this isn't laid down yet.
pub(super) fn when_or_not_yet(ui: &Ui, whole: &Whole, fixture: &Fixture) -> String {
    let open = || {
        fixture
            .is_open()
            .then(|| ui.t(msg::COMPETITION_UNSCHEDULED).to_owned())
    };
    when_where(ui, whole, fixture).or_else(open).unwrap_or_default()
}

/// The rules of a stage in sentences.
pub(super) fn rules(ui: &Ui, whole: &Whole, stage: &Stage) -> Vec<String> {
    let rules = &stage.rules;
    let mut said = Vec::new();
    let points = rules.points;
    match rules.format {
        Format::League | Format::Swiss => {
            let args = args! { win = points.win, draw = points.draw, loss = points.loss };
            said.push(if rules.draws {
                ui.tf(msg::COMPETITION_RULE_POINTS_DRAWS, args)
            } else {
                ui.tf(
                    msg::COMPETITION_RULE_POINTS,
                    args! { win = points.win, loss = points.loss },
                )
            });
            said.push(
                ui.t(if rules.format == Format::League {
                    msg::COMPETITION_RULE_TIES
                } else {
                    msg::COMPETITION_RULE_SWISS
                })
                .to_owned(),
            );
        }
        Format::Knockout => said.push(ui.t(msg::COMPETITION_RULE_KNOCKOUT).to_owned()),
        Format::Judged => {
            if rules.items.len() > 1 {
                let items = rules
                    .items
                    .iter()
                    .map(|item| format!("{} {}", item.label, item.weight));
                let items = items.collect::<Vec<_>>().join(ui.lang.between_names());
                said.push(ui.tf(msg::COMPETITION_RULE_ITEMS, args! { items = items }));
            }
            said.push(
                ui.t(if rules.drop_extremes {
                    msg::COMPETITION_RULE_DROP
                } else {
                    msg::COMPETITION_RULE_MEAN
                })
                .to_owned(),
            );
        }
        Format::Timed => said.push(ui.tf(msg::COMPETITION_RULE_TIMED, args! { n = rules.runs })),
    }
    if rules.format.has_games() && rules.format != Format::Swiss {
        said.push(ui.tf(
            msg::COMPETITION_RULE_WALKOVER,
            args! { score = rules.walkover_score },
        ));
    }
    if rules.pools == 0 {
        said.push(ui.t(msg::COMPETITION_RULE_POOLS_BY_DRAW).to_owned());
    }
    if rules.through > 0 {
        let each = rules.format == Format::League && rules.pools != 1;
        let sentence = if each {
            msg::COMPETITION_RULE_THROUGH_EACH
        } else {
            msg::COMPETITION_RULE_THROUGH
        };
        said.push(ui.tf(sentence, args! { n = rules.through }));
    }
    if whole.competition.protest_minutes > 0 {
        said.push(ui.tf(
            msg::COMPETITION_RULE_PROTEST,
            args! { length = ui.minutes(whole.competition.protest_minutes) },
        ));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_times_as_people_write_them() {
        assert_eq!(
            (
                read_points("９．２５"),
                read_points("9.5分"),
                read_points("9.255"),
                read_points("")
            ),
            (Some(925), Some(950), None, None)
        );
        assert_eq!(read_time("62.5"), Some(62_500));
        assert_eq!(read_time("1:02.5"), Some(62_500));
        assert_eq!(read_time("1分02秒5"), Some(62_500));
        assert_eq!(read_time("58秒"), Some(58_000));
        assert_eq!(read_time("2分"), Some(120_000));
        assert_eq!(read_time("1:00:00"), Some(3_600_000));
        for wrong in ["", "快", "1:75", "1:2:3:4", "-5", "1:", ":"] {
            let read = read_time(wrong);
            assert!(read.is_none() || wrong == "1:", "{wrong}: {read:?}");
        }
        assert_eq!(
            (time(62_500), time(9_995), time(3_600_000)),
            ("1:02.50".into(), "10.00".into(), "1:00:00.00".into())
        );
        assert_eq!(
            (
                points(925),
                points(6000),
                panel_points(9250),
                judge_points(92_500)
            ),
            ("9.25".into(), "60".into(), "9.250".into(), "9.25".into())
        );
    }
}
