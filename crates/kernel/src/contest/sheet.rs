//! What a panel's sheets come to: each item's mean, the whole by weight, how far the judges are apart.
//!
//! Marks, means and wholes are in hundredths of a point. Whoever has the means of the items can work out the whole by
//! hand: it is made of the means as they are shown.

use super::marks::panel;

/// From how many judges on one of the highest and one of the lowest marks of an item are left out.
pub const DROP_FROM: usize = 5;
/// From how many judges on a mark can stand out: of two nobody can say which.
pub const OUTLIER_FROM: usize = 3;

/// An item's mean over its judges, rounded to hundredths; from [`DROP_FROM`] judges on without one of the highest and one
/// of the lowest. `None` without judges.
pub fn item_mean(marks: &[i64]) -> Option<i64> {
    let finer: Vec<i64> = marks.iter().map(|mark| mark * 10).collect();
    panel(&finer, marks.len() >= DROP_FROM)
}

/// The whole out of 100 points: each item's mean as a share of its highest mark, by its weight. Items are mean, highest
/// mark, weight. `None` where an item has no mean or nothing weighs. With up to a dozen items of at most 100 whole points
/// nothing overflows.
pub fn whole(items: &[(Option<i64>, i64, i64)]) -> Option<i64> {
    let weight: i64 = items.iter().map(|(_, _, weight)| weight).sum();
    if weight <= 0 || items.iter().any(|(_, highest, _)| *highest <= 0) {
        return None;
    }
    // Over one denominator, so that nothing is rounded before the end.
    let common = items.iter().fold(1_i128, |common, (_, highest, _)| {
        lcm(common, i128::from(*highest))
    });
    let mut sum = 0_i128;
    for (mean, highest, weight) in items {
        let share = i128::from((*mean)?).checked_mul(common / i128::from(*highest))?;
        sum = sum.checked_add(share.checked_mul(i128::from(*weight))?)?;
    }
    let by = common.checked_mul(i128::from(weight))?;
    let whole = sum
        .checked_mul(20_000)?
        .checked_add(by)?
        .div_euclid(by.checked_mul(2)?);
    i64::try_from(whole).ok()
}

/// The lowest and the highest mark.
pub fn spread(marks: &[i64]) -> Option<(i64, i64)> {
    marks.iter().min().copied().zip(marks.iter().max().copied())
}

/// Which marks stand out: further from the median of all than so many percent of the highest mark. Of fewer than
/// [`OUTLIER_FROM`] none does.
pub fn outliers(marks: &[i64], highest: i64, percent: i64) -> Vec<bool> {
    if marks.len() < OUTLIER_FROM {
        return vec![false; marks.len()];
    }
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    // Twice the median is whole, however many judges there are.
    let twice = sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2];
    let far = |mark: &i64| (2 * mark - twice).abs() * 100 > 2 * highest * percent;
    marks.iter().map(far).collect()
}

/// Whether a mark lies in the lowest fifth, where a judge says why.
pub const fn wants_words(mark: i64, highest: i64) -> bool {
    mark * 5 <= highest
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn lcm(a: i128, b: i128) -> i128 {
    (a / gcd(a, b)).saturating_mul(b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn four_judges_all_count_and_of_five_the_middle_three() {
        assert_eq!(item_mean(&[800, 900, 700, 1000]), Some(850));
        assert_eq!(item_mean(&[800, 900, 0, 1000, 850]), Some(850));
        assert_eq!((item_mean(&[]), item_mean(&[333, 333, 334])), (None, Some(333)));
    }

    #[test]
    fn the_whole_is_worked_out_from_what_is_shown() {
        // 8.5 of 10 at 60, 15 of 20 at 40: 51 and 30.
        assert_eq!(
            whole(&[(Some(850), 1000, 60), (Some(1500), 2000, 40)]),
            Some(8100)
        );
        assert_eq!(whole(&[(Some(1), 300, 1)]), Some(33));
        assert_eq!((whole(&[(None, 1000, 1)]), whole(&[])), (None, None));
    }

    #[test]
    fn who_is_far_from_the_middle_stands_out() {
        assert_eq!(outliers(&[900, 850, 400], 1000, 20), [false, false, true]);
        // Exactly at the distance is not further; of two nobody stands out.
        assert_eq!(outliers(&[900, 900, 700], 1000, 20), [false; 3]);
        assert_eq!(outliers(&[1000, 0], 1000, 20), [false; 2]);
        assert!(wants_words(200, 1000) && !wants_words(201, 1000) && wants_words(0, 1000));
        assert_eq!((spread(&[3, 1, 2]), spread(&[])), (Some((1, 3)), None));
    }

    proptest! {
        #[test]
        fn a_mean_is_within_the_marks_and_in_no_order(mut marks in prop::collection::vec(0_i64..=100_000, 1..16)) {
            let mean = item_mean(&marks).unwrap();
            let (low, high) = spread(&marks).unwrap();
            prop_assert!((low..=high).contains(&mean));
            marks.reverse();
            prop_assert_eq!(item_mean(&marks), Some(mean));
        }

        #[test]
        fn one_wild_judge_of_five_moves_nothing(marks in prop::collection::vec(400_i64..=600, 4..10), wild in prop::sample::select(vec![0_i64, 1000])) {
            let mut all = marks.clone();
            all.push(wild);
            let (low, high) = spread(&marks).unwrap();
            let mean = item_mean(&all).unwrap();
            prop_assert!((low..=high).contains(&mean), "{}", mean);
        }

        #[test]
        fn the_whole_is_as_with_fractions(items in prop::collection::vec((0_i64..=100, 1_i64..=100, 1_i64..=100), 1..12)) {
            let items: Vec<_> = items.into_iter().map(|(share, highest, weight)| (Some(share * highest), highest * 100, weight)).collect();
            let by_hand = items.iter().map(|(mean, highest, weight)| mean.unwrap() as f64 / *highest as f64 * *weight as f64).sum::<f64>()
                / items.iter().map(|(_, _, weight)| *weight as f64).sum::<f64>() * 10_000.0;
            let found = whole(&items).unwrap();
            prop_assert!((found as f64 - by_hand).abs() <= 0.500_001, "{} {}", found, by_hand);
            prop_assert!((0..=10_000).contains(&found));
        }

        #[test]
        fn more_never_lowers_the_whole(mean in 0_i64..1000, more in 0_i64..=500) {
            let with = |mean: i64| whole(&[(Some(mean), 2000, 3), (Some(700), 1000, 2)]);
            prop_assert!(with(mean) <= with(mean + more));
        }

        #[test]
        fn the_median_never_stands_out(marks in prop::collection::vec(0_i64..=1000, 3..16), percent in 5_i64..=50) {
            let mut sorted = marks.clone();
            sorted.sort_unstable();
            let far = outliers(&sorted, 1000, percent);
            let odd = sorted.len() % 2 == 1;
            prop_assert!(!odd || !far[sorted.len() / 2]);
            // Whoever is further out than one that stands out stands out as well.
            for pair in far[sorted.len() / 2..].windows(2) {
                prop_assert!(!pair[0] || pair[1]);
            }
        }
    }
}
