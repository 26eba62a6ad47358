//! What the sign-up form looks like.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{id::PersonId, time};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    people, spoken,
    ui::prelude::*,
};

use super::{
    answers::Question,
    eligibility::{self, Candidate, PartyProblem, Rules},
    errors, form_companions,
    form_questions::asked,
    model::{PartyId, SignupRole},
    policy::policy,
    queries::{ActivityFacts, Places},
    tell::party_path,
    typed,
};
use crate::standings::{self, Asks};

/// Somebody whom the reader may sign up, by name.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub person: PersonId,
    pub me: bool,
    pub name: String,
    pub birth: Option<Date>,
    /// Where they are signed up already.
    pub party: Option<PartyId>,
    /// Whether they are a companion.
    pub companion: bool,
}

/// All that the form shows.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    pub activity: ActivityFacts,
    pub places: Vec<Places>,
    pub questions: Vec<Question>,
    pub family: Vec<Known>,
    pub signed_in: bool,
    /// Whether the activity is for the people of an area, and the reader has not said where they live.
    pub address_unknown: bool,
    /// Where the form is about one place that somebody hands on.
    pub handed: Option<Handed>,
}

/// A place that somebody hands on, as its form shows it.
#[derive(Clone, Debug)]
pub(super) struct Handed {
    /// Where the form is sent.
    pub path: String,
    /// As what one comes.
    pub role: SignupRole,
    /// Whether it is the reader who hands it on.
    pub own: bool,
    /// Why it can't be taken, if so.
    pub over: Option<Msg>,
}

impl Screen {
    /// Whether this person is the reader.
    pub fn is_me(&self, person: PersonId) -> bool {
        self.family.iter().any(|known| known.me && known.person == person)
    }

    /// What the reader calls this person.
    pub fn name_of(&self, person: PersonId) -> Option<&str> {
        self.family
            .iter()
            .find(|known| known.person == person)
            .map(|known| known.name.as_str())
    }

    /// How many places a newcomer can have.
    fn free(&self, places: &Places, now: Timestamp) -> i64 {
        places.for_newcomers(self.activity.moves_until(), now)
    }

    /// Whether new family members can be added. Where only one may come, there is nobody to bring along, unless the one
    /// is a child.
    fn brings(&self) -> bool {
        let adult = i64::from(people::ADULT_AGE);
        self.activity.party_max > 1 || self.activity.max_age.is_some_and(|age| age < adult)
    }

    /// Whether everybody whom the reader may sign up is signed up already.
    fn nobody_left(&self) -> bool {
        self.signed_in && self.handed.is_none() && self.family.iter().all(|known| known.party.is_some())
    }

    /// Why the age of a person is asked, where it decides whether they may come.
    fn asks_age(&self) -> Option<Msg> {
        let a = &self.activity;
        let helps = |places: &Places| places.role == SignupRole::Volunteer;
        if a.min_age.is_some() || a.max_age.is_some() || self.places.iter().all(helps) {
            Some(msg::SIGNUP_MY_BIRTH_WHY)
        } else {
            self.places
                .iter()
                .any(helps)
                .then_some(msg::SIGNUP_MY_BIRTH_WHY_HELP)
        }
    }

    /// Why the ages of the activity speak against a person, if they do.
    pub fn against(&self, name: &str, birth: Option<Date>) -> Option<Sentence> {
        birth?;
        let a = &self.activity;
        let day = time::day(a.starts_at);
        let rules = Rules {
            day,
            min_age: a.min_age,
            max_age: a.max_age,
            only_area: None,
            party_max: 1,
        };
        let candidate = Candidate {
            person: PersonId::from_u128(0),
            name: name.to_owned(),
            birth,
            areas: [None; 3],
            companion: false,
        };
        match eligibility::check(&rules, SignupRole::Attendee, candidate.person, &[candidate]) {
            Err(PartyProblem::Unfit(reasons)) => reasons.first().map(|one| errors::unfit(&one.reason, name)),
            _ => None,
        }
    }
}

/// What the form starts with: the reader comes, unless the activity is for other ages.
pub(super) fn suggested(screen: &Screen) -> Fields {
    let mut fields = Fields::default();
    let me = screen.family.iter().find(|known| known.me);
    if me.is_none_or(|me| me.party.is_none() && screen.against(&me.name, me.birth).is_none()) {
        fields.push(typed::WHO, typed::ME);
    }
    fields
}

