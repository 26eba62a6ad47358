//! What was typed into the sign-up form, and what a visitor typed before signing in.

use std::collections::BTreeSet;

use axum::http::{HeaderMap, header::COOKIE};
use cookie::{Cookie, time::Duration};
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::msg,
    keys::{Field, Keys},
};

use super::{answers::Answers, model::SignupRole};

/// The box for the reader themselves; the others have the person's id.
pub const ME: &str = "me";
/// The name of the boxes for who comes.
pub const WHO: &str = "who";
/// The name of the boxes for which companions come.
pub const WITH: &str = "with";
/// The name of the choice of the role.
pub const ROLE: &str = "role";
/// The button that leads to where memberships and qualifications are stated.
pub const STATE: &str = "state";
/// The button that leads to where one says where one lives.
pub const LIVE: &str = "live";
/// The button that gives room for one more family member.
pub const MORE: &str = "more";
/// The box by which the reader agrees to the use of a new family member's data.
pub const CONSENT: &str = "new-consent";
/// The reader's own day of birth, asked for where a rule needs it and it isn't known.
pub const MY_BIRTH: &str = "my-birth";
/// How many family members can be added in one form.
pub const MOST_NEW: usize = 4;

/// The cookie that keeps what a visitor typed while they sign in.
const KEPT: &str = "lq_signup";
/// The most that is kept: browsers take cookies of 4 kB.
const MOST_KEPT: usize = 3000;

/// A family member to be added with the sign-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Their name.
    pub name: String,
    /// Their day of birth.
    pub birth: Date,
}

/// What the form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// As what they come.
    pub role: SignupRole,
    /// Who comes of those who are known.
    pub people: BTreeSet<PersonId>,
    /// Who comes besides, new.
    pub newcomers: Vec<Newcomer>,
    /// The reader's own day of birth, where it was asked for.
    pub my_birth: Option<Date>,
    /// The answers by question.
    pub answers: Answers,
}

/// The name field of the `n`-th new family member, from 0.
pub fn name_field(n: usize) -> String {
    format!("new-name-{n}")
}

/// The field for the day of birth of the `n`-th new family member, from 0.
pub fn birth_field(n: usize) -> String {
    format!("new-birth-{n}")
}

/// The field of a question.
pub fn answer_field(question: &str) -> String {
    format!("q-{question}")
}

/// For how many new family members the form has room: those it had, and one more where that was asked for.
pub fn rooms(fields: &Fields) -> usize {
    let had = (0..MOST_NEW)
        .filter(|n| fields.has(&name_field(*n)))
        .count()
        .max(1);
    if fields.has(MORE) {
        (had + 1).min(MOST_NEW)
    } else {
        had
    }
}

/// As what the form says that they come.
pub fn role(fields: &Fields) -> SignupRole {
    fields.raw(ROLE).parse().unwrap_or(SignupRole::Attendee)
}

/// What the form answers to questions.
pub fn answers(fields: &Fields) -> Answers {
    fields
        .typed()
        .filter_map(|(name, value)| Some((name.strip_prefix("q-")?.to_owned(), value.to_owned())))
        .collect()
}

/// The `n`-th new family member, where a name and a day of birth that can be are typed.
pub fn newcomer(fields: &Fields, n: usize, today: Date) -> Option<Newcomer> {
    let name = fields.text(&name_field(n))?;
    let birth: Date = fields.text(&birth_field(n))?.parse().ok()?;
    (birth <= today).then_some(Newcomer { name, birth })
}

/// Reads the form of this person.
///
/// # Errors
/// What is wrong with it, by field.
pub fn read(fields: &Fields, me: PersonId, today: Date) -> Result<Typed, FieldErrors> {
    let mut errors = FieldErrors::new();
    let people: BTreeSet<PersonId> = fields
        .all(WHO)
        .filter_map(|who| if who == ME { Some(me) } else { who.parse().ok() })
        .chain(fields.all(WITH).filter_map(|with| with.parse().ok()))
        .collect();
    let mut newcomers = Vec::new();
    for n in 0..MOST_NEW {
        let (name, birth) = (fields.text(&name_field(n)), fields.text(&birth_field(n)));
        match (name, birth.map(|birth| birth.parse::<Date>())) {
            (None, None) => {}
            (None, Some(_)) => errors.add(name_field(n), msg::SIGNUP_NEW_NAME_MISSING),
            (Some(_), None) => errors.add(birth_field(n), msg::SIGNUP_NEW_BIRTH_MISSING),
            (Some(_), Some(Err(_))) => errors.add(birth_field(n), msg::SIGNUP_NEW_BIRTH_WRONG),
            (Some(_), Some(Ok(birth))) if today < birth => {
                errors.add(birth_field(n), msg::SIGNUP_BIRTH_AHEAD);
            }
            (Some(name), Some(Ok(birth))) => newcomers.push(Newcomer { name, birth }),
        }
    }
    let any_new = (0..MOST_NEW).any(|n| fields.text(&name_field(n)).is_some());
    if people.is_empty() && newcomers.is_empty() && errors.is_empty() {
        errors.add(WHO, msg::SIGNUP_NOBODY);
    }
    if any_new && !fields.has(CONSENT) {
        errors.add(CONSENT, msg::SIGNUP_NEW_CONSENT_MISSING);
    }
    let my_birth = fields.text(MY_BIRTH).map(|birth| birth.parse::<Date>());
    match my_birth {
        Some(Err(_)) => errors.add(MY_BIRTH, msg::SIGNUP_NEW_BIRTH_WRONG),
        Some(Ok(birth)) if today < birth => errors.add(MY_BIRTH, msg::SIGNUP_BIRTH_AHEAD),
        _ => {}
    }
    let (role, answers) = (role(fields), answers(fields));
    let my_birth = my_birth.and_then(Result::ok);
    if errors.is_empty() {
        Ok(Typed {
            role,
            people,
            newcomers,
            my_birth,
            answers,
        })
    } else {
        Err(errors)
    }
}

