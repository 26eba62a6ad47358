//! The form by which a site is entered and changed: what was typed, read as it was meant, and how it looks.

use jiff::civil::Date;
use langqiao_kernel::{id::AreaId, text::squash, time};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    not_done::NotDone,
    ui::prelude::*,
};

use super::{
    edit::{ABOUT_MAX, ADDRESS_MAX, Beginning, CONTACT_MAX, Wish},
    say,
    stage::{REASON_MAX, Step},
};
use crate::{
    activities::typed,
    venues::{Details, Facility, Position, Stage, Venue},
};

/// Reads a site, with all that is wrong with what was typed; what can't be read is left out of it.
pub(super) fn wish(form: &Fields) -> (Wish, FieldErrors) {
    let read = position(form.raw("position"));
    let mut errors = FieldErrors::new();
    if read.is_err() {
        errors.add("position", msg::SITE_POSITION_WRONG);
    }
    let position = read.unwrap_or(None);
    let wish = Wish {
        name: form.text("name").unwrap_or_default(),
        cluster: form.text("cluster").unwrap_or_default(),
        details: Details {
            address: form.line("address").unwrap_or_default(),
            about: form.raw("about").trim().to_owned(),
            contact: form.line("contact").unwrap_or_default(),
            step_free: match form.raw("step_free") {
                "yes" | "1" => Some(true),
                "no" | "0" => Some(false),
                _ => None,
            },
            facilities: form
                .all("facilities")
                .filter_map(|word| word.parse().ok())
                .collect(),
            position,
        },
    };
    errors.add_all(super::edit::problems(&wish));
    (wish, errors)
}

/// Degrees north and east as they are copied from a phone: `30.6301, 120.5602`, with a comma of either kind or a space.
fn position(text: &str) -> Result<Option<Position>, ()> {
    let plain = squash(text).replace(['，', '、', ',', ';', '°'], " ");
    let numbers: Vec<&str> = plain.split_whitespace().collect();
    match numbers[..] {
        [] => Ok(None),
        [north, east] => {
            let read = |text: &str| text.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
            let (latitude, longitude) = (read(north).ok_or(())?, read(east).ok_or(())?);
            Ok(Some(Position { latitude, longitude }))
        }
        _ => Err(()),
    }
}

/// Reads where and since when a new site is.
///
/// # Errors
/// What can't be read, by field.
pub(super) fn beginning(form: &Fields, today: Date) -> Result<Beginning, FieldErrors> {
    let mut errors = FieldErrors::new();
    let area = form.raw("area").parse::<AreaId>().ok();
    if area.is_none() {
        errors.add("area", msg::SITE_AREA_NEEDED);
    }
    let stage = form.raw("stage").parse::<Stage>().ok();
    if stage.is_none() {
        errors.add("stage", msg::SITE_STAGE_NEEDED);
    }
    let day = day(form, "stage_day", today, &mut errors);
    if day.is_some_and(|day| day > today) {
        errors.add("stage_day", msg::SITE_DAY_TO_COME);
    }
    match (area, stage, day) {
        (Some(area), Some(stage), Some(day)) if errors.is_empty() => Ok(Beginning { area, stage, day }),
        _ => Err(errors),
    }
}

/// Reads a step.
///
/// # Errors
/// [`NotDone::Fields`] for what can't be read.
pub(super) fn step(form: &Fields, today: Date) -> Result<Step, NotDone> {
    let mut errors = FieldErrors::new();
    let stage = form.raw("stage").parse::<Stage>().ok();
    if stage.is_none() {
        errors.add("stage", msg::SITE_STAGE_NEEDED);
    }
    let day = day(form, "stage_day", today, &mut errors);
    match (stage, day) {
        (Some(stage), Some(day)) => Ok(Step {
            stage,
            day,
            reason: form.raw("reason").to_owned(),
        }),
        _ => Err(NotDone::Fields(errors)),
    }
}

/// A day; today if nothing was typed.
pub(super) fn day(form: &Fields, name: &str, today: Date, errors: &mut FieldErrors) -> Option<Date> {
    match typed::day(form.raw(name), today) {
        Ok(day) => Some(day.unwrap_or(today)),
        Err(_) => {
            errors.add(name, msg::SITE_DAY_WRONG);
            None
        }
    }
}

/// What stands in the form of a site that is known.
pub(super) fn filled(venue: &Venue, facilities: &[Facility]) -> Fields {
    let mut fields = Fields::default();
    fields.push("name", &venue.name);
    fields.push("cluster", venue.cluster.as_ref().map_or("", |(_, name)| name));
    fields.push("address", &venue.address);
    fields.push("about", &venue.about);
    fields.push("contact", &venue.contact);
    if let Some(at) = venue.position {
        fields.push("position", format!("{}, {}", at.latitude, at.longitude));
    }
    if let Some(step_free) = venue.step_free {
        fields.push("step_free", if step_free { "yes" } else { "no" });
    }
    for facility in facilities {
        fields.push("facilities", facility.as_str());
    }
    fields
}

