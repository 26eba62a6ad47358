//! In which order sessions move, so that none goes where another still is. Pure.

use jiff::Timestamp;

/// From when until when.
type Span = (Timestamp, Timestamp);

fn meets(one: Span, other: Span) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// The order of moves, each from where it is to where it goes; `None` where they go round in a ring.
pub(super) fn order(moves: &[(Span, Span)]) -> Option<Vec<usize>> {
    let mut left: Vec<usize> = (0..moves.len()).collect();
    let mut found = Vec::with_capacity(moves.len());
    while !left.is_empty() {
        let free = |n: &usize| {
            let mut others = left.iter().filter(|other| *other != n);
            !others.any(|other| meets(moves[*n].1, moves[*other].0))
        };
        let at = left.iter().position(free)?;
        found.push(left.remove(at));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(day: i64, hour: i64) -> Span {
        let at = |hours: i64| Timestamp::from_second(3600 * (24 * day + hours)).unwrap();
        (at(hour), at(hour + 2))
    }

    #[test]
    fn who_is_in_the_way_goes_first() {
        // Each a day later: the last goes first. Each a day earlier: the first does.
        let later: Vec<_> = (0..4).map(|day| (span(day, 9), span(day + 1, 9))).collect();
        assert_eq!(order(&later), Some(vec![3, 2, 1, 0]));
        let sooner: Vec<_> = (1..4).map(|day| (span(day, 9), span(day - 1, 9))).collect();
        assert_eq!(order(&sooner), Some(vec![0, 1, 2]));
        // An hour later on the same day nobody is in the way but oneself.
        let same: Vec<_> = (0..3).map(|day| (span(day, 9), span(day, 10))).collect();
        assert_eq!(order(&same), Some(vec![0, 1, 2]));
        // Two that change places can't.
        assert_eq!(order(&[(span(0, 9), span(1, 9)), (span(1, 9), span(0, 9))]), None);
    }
}
