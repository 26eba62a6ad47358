//! The words for what a site is and has.

use langqiao_platform::{
    i18n::{Msg, msg},
    ui::prelude::*,
};

use super::funding::Source;
use crate::venues::{Facility, Stage};

pub(crate) fn stage(stage: Stage) -> Msg {
    match stage {
        Stage::Planned => msg::SITE_STAGE_PLANNED,
        Stage::Building => msg::SITE_STAGE_BUILDING,
        Stage::InService => msg::SITE_STAGE_IN_SERVICE,
        Stage::Retired => msg::SITE_STAGE_RETIRED,
    }
}

pub(super) fn stage_badge(ui: &Ui, of: Stage) -> Markup {
    let tone = match of {
        Stage::InService => Tone::Ok,
        Stage::Retired => Tone::Plain,
        Stage::Planned | Stage::Building => Tone::Warn,
    };
    badge(tone, ui.t(stage(of)))
}

pub(crate) fn source(source: Source) -> Msg {
    match source {
        Source::Lines => msg::SITE_SOURCE_LINES,
        Source::Government => msg::SITE_SOURCE_GOVERNMENT,
        Source::Village => msg::SITE_SOURCE_VILLAGE,
        Source::Firm => msg::SITE_SOURCE_FIRM,
        Source::Donation => msg::SITE_SOURCE_DONATION,
        Source::Other => msg::SITE_SOURCE_OTHER,
    }
}

pub(super) fn facility(facility: Facility) -> Msg {
    facility.word()
}

/// What one finds at a site, by a word for it in the reader's language.
pub(super) fn facility_of(ui: &Ui, words: &str) -> Option<Facility> {
    let words = words.to_lowercase();
    let names = |one: &Facility| ui.t(facility(*one)).to_lowercase();
    let same = Facility::ALL.iter().find(|one| names(one) == words);
    let part = || {
        Facility::ALL
            .iter()
            .find(|one| words.chars().count() > 1 && names(one).contains(&words))
    };
    same.or_else(part).copied()
}
