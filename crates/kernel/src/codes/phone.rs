//! Mobile numbers of the mainland.

use std::fmt;

use super::{CodeProblem, first_non_digit, tidy};

/// A mobile number of the mainland: 11 digits, the first 1, the second 3 to 9.
///
/// Personal data: shown masked in debug output, and on purpose neither `Display` nor `Serialize`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it: `138 1234 5678`, `１３８１２３４５６７８`, `+86-138-1234-5678`, `0086…`.
    ///
    /// # Errors
    /// [`CodeProblem::Length`] or [`CodeProblem::Character`]; a landline is the latter.
    pub fn parse(text: &str) -> Result<Self, CodeProblem> {
        let tidy: String = tidy(text).chars().filter(|c| !matches!(c, '(' | ')')).collect();
        let number = without_country(&tidy);
        if let Some(problem) = first_non_digit(number) {
            return Err(problem);
        }
        let digits = number.as_bytes();
        if digits.len() != 11 {
            return Err(CodeProblem::Length);
        }
        if digits[0] != b'1' {
            return Err(CodeProblem::Character { at: 1 });
        }
        if !(b'3'..=b'9').contains(&digits[1]) {
            return Err(CodeProblem::Character { at: 2 });
        }
        Ok(Self(number.to_owned()))
    }

    /// The 11 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as screens show it: `138****5678`.
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

/// The number without +86, 0086 or 86. A bare 86 counts as the country only before 11 more digits.
fn without_country(number: &str) -> &str {
    let marked = number.strip_prefix("+86").or_else(|| number.strip_prefix("0086"));
    let bare = || number.strip_prefix("86").filter(|rest| rest.len() == 11);
    marked.or_else(bare).unwrap_or(number)
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [
            "13812345678",
            " 138 1234 5678 ",
            "138-1234-5678",
            "１３８１２３４５６７８",
            "＋８６ １３８　１２３４　５６７８",
            "+86 13812345678",
            "(+86)138 1234 5678",
            "0086-13812345678",
            "8613812345678",
            "\u{202a}13812345678\u{202c}",
        ] {
            assert_eq!(Phone::parse(text).unwrap().as_str(), "13812345678", "{text}");
        }
    }

    #[test]
    fn what_is_no_mobile_number_is_refused() {
        assert_eq!(Phone::parse(""), Err(CodeProblem::Length));
        assert_eq!(Phone::parse("1381234567"), Err(CodeProblem::Length));
        assert_eq!(Phone::parse("138123456789"), Err(CodeProblem::Length));
        assert_eq!(Phone::parse("12812345678"), Err(CodeProblem::Character { at: 2 }));
        assert_eq!(
            Phone::parse("0573-8811223"),
            Err(CodeProblem::Character { at: 1 })
        );
        assert_eq!(
            Phone::parse("1381234567x"),
            Err(CodeProblem::Character { at: 11 })
        );
        assert_eq!(
            Phone::parse("+1 415 555 0100"),
            Err(CodeProblem::Character { at: 1 })
        );
    }

    #[test]
    fn debug_output_hides_the_middle() {
        assert_eq!(
            format!("{:?}", Phone::parse("13812345678").unwrap()),
            "Phone(138****5678)"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_stays(text in ".*") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
        }

        #[test]
        fn spaces_and_hyphens_make_no_difference(number in "1[3-9][0-9]{9}", at in 1usize..10) {
            let phone = Phone::parse(&number).unwrap();
            prop_assert_eq!(phone.as_str(), &number);
            for gap in [" ", "-", "\u{3000}"] {
                let spaced = format!("{}{gap}{}", &number[..at], &number[at..]);
                prop_assert_eq!(Phone::parse(&spaced).unwrap(), phone.clone());
            }
        }
    }
}
