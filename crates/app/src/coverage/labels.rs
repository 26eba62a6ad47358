//! The words of coverage on screen.

use langqiao_platform::{
    i18n::{Lang, Msg, msg},
    ui::{Tone, Ui, components::Shade},
};

use super::{
    rules::Words,
    words::{Line, People, Status, UnitKind, Way, Why},
};

impl Status {
    /// Its name on screen.
    pub fn label(self) -> Msg {
        match self {
            Status::Built => msg::COVERAGE_STATUS_BUILT,
            Status::Joint => msg::COVERAGE_STATUS_JOINT,
            Status::Shell => msg::COVERAGE_STATUS_SHELL,
            Status::Gap => msg::COVERAGE_STATUS_GAP,
            Status::NotDue => msg::COVERAGE_STATUS_NOT_DUE,
        }
    }

    /// How a picture shows it.
    pub fn shade(self) -> Shade {
        match self {
            Status::Built => Shade::Full,
            Status::Joint => Shade::Shared,
            Status::Shell => Shade::Hollow,
            Status::Gap => Shade::Missing,
            Status::NotDue => Shade::Blank,
        }
    }

    /// How a badge shows it.
    pub fn tone(self) -> Tone {
        match self {
            Status::Built => Tone::Ok,
            Status::Joint => Tone::Info,
            Status::Shell => Tone::Warn,
            Status::Gap => Tone::Error,
            Status::NotDue => Tone::Plain,
        }
    }
}

impl UnitKind {
    /// Its name on screen.
    pub fn label(self) -> Msg {
        match self {
            UnitKind::Village => msg::COVERAGE_KIND_VILLAGE,
            UnitKind::Community => msg::COVERAGE_KIND_COMMUNITY,
            UnitKind::Enterprise => msg::COVERAGE_KIND_ENTERPRISE,
            UnitKind::Park => msg::COVERAGE_KIND_PARK,
            UnitKind::FeaturedTown => msg::COVERAGE_KIND_FEATURED_TOWN,
            UnitKind::Building => msg::COVERAGE_KIND_BUILDING,
            UnitKind::Market => msg::COVERAGE_KIND_MARKET,
            UnitKind::School => msg::COVERAGE_KIND_SCHOOL,
            UnitKind::Settlement => msg::COVERAGE_KIND_SETTLEMENT,
            UnitKind::NewEmployment => msg::COVERAGE_KIND_NEW_EMPLOYMENT,
        }
    }
}

impl Way {
    /// Its name on screen.
    pub fn label(self) -> Msg {
        match self {
            Way::Own => msg::COVERAGE_WAY_OWN,
            Way::Joint => msg::COVERAGE_WAY_JOINT,
            Way::Industry => msg::COVERAGE_WAY_INDUSTRY,
            Way::Organiser => msg::COVERAGE_WAY_ORGANISER,
        }
    }
}

impl Why {
    /// What it says on screen.
    pub fn label(self) -> Msg {
        match self {
            Why::Own => msg::COVERAGE_WHY_OWN,
            Why::Joint => msg::COVERAGE_WHY_JOINT,
            Why::Industry => msg::COVERAGE_WHY_INDUSTRY,
            Why::Organiser => msg::COVERAGE_WHY_ORGANISER,
            Why::OwnWanted => msg::COVERAGE_WHY_OWN_WANTED,
            Why::NoPost => msg::COVERAGE_WHY_NO_POST,
            Why::NothingHeld => msg::COVERAGE_WHY_NOTHING_HELD,
            Why::Neither => msg::COVERAGE_WHY_NEITHER,
            Why::None => msg::COVERAGE_WHY_NONE,
            Why::NotDue => msg::COVERAGE_WHY_NOT_DUE,
        }
    }
}

impl People {
    /// Their name on screen.
    pub fn label(self) -> Msg {
        match self {
            People::Headcount => msg::COVERAGE_PEOPLE_HEADCOUNT,
            People::Women => msg::COVERAGE_PEOPLE_WOMEN,
            People::Youth => msg::COVERAGE_PEOPLE_YOUTH,
            People::Scitech => msg::COVERAGE_PEOPLE_SCITECH,
        }
    }
}

impl Line {
    /// Its name in the reader's language.
    pub fn name(self, ui: &Ui) -> &'static str {
        let (chinese, english) = self.names();
        match ui.lang {
            Lang::ZhCn => chinese,
            Lang::En => english,
        }
    }
}

impl Words {
    /// The text in the reader's language.
    pub fn text(&self, ui: &Ui) -> &str {
        match ui.lang {
            Lang::ZhCn => &self.zh,
            Lang::En => &self.en,
        }
    }
}
