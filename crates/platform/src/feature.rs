//! What a feature hands to the house: its routes, its jobs, what it adds to the day's page and to other pages.

use langqiao_kernel::id::{OrganisationId, PersonId};
use langqiao_store::{ReadTx, StoreError};
use maud::Markup;

use crate::{
    app::App,
    i18n::Msg,
    jobs::JobHandler,
    roles::Role,
    routes::Routes,
    ui::{Ui, icon::Icon},
};

/// Everything a feature registers at start. Fill what it has and leave the rest at its default.
#[derive(Default)]
pub struct Feature {
    /// Its folder's name.
    pub name: &'static str,
    /// Its pages and API.
    pub routes: Routes,
    /// Its entries in the workbench's menu.
    pub nav: Vec<NavEntry>,
    /// What runs in the background, by the job's kind.
    pub jobs: Vec<(&'static str, JobHandler)>,
    /// What it wants to say on an officer's page of the day.
    pub today: Vec<Today>,
    /// What it shows on a page that belongs to an earlier feature.
    pub panels: Vec<(Slot, Panel)>,
    /// Its part of the OpenAPI document.
    pub openapi: Option<fn() -> utoipa::openapi::OpenApi>,
    /// Recomputes its roll-ups from the facts and names what differs, for `langqiao verify`.
    pub checks: Vec<(&'static str, Check)>,
}

/// An entry in the workbench's menu.
#[derive(Clone, Copy)]
pub struct NavEntry {
    /// What it is called.
    pub label: Msg,
    /// Its picture.
    pub icon: Icon,
    /// Where it leads, below `/w/{org}`, such as `/activities`.
    pub path: &'static str,
    /// The permission without which it isn't shown.
    pub permission: &'static str,
    /// Where it stands; small numbers first.
    pub order: u8,
}

/// What an officer's page of the day is made for.
pub struct TodayAsk<'a> {
    /// Whose day it is.
    pub person: PersonId,
    /// In which organisation.
    pub org: OrganisationId,
    /// What they may do there.
    pub roles: &'a [Role],
    /// Now.
    pub now: jiff::Timestamp,
}

/// Something that waits for an officer.
pub struct TodayItem {
    /// By when it should be done; items without a deadline come last.
    pub due: Option<jiff::Timestamp>,
    /// What it is, in the reader's language.
    pub title: String,
    /// One more line: where, who, how many.
    pub detail: String,
    /// Where it is done.
    pub href: String,
    /// The word on the link.
    pub action: Msg,
}

/// Collects a feature's items for the page of the day; part of that page's one read.
pub type Today = fn(&mut ReadTx, &Ui, &TodayAsk) -> Result<Vec<TodayItem>, StoreError>;

/// A page of an earlier feature on which a later one may show something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// A public or cancelled activity's page in the workbench; the id is the activity's.
    ActivityWorkbench,
    /// The same while the activity is a draft, to which nobody has come yet.
    ActivityDraft,
    /// An activity's page in the workbench, where the activity is a course; the id is the activity's.
    ActivityCourse,
    /// An activity's public page; the id is the activity's. It is the same for everyone.
    Activity,
    /// In words, at which times an activity that meets again and again does so, for its public page and its poster; the id is
    /// the activity's. Nothing for what is held once.
    ActivityRhythm,
    /// The list of all public activities: the ways to what else there is; the id is empty.
    Activities,
    /// A person's own page; the id is the person's.
    Mine,
    /// The list of a person's sign-ups: what else of theirs goes on; the id is the person's.
    MyPlaces,
    /// The page of a party's places; the id is the party's, and whoever reads it is of it or signed it up.
    Party,
    /// The portal's home; the id is empty.
    Home,
    /// An organisation's page; the id is the organisation's.
    Organisation,
    /// A unit's page; the id is the unit's.
    Unit,
    /// A venue's public page; the id is the venue's.
    Venue,
    /// A venue's page in its keeper's workbench; the id is the venue's.
    VenueWorkbench,
    /// The same page, below the venue's rooms: what is done with them seldom; the id is the venue's.
    VenueRooms,
}

/// Draws a panel for the thing of this id; part of the page's one read. Nothing to show is empty markup.
pub type Panel = fn(&mut ReadTx, &PanelAsk) -> Result<Markup, StoreError>;

/// What a panel is drawn for.
pub struct PanelAsk<'a> {
    /// The reader.
    pub ui: &'a Ui,
    /// The house, for its keys and settings.
    pub app: &'a App,
    /// The organisation whose workbench it is drawn in, where it is.
    pub org: Option<OrganisationId>,
    /// Who reads it, where the page is one person's own.
    pub person: Option<PersonId>,
    /// What the reader may do there; nothing elsewhere.
    pub roles: &'a [Role],
    /// The page's subject.
    pub id: &'a str,
    /// Now.
    pub now: jiff::Timestamp,
}

/// Recomputes a roll-up and returns a line for each difference.
pub type Check = fn(&mut ReadTx) -> Result<Vec<String>, StoreError>;
