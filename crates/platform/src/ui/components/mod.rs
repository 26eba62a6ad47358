//! What pages are made of. Every component is accessible by construction, follows the reader's
//! language and looks right on a phone, on a desk, in large print, in the dark and on paper.
//!
//! Small parts are functions that return [`Markup`](maud::Markup); parts with many options are
//! builders that [`Render`](maud::Render): `html! { (field(ui, "title", ui.t(msg::TITLE)).required()) }`.

mod action;
mod bracket;
mod calendar;
mod chart;
mod choice;
mod data;
mod field;
mod form;
mod games;
mod heat;
mod label;
mod layout;
mod notice;
mod offline;
mod paper;
mod photo;
mod portal;
mod progress;
mod qr;
mod scanner;
mod table;
mod text_area;

pub use action::{Button, button, confirm, confirm_with, disclosure, link, link_button, post_button};
pub use bracket::{BracketGame, BracketRound, BracketSide, bracket};
pub use calendar::subscribe;
pub use chart::{Shade, Tile, bars, legend, parts, tiles};
pub use choice::{Choices, Select, checkbox, choices, select};
pub use data::{Definitions, badge, definitions, stat, stats};
pub use field::{Field, field};
pub use form::{Form, Problems, draft_state, fieldset, form, get_form, hidden};
pub use games::{GameLine, game_list};
pub use heat::{HeatDay, heat};
pub use layout::{
    Columns, action_bar, aside, bullets, card, card_link, divider, grid, hidden_text, lede, live, muted,
    page_title, panel, prose, results, row, section, split, spread, stack, stack_close,
};
pub use notice::{empty, error_summary, notice};
pub use offline::{Light, field_error_template, lights, problems_template};
pub use paper::{
    PaperBadge, PaperPoster, diploma, paper, paper_badges, paper_days, paper_poster, paper_table,
};
pub use photo::{Photograph, low_photographs, photographs, thumbnail};
pub use portal::{Listing, code_slip, day_heading, door, doors, hero, listing, search, ticket};
pub use progress::{Step, StepState, capacity, capacity_kept, following, progress, steps, wizard};
pub use qr::{qr, qr_for_walls};
pub use scanner::{scan_answer, scanner};
pub use table::{Column, FILTER_DAYS, Pager, Sort, Table, col, filter_bar, number_col, pager, table, tabs};
pub use text_area::{TextArea, text_area};
