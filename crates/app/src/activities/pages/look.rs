//! What a page of the form needs from the database besides the activity: what can be chosen, and its names.

use langqiao_kernel::{
    id::{AreaId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    args,
    fields::Fields,
    i18n::{Lang, msg},
    ui::{Ui, when},
};
use langqiao_store::{ReadTx, StoreError};

use crate::{
    activities::{
        form::Rows,
        merge::Aspect,
        model::Contribution,
        plan::Plan,
        queries::{self, AreaChoice, BodyChoice},
    },
    bookings::{self, Kept},
    standings,
    venues::{self, Choices},
};

/// What can be chosen in the form.
pub struct Look {
    /// The towns and villages of the county.
    pub areas: Vec<AreaChoice>,
    /// Rooms.
    pub spaces: Choices,
    /// What the venues of the chosen rooms lend; read only where something is to be taken along.
    pub equipment: Vec<Kept>,
    /// Organisations: those around, those looked for, those already chosen.
    pub bodies: Vec<BodyChoice>,
    /// Whether organisations were looked for and none was found.
    pub found_none: bool,
}

impl Look {
    /// Reads what can be chosen by `org` for a form with these fields.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(tx: &mut ReadTx, org: OrganisationId, fields: &Fields, ui: &Ui) -> Result<Self, StoreError> {
        let today = time::day(ui.now);
        let chosen: Vec<OrganisationId> = (0..Rows::Cohosts.count(fields))
            .filter_map(|n| fields.raw(&Rows::Cohosts.field(n, "org")).parse().ok())
            .collect();
        let space = fields.raw("space").parse::<SpaceId>().ok();
        let mut bodies = queries::bodies_near(tx, org, today)?;
        let words = fields.text("find");
        let mut more = match &words {
            Some(words) => queries::bodies_found(tx, org, words, today)?,
            None => Vec::new(),
        };
        let found_none = words.is_some() && more.is_empty();
        if chosen
            .iter()
            .any(|id| !bodies.iter().chain(&more).any(|body| body.id == *id))
        {
            more.extend(queries::bodies_by_id(tx, &chosen, today)?);
        }
        for body in more {
            if !bodies.iter().any(|known| known.id == body.id) {
                bodies.push(body);
            }
        }
        let words = fields.raw(venues::ROOM_WORDS);
        let mut spaces = venues::choices(tx, org, &chosen, space, words)?;
        let further: Vec<SpaceId> = (0..Rows::Rooms.count(fields))
            .filter_map(|n| fields.raw(&Rows::Rooms.field(n, "space")).parse().ok())
            .collect();
        for room in &further {
            if !spaces.rooms.iter().any(|space| space.id == *room) {
                let elsewhere = venues::choices(tx, org, &[], Some(*room), "")?;
                let here = elsewhere.rooms.into_iter().filter(|space| space.id == *room);
                spaces.rooms.extend(here);
            }
        }
        spaces
            .rooms
            .retain(|room| room.open(ui.now) || Some(room.id) == space || further.contains(&room.id));
        let equipment = match Rows::Equipment.count(fields) {
            0 => Vec::new(),
            _ => {
                let rooms: Vec<SpaceId> = space.into_iter().chain(further).collect();
                bookings::at_spaces(tx, &rooms)?
            }
        };
        Ok(Self {
            areas: queries::areas(tx, org, today)?,
            spaces,
            equipment,
            bodies,
            found_none,
        })
    }

    /// An area's name; of a village with its town.
    pub fn area_name(&self, id: AreaId) -> String {
        let name = |id| {
            self.areas
                .iter()
                .find(|area| area.id == id)
                .map_or("", |area| area.name.as_str())
        };
        match self.areas.iter().find(|area| area.id == id) {
            Some(area) if !area.is_town() => format!("{}{}", name(area.town), area.name),
            _ => name(id).to_owned(),
        }
    }

    fn space_name(&self, id: SpaceId) -> String {
        let known = self.spaces.rooms.iter().find(|space| space.id == id);
        known.map_or_else(|| "—".to_owned(), |space| space.name.clone())
    }

    fn body_name(&self, id: OrganisationId) -> &str {
        self.bodies
            .iter()
            .find(|body| body.id == id)
            .map_or("—", |body| body.name.as_str())
    }

    /// What a plan says about an aspect, in a few words.
    pub fn say(&self, ui: &Ui, aspect: Aspect, plan: &Plan) -> String {
        let times = &plan.times;
        match aspect {
            Aspect::Title => plan.title.clone(),
            Aspect::Summary => langqiao_kernel::text::clip(&plan.summary, 60),
            Aspect::Kind => ui.t(plan.kind.msg()).to_owned(),
            Aspect::Place if plan.space.is_some() => plan.place.clone(),
            Aspect::Place => join(ui, [plan.place.clone(), self.area_name(plan.area)]),
            Aspect::Needs => {
                let rooms = plan.rooms.iter().map(|room| self.space_name(*room));
                let equipment = plan.equipment.iter().map(|needed| {
                    let known = self.equipment.iter().find(|one| one.id == needed.item);
                    let name = known.map_or("—", |one| one.name.as_str());
                    ui.tf(
                        msg::ACTIVITY_SAY_EQUIPMENT,
                        args! { name = name, n = needed.pieces },
                    )
                });
                join(ui, rooms.chain(equipment))
            }
            Aspect::When => when::span(ui.lang, times.starts_at, times.ends_at, ui.now),
            Aspect::Window => when::span(ui.lang, times.signup_opens_at, times.signup_closes_at, ui.now),
            Aspect::Places => ui.tf(
                msg::ACTIVITY_SAY_PLACES,
                args! { seats = plan.seats, volunteers = plan.volunteers },
            ),
            Aspect::Shifts => join(
                ui,
                plan.shifts.iter().map(|shift| {
                    let span = when::span(ui.lang, shift.starts_at, shift.ends_at, ui.now);
                    ui.tf(
                        msg::ACTIVITY_SAY_SHIFT,
                        args! { name = shift.name.clone(), span = span, n = shift.places },
                    )
                }),
            ),
            Aspect::Who => {
                let area = plan
                    .only_area
                    .map(|area| ui.tf(msg::ACTIVITY_ONLY_OF, args! { area = self.area_name(area) }));
                let parts = [ages(ui, plan.min_age, plan.max_age), area.unwrap_or_default()];
                join(ui, parts.into_iter().chain(standings::asked(ui, &plan.asks)))
            }
            Aspect::Party => ui.tf(
                msg::ACTIVITY_SAY_PARTY,
                args! { n = plan.party_max, offer = ui.minutes(plan.offer_minutes) },
            ),
            Aspect::Questions => join(ui, plan.questions.iter().map(|question| question.label.clone())),
            Aspect::Own => brings(ui, &plan.own),
            Aspect::Cohosts => join(
                ui,
                plan.cohosts
                    .iter()
                    .map(|invited| self.body_name(invited.organisation).to_owned()),
            ),
        }
    }
}

