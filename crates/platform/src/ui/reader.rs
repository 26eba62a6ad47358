//! Who reads, and how they want to read.

use std::{borrow::Cow, sync::Arc};

use jiff::Timestamp;
use langqiao_kernel::id::OrganisationId;

use crate::i18n::{Arg, Catalogue, Lang, Msg};

/// Everything a view may know about the request it answers.
#[derive(Clone, Debug)]
pub struct Ui {
    /// The language of the page.
    pub lang: Lang,
    /// Large print 大字版: text at 1.4 times its size, fewer side things.
    pub large: bool,
    /// Light, dark, or what the device says.
    pub theme: Theme,
    /// Path and query of the request: where the switches come back to, and what the navigation marks.
    pub path: String,
    /// The person signed in, if any.
    pub viewer: Option<ViewerInfo>,
    /// The token that every form of this reader carries.
    pub csrf: String,
    /// When the page is made; relative times count from here.
    pub now: Timestamp,
    /// What the last action came to, said once at the top of the next page.
    pub flash: Option<Flash>,
    /// The place that runs this server.
    pub site: Arc<Site>,
}

/// The person who reads, as the page's frame shows them.
#[derive(Clone, Debug)]
pub struct ViewerInfo {
    /// The name, masked for display.
    pub name: String,
    /// Notices not read yet.
    pub unread: i64,
    /// Where they hold a post: id and name; empty for those who are no officers.
    pub organisations: Vec<(OrganisationId, String)>,
}

/// The place that runs this server, from its settings.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Its name as the header shows it; empty shows the product's name.
    pub name: String,
    /// True if the people, units and numbers are invented; every page then says so.
    pub demonstration: bool,
    /// Whom to ask: an office and its telephone number, shown in the footer.
    pub contact: Option<String>,
    /// The registration number that Chinese sites show (ICP 备案号).
    pub registration: Option<String>,
}

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Paper.
    Light,
    /// Night.
    Dark,
}

/// What a notice, a badge or a flash is about. Its colour never stands alone: a word or an icon says it too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// The river's green-blue: good to know.
    Info,
    /// It worked, it stands.
    Ok,
    /// Look here before going on.
    Warn,
    /// It did not work, it is over.
    Error,
}

/// What the last action came to: “已报名，周六 9:00 见”.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// The sentence, in the reader's language.
    pub text: String,
}

impl Ui {
    /// A reader without cookies at `path`.
    pub fn new(lang: Lang, path: impl Into<String>, now: Timestamp) -> Self {
        Ui {
            lang,
            large: false,
            theme: Theme::default(),
            path: path.into(),
            viewer: None,
            csrf: String::new(),
            now,
            flash: None,
            site: Arc::default(),
        }
    }

    /// A sentence without variables, in the reader's language.
    pub fn t(&self, msg: Msg) -> &'static str {
        Catalogue::plain(self.lang, msg)
    }

    /// A sentence with variables: `ui.tf(msg::PLACES_LEFT, args! { n = 3 })`.
    pub fn tf(&self, msg: Msg, args: &[Arg<'_>]) -> String {
        Catalogue::text(self.lang, msg, args).into_owned()
    }

    /// `text` in Chinese, `english` in English: for names that come in both from the data.
    pub fn either<'a>(&self, text: &'a str, english: Option<&'a str>) -> Cow<'a, str> {
        match (self.lang, english) {
            (Lang::En, Some(english)) if !english.is_empty() => Cow::Borrowed(english),
            _ => Cow::Borrowed(text),
        }
    }

    /// True on the page of `href` and the pages below it; the home page only counts for itself.
    pub fn is_at(&self, href: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        match path.strip_prefix(href.trim_end_matches('/')) {
            Some("" | "/") => true,
            Some(rest) => href != "/" && rest.starts_with('/'),
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::Ui;
    use crate::i18n::Lang;

    #[test]
    fn a_door_is_marked_on_its_own_pages_only() {
        let at = |path: &str| Ui::new(Lang::ZhCn, path, Timestamp::UNIX_EPOCH);
        assert!(at("/activities?town=1").is_at("/activities"));
        assert!(at("/activities/7").is_at("/activities"));
        assert!(!at("/activities-old").is_at("/activities"));
        assert!(at("/").is_at("/"));
        assert!(!at("/activities").is_at("/"));
    }
}
