//! Dividing a whole among several so that nothing is lost or counted twice.

use std::cmp::Reverse;

/// Divides `total` in proportion to `weights`, in whole units, by the method of largest remainders (Hamilton):
/// each gets its quota rounded down, and what is left goes, one each, to the largest remainders, among equal
/// ones to the first in order. So the parts add up to the total exactly, each lies within one of its quota,
/// and the same input always gives the same parts.
///
/// A negative weight counts as 0. If all weights are 0, all count alike. A negative total (a correction) gives
/// the mirror of its positive. Without weights there is no one to give to, and the result is empty.
pub fn split(total: i64, weights: &[i64]) -> Vec<i64> {
    let mut weights: Vec<i128> = weights
        .iter()
        .map(|weight| i128::from((*weight).max(0)))
        .collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.fill(1);
    }
    let whole: i128 = weights.iter().sum();
    let (sign, size) = (i128::from(total.signum()), i128::from(total).abs());

    let mut parts: Vec<i128> = weights.iter().map(|weight| size * weight / whole).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    // The sort is stable: equal remainders keep the order in which they were given.
    order.sort_by_key(|index| Reverse(size * weights[*index] % whole));
    let mut left = size - parts.iter().sum::<i128>();
    for index in order {
        if left == 0 {
            break;
        }
        parts[index] += 1;
        left -= 1;
    }
    // No part is larger than the total, which was an i64.
    parts
        .into_iter()
        .map(|part| i64::try_from(sign * part).unwrap_or(total))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn examples() {
        assert_eq!(split(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(split(480, &[50, 30, 20]), [240, 144, 96]);
        assert_eq!(split(10, &[2, 2, 1]), [4, 4, 2]);
        assert_eq!(split(1, &[1, 2]), [0, 1]);
        assert_eq!(split(2, &[1, 1, 1]), [1, 1, 0]);
        assert_eq!(split(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(split(7, &[0, 0]), [4, 3]);
        assert_eq!(split(7, &[-5, 1]), [0, 7]);
        assert_eq!(split(0, &[3, 4]), [0, 0]);
        assert_eq!(split(7, &[]), [0; 0]);
        assert_eq!(split(i64::MIN, &[i64::MAX]), [i64::MIN]);
        assert_eq!(
            split(i64::MAX, &[i64::MAX, i64::MAX]).iter().sum::<i64>(),
            i64::MAX
        );
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_are_fair(total: i64, weights in prop::collection::vec(0i64.., 1..12)) {
            let parts = split(total, &weights);
            prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(total));
            let whole: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            prop_assume!(whole > 0);
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = i128::from(total) * i128::from(*weight);
                prop_assert!((i128::from(*part) * whole - exact).abs() < whole);
            }
        }

        #[test]
        fn who_weighs_more_gets_no_less(total in 0i64.., weights in prop::collection::vec(0i64..1000, 1..12)) {
            let parts = split(total, &weights);
            for (a, b) in (0..parts.len()).flat_map(|a| (0..parts.len()).map(move |b| (a, b))) {
                prop_assert!(weights[a] <= weights[b] || parts[a] >= parts[b]);
            }
        }

        #[test]
        fn a_correction_undoes_what_it_corrects(
            total in -1_000_000i64..1_000_000,
            weights in prop::collection::vec(-5i64..100, 1..8),
        ) {
            let undone: Vec<i64> = split(-total, &weights).iter().map(|part| -part).collect();
            prop_assert_eq!(split(total, &weights), undone);
        }
    }
}
