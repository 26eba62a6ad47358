//! A list from paper: a line for each person, as people write them or as a spreadsheet pastes them. Who is too young to
//! agree stands in one line with a guardian, who then answers for them.

use jiff::civil::Date;
use langqiao_kernel::{codes::Phone, text};
use langqiao_platform::{
    i18n::{Msg, msg},
    people,
};

use super::{
    columns::{Column, usual_column},
    take::{AtDesk, Child},
};
use crate::{
    activities::typed,
    signups::{SignupRole, answers::Answers},
};

/// The most lines of one list.
pub const LINES_MAX: usize = 300;

/// What can't be read in a line.
pub type Unread = Msg;

/// How a guardian is announced in a line.
const GUARDIAN: [&str; 4] = ["家长", "监护人", "guardian", "parent"];

/// A part behind the word for what it is (`姓名：沈阿妹`), without that word.
fn without_label(part: &str) -> &str {
    match part.split_once([':', '：']) {
        Some((label, rest))
            if !rest.is_empty()
                && matches!(
                    usual_column(label),
                    Some(Column::Name | Column::Phone | Column::Birth)
                ) =>
        {
            rest.trim_start()
        }
        _ => part,
    }
}

/// What stands behind a word for a guardian; nothing where it isn't one.
fn after_guardian(part: &str) -> Option<&str> {
    let lower = part.to_lowercase();
    let word = GUARDIAN.iter().find(|word| lower.starts_with(*word))?;
    Some(part.get(word.len()..)?.trim_start_matches([':', '：']))
}

/// Reads a line: a name, a phone and a day of birth, in any order, between commas, tabs, `、` or spaces. A number in
/// front, as lists have it, is passed over. A second name behind `家长`, or behind a child's day of birth as in the
/// template, is that of the guardian, whose phone the last one is.
///
/// # Errors
/// All that is missing in it or can't be read.
pub fn read(line: &str, role: SignupRole, today: Date) -> Result<AtDesk, Vec<Unread>> {
    let mut wrong: Vec<Unread> = Vec::new();
    let (mut names, mut phones, mut births) = (Vec::new(), Vec::<String>::new(), Vec::new());
    let mut guardian: Option<Vec<String>> = None;
    // The number in front may stand against the name: `1.沈阿妹`.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let line = match line[digits..].strip_prefix(['.', '．', '、', ')', '）']) {
        Some(rest) if (1..=4).contains(&digits) && !rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => line,
    };
    let parts = line
        .split(|c: char| c.is_whitespace() || ",，、;；|".contains(c))
        .map(|part| without_label(&text::squash(part)).to_owned())
        .filter(|part| !part.is_empty());
    for (n, part) in parts.enumerate() {
        if let Ok(phone) = Phone::parse(&part) {
            if !phones.iter().any(|known| known == phone.as_str()) {
                phones.push(phone.as_str().to_owned());
            }
        } else if let Some(name) = after_guardian(&part) {
            let named = guardian.get_or_insert_default();
            named.extend((!name.is_empty()).then(|| name.to_owned()));
        } else if n == 0 && part.len() <= 4 && part.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit())
        {
        } else if let Ok(Some(day)) = typed::day(&part, today) {
            if today < day {
                wrong.push(msg::DESK_BIRTH_AHEAD);
            } else {
                births.push(day);
            }
        } else if part.chars().any(|c| c.is_ascii_digit()) {
            let digits = part.bytes().filter(u8::is_ascii_digit).count();
            // Four digits may be a year, fewer than three a part of a day.
            wrong.push(if digits >= 5 || digits == 3 && digits == part.len() {
                msg::DESK_LINE_PHONE
            } else {
                msg::DESK_LINE_UNREAD
            });
        } else if let Some(named) = &mut guardian {
            named.push(part);
        } else {
            names.push(part);
        }
    }
    let young = |birth: &Date| people::age(*birth, today) < people::CONSENT_AGE;
    let child = births.first().is_some_and(young);
    // The template has the guardian in a column of its own.
    if guardian.is_none() && child && names.len() == 2 && !names.iter().all(|name| name.is_ascii()) {
        guardian = names.pop().map(|name| vec![name]);
    }
    if let Some(guardian) = guardian {
        let more = match of_child(&names, &births, (&guardian, &phones), role) {
            Ok(who) if wrong.is_empty() => return Ok(who),
            Ok(_) => Vec::new(),
            Err(more) => more,
        };
        // A number or a day that can't be read is not missing.
        let seen = |why: &Unread| match *why {
            msg::DESK_LINE_GUARDIAN_PHONE => wrong.contains(&msg::DESK_LINE_PHONE),
            msg::DESK_LINE_CHILD_BIRTH => !wrong.is_empty(),
            _ => false,
        };
        let more: Vec<Unread> = more.into_iter().filter(|why| !seen(why)).collect();
        wrong.extend(more);
        return Err(wrong);
    }
    if child {
        wrong.push(msg::DESK_LINE_GUARDIAN);
    }
    if names.is_empty() {
        wrong.push(msg::DESK_LINE_NAME);
    }
    // A foreign name has its spaces; two Chinese ones in a line are two people.
    let latin = names.iter().all(|name| name.is_ascii());
    if phones.len() > 1 || births.len() > 1 || names.len() > 1 && !latin {
        wrong.push(msg::DESK_LINE_TWO);
    }
    if !wrong.is_empty() {
        wrong.dedup();
        return Err(wrong);
    }
    Ok(AtDesk {
        name: names.join(" "),
        phone: phones.first().and_then(|phone| Phone::parse(phone).ok()),
        birth: births.first().copied(),
        area: None,
        role,
        comes: true,
        children: Vec::new(),
        answers: Answers::new(),
        seen: Vec::new(),
        on_paper: true,
    })
}

