//! What judges and clocks say: marks of a panel, the best of several runs, and the places that follow.
//!
//! A mark is kept in hundredths of a point, a time in milliseconds; what a panel's marks come to is in thousandths.

/// What one judge gives in all: each item's mark by its weight. Weights are parts of their sum; with no items there is
/// one mark with any weight. In ten-thousandths of a point, rounded; `None` with nothing to weigh.
pub fn weighed(items: &[(i64, i64)]) -> Option<i64> {
    let weight: i64 = items.iter().map(|(_, weight)| weight).sum();
    if weight <= 0 {
        return None;
    }
    let sum: i64 = items.iter().map(|(mark, weight)| mark * weight).sum();
    Some(rounded(sum * 100, weight))
}

/// What a panel's totals come to, in thousandths: their mean, without one of the highest and one of the lowest where
/// `drop` says so and more than two have given theirs. `totals` are in ten-thousandths.
pub fn panel(totals: &[i64], drop: bool) -> Option<i64> {
    let dropped = if drop { left_out(totals) } else { Vec::new() };
    let kept = totals.iter().enumerate().filter(|(at, _)| !dropped.contains(at));
    let kept: Vec<i64> = kept.map(|(_, total)| *total).collect();
    let count = i64::try_from(kept.len()).ok().filter(|count| *count > 0)?;
    Some(rounded(kept.iter().sum(), count * 10))
}

/// Which of a panel's totals are left out: one of the lowest and one of the highest, by where they stand; none of two.
pub fn left_out(totals: &[i64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by_key(|at| totals[*at]);
    match order[..] {
        [lowest, _, .., highest] => vec![lowest, highest],
        _ => Vec::new(),
    }
}

/// The best of several runs: the shortest that counted.
pub fn best(runs: &[Option<i64>]) -> Option<i64> {
    runs.iter().flatten().min().copied()
}

/// The place of each value, from 1; equals share a place and the places after it are left out: 1, 2, 2, 4. Who has no
/// value has no place.
pub fn places(values: &[Option<i64>], lower_is_better: bool) -> Vec<Option<usize>> {
    let better = |one: i64, other: i64| if lower_is_better { one < other } else { one > other };
    let mut sorted: Vec<i64> = values.iter().flatten().copied().collect();
    sorted.sort_unstable_by_key(|value| if lower_is_better { *value } else { -*value });
    values
        .iter()
        .map(|value| value.map(|value| 1 + sorted.partition_point(|other| better(*other, value))))
        .collect()
}

/// Half is rounded up.
fn rounded(sum: i64, by: i64) -> i64 {
    (2 * sum + by).div_euclid(2 * by)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn five_judges_without_the_highest_and_the_lowest() {
        // 9.00, 9.50, 8.00, 10.00, 9.25: the mean of the middle three is 9.25.
        let totals = [90_000, 95_000, 80_000, 100_000, 92_500];
        assert_eq!(
            (panel(&totals, true), panel(&totals, false)),
            (Some(9250), Some(9150))
        );
        assert_eq!(left_out(&totals), [2, 3]);
        assert_eq!(
            (left_out(&[90_000; 4]), left_out(&[90_000, 80_000])),
            (vec![0, 3], vec![])
        );
        // Of two, or of equals, only one each is dropped.
        assert_eq!(
            (
                panel(&[90_000, 80_000], true),
                panel(&[90_000; 3], true),
                panel(&[], true)
            ),
            (Some(8500), Some(9000), None)
        );
        assert_eq!(weighed(&[(900, 60), (800, 40)]), Some(86_000));
        assert_eq!((weighed(&[(925, 100)]), weighed(&[])), (Some(92_500), None));
    }

    #[test]
    fn equals_share_a_place() {
        let values = [Some(5), Some(9), None, Some(5), Some(7)];
        assert_eq!(places(&values, false), [Some(3), Some(1), None, Some(3), Some(2)]);
        assert_eq!(places(&values, true), [Some(1), Some(4), None, Some(1), Some(3)]);
        assert_eq!((best(&[Some(9), None, Some(7)]), best(&[None])), (Some(7), None));
    }

    proptest! {
        #[test]
        fn dropping_is_as_a_child_would_do_it(totals in prop::collection::vec(0_i64..=100_000, 1..12)) {
            // Strike out one of the highest, one of the lowest, add up the rest by hand.
            let mut left = totals.clone();
            if left.len() > 2 {
                let highest = left.iter().position(|t| t == totals.iter().max().unwrap()).unwrap();
                left.remove(highest);
                let lowest = left.iter().position(|t| t == totals.iter().min().unwrap()).unwrap();
                left.remove(lowest);
            }
            let mean = left.iter().sum::<i64>() as f64 / left.len() as f64 / 10.0;
            let found = panel(&totals, true).unwrap();
            prop_assert!((found as f64 - mean).abs() <= 0.5, "{} {}", found, mean);
            let (least, most) = (*totals.iter().min().unwrap() / 10, *totals.iter().max().unwrap() / 10 + 1);
            prop_assert!((least..=most).contains(&found));
        }

        #[test]
        fn a_place_is_one_more_than_how_many_are_better(values in prop::collection::vec(prop::option::of(0_i64..6), 0..20), lower: bool) {
            for (value, place) in values.iter().zip(places(&values, lower)) {
                let naive = value.map(|v| 1 + values.iter().flatten().filter(|o| if lower { **o < v } else { **o > v }).count());
                prop_assert_eq!(place, naive);
            }
        }
    }
}
