//! The part of a host's form that says what is asked of those who come: fields, and what was typed into them.

use jiff::civil::Date;
use langqiao_platform::{
    fields::{FieldErrors, Fields},
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
/// How many near names a sentence gives.
const NEAR: usize = 3;

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
    for (n, line) in typed.enumerate() {
        if n >= UNITS_MAX {
            errors.add(UNITS, msg::STANDING_ASK_UNITS_MANY);
            break;
        }
        if let Some(before) = known.iter().find(|unit| unit.name == line) {
            units.push(before.clone());
            continue;
        }
        match names::unit(tx, &line, today)? {
            Meant::One(hit) => {
                // Its place stays where it is needed to tell it from others.
                let alone = hit.name == line || matches!(names::unit(tx, &hit.name, today)?, Meant::One(_));
                let name = if alone { hit.name } else { hit.with_place() };
                units.push(AskedUnit { id: hit.id, name });
            }
            Meant::Near(near) => errors.add(UNITS, not_one(line, &near)),
        }
    }
    let asks = Asks {
        lines: all(LINES),
        units,
        qualifications: all(QUALIFICATIONS),
    };
    Ok((asks.tidied(), errors))
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

/// The fields; `public` says that people may have signed up already.
pub fn view(ui: &Ui, fields: &Fields, problems: &Problems, public: bool) -> Markup {
    let names = [LINES, UNITS, QUALIFICATIONS];
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
            @if public { (muted(html! { (ui.t(msg::STANDING_ASK_PUBLIC)) })) }
            (boxes(LINES, msg::STANDING_ASK_LINES, msg::STANDING_ASK_LINES_HINT, &lines))
            (text_area(ui, UNITS, ui.t(msg::STANDING_ASK_UNITS)).value(fields.raw(UNITS))
                .hint(ui.t(msg::STANDING_ASK_UNITS_HINT)).error(problems.of(UNITS)))
            (boxes(QUALIFICATIONS, msg::STANDING_ASK_QUALIFICATIONS, msg::STANDING_ASK_QUALIFICATIONS_HINT, &papers))
        },
    )
}