/// Where a form of this activity stands, and what its cookie is for.
pub fn form_path(activity: ActivityId) -> String {
    format!("/activities/{activity}/sign-up")
}

/// Keeps what a visitor typed on their own device for a quarter of an hour, for that form only, and sealed: it may
/// name children, and the device may be anybody's. Nothing if it is too long to be kept. `secure` says that the
/// site is reached by HTTPS.
pub fn keep(keys: &Keys, secure: bool, path: &str, fields: &Fields) -> Option<Cookie<'static>> {
    let pairs: Vec<(&str, &str)> = fields.typed().collect();
    let text = serde_json::to_string(&pairs).ok()?;
    let sealed = BASE64URL_NOPAD.encode(&keys.seal(Field::Typed, &text));
    let cookie = Cookie::build((KEPT, sealed))
        .path(path.to_owned())
        .max_age(Duration::minutes(15))
        .secure(secure)
        .build();
    Some(cookie).filter(|cookie| cookie.value().len() <= MOST_KEPT)
}

/// Forgets what was kept.
pub fn forget(path: &str) -> Cookie<'static> {
    Cookie::build((KEPT, ""))
        .path(path.to_owned())
        .max_age(Duration::ZERO)
        .build()
}

/// What was kept, if anything.
pub fn kept(keys: &Keys, headers: &HeaderMap) -> Option<Fields> {
    let pairs = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse);
    let cookie = pairs.flatten().find(|cookie| cookie.name() == KEPT)?;
    let sealed = BASE64URL_NOPAD.decode(cookie.value().as_bytes()).ok()?;
    let text = keys.open_field(Field::Typed, &sealed).ok()?;
    let pairs: Vec<(String, String)> = serde_json::from_str(&text).ok()?;
    Some(pairs.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const ME_ID: PersonId = PersonId::from_u128(1);
    const TODAY: Date = date(2026, 11, 21);

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_form_names_who_comes_and_what_they_answer() {
        let child = PersonId::from_u128(2).to_text();
        let typed = read(
            &fields(&[
                ("who", "me"),
                ("who", &child),
                ("role", "volunteer"),
                ("new-name-0", " 小 明 "),
                ("new-birth-0", "2018-05-01"),
                ("new-name-1", ""),
                ("new-consent", "1"),
                ("q-7", "大号"),
            ]),
            ME_ID,
            TODAY,
        )
        .unwrap();
        assert_eq!(typed.people, BTreeSet::from([ME_ID, PersonId::from_u128(2)]));
        assert_eq!(
            typed.newcomers,
            [Newcomer {
                name: "小明".to_owned(),
                birth: date(2018, 5, 1)
            }]
        );
        assert_eq!(
            (typed.role, typed.answers["7"].as_str()),
            (SignupRole::Volunteer, "大号")
        );
    }

    #[test]
    fn what_is_missing_is_said_in_its_place() {
        let errors = read(
            &fields(&[("new-name-0", "小明"), ("new-birth-1", "2018-05-01")]),
            ME_ID,
            TODAY,
        )
        .unwrap_err();
        assert!(errors.of("new-birth-0").is_some() && errors.of("new-name-1").is_some());
        assert!(errors.of(WHO).is_none());
        let errors = read(&fields(&[]), ME_ID, TODAY).unwrap_err();
        assert!(errors.of(WHO).is_some());
        // Also what is asked besides is said in the same round.
        for birth in ["去年", "2027-05-01", "2018-05-01"] {
            let typed = fields(&[("new-name-0", "小明"), ("new-birth-0", birth)]);
            let errors = read(&typed, ME_ID, TODAY).unwrap_err();
            assert_eq!(
                errors.of("new-birth-0").is_some(),
                birth != "2018-05-01",
                "{birth}"
            );
            assert!(errors.of(CONSENT).is_some(), "{birth}");
        }
        let ahead = read(
            &fields(&[("who", "me"), ("my-birth", "2027-05-01")]),
            ME_ID,
            TODAY,
        )
        .unwrap_err();
        assert!(ahead.of(MY_BIRTH).is_some());
    }

    #[test]
    fn what_a_visitor_typed_comes_back() {
        let typed = fields(&[("who", "me"), ("new-name-0", "小明; a=b"), ("q-7", "是 & 否")]);
        let keys = Keys::new(&[7; 32]);
        let cookie = keep(&keys, true, &form_path(ActivityId::from_u128(3)), &typed).unwrap();
        assert_eq!(cookie.secure(), Some(true));
        assert!(!cookie.value().contains('%'), "{cookie}");
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookie.stripped().to_string().parse().unwrap());
        assert_eq!(kept(&keys, &headers), Some(typed));
        assert_eq!(kept(&Keys::new(&[8; 32]), &headers), None);
        let huge = fields(&[("q-7", &"长".repeat(2000))]);
        assert!(keep(&keys, true, &form_path(ActivityId::from_u128(3)), &huge).is_none());
    }

    #[test]
    fn there_is_room_for_one_more_when_asked() {
        assert_eq!(rooms(&fields(&[])), 1);
        assert_eq!(rooms(&fields(&[("new-name-0", "x"), ("more", "1")])), 2);
        let full: Vec<_> = (0..MOST_NEW)
            .map(|n| (name_field(n), String::new()))
            .chain([("more".into(), "1".into())])
            .collect();
        assert_eq!(rooms(&full.into_iter().collect()), MOST_NEW);
    }
}
