//! Shares of a whole, as people say them: rounded, not cut off.

/// How many of `parts` equal parts of a whole `n` is, to the nearest: 100 gives per cent, 1000 tenths of them. A half goes up;
/// less than nothing is nothing, and a whole of nothing is as one.
#[must_use]
pub fn share_of(n: i64, whole: i64, parts: i64) -> i64 {
    let whole = i128::from(whole.max(1));
    let share = (i128::from(n.max(0)) * i128::from(parts) + whole / 2) / whole;
    i64::try_from(share).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::share_of;

    #[test]
    fn shares_are_rounded_to_the_nearest() {
        assert_eq!((share_of(316, 807, 1000), share_of(174, 807, 1000)), (392, 216));
        assert_eq!(
            (share_of(1, 3, 100), share_of(2, 3, 100), share_of(1, 2, 1)),
            (33, 67, 1)
        );
        assert_eq!(
            (share_of(0, 0, 100), share_of(-3, 7, 100), share_of(5, 5, 1000)),
            (0, 0, 1000)
        );
        assert_eq!(share_of(i64::MAX, 1, 1000), i64::MAX);
    }
}