/// The fields that new sites and known ones share.
pub(super) fn shared(ui: &Ui, typed: &Fields, problems: &Problems, clusters: &[String]) -> Markup {
    let text = |name: &'static str, label: Msg, most: usize| {
        field(ui, name, ui.t(label))
            .value(typed.raw(name))
            .error(problems.of(name))
            .max_chars(most as u32)
    };
    let mut has = choices(ui, "facilities", ui.t(msg::SITE_FACILITIES))
        .several()
        .inline();
    for facility in Facility::ALL {
        let chosen = typed.all("facilities").any(|word| word == facility.as_str());
        has = has.option(facility.as_str(), ui.t(say::facility(*facility)), chosen);
    }
    let known = clusters.join(ui.lang.between_names());
    let cluster_hint = if clusters.is_empty() {
        ui.t(msg::SITE_CLUSTER_HINT).to_owned()
    } else {
        ui.tf(msg::SITE_CLUSTER_HINT_KNOWN, args! { names = known })
    };
    let said = |word: &str| typed.raw("step_free") == word;
    html! {
        (text("name", msg::SITE_NAME, super::clusters::NAME_MAX).required())
        (text("cluster", msg::SITE_CLUSTER, super::clusters::NAME_MAX).hint(&cluster_hint))
        (text("address", msg::VENUE_ADDRESS, ADDRESS_MAX).hint(ui.t(msg::SITE_ADDRESS_HINT)))
        (text("position", msg::SITE_POSITION, 60).hint(ui.t(msg::SITE_POSITION_HINT)))
        (text("contact", msg::SITE_CONTACT, CONTACT_MAX).hint(ui.t(msg::SITE_CONTACT_HINT)))
        (text_area(ui, "about", ui.t(msg::SITE_ABOUT)).value(typed.raw("about")).error(problems.of("about"))
            .hint(ui.t(msg::SITE_ABOUT_HINT)).max_chars(ABOUT_MAX as u32))
        (choices(ui, "step_free", ui.t(msg::VENUE_STEP_FREE)).required().inline()
            .option("yes", ui.t(msg::SITE_STEP_FREE), said("yes"))
            .option("no", ui.t(msg::SITE_STEP_FREE_NOT), said("no"))
            .option("", ui.t(msg::SITE_STEP_FREE_UNSAID), !said("yes") && !said("no")))
        (has)
    }
}

/// The fields of a step: to which stage, since when, why.
pub(super) fn step_fields(ui: &Ui, now: Option<Stage>, typed: &Fields, problems: &Problems) -> Markup {
    let mut stages = choices(ui, "stage", ui.t(msg::SITE_STAGE))
        .required()
        .inline()
        .error(problems.of("stage"));
    let chosen = typed.raw("stage");
    for stage in Stage::ALL.iter().filter(|stage| Some(**stage) != now) {
        let usual = chosen.is_empty() && now.is_none() && *stage == Stage::InService;
        stages = stages.option(
            stage.as_str(),
            ui.t(say::stage(*stage)),
            usual || chosen == stage.as_str(),
        );
    }
    let today = time::day(ui.now).to_string();
    let day = if typed.raw("stage_day").is_empty() {
        &today
    } else {
        typed.raw("stage_day")
    };
    html! {
        (stages)
        (field(ui, "stage_day", ui.t(msg::SITE_SINCE)).required().date().value(day).error(problems.of("stage_day")))
        @if now.is_some() {
            (field(ui, "reason", ui.t(msg::SITE_REASON)).value(typed.raw("reason")).error(problems.of("reason"))
                .hint(ui.t(msg::SITE_REASON_HINT)).max_chars(REASON_MAX as u32))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_as_phones_show_them() {
        let at = |text| position(text).map(|at| at.map(|at| (at.latitude, at.longitude)));
        assert_eq!(at("30.63, 120.56"), Ok(Some((30.63, 120.56))));
        assert_eq!(at("３０.６３，１２０.５６"), Ok(Some((30.63, 120.56))));
        assert_eq!(at("30.63° 120.56°"), Ok(Some((30.63, 120.56))));
        assert_eq!(at("  "), Ok(None));
        assert_eq!(
            (at("桃园村"), at("30.63"), at("NaN 1")),
            (Err(()), Err(()), Err(()))
        );
    }
}
