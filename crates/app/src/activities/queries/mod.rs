//! All SQL of the feature.

pub(crate) mod held;
mod hints;
mod list;
mod look;
mod needs;
mod read;
mod rows;
mod sheet;
mod shifts;
mod with;
mod write;

pub use held::{On, Site, on_at};
pub use hints::{Why, today};
pub use list::{ListQuery, Listed, Order, Show, list};
pub use look::{AreaChoice, BodyChoice, area_of, areas, bodies_by_id, bodies_found, bodies_near};
pub use needs::{keep as keep_needs, needs, needs_named};
pub use read::{
    area_code, cohosts, held_at_or_below, load, name_of_area, pools, revision, revisions, standing, stored,
    stored_for, town_of,
};
pub use rows::{Activity, Cohost, Pool, Pools, Revision, Standing, Stored};
pub(crate) use sheet::places_in_queue;
pub use sheet::{Afterwards, Answers, Asked, RollQuery, RollRow, Sheet, SheetRow, asked, roll, sheet};
pub use shifts::{drop_shift, give_up, keep as keep_shifts, shift_takers, shifts};
pub use write::{
    answer_invitation, ask_again, cancel_activity, commit_draw, hold_places, insert_activity, insert_cohost,
    keep_first_revision, keep_revision, publish_activity, remove_cohost, replace_questions, set_capacity,
    set_contribution, update_activity, withdraw_invitation,
};