/// The form, with what was typed and what is wrong with it.
pub(super) fn page(ui: &Ui, screen: &Screen, fields: &Fields, errors: &FieldErrors) -> Page {
    let problems = errors.problems(ui);
    let activity = &screen.activity;
    let title = ui.t(match screen.handed {
        Some(_) => msg::HANDING_TAKE_TITLE,
        None => msg::SIGNUP_TITLE,
    });
    let when_where = format!(
        "{} {}",
        when::span(ui.lang, activity.starts_at, activity.ends_at, ui.now),
        activity.place
    );
    let content = html! {
        (page_title(title, Some(&activity.title), None))
        (stack(html! {
            p {
                (when_where) " "
                (link(&format!("/activities/{}", activity.id), ui.t(msg::SIGNUP_BACK_TO_ACTIVITY)))
            }
            (error_summary(ui, &problems))
            @match closed(ui, screen) {
                Some(why) => (notice(Tone::Warn, html! { (why) })),
                None => (fields_view(ui, screen, fields, &problems)),
            }
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

/// Why there is nothing to fill in.
fn closed(ui: &Ui, screen: &Screen) -> Option<String> {
    if let Some(handed) = &screen.handed {
        return handed.over.map(|why| ui.t(why).to_owned());
    }
    let activity = &screen.activity;
    let at = when::moment(ui.lang, activity.opens_at, ui.now);
    if activity.status == "cancelled" {
        Some(ui.t(msg::SIGNUP_CALLED_OFF).to_owned())
    } else if screen.places.is_empty() {
        Some(ui.t(msg::SIGNUP_NO_SUCH_ROLE).to_owned())
    } else if ui.now < activity.opens_at {
        Some(ui.tf(msg::SIGNUP_NOT_YET, args! { at = at }))
    } else if activity.closes_at <= ui.now {
        Some(ui.t(msg::SIGNUP_CLOSED).to_owned())
    } else {
        None
    }
}

fn fields_view(ui: &Ui, screen: &Screen, fields: &Fields, problems: &Problems) -> Markup {
    let free = screen.places.iter().any(|places| screen.free(places, ui.now) > 0);
    let all_wait = screen.places.iter().any(|places| places.all_wait);
    let submit = if screen.handed.is_some() {
        msg::HANDING_TAKE
    } else if all_wait {
        msg::SIGNUP_SUBMIT_ALLOTMENT
    } else if free {
        msg::SIGNUP_SUBMIT
    } else {
        msg::SIGNUP_SUBMIT_WAITING
    };
    let action = match &screen.handed {
        Some(handed) => handed.path.clone(),
        None => typed::form_path(screen.activity.id),
    };
    let nobody_left = screen.nobody_left();
    let body = form(ui, &action).body(html! {
        (for_area(ui, screen))
        (for_whom(ui, screen))
        (card(stack(html! {
            (roles(ui, screen, fields, problems))
            @if nobody_left {
                @if let Some(error) = problems.of(typed::WHO) { (notice(Tone::Error, html! { (error) })) }
                (new_members(ui, fields, problems))
            } @else {
                (who(ui, screen, fields, problems))
                (newcomers(ui, screen, fields, problems))
            }
            @if !nobody_left { (form_companions::view(ui, screen, fields, problems)) }
        })))
        @if !screen.questions.is_empty() {
            (card(stack(html! {
                @for question in &screen.questions { (asked(ui, question, fields, problems)) }
            })))
        }
        (action_bar(html! { (button(ui.t(submit)).primary().wide()) }))
        @if screen.handed.is_none() {
            (section(ui.t(msg::SIGNUP_POLICY), policy(ui, &screen.activity.policy())))
        }
    });
    if !nobody_left {
        return body;
    }
    // There is nobody to choose: what could be sent is for somebody new only.
    let open = fields.has(typed::MORE) || !problems.is_empty();
    html! {
        (notice(Tone::Ok, html! { (ui.t(msg::SIGNUP_ALL_IN)) }))
        (card(stack_close(html! { @for known in &screen.family { (signed_up(ui, known)) } })))
        (form_companions::way(ui, screen))
        @if screen.brings() && (screen.family.len() as i64) < screen.activity.party_max {
            (disclosure(ui.t(msg::SIGNUP_ADD_FAMILY), open, body))
        }
    }
}

/// That somebody is signed up, with the way to their places.
fn signed_up(ui: &Ui, known: &Known) -> Markup {
    html! {
        @if let Some(party) = known.party {
            (muted(html! {
                (ui.tf(msg::SIGNUP_SIGNED_UP, args! { name = known.name.as_str() })) " "
                (link(&party_path(party), ui.t(msg::SIGNUP_SEE)))
            }))
        }
    }
}

/// That the activity is for the people of an area, where it is, and the way to say where one lives.
fn for_area(ui: &Ui, screen: &Screen) -> Markup {
    let Some(area) = &screen.activity.only_area else {
        return html! {};
    };
    let (hint, way) = match screen.address_unknown {
        true => (msg::SIGNUP_ADDRESS_UNKNOWN, msg::SIGNUP_ADDRESS_GIVE),
        false => (msg::SIGNUP_ADDRESS_KNOWN, msg::SIGNUP_ADDRESS_CORRECT),
    };
    html! {
        // Enter in a field sends the form with its first button, which would otherwise lead away from it.
        button.sr-only tabindex="-1" aria-hidden="true" {}
        (panel(&ui.tf(msg::SIGNUP_ONLY_AREA, args! { area = area.as_str() }), stack_close(html! {
            p { (ui.t(hint)) }
            @if screen.signed_in { (row(html! { (button(ui.t(way)).value(typed::LIVE, "1")) })) }
        })))
    }
}

/// Whom the activity is for, where it asks for more than an age and a place, and the way to state it.
fn for_whom(ui: &Ui, screen: &Screen) -> Markup {
    match &screen.activity.asks {
        None => html! {},
        Some(asks) => asked_in_form(ui, asks),
    }
}

/// The same within any form that keeps what was typed in it.
pub(crate) fn asked_in_form(ui: &Ui, asks: &Asks) -> Markup {
    html! {
        // Enter in a field sends the form with its first button, which would otherwise lead away from it.
        button.sr-only tabindex="-1" aria-hidden="true" {}
        (asked_of(ui, asks, button(ui.t(msg::STANDING_FORM_DO)).value(typed::STATE, "1").render()))
    }
}

/// Whom an activity is for, and `way` to where that is stated.
pub(crate) fn asked_of(ui: &Ui, asks: &Asks, way: Markup) -> Markup {
    html! {
        (panel(ui.t(msg::STANDING_FORM_TITLE), stack_close(html! {
            (bullets(standings::asked(ui, asks).into_iter().map(|asked| html! { (asked) })))
            @if !asks.units.is_empty() || !asks.lines.is_empty() {
                (muted(html! { (ui.t(msg::STANDING_ONE_OF_PARTY)) }))
            }
            (muted(html! { (ui.t(msg::STANDING_FORM_HINT)) }))
            (row(way))
        })))
    }
}

fn roles(ui: &Ui, screen: &Screen, fields: &Fields, problems: &Problems) -> Markup {
    if let Some(handed) = &screen.handed {
        return match handed.own {
            true => notice(Tone::Info, html! { (ui.t(msg::HANDING_TAKE_OWN)) }),
            false => {
                html! { p { (ui.tf(msg::HANDING_TAKE_AS, args! { role = ui.t(role_name(handed.role)) })) } }
            }
        };
    }
    let chosen = fields
        .raw(typed::ROLE)
        .parse()
        .ok()
        .or(screen.places.first().map(|places| places.role));
    if let [only] = screen.places.as_slice() {
        return html! {
            input type="hidden" name=(typed::ROLE) value=(only.role.as_str());
            p { (left(ui, screen, only)) }
            @if let Some(error) = problems.of(typed::ROLE) { (notice(Tone::Error, html! { (error) })) }
        };
    }
    let words: Vec<(SignupRole, String)> = screen
        .places
        .iter()
        .map(|places| (places.role, left(ui, screen, places)))
        .collect();
    let mut list = choices(ui, typed::ROLE, ui.t(msg::SIGNUP_ROLE))
        .required()
        .error(problems.of(typed::ROLE));
    for (role, left) in &words {
        list = list.explained(
            role.as_str(),
            ui.t(role_name(*role)),
            Some(left),
            chosen == Some(*role),
        );
    }
    html! { (list) }
}

/// The name of a role.
pub fn role_name(role: SignupRole) -> Msg {
    match role {
        SignupRole::Attendee => msg::SIGNUP_ROLE_ATTENDEE,
        SignupRole::Volunteer => msg::SIGNUP_ROLE_VOLUNTEER,
    }
}

fn left(ui: &Ui, screen: &Screen, places: &Places) -> String {
    match screen.free(places, ui.now) {
        0 if !places.all_wait && places.waiting == 0 => ui.t(msg::SIGNUP_FULL_FIRST).to_owned(),
        free => left_for(ui, places, free),
    }
}

/// How many places are left for whoever comes now, or how many people are in front of them.
pub fn left_for(ui: &Ui, places: &Places, free: i64) -> String {
    if places.all_wait {
        return ui.tf(
            msg::PLACES_ALLOTTED_LATER,
            args! { n = places.capacity, names = places.waiting },
        );
    }
    match free {
        0 if places.waiting == 0 => ui.t(msg::PLACES_NONE).to_owned(),
        0 => ui.tf(msg::SIGNUP_FULL_WAITING, args! { n = places.waiting }),
        left => ui.tf(msg::PLACES_LEFT, args! { n = left }),
    }
}

fn who(ui: &Ui, screen: &Screen, fields: &Fields, problems: &Problems) -> Markup {
    let chosen: Vec<&str> = fields.all(typed::WHO).collect();
    let (already, open): (Vec<&Known>, Vec<&Known>) =
        screen.family.iter().partition(|known| known.party.is_some());
    let open: Vec<&Known> = open.into_iter().filter(|known| !known.companion).collect();
    let rows: Vec<(String, String, Option<String>)> = open
        .iter()
        .map(|known| {
            let value = if known.me {
                typed::ME.to_owned()
            } else {
                known.person.to_text()
            };
            let hint = screen
                .against(&known.name, known.birth)
                .map(|why| spoken::say(ui, &why));
            (value, called(ui, screen, known), hint)
        })
        .collect();
    let list = choices(ui, typed::WHO, ui.t(msg::SIGNUP_WHO));
    let list = if screen.handed.is_some() {
        list
    } else {
        list.several()
    };
    let mut list = list.required().error(problems.of(typed::WHO));
    if !screen.signed_in {
        list = list.option(typed::ME, ui.t(msg::SIGNUP_MYSELF), chosen.contains(&typed::ME));
    }
    for (value, label, hint) in &rows {
        list = list.explained(value, label, hint.as_deref(), chosen.contains(&value.as_str()));
    }
    // Of radios one stays chosen: whoever is new has one of their own.
    if screen.handed.is_some() && screen.brings() {
        let new = chosen.first().is_none_or(|who| who.is_empty());
        list = list.option("", ui.t(msg::HANDING_NEW_MEMBER), new);
    }
    let me = open.iter().find(|known| known.me);
    html! {
        @if !screen.signed_in || !rows.is_empty() { (list) }
        @for known in already { (signed_up(ui, known)) }
        @if let Some(why) = screen.asks_age().filter(|_| me.is_some_and(|me| me.birth.is_none())) {
            (field(ui, typed::MY_BIRTH, ui.t(msg::SIGNUP_MY_BIRTH)).date().unmarked().autocomplete("bday")
                .hint(ui.t(why)).value(fields.raw(typed::MY_BIRTH))
                .error(problems.of(typed::MY_BIRTH)))
        }
    }
}

/// A person as the reader knows them, with their age on the day.
fn called(ui: &Ui, screen: &Screen, known: &Known) -> String {
    let name = match known.me {
        true => ui.tf(msg::SIGNUP_ME, args! { name = known.name.as_str() }),
        false => known.name.clone(),
    };
    match known.birth {
        Some(birth) => {
            let age = people::age(birth, time::day(screen.activity.starts_at));
            ui.tf(msg::SIGNUP_NAME_AGE, args! { name = name, age = i64::from(age) })
        }
        None => name,
    }
}

fn newcomers(ui: &Ui, screen: &Screen, fields: &Fields, problems: &Problems) -> Markup {
    let rooms = typed::rooms(fields);
    let typed_any = (0..rooms).any(|n| {
        fields.text(&typed::name_field(n)).is_some()
            || problems.of(&typed::name_field(n)).is_some()
            || problems.of(&typed::birth_field(n)).is_some()
    });
    let open = typed_any || fields.has(typed::MORE);
    if !screen.brings() {
        return html! {};
    }
    disclosure(
        ui.t(msg::SIGNUP_ADD_FAMILY),
        open,
        new_members(ui, fields, problems),
    )
}

/// Room for family members who are new.
fn new_members(ui: &Ui, fields: &Fields, problems: &Problems) -> Markup {
    let rooms = typed::rooms(fields);
    html! {
        (muted(html! { (ui.t(msg::SIGNUP_ADD_FAMILY_WHY)) }))
        @for n in 0..rooms {
            @let (name, birth) = (typed::name_field(n), typed::birth_field(n));
            (fieldset(&ui.tf(msg::SIGNUP_FAMILY_MEMBER, args! { n = n + 1 }), None, html! {
                (field(ui, &name, ui.t(msg::SIGNUP_NEW_NAME)).required().max_chars(40).value(fields.raw(&name))
                    .error(problems.of(&name)))
                (field(ui, &birth, ui.t(msg::SIGNUP_NEW_BIRTH)).required().date().value(fields.raw(&birth))
                    .error(problems.of(&birth)))
            }))
        }
        @if rooms < typed::MOST_NEW { (button(ui.t(msg::SIGNUP_ONE_MORE)).quiet().value(typed::MORE, "1")) }
        (checkbox(typed::CONSENT, ui.t(msg::SIGNUP_NEW_CONSENT), fields.has(typed::CONSENT),
            Some(ui.t(msg::SIGNUP_NEW_CONSENT_WHY)), problems.of(typed::CONSENT)))
        (muted(html! { (link("/privacy", ui.t(msg::SIGNUP_PRIVACY))) }))
    }
}