/// A child that comes, with the guardian who agrees to it and has the phone.
fn of_child(
    names: &[String],
    births: &[Date],
    (guardian, phones): (&[String], &[String]),
    role: SignupRole,
) -> Result<AtDesk, Vec<Unread>> {
    let joined = |names: &[String]| match names {
        [] => None,
        [one] => Some(one.clone()),
        several if several.iter().all(|name| name.is_ascii()) => Some(several.join(" ")),
        _ => None,
    };
    let mut wrong = Vec::new();
    let (name, guardian) = (joined(names), joined(guardian));
    if name.is_none() && names.is_empty() {
        wrong.push(msg::DESK_LINE_NAME);
    } else if name.is_none() || guardian.is_none() {
        wrong.push(msg::DESK_LINE_GUARDIAN);
    }
    match births {
        [_] => {}
        [] => wrong.push(msg::DESK_LINE_CHILD_BIRTH),
        _ => wrong.push(msg::DESK_LINE_TWO),
    }
    // A child's own phone may stand before the guardian's.
    let phone = phones.last().and_then(|last| Phone::parse(last).ok());
    match phones.len() {
        1..=2 if phone.is_some() => {}
        0..=2 => wrong.push(msg::DESK_LINE_GUARDIAN_PHONE),
        _ => wrong.push(msg::DESK_LINE_TWO),
    }
    let (Some(name), Some(guardian), [birth], true) = (name, guardian, births, wrong.is_empty()) else {
        wrong.dedup();
        return Err(wrong);
    };
    Ok(AtDesk {
        name: guardian,
        phone,
        birth: None,
        area: None,
        role,
        comes: false,
        children: vec![Child { name, birth: *birth }],
        answers: Answers::new(),
        seen: Vec::new(),
        on_paper: true,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    type Who = (String, Option<String>, Option<Date>);

    fn said(line: &str) -> Result<Who, Vec<Unread>> {
        let who = read(line, SignupRole::Attendee, TODAY)?;
        Ok((
            who.name,
            who.phone.map(|phone| phone.as_str().to_owned()),
            who.birth,
        ))
    }

    #[test]
    fn lines_as_people_write_them() {
        let phone = Some("13812345678".to_owned());
        let born = Some(date(1951, 3, 8));
        for line in [
            "沈阿妹 13812345678 1951-03-08",
            "1、沈阿妹，138-1234-5678，1951年3月8日",
            "12\t沈阿妹\t1951/3/8\t１３８１２３４５６７８",
            "  1951.3.8 ; 沈阿妹 | +8613812345678 ",
            "1.沈阿妹 13812345678 1951.3.8",
            "12）沈阿妹 13812345678 1951.3.8",
            "姓名：沈阿妹 手机号：13812345678 出生日期：1951.3.8",
        ] {
            assert_eq!(
                said(line),
                Ok(("沈阿妹".to_owned(), phone.clone(), born)),
                "{line}"
            );
        }
        assert_eq!(said("沈阿妹"), Ok(("沈阿妹".to_owned(), None, None)));
        assert_eq!(
            said("John Smith 13812345678"),
            Ok(("John Smith".to_owned(), phone, None))
        );
    }

    #[test]
    fn a_child_stands_in_one_line_with_its_guardian() {
        for line in [
            "朱小满 2018-03-03 家长 沈阿妹 13812345678",
            "1、朱小满，2018年3月3日，家长：沈阿妹，138-1234-5678",
            "朱小满\t\t2018/3/3\t沈阿妹\t13812345678",
            "朱小满 13987654321 2018.3.3 监护人 沈阿妹 13812345678",
        ] {
            let who = read(line, SignupRole::Attendee, TODAY).unwrap_or_else(|why| panic!("{line}: {why:?}"));
            let phone = who.phone.as_ref().map(|phone| phone.as_str().to_owned());
            assert_eq!(
                (who.name.as_str(), phone.as_deref(), who.comes),
                ("沈阿妹", Some("13812345678"), false),
                "{line}"
            );
            let child = who
                .children
                .first()
                .map(|child| (child.name.as_str(), child.birth));
            assert_eq!(child, Some(("朱小满", date(2018, 3, 3))), "{line}");
        }
        let no = |line| read(line, SignupRole::Attendee, TODAY).err();
        assert_eq!(no("朱小满 2018-03-03"), Some(vec![msg::DESK_LINE_GUARDIAN]));
        assert_eq!(
            no("朱小满 2018-03-03 13812345678"),
            Some(vec![msg::DESK_LINE_GUARDIAN])
        );
        assert_eq!(
            no("朱小满 2018-03-03 家长 沈阿妹"),
            Some(vec![msg::DESK_LINE_GUARDIAN_PHONE])
        );
        assert_eq!(
            no("朱小满 家长 沈阿妹 13812345678"),
            Some(vec![msg::DESK_LINE_CHILD_BIRTH])
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(said("13812345678"), Err(vec![msg::DESK_LINE_NAME]));
        assert_eq!(said("沈阿妹 1381234567"), Err(vec![msg::DESK_LINE_PHONE]));
        assert_eq!(said("李小二,123"), Err(vec![msg::DESK_LINE_PHONE]));
        assert_eq!(said("12 李小二 3"), Err(vec![msg::DESK_LINE_UNREAD]));
        assert_eq!(said("沈阿妹 王二 13812345678"), Err(vec![msg::DESK_LINE_TWO]));
        assert_eq!(
            said("沈阿妹 13812345678 13912345678"),
            Err(vec![msg::DESK_LINE_TWO])
        );
        assert_eq!(said("沈阿妹 3号楼"), Err(vec![msg::DESK_LINE_UNREAD]));
        // All of it at once.
        assert_eq!(
            said("1381234567 2031-03-08"),
            Err(vec![
                msg::DESK_LINE_PHONE,
                msg::DESK_BIRTH_AHEAD,
                msg::DESK_LINE_NAME
            ])
        );
        assert_eq!(said("沈阿妹 2031-03-08"), Err(vec![msg::DESK_BIRTH_AHEAD]));
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,60}") {
            for line in text.lines() {
                let _ = said(line);
            }
        }
    }
}
