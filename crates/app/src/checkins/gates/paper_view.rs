//! How a printed sheet looks while it is typed in and compared.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, PersonId, SignupId},
    time,
};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    super::views as checkin,
    paper::{self, Sheet, Times},
    settle::REASON_MAX,
};
use crate::signups;

/// Lines on a page; about a printed page.
const LINES: usize = 30;

/// The fields of one line: when they came and left.
pub(super) fn names(signup: SignupId) -> (String, String) {
    (format!("in-{signup}"), format!("out-{signup}"))
}

/// On which day that was.
pub(super) fn days_of(signup: SignupId) -> (String, String) {
    (format!("inday-{signup}"), format!("outday-{signup}"))
}

/// The sheet as one of its people sees it.
pub(super) struct View<'v> {
    pub ui: &'v Ui,
    pub org: OrganisationId,
    pub person: PersonId,
    /// Whether they have a post at a body that holds the activity.
    pub of_hosts: bool,
    /// Whether they may drop a copy that is not done.
    pub drops: bool,
    /// Whether they may add people who signed without being on the sheet.
    pub adds: bool,
    pub sheet: &'v Sheet,
    pub page: usize,
    pub typed: &'v Fields,
    pub problems: &'v Problems,
}

impl View<'_> {
    fn path(&self) -> String {
        format!("{}/paper", checkin::path(self.org, &self.sheet.door))
    }

    pub(super) fn title(&self) -> Markup {
        let (ui, door) = (self.ui, &self.sheet.door);
        let span = when::span(ui.lang, door.starts, door.ends, ui.now);
        page_title(
            ui.t(msg::PAPER_TITLE),
            Some(&format!("{} · {span} · {}", door.title, door.place)),
            Some(
                html! { (link_button(&checkin::path(self.org, door), ui.t(msg::CHECKIN_BACK)).icon(Icon::Scan)) },
            ),
        )
    }

    /// Who types, and how far they are; never what the other typed.
    pub(super) fn state(&self) -> Markup {
        let ui = self.ui;
        let who = |copy: &paper::Copy| {
            let name = if copy.typist == self.person {
                ui.t(msg::PAPER_YOU)
            } else {
                copy.name.as_str()
            };
            let done = if copy.finished.is_some() {
                msg::PAPER_COPY_DONE
            } else {
                msg::PAPER_COPY_BEGUN
            };
            ui.tf(done, args! { name = name })
        };
        html! {
            (lede(ui.t(msg::PAPER_LEAD)))
            @if let Some(at) = self.sheet.door.cancelled {
                (notice(Tone::Warn, html! { p { (ui.tf(msg::PAPER_CALLED_OFF, args! { at = when::moment(ui.lang, at, ui.now) })) } }))
            }
            @if !self.sheet.copies.is_empty() {
                (bullets(self.sheet.copies.iter().map(|copy| html! {
                    (who(copy))
                    @if self.drops && copy.finished.is_none() { (self.drop_copy(copy)) }
                })))
            }
        }
    }

    /// Dropping a copy that nobody finishes, with a reason.
    fn drop_copy(&self, copy: &paper::Copy) -> Markup {
        let ui = self.ui;
        let fields = html! {
            p { (ui.t(msg::PAPER_DROP_WHAT)) }
            (form(ui, &format!("{}/drop", self.path())).body(html! {
                (hidden("place", &copy.place.to_string()))
                (field(ui, "reason", ui.t(msg::SETTLE_REASON)).required().max_chars(REASON_MAX as u32))
                (row(html! { (button(ui.t(msg::PAPER_DROP_YES)).danger().about(&copy.name)) }))
            }))
        };
        confirm_with(ui.t(msg::PAPER_DROP), false, fields)
    }

    pub(super) fn own_copy(&self) -> Markup {
        let ui = self.ui;
        if self.sheet.lines.is_empty() {
            return empty(Icon::People, ui.t(msg::CHECKIN_LIST_EMPTY_EXPECTED), html! {});
        }
        match self.sheet.own(self.person) {
            Some(copy) if copy.finished.is_some() && self.sheet.to_type(Some(copy)).is_empty() => {
                notice(Tone::Info, html! { p { (ui.t(msg::PAPER_WAIT)) } })
            }
            None if self.sheet.copies.len() == 2 => {
                notice(Tone::Warn, html! { p { (ui.t(msg::PAPER_FULL)) } })
            }
            None if !self.of_hosts => notice(Tone::Info, html! { p { (ui.t(msg::PAPER_NOT_OF_HOSTS)) } }),
            own => self.copy_form(own),
        }
    }

    /// Those who were added after one's own copy was done, to be typed in it; or after both were, and nobody typed them.
    pub(super) fn added_later(&self) -> Markup {
        let (copy, what) = match self.sheet.own(self.person) {
            None if self.of_hosts => (self.sheet.to_take_over(), msg::PAPER_TAKE_OVER),
            own => (own, msg::PAPER_LATER_WHAT),
        };
        match copy {
            Some(copy) if !self.sheet.to_type(Some(copy)).is_empty() => html! {
                (section(self.ui.t(msg::PAPER_LATER), html! {
                    p { (self.ui.t(what)) }
                    (self.copy_form(Some(copy)))
                }))
            },
            _ => html! {},
        }
    }

    /// How somebody is added who signed the sheet and isn't on it.
    pub(super) fn missing(&self) -> Markup {
        let (ui, door) = (self.ui, &self.sheet.door);
        let until = signups::addable_until(door.ends);
        if !signups::addable(ui.now, door.starts, door.ends) {
            return html! {};
        }
        let until = when::moment(ui.lang, until, ui.now);
        html! {
            p { (ui.tf(msg::PAPER_NOT_ON_IT, args! { until = until })) }
            @if self.adds {
                (row(html! {
                    (link_button(&format!("/w/{}/activities/{}/desk", self.org, door.activity), ui.t(msg::PAPER_ADD)).icon(Icon::People))
                }))
            } @else { (muted(html! { (ui.t(msg::PAPER_ADD_BY)) })) }
        }
    }

    fn copy_form(&self, own: Option<&paper::Copy>) -> Markup {
        let ui = self.ui;
        let to_type = self.sheet.to_type(own);
        let place = own.map(|copy| copy.place);
        let pages = to_type.len().div_ceil(LINES).max(1);
        let page = self.page.min(pages - 1);
        let last = page + 1 == pages;
        let first = page * LINES;
        let lines = to_type.iter().skip(first).take(LINES).copied();
        let columns = self.columns();
        let rows = lines.map(|(number, line)| {
            let kept = place
                .and_then(|place| line.typed[usize::from(place == 2)])
                .unwrap_or_default();
            self.row(number, line, self.inputs(line, kept))
        });
        html! {
            p { (ui.tf(msg::PAPER_PAGE, args! { page = page as i64 + 1, pages = pages as i64 })) }
            (form(ui, &self.path()).body(html! {
                (hidden("page", &page.to_string()))
                (table(ui.t(msg::PAPER_TITLE), columns).rows(rows).lined().render())
                (row(html! {
                    @if page > 0 { (link_button(&format!("{}?page={}", self.path(), page - 1), ui.t(msg::PAPER_BEFORE))) }
                    @if last { (button(ui.t(msg::PAPER_FINISH)).primary().value("finish", "1")) }
                    @else { (button(ui.t(msg::PAPER_NEXT)).primary()) }
                }))
            }))
        }
    }

    fn columns(&self) -> Vec<Column<'_>> {
        let heads = [
            msg::PAPER_NUMBER,
            msg::CHECKIN_COLUMN_NAME,
            msg::PAPER_CAME,
            msg::PAPER_LEFT,
        ];
        heads.into_iter().map(|head| col(self.ui.t(head))).collect()
    }

    fn row(&self, number: usize, line: &paper::Line, [came, left]: [Markup; 2]) -> Vec<Markup> {
        vec![
            html! { (number + 1) },
            html! {
                (line.name) " · " (checkin::role_name(self.ui, line.role)) " · " (line.code)
                @if line.afterwards { " · " (self.ui.t(msg::PAPER_AFTERWARDS)) }
            },
            came,
            left,
        ]
    }

    /// Two small fields, named for those who can't see the table's head.
    fn inputs(&self, line: &paper::Line, kept: Times) -> [Markup; 2] {
        let ((came, left), (came_day, left_day)) = (names(line.signup), days_of(line.signup));
        let days = paper::days(&self.sheet.door);
        let input = |(name, day): (String, String), head, kept: Option<jiff::Timestamp>| {
            let kept_day = kept.map(|at| time::civil(at).date());
            let kept = kept
                .map(|at| when::clock(time::civil(at).time()))
                .unwrap_or_default();
            let value = if self.typed.has(&name) {
                self.typed.raw(&name).to_owned()
            } else {
                kept
            };
            let error = self.problems.of(&name);
            let label = format!("{} {}", line.name, self.ui.t(head));
            let id = format!("f-{name}");
            html! {
                @if !days.is_empty() { (self.day(&day, &format!("{label} {}", self.ui.t(msg::PAPER_DAY)), &days, kept_day)) }
                input.input.input-short id=(id) name=(name) value=(value) inputmode="numeric" autocomplete="off"
                    aria-label=(label) aria-invalid=[error.map(|_| "true")];
                @if let Some(error) = error { p.field-error { (Icon::Alert) span { (error) } } }
            }
        };
        [
            input((came, came_day), msg::PAPER_CAME, kept.came),
            input((left, left_day), msg::PAPER_LEFT, kept.left),
        ]
    }

    /// Which day, where the activity goes over several.
    fn day(&self, name: &str, label: &str, days: &[Date], kept: Option<Date>) -> Markup {
        let ui = self.ui;
        let typed = self.typed.has(name).then(|| self.typed.raw(name).parse().ok());
        let chosen: Option<Date> = typed.unwrap_or(kept);
        let none = match paper::hour_tells_day(&self.sheet.door) {
            true => msg::PAPER_DAY_BY_HOUR,
            false => msg::PAPER_DAY_CHOOSE,
        };
        html! {
            select.input id=(format!("f-{name}")) name=(name) aria-label=(label) {
                option value="" selected[chosen.is_none()] { (ui.t(none)) }
                @for day in days {
                    option value=(day) selected[chosen == Some(*day)] { (when::day(ui.lang, *day, ui.now)) }
                }
            }
        }
    }

    /// The box that says that somebody looked at the paper again.
    fn sure(&self, line: &paper::Line) -> Markup {
        let sure = format!("sure-{}", line.signup);
        let label = format!("{} {}", line.name, self.ui.t(msg::PAPER_SURE));
        html! { input.checkbox type="checkbox" name=(sure) value="1" checked[self.typed.has(&sure)] aria-label=(label); }
    }

    /// A line that one of the two has typed, for a third person.
    fn half_typed(&self, number: usize, line: &paper::Line, said: impl Fn(&Times) -> String) -> Vec<Markup> {
        let typed = line.typed.into_iter().flatten().next().unwrap_or_default();
        let mut cells = self.row(number, line, self.inputs(line, typed));
        cells.insert(2, html! { p { (said(&typed)) } });
        cells.push(self.sure(line));
        cells
    }

    pub(super) fn compare(&self) -> Markup {
        let ui = self.ui;
        let differing = paper::differing(self.sheet, ui.now);
        let waiting = self
            .sheet
            .lines
            .iter()
            .filter(|line| line.taken.is_none())
            .count();
        let taken = self.sheet.lines.len() - waiting;
        let has_come = |line: &&paper::Line| line.taken.is_some_and(|times| times.came.is_some());
        let signed = self.sheet.lines.iter().filter(has_come).count();
        let untyped = self
            .sheet
            .lines
            .iter()
            .filter(|line| self.sheet.is_untyped(line))
            .count();
        let same = waiting - differing.len() - untyped;
        let several = !paper::days(&self.sheet.door).is_empty();
        let clock = |at: Option<jiff::Timestamp>| match at {
            None => "—".to_owned(),
            Some(at) if several => when::moment(ui.lang, at, ui.now),
            Some(at) => when::clock(time::civil(at).time()),
        };
        let said = |times: &Times| format!("{}–{}", clock(times.came), clock(times.left));
        let heads = [
            msg::PAPER_NUMBER,
            msg::CHECKIN_COLUMN_NAME,
            msg::PAPER_TYPED,
            msg::PAPER_CAME,
            msg::PAPER_LEFT,
            msg::PAPER_SURE,
        ];
        let columns: Vec<_> = heads.into_iter().map(|head| col(ui.t(head))).collect();
        let own = self
            .sheet
            .copies
            .iter()
            .position(|copy| copy.typist == self.person);
        // What one of the two has still to type is looked up by whoever is neither.
        let half =
            |line: &&paper::Line| own.is_none() && line.taken.is_none() && self.sheet.is_half_typed(line);
        let halves = self.sheet.lines.iter().filter(half).count();
        let rows = self.sheet.lines.iter().enumerate().filter_map(|(number, line)| {
            let Some([first, second]) = differing.get(&line.signup) else {
                return half(&line).then(|| self.half_typed(number, line, said));
            };
            // One of the two can only say that the other is right: that stands in the fields already.
            let filled = match own {
                Some(0) => *second,
                _ => *first,
            };
            let mut cells = self.row(number, line, self.inputs(line, filled));
            cells.insert(
                2,
                match own {
                    Some(own) => {
                        let (mine, other) = if own == 0 {
                            (first, second)
                        } else {
                            (second, first)
                        };
                        html! {
                            p { (ui.tf(msg::PAPER_TYPED_BY_YOU, args! { times = said(mine) })) }
                            p { (ui.tf(msg::PAPER_TYPED_BY_OTHER, args! { times = said(other) })) }
                            @if first == second { (muted(html! { (ui.t(msg::PAPER_TO_COME)) })) }
                            @else { (muted(html! { (ui.t(msg::PAPER_OTHER_MUST)) })) }
                        }
                    }
                    None => html! {
                        p { (said(first)) } p { (said(second)) }
                        @if first == second { (muted(html! { (ui.t(msg::PAPER_TO_COME)) })) }
                    },
                },
            );
            cells.push(self.sure(line));
            Some(cells)
        });
        html! {
            @if waiting == 0 { (notice(Tone::Ok, html! { p { (ui.tf(msg::PAPER_ALL_TAKEN, args! { n = taken as i64, signed = signed as i64 })) } })) }
            @else {
                p { (ui.tf(msg::PAPER_SAME, args! { same = same as i64, differ = differing.len() as i64, taken = taken as i64 })) }
                @if untyped > 0 { p { (ui.tf(msg::PAPER_UNTYPED, args! { n = untyped as i64 })) } }
                (form(ui, &format!("{}/take", self.path())).body(html! {
                    @if differing.len() + halves > 0 {
                        @if !differing.is_empty() { p { (ui.t(msg::PAPER_LOOK_AGAIN)) } }
                        @if halves > 0 { p { (ui.tf(msg::PAPER_HALF_TYPED, args! { n = halves as i64 })) } }
                        (table(ui.t(msg::PAPER_DIFFER), columns).rows(rows).render())
                    }
                    (row(button(ui.t(msg::PAPER_TAKE)).primary().render()))
                }))
            }
        }
    }
}
