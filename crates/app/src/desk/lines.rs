//! A list from paper: a line for each person, as people write them or as a spreadsheet pastes them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use langqiao_kernel::{codes::Phone, text};
use langqiao_platform::i18n::{Msg, msg};

use super::take::AtDesk;
use crate::{
    activities::typed,
    signups::{SignupRole, answers::Answers},
};

/// The most lines of one list.
pub const LINES_MAX: usize = 300;

/// What can't be read in a line.
pub type Unread = Msg;

/// The lines that say something, as they were typed.
pub fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect()
}

/// Reads a line: a name, a phone and a day of birth, in any order, between commas, tabs, `、` or spaces. A number in
/// front, as lists have it, is passed over.
///
/// # Errors
/// What is missing in it or can't be read.
pub fn read(line: &str, role: SignupRole, today: Date) -> Result<AtDesk, Unread> {
    let (mut names, mut phones, mut births) = (Vec::new(), BTreeSet::new(), Vec::new());
    // The number in front may stand against the name: `1.沈阿妹`.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let line = match line[digits..].strip_prefix(['.', '．', '、', ')', '）']) {
        Some(rest) if (1..=4).contains(&digits) && !rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => line,
    };
    let parts = line
        .split(|c: char| c.is_whitespace() || ",，、;；|".contains(c))
        .map(text::squash)
        .filter(|part| !part.is_empty());
    for (n, part) in parts.enumerate() {
        if let Ok(phone) = Phone::parse(&part) {
            phones.insert(phone.as_str().to_owned());
        } else if n == 0 && part.len() <= 4 && part.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit())
        {
        } else if let Ok(Some(day)) = typed::day(&part, today) {
            births.push(day);
        } else if part.chars().any(|c| c.is_ascii_digit()) {
            let digits = part.bytes().filter(u8::is_ascii_digit).count();
            return Err(match digits {
                5.. => msg::DESK_LINE_PHONE,
                _ => msg::DESK_LINE_UNREAD,
            });
        } else {
            names.push(part);
        }
    }
    if names.is_empty() {
        return Err(msg::DESK_LINE_NAME);
    }
    if phones.len() > 1 || births.len() > 1 {
        return Err(msg::DESK_LINE_TWO);
    }
    // A foreign name has its spaces; two Chinese ones in a line are two people.
    let latin = names.iter().all(|name| name.is_ascii());
    if names.len() > 1 && !latin {
        return Err(msg::DESK_LINE_TWO);
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
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    fn said(line: &str) -> Result<(String, Option<String>, Option<Date>), Unread> {
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
    fn what_is_wrong_is_named() {
        assert_eq!(said("13812345678"), Err(msg::DESK_LINE_NAME));
        assert_eq!(said("沈阿妹 1381234567"), Err(msg::DESK_LINE_PHONE));
        assert_eq!(said("沈阿妹 王二 13812345678"), Err(msg::DESK_LINE_TWO));
        assert_eq!(said("沈阿妹 13812345678 13912345678"), Err(msg::DESK_LINE_TWO));
        assert_eq!(said("沈阿妹 3号楼"), Err(msg::DESK_LINE_UNREAD));
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,60}") {
            for line in lines(&text) {
                let _ = said(line);
            }
        }
    }
}
