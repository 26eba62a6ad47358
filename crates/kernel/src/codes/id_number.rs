//! The citizen's identity number 公民身份号码.

use std::fmt;

use jiff::civil::Date;

use super::{AreaCode, CodeProblem, tidy};

const LENGTH: usize = 18;

/// An identity number as GB 11643-1999 builds it: area of first registration (6), day of birth (8), serial (3,
/// odd for men, even for women), check character (1).
///
/// Sensitive personal data: shown masked in debug output, and on purpose neither `Display` nor `Serialize`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber {
    text: String,
    birth: Date,
}

impl IdNumber {
    /// Reads a number, tolerant of full-width characters, spaces, hyphens and a small x.
    ///
    /// # Errors
    /// [`CodeProblem::Length`] (so for the 15 digits of old cards, no longer valid since 2013),
    /// [`CodeProblem::Character`], [`CodeProblem::Birth`] or [`CodeProblem::CheckDigit`].
    pub fn parse(text: &str) -> Result<Self, CodeProblem> {
        let text = tidy(text);
        let possible = |(index, c): (usize, char)| match index {
            0 => matches!(c, '1'..='9'),
            17 => c.is_ascii_digit() || c == 'X',
            _ => c.is_ascii_digit(),
        };
        if let Some(index) = text.chars().enumerate().position(|place| !possible(place)) {
            return Err(CodeProblem::Character { at: index + 1 });
        }
        if text.len() != LENGTH {
            return Err(CodeProblem::Length);
        }
        let birth = Date::strptime("%Y%m%d", &text[6..14]).map_err(|_| CodeProblem::Birth)?;
        if check_character(&text.as_bytes()[..17]) != text.as_bytes()[17] {
            return Err(CodeProblem::CheckDigit);
        }
        Ok(Self { text, birth })
    }

    /// The day of birth.
    pub fn birth(&self) -> Date {
        self.birth
    }

    /// Whether the holder is entered as a woman.
    pub fn female(&self) -> bool {
        self.text.as_bytes()[16].is_multiple_of(2)
    }

    /// The county of first registration, which may since have changed its code.
    pub fn area(&self) -> Option<AreaCode> {
        AreaCode::parse(&self.text[..6]).ok()
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number as screens show it: `330483********002X`.
    pub fn masked(&self) -> String {
        format!("{}********{}", &self.text[..6], &self.text[14..])
    }
}

/// The check character: weights 2^(18−i) mod 11, and of the sum mod 11 one of `10X98765432`.
fn check_character(digits: &[u8]) -> u8 {
    // Horner's rule from the left doubles once more for each place, which is what the weights say.
    let sum = digits
        .iter()
        .fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    b"10X98765432"[sum as usize]
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_the_standard_pass() {
        let woman = IdNumber::parse("11010519491231002X").unwrap();
        assert_eq!(woman.birth(), date(1949, 12, 31));
        assert!(woman.female());
        assert_eq!(woman.area().unwrap().to_string(), "110105");
        let man = IdNumber::parse("440524188001010014").unwrap();
        assert_eq!(man.birth(), date(1880, 1, 1));
        assert!(!man.female());
        assert_eq!(IdNumber::parse(" １１０１０５ 19491231 002x"), Ok(woman));
    }

    #[test]
    fn each_problem_is_told_apart() {
        assert_eq!(IdNumber::parse("110105491231002"), Err(CodeProblem::Length));
        assert_eq!(IdNumber::parse("11010519491231002"), Err(CodeProblem::Length));
        assert_eq!(
            IdNumber::parse("1101051949123100X2"),
            Err(CodeProblem::Character { at: 17 })
        );
        assert_eq!(
            IdNumber::parse("01010519491231002X"),
            Err(CodeProblem::Character { at: 1 })
        );
        assert_eq!(IdNumber::parse("11010519490231002X"), Err(CodeProblem::Birth));
        assert_eq!(
            IdNumber::parse("110105194912310021"),
            Err(CodeProblem::CheckDigit)
        );
    }

    #[test]
    fn debug_output_hides_the_birth() {
        let number = IdNumber::parse("11010519491231002X").unwrap();
        assert_eq!(format!("{number:?}"), "IdNumber(110105********002X)");
    }

    proptest! {
        #[test]
        fn every_single_slip_is_found(at in 0usize..17, slip in 1u8..10) {
            let mut slipped = *b"440524188001010014";
            slipped[at] = b'0' + (slipped[at] - b'0' + slip) % 10;
            prop_assert!(IdNumber::parse(std::str::from_utf8(&slipped).unwrap()).is_err());
        }

        #[test]
        fn what_is_built_by_the_standard_is_read(
            area in "[1-9][0-9]{5}", day in 0i64..36_500, serial in 0u32..1000,
        ) {
            let birth = crate::time::from_day_number(day - 20_000).unwrap();
            let body = format!("{area}{}{serial:03}", birth.strftime("%Y%m%d"));
            // The weights written out, as the standard's table has them.
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: u32 = body.bytes().zip(weights).map(|(d, w)| u32::from(d - b'0') * w).sum();
            let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11];
            let number = IdNumber::parse(&format!("{body}{check}")).unwrap();
            prop_assert_eq!(number.birth(), birth);
            prop_assert_eq!(number.female(), serial % 2 == 0);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = IdNumber::parse(&text);
        }
    }
}
