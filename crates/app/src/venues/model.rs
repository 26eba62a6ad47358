//! What a site is.

use langqiao_platform::i18n::{Msg, msg};

use crate::areas::words;

words! {
    /// How far a site, or a group of sites, has come.
    Stage {
        /// It is to be.
        Planned = "planned",
        /// It is being built or done up.
        Building = "building",
        /// It is used.
        InService = "in_service",
        /// It is used no more.
        Retired = "retired",
    }

    /// What one finds at a site.
    Facility {
        /// Toilets.
        Toilet = "toilet",
        /// Toilets that one can use in a wheelchair.
        AccessibleToilet = "accessible_toilet",
        /// Somewhere to leave a car.
        Parking = "parking",
        /// Drinking water.
        Water = "water",
        /// Heating and cooling.
        AirConditioning = "air_conditioning",
        /// A wireless network.
        Wifi = "wifi",
        /// Somewhere to charge a phone or a wheelchair.
        Charging = "charging",
        /// A kitchen.
        Kitchen = "kitchen",
        /// A room to feed and change small children.
        Nursing = "nursing",
        /// A defibrillator and first aid.
        FirstAid = "first_aid",
        /// Help for those who hear badly.
        Hearing = "hearing",
        /// Reading glasses, wheelchairs and the like to borrow on the spot.
        Aids = "aids",
    }
}

impl Facility {
    /// Its word on the screens.
    pub fn word(self) -> Msg {
        match self {
            Facility::Toilet => msg::SITE_HAS_TOILET,
            Facility::AccessibleToilet => msg::SITE_HAS_ACCESSIBLE_TOILET,
            Facility::Parking => msg::SITE_HAS_PARKING,
            Facility::Water => msg::SITE_HAS_WATER,
            Facility::AirConditioning => msg::SITE_HAS_AIR_CONDITIONING,
            Facility::Wifi => msg::SITE_HAS_WIFI,
            Facility::Charging => msg::SITE_HAS_CHARGING,
            Facility::Kitchen => msg::SITE_HAS_KITCHEN,
            Facility::Nursing => msg::SITE_HAS_NURSING,
            Facility::FirstAid => msg::SITE_HAS_FIRST_AID,
            Facility::Hearing => msg::SITE_HAS_HEARING,
            Facility::Aids => msg::SITE_HAS_AIDS,
        }
    }
}

/// A point on the earth, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// What is said of a site besides its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Where it is, as a letter would say it; may be empty.
    pub address: String,
    /// What it is, in a few lines; may be empty.
    pub about: String,
    /// Whom residents ask: a telephone of the house, an hour; may be empty.
    pub contact: String,
    /// Whether one gets in and about without a step, if that is known.
    pub step_free: Option<bool>,
    /// What one finds there.
    pub facilities: Vec<Facility>,
    /// Where it stands.
    pub position: Option<Position>,
}
