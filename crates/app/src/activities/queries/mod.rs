//! All SQL of the feature.

mod hints;
mod list;
mod look;
mod read;
mod rows;
mod sheet;
mod write;

pub use hints::{Nearby, OfDay, Why, at_venue, nearby, today};
pub use list::{ListQuery, Listed, Order, Show, list};
pub use look::{AreaChoice, BodyChoice, area_of, areas, bodies_by_id, bodies_found, bodies_near};
pub use read::{area_code, cohosts, load, pools, revision, revisions, standing, stored, town_of};
pub use rows::{Activity, Cohost, Pool, Pools, Revision, Standing, Stored};
pub use sheet::{Answers, Asked, RollQuery, RollRow, Sheet, SheetRow, asked, roll, sheet};
pub use write::{
    answer_invitation, ask_again, cancel_activity, commit_draw, insert_activity, insert_cohost,
    keep_first_revision, keep_revision, publish_activity, replace_questions, set_capacity, set_contribution,
    update_activity, withdraw_invitation,
};
