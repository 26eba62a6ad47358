//! How the desk looks.

use langqiao_kernel::id::AreaId;
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    list::Way,
    queries::Row,
    typed::{self, CHILDREN},
};
use crate::{
    activities::Stored,
    signups::{self, SignupRole, answers::Question},
    standings::{self, StandingKind},
};

/// What the form says of somebody who lives outside the area.
const ELSEWHERE: &str = "elsewhere";

/// The desk of an activity, with what was typed.
pub(super) struct Desk<'a> {
    pub ui: &'a Ui,
    pub at: String,
    pub stored: &'a Stored,
    pub questions: &'a [Question],
    /// Where those it is for may live, where it is for one area.
    pub areas: &'a [(AreaId, String)],
    pub fields: &'a Fields,
    pub problems: &'a Problems,
    /// In which way people are taken in now, if they are.
    pub way: Option<Way>,
    /// Whether a list was looked at, and would go in as it stands.
    pub looked: bool,
}

impl Desk<'_> {
    pub(super) fn forms(&self) -> Markup {
        let open = self.fields.has("list") && !self.fields.has("name");
        html! {
            (panel(self.ui.t(msg::DESK_ONE), self.one()))
            (disclosure(self.ui.t(msg::DESK_LIST), open, self.list()))
        }
    }

    pub(super) fn text<'b>(&'b self, name: &'b str, label: Msg) -> Field<'b> {
        field(self.ui, name, self.ui.t(label))
            .value(self.fields.raw(name))
            .error(self.problems.of(name))
    }

    pub(super) fn role(&self) -> Markup {
        let (ui, pools) = (self.ui, self.stored.pools);
        if pools.volunteer.capacity == 0 || pools.attendee.capacity == 0 {
            let only = match pools.attendee.capacity {
                0 => "volunteer",
                _ => "attendee",
            };
            return hidden("role", only);
        }
        let chosen = self.fields.raw("role");
        [SignupRole::Attendee, SignupRole::Volunteer]
            .into_iter()
            .fold(
                choices(ui, "role", ui.t(msg::DESK_ROLE)).inline().required(),
                |list, role| {
                    let ticked = chosen == role.as_str() || chosen.is_empty() && role == SignupRole::Attendee;
                    list.option(role.as_str(), ui.t(signups::role_name(role)), ticked)
                },
            )
            .render()
    }

    /// Where they live: asked where the activity is for one area only, or for its people first.
    pub(super) fn area(&self) -> Markup {
        if self.areas.is_empty() {
            return html! {};
        }
        let (ui, chosen) = (self.ui, self.fields.raw("area"));
        let ids: Vec<String> = self.areas.iter().map(|(id, _)| id.to_text()).collect();
        let mut list = select(ui, "area", ui.t(msg::DESK_AREA))
            .hint(ui.t(match self.stored.activity.only_area {
                Some(_) => msg::DESK_AREA_HINT,
                None => msg::DESK_AREA_PRIOR_HINT,
            }))
            .option("", ui.t(msg::SIGNUP_CHOOSE), chosen.is_empty());
        for ((_, name), id) in self.areas.iter().zip(&ids) {
            list = list.option(id, name, chosen == id);
        }
        list.option(ELSEWHERE, ui.t(msg::DESK_AREA_ELSEWHERE), chosen == ELSEWHERE)
            .render()
    }

    /// What was seen the original of, of what the activity asks for.
    pub(super) fn seen(&self, prefix: &str) -> Markup {
        let asks = &self.stored.activity.asks;
        if asks.is_empty() {
            return html! {};
        }
        let (ui, units) = (self.ui, asks.units.iter());
        let units: Vec<(String, String)> = units.map(|unit| (unit.id.to_text(), unit.name.clone())).collect();
        let named = |words: &[String], name: fn(&str) -> langqiao_platform::i18n::InBoth| {
            let one = |word: &String| (word.clone(), name(word).text(ui.lang).to_owned());
            words.iter().map(one).collect::<Vec<(String, String)>>()
        };
        let lines = named(&asks.lines, standings::line_name);
        // What only helpers need may be shown at the desk as well.
        let mut wanted = [&asks.qualifications[..], &asks.helpers[..]].concat();
        wanted.sort();
        wanted.dedup();
        let papers = named(&wanted, standings::qualification_name);
        let expires = wanted
            .iter()
            .any(|code| standings::qualification(code).is_some_and(|one| one.expires));
        let last_day = format!("{prefix}expires");
        fieldset(
            ui.t(msg::STANDING_DESK_TITLE),
            Some(ui.t(msg::STANDING_DESK_HINT)),
            html! {
                (self.one_seen((prefix, StandingKind::Unit), msg::STANDING_DESK_UNIT, &units))
                (self.one_seen((prefix, StandingKind::Line), msg::STANDING_DESK_LINE, &lines))
                (self.one_seen((prefix, StandingKind::Qualification), msg::STANDING_DESK_QUALIFICATION, &papers))
                @if expires { (self.text(&last_day, msg::STANDING_EXPIRES).unmarked().short().hint(ui.t(msg::STANDING_EXPIRES_HINT))) }
            },
        )
    }

    fn one_seen(
        &self,
        (prefix, kind): (&str, StandingKind),
        label: Msg,
        offered: &[(String, String)],
    ) -> Markup {
        if offered.is_empty() {
            return html! {};
        }
        let (ui, name) = (self.ui, format!("{prefix}{}", typed::seen_field(kind)));
        let chosen = self.fields.raw(&name);
        let list = select(ui, &name, ui.t(label))
            .error(self.problems.of(&name))
            .option("", ui.t(msg::STANDING_DESK_NONE), chosen.is_empty());
        offered
            .iter()
            .fold(list, |list, (word, label)| {
                list.option(word, label, chosen == word)
            })
            .render()
    }

    fn one(&self) -> Markup {
        let ui = self.ui;
        let comes = self.fields.raw("comes");
        let with_children = (0..CHILDREN).any(|n| !self.fields.raw(&format!("child{n}_name")).is_empty());
        form(ui, &self.at).body(html! {
            (grid(Columns::Three, html! {
                (self.text("name", msg::DESK_NAME).required())
                (self.text("phone", msg::DESK_PHONE).unmarked().inputmode("tel").hint(ui.t(msg::DESK_PHONE_HINT)))
                (self.text("birth", msg::DESK_BIRTH).unmarked().hint(ui.t(match self.stored.activity.first.by_age() {
                    true => msg::DESK_BIRTH_PRIOR_HINT,
                    false => msg::DESK_BIRTH_HINT,
                })))
            }))
            (self.area())
            (self.role())
            (self.seen(""))
            @for question in self.questions { (signups::asked(ui, question, self.fields, self.problems)) }
            (disclosure(ui.t(msg::DESK_CHILDREN), with_children || self.problems.of("comes").is_some(), html! {
                (choices(ui, "comes", ui.t(msg::DESK_COMES)).inline().required().error(self.problems.of("comes"))
                    .option("yes", ui.t(msg::DESK_COMES_YES), comes != "no")
                    .option("no", ui.t(msg::DESK_COMES_NO), comes == "no"))
                @for n in 0..CHILDREN { (self.child(n)) }
            }))
            @if self.way == Some(Way::Afterwards) {
                (checkbox("on_paper", ui.t(msg::WALK_IN_ON_PAPER), self.fields.raw("on_paper") == "1", None, None))
            }
            (self.consent("consent", msg::DESK_CONSENT))
            (row(html! { (button(ui.t(match self.way {
                Some(Way::Afterwards) => msg::WALK_IN_DO,
                _ => msg::DESK_DO,
            })).primary()) }))
        })
    }

    fn child(&self, n: usize) -> Markup {
        let (name, birth) = (format!("child{n}_name"), format!("child{n}_birth"));
        grid(
            Columns::Two,
            html! {
                (self.text(&name, msg::DESK_CHILD_NAME).unmarked())
                (self.text(&birth, msg::DESK_BIRTH).unmarked())
            },
        )
    }

    pub(super) fn consent(&self, name: &str, text: Msg) -> Markup {
        checkbox(
            name,
            self.ui.t(text),
            self.fields.raw(name) == "1",
            None,
            self.problems.of(name),
        )
    }

    /// Who was signed up here, and giving it back for them.
    pub(super) fn taken(&self, rows: &[Row], (page, size, all): (i64, i64, i64), found: bool) -> Markup {
        let ui = self.ui;
        if rows.is_empty() && !found {
            return html! {};
        }
        let all_known = rows.is_empty();
        let columns = vec![
            col(ui.t(msg::ACTIVITY_ROLL_PERSON)),
            col(ui.t(msg::ACTIVITY_ROLL_ROLE)),
            col(ui.t(msg::ACTIVITY_ROLL_STATE)),
            col(ui.t(msg::ACTIVITY_SHEET_CODE)),
            col(ui.t(msg::ACTIVITY_ROLL_AT)),
            col(""),
        ];
        let mut seen = None;
        let cells = rows.iter().map(|row| {
            let first = seen.replace(row.party) != Some(row.party);
            vec![
                html! {
                    (row.name)
                    @if let Some(guardian) = &row.guardian { (muted(html! { (ui.tf(msg::DESK_GUARDIAN, args! { name = guardian.clone() })) })) }
                    @if let Some(by) = &row.paper_seen_by { (muted(html! { (ui.tf(msg::DESK_ON_PAPER, args! { name = by.clone() })) })) }
                },
                html! { (ui.t(signups::role_name(row.role))) },
                self.standing(row),
                html! { (row.code) },
                ui.moment(row.at),
                html! { @if first && row.state.is_live() && ui.now < self.stored.activity.times.starts_at { (self.ways(row)) } },
            ]
        });
        let base = &self.at;
        let pager_of = Pager {
            previous: (page > 1).then(|| format!("{base}?page={}", page - 1)),
            next: (page * size < all).then(|| format!("{base}?page={}", page + 1)),
            from: (page - 1) * size + 1,
            to: (page - 1) * size + rows.len() as i64,
            all: Some(all),
        };
        section(
            ui.t(msg::DESK_TAKEN),
            html! {
                (self.find(found))
                @if all_known { p { (ui.t(msg::DESK_FIND_NONE)) } }
                @else {
                    (table(ui.t(msg::DESK_TAKEN), columns).rows(cells).render())
                    @if !found { (pager(ui, &pager_of)) }
                }
            },
        )
    }

    /// Looking for somebody by their whole name.
    fn find(&self, found: bool) -> Markup {
        let ui = self.ui;
        form(ui, &format!("{}/find", self.at)).body(html! {
            (self.text("find", msg::DESK_FIND).unmarked().short().hint(ui.t(msg::DESK_FIND_HINT)))
            (row(html! {
                (button(ui.t(msg::DESK_FIND_DO)))
                @if found { (link_button(&self.at, ui.t(msg::DESK_FIND_ALL)).quiet()) }
            }))
        })
    }

    /// How somebody stands, with the number that they were told and, once places were given to all, their place.
    fn standing(&self, one: &Row) -> Markup {
        let (ui, activity) = (self.ui, &self.stored.activity);
        let waits = one.state == signups::SignupState::Waiting;
        let to_be_given = waits
            && one.role == SignupRole::Attendee
            && activity.allotment.waits()
            && activity.allotted_at.is_none();
        let state = if to_be_given {
            msg::SIGNUP_STATE_TO_BE_GIVEN
        } else {
            signups::state_name(one.state)
        };
        let number = match one.entry {
            Some(entry) => ui.tf(msg::DESK_NUMBER_GIVEN, args! { n = entry, place = one.number }),
            None => ui.tf(msg::DESK_NUMBER, args! { n = one.number }),
        };
        let place = one.place.filter(|_| !to_be_given);
        let first = &activity.first;
        let grouped = waits && one.role == SignupRole::Attendee && !first.groups.is_empty();
        html! {
            (ui.t(state))
            (muted(html! { (number) }))
            @if let Some(n) = place { (muted(html! { (ui.tf(msg::SIGNUP_POSITION, args! { n = n })) })) }
            @if grouped { (muted(html! { (first.said(ui, one.rank)) })) }
        }
    }

    /// What can be done for somebody: an offer is answered, a place given back.
    fn ways(&self, one: &Row) -> Markup {
        if one.state != signups::SignupState::Offered {
            return self.give_back(one);
        }
        let (ui, party) = (self.ui, one.party.to_text());
        let action = format!("{}/offer", self.at);
        row(html! {
            (post_button(ui, &action, button(ui.t(msg::SIGNUP_ACCEPT)).small().value("accept", &party).about(&one.name)))
            (post_button(ui, &action, button(ui.t(msg::SIGNUP_DECLINE)).small().quiet().value("decline", &party).about(&one.name)))
        })
    }

    fn give_back(&self, row: &Row) -> Markup {
        let (ui, party) = (self.ui, row.party.to_text());
        let yes = button(ui.t(msg::SIGNUP_CANCEL_YES))
            .danger()
            .value("party", &party)
            .about(&row.name);
        confirm(
            ui,
            &format!("{}/cancel", self.at),
            ui.t(msg::SIGNUP_CANCEL),
            &html! { p { (ui.t(msg::DESK_CANCEL_MEANS)) } },
            yes,
        )
    }
}