/// Who may come by age: 6 岁以上, 18–60 岁; 年龄不限 where that doesn't matter.
pub fn ages(ui: &Ui, min: Option<i64>, max: Option<i64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => ui.tf(msg::ACTIVITY_AGE_BETWEEN, args! { min = min, max = max }),
        (Some(min), None) => ui.tf(msg::ACTIVITY_AGE_FROM, args! { min = min }),
        (None, Some(max)) => ui.tf(msg::ACTIVITY_AGE_TO, args! { max = max }),
        (None, None) => ui.t(msg::ACTIVITY_AGE_ANY).to_owned(),
    }
}

/// What an organisation puts in, in a few words.
pub fn brings(ui: &Ui, brings: &Contribution) -> String {
    let people = (brings.people > 0).then(|| ui.tf(msg::ACTIVITY_SAY_PEOPLE, args! { n = brings.people }));
    let money = (brings.money > 0).then(|| when::money(brings.money));
    let parts = [
        people.unwrap_or_default(),
        brings.venue.clone(),
        money.unwrap_or_default(),
        brings.goods.clone(),
    ];
    join(ui, parts)
}

fn join(ui: &Ui, parts: impl IntoIterator<Item = String>) -> String {
    let between = match ui.lang {
        Lang::ZhCn => "，",
        Lang::En => ", ",
    };
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        "—".to_owned()
    } else {
        parts.join(between)
    }
}
