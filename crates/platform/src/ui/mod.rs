//! The reader's page: language, print size, theme, shells and components.
//!
//! A view takes [`&Ui`](Ui) first and is made of [`components`] inside a shell of [`page`]; it writes
//! no style class of its own. That is what keeps every page alike, accessible, and readable in large
//! print and in the dark.

pub mod components;
pub mod icon;
pub mod offline;
pub mod page;
pub mod preferences;
pub mod when;

mod field_names;
mod reader;
mod shell;

pub use reader::{Flash, Site, Theme, Tone, Ui, ViewerInfo};

/// What a page's file starts with: `use langqiao_platform::ui::prelude::*;`
pub mod prelude {
    pub use maud::{Markup, PreEscaped, Render, html};

    pub use super::{
        Flash, Site, Theme, Tone, Ui, ViewerInfo,
        components::*,
        icon::Icon,
        page::{Head, NavItem, OrgChrome, Page, bare, portal, workbench},
        when,
    };
    pub use crate::{
        args,
        i18n::{Lang, Msg, Sentence, msg},
    };
}
