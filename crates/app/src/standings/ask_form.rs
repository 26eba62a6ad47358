//! The part of a host's form that says what is asked of those who come: fields, and what was typed into them.

use jiff::civil::Date;
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::InBoth,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    asks::{AskedUnit, Asks, UNITS_MAX},
    model::line_name,
    names::{self, Hit, Meant},
    qualifications, say,
};
use crate::coverage::Line;

/// The boxes of lines.
pub const LINES: &str = "ask_lines";
/// The units, one to a line.
pub const UNITS: &str = "ask_units";
/// The boxes of qualifications.
pub const QUALIFICATIONS: &str = "ask_qualifications";
/// The boxes of qualifications that only helpers need.
pub const HELPERS: &str = "ask_helpers";
/// How many near names a sentence gives.
const NEAR: usize = 3;
/// How much of a line that is too long a sentence gives, in characters.
const LONG_SHOWN: usize = 20;

/// What could have been typed to ask for this.
pub fn written(asks: &Asks) -> Vec<(String, String)> {
    let units: Vec<&str> = asks.units.iter().map(|unit| unit.name.as_str()).collect();
    let named = |name: &str, values: &[String]| -> Vec<(String, String)> {
        values
            .iter()
            .map(|value| (name.to_owned(), value.clone()))
            .collect()
    };
    let mut fields = named(LINES, &asks.lines);
    fields.push((UNITS.to_owned(), units.join("\n")));
    fields.extend(named(QUALIFICATIONS, &asks.qualifications));
    fields.extend(named(HELPERS, &asks.helpers));
    fields
}

/// What the form asks for, and what of it can't be. Units that were chosen before are known by the names they were chosen
/// by, whatever they are called today.
///
/// # Errors
/// When the database fails.
pub fn read(
    tx: &mut ReadTx,
    fields: &Fields,
    known: &[AskedUnit],
    today: Date,
) -> Result<(Asks, FieldErrors), StoreError> {
    let mut errors = FieldErrors::new();
    let all = |name: &str| -> Vec<String> {
        let values = fields.all(name).filter(|value| !value.is_empty());
        values.map(str::to_owned).collect()
    };
    let mut units = Vec::new();
    let typed = fields.raw(UNITS);
    let typed = typed
        .split(['\n', ';', '；'])
        .map(langqiao_kernel::text::line)
        .filter(|line| !line.is_empty());
    let mut known: Vec<&AskedUnit> = known.iter().collect();
    let mut wrong = Vec::new();
    for (n, line) in typed.enumerate() {
        if n >= UNITS_MAX {
            wrong.push(msg::STANDING_ASK_UNITS_MANY.into());
            break;
        }
        // Each is taken once: two of one name are two.
        if let Some(before) = known.iter().position(|unit| unit.name == line) {
            units.push(known.remove(before).clone());
            continue;
        }
        if names::is_too_long(&line) {
            let start = langqiao_kernel::text::clip(&line, LONG_SHOWN);
            wrong.push(
                Sentence::new(msg::STANDING_ASK_UNIT_LONG)
                    .with("typed", start)
                    .with("most", names::NAME_MAX as i64),
            );
            continue;
        }
        match names::unit(tx, &line, today)? {
            Meant::One(hit) => {
                // Its place stays where it is needed to tell it from others.
                let name = names::called(tx, hit.id, today)?.unwrap_or(hit.name);
                units.push(AskedUnit { id: hit.id, name });
            }
            Meant::Near(near) => wrong.push(not_one(line, &near)),
        }
    }
    if !wrong.is_empty() {
        errors.add(UNITS, all_of(wrong));
    }
    let asks = Asks {
        lines: all(LINES),
        units,
        qualifications: all(QUALIFICATIONS),
        helpers: all(HELPERS),
    };
    Ok((asks.tidied(), errors))
}

/// All of these in one sentence: a field says one.
fn all_of(mut wrong: Vec<Sentence>) -> Sentence {
    if wrong.len() == 1 {
        return wrong.remove(0);
    }
    let joined = |lang| {
        let texts: Vec<_> = wrong.iter().map(|sentence| sentence.text(lang)).collect();
        texts.join(match lang {
            Lang::ZhCn => "；",
            Lang::En => " ",
        })
    };
    let all = InBoth {
        zh: joined(Lang::ZhCn),
        en: joined(Lang::En),
    };
    Sentence::new(msg::STANDING_ASK_UNITS_WRONG).with("all", all)
}

fn not_one<I>(typed: String, near: &[Hit<I>]) -> Sentence {
    let same = near.iter().filter(|hit| hit.name == typed).count() > 1;
    let near: Vec<String> = near.iter().take(NEAR).map(Hit::with_place).collect();
    let message = match (near.is_empty(), same) {
        (true, _) => return Sentence::new(msg::STANDING_ASK_UNIT_NONE).with("typed", typed),
        (false, true) => msg::STANDING_ASK_UNIT_SEVERAL,
        (false, false) => msg::STANDING_ASK_UNIT_NEAR,
    };
    Sentence::new(message)
        .with("typed", typed)
        .with("near", near.join("、"))
}

/// Where the fields stand.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// Whether people may have signed up already.
    pub public: bool,
    /// Whether somebody may help.
    pub helpers: bool,
}

/// The fields.
pub fn view(ui: &Ui, fields: &Fields, problems: &Problems, at: At) -> Markup {
    let names = [LINES, UNITS, QUALIFICATIONS, HELPERS];
    let open = names
        .into_iter()
        .any(|name| problems.of(name).is_some() || fields.all(name).any(|value| !value.is_empty()));
    let lines: Vec<(&str, String)> = Line::all()
        .map(|line| (line.as_str(), say::name(ui, &line_name(line.as_str()))))
        .collect();
    let papers: Vec<(&str, String)> = qualifications::all()
        .iter()
        .map(|one| (one.code.as_str(), say::name(ui, &one.name())))
        .collect();
    let boxes = |name: &'static str, legend: Msg, hint: Msg, all: &[(&str, String)]| {
        let list = choices(ui, name, ui.t(legend))
            .several()
            .inline()
            .hint(ui.t(hint))
            .error(problems.of(name));
        let list = all.iter().fold(list, |list, (word, label)| {
            list.option(word, label, fields.all(name).any(|value| value == *word))
        });
        list.render()
    };
    disclosure(
        ui.t(msg::STANDING_ASK_PART),
        open,
        html! {
            @if at.public { (muted(html! { (ui.t(msg::STANDING_ASK_PUBLIC)) })) }
            (boxes(LINES, msg::STANDING_ASK_LINES, msg::STANDING_ASK_LINES_HINT, &lines))
            (text_area(ui, UNITS, ui.t(msg::STANDING_ASK_UNITS)).value(fields.raw(UNITS))
                .hint(ui.t(msg::STANDING_ASK_UNITS_HINT)).error(problems.of(UNITS)))
            (boxes(QUALIFICATIONS, msg::STANDING_ASK_QUALIFICATIONS, msg::STANDING_ASK_QUALIFICATIONS_HINT, &papers))
            @if at.helpers { (boxes(HELPERS, msg::STANDING_ASK_HELPERS, msg::STANDING_ASK_HELPERS_HINT, &papers)) }
        },
    )
}
