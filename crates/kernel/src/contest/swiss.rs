//! Swiss system 瑞士制: everyone plays in every round, against somebody who stands about where they stand, and nobody
//! meets the same one twice if that can be avoided.

use std::cmp::Reverse;

use super::matching::largest;

/// How somebody stands before a round is paired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Player {
    /// Points so far.
    pub points: i64,
    /// Against whom they have played.
    pub met: Vec<usize>,
    /// Whether they had a round without an opponent.
    pub had_bye: bool,
    /// Whether they play no more.
    pub gone: bool,
}

/// A round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Who meets whom, the leaders first.
    pub pairs: Vec<(usize, usize)>,
    /// Who has no opponent.
    pub bye: Option<usize>,
}

/// Pairs a round of players in the order of their seeds. Among those with the same points the upper half meets the
/// lower. With an odd number the lowest who never had one gets the bye. Meetings are repeated only where no pairing of
/// the round could do without, and then as few as can be.
pub fn pair(players: &[Player]) -> Round {
    let mut order: Vec<usize> = (0..players.len()).filter(|at| !players[*at].gone).collect();
    order.sort_by_key(|at| (Reverse(players[*at].points), *at));
    let bye = (order.len() % 2 == 1).then(|| bye(players, &order)).flatten();
    order.retain(|at| Some(*at) != bye);
    let new = |one: usize, other: usize| one != other && !players[one].met.contains(&other);
    let mut pairs = Vec::with_capacity(order.len() / 2);
    let mut best = most(&order, &new);
    while let Some((one, rest)) = order.split_first() {
        let one = *one;
        let chosen = candidates(players, one, rest).into_iter().find(|other| {
            let left: Vec<usize> = rest.iter().copied().filter(|at| at != other).collect();
            let gain = if new(one, *other) { 2 } else { 0 };
            gain + most(&left, &new) >= best
        });
        let Some(other) = chosen.or_else(|| rest.first().copied()) else {
            break;
        };
        best -= if new(one, other) { 2 } else { 0 };
        pairs.push((one, other));
        order = rest.iter().copied().filter(|at| *at != other).collect();
    }
    Round {
        pairs: sides(players, pairs),
        bye,
    }
}

/// How many of these can meet somebody new at once.
fn most(left: &[usize], new: &impl Fn(usize, usize) -> bool) -> usize {
    let may: Vec<Vec<bool>> = left
        .iter()
        .map(|one| left.iter().map(|other| new(*one, *other)).collect())
        .collect();
    largest(&may).iter().flatten().count()
}

/// The lowest who never had a bye, so that the others can meet somebody new, if that can be.
fn bye(players: &[Player], order: &[usize]) -> Option<usize> {
    let new = |one: usize, other: usize| one != other && !players[one].met.contains(&other);
    let without = |at: usize| {
        order
            .iter()
            .copied()
            .filter(|other| *other != at)
            .collect::<Vec<_>>()
    };
    let fresh: Vec<usize> = order
        .iter()
        .rev()
        .copied()
        .filter(|at| !players[*at].had_bye)
        .collect();
    let all: Vec<usize> = if fresh.is_empty() {
        order.iter().rev().copied().collect()
    } else {
        fresh
    };
    // The first of the best: the lowest in the order.
    let mut best: Option<(usize, usize)> = None;
    for at in all {
        let paired = most(&without(at), &new);
        if best.is_none_or(|(most, _)| paired > most) {
            best = Some((paired, at));
        }
        if paired + 1 == order.len() {
            break;
        }
    }
    best.map(|(_, at)| at)
}

/// Whom `one`, who stands first of those left, would meet, the best first.
fn candidates(players: &[Player], one: usize, rest: &[usize]) -> Vec<usize> {
    let same = rest
        .iter()
        .take_while(|at| players[**at].points == players[one].points)
        .count();
    // With `one` the group has one more: its upper half plays its lower.
    let half = (same + 1).div_ceil(2) - 1;
    let (group, below) = rest.split_at(same);
    let (upper, lower) = group.split_at(half.min(same));
    lower
        .iter()
        .chain(upper.iter().rev())
        .chain(below)
        .copied()
        .collect()
}

/// Who was first side less often is it now: counted by how many were met, it goes by turns.
fn sides(players: &[Player], pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let turn = |(at, (one, other)): (usize, (usize, usize))| {
        if (at + players[one].met.len()).is_multiple_of(2) {
            (one, other)
        } else {
            (other, one)
        }
    };
    pairs.into_iter().enumerate().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn play(players: &mut [Player], round: &Round, wins: impl Fn(usize, usize) -> bool) {
        for (one, other) in &round.pairs {
            players[*one].met.push(*other);
            players[*other].met.push(*one);
            players[if wins(*one, *other) { *one } else { *other }].points += 2;
        }
        if let Some(bye) = round.bye {
            players[bye].had_bye = true;
            players[bye].points += 2;
        }
    }

    #[test]
    fn the_first_round_is_upper_half_against_lower() {
        let round = pair(&vec![Player::default(); 8]);
        let mut pairs: Vec<(usize, usize)> =
            round.pairs.iter().map(|(a, b)| (*a.min(b), *a.max(b))).collect();
        pairs.sort_unstable();
        assert_eq!(pairs, [(0, 4), (1, 5), (2, 6), (3, 7)]);
        assert_eq!(pair(&vec![Player::default(); 5]).bye, Some(4));
        assert_eq!(pair(&[]), Round::default());
    }

    #[test]
    fn when_all_have_met_they_meet_again() {
        let met = vec![
            Player {
                met: vec![1],
                ..Player::default()
            },
            Player {
                met: vec![0],
                ..Player::default()
            },
        ];
        assert_eq!(pair(&met).pairs.len(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn nobody_meets_twice_nor_rests_twice(n in 2_usize..24, results in any::<u64>()) {
            let mut players = vec![Player::default(); n];
            // So many rounds can always be paired anew: fewer than half of the players.
            for round_number in 0..n / 2 {
                let before = players.clone();
                let round = pair(&players);
                let mut here: Vec<usize> = round.pairs.iter().flat_map(|(a, b)| [*a, *b]).chain(round.bye).collect();
                here.sort_unstable();
                prop_assert_eq!(here, (0..n).collect::<Vec<_>>());
                prop_assert_eq!(round.bye.is_some(), n % 2 == 1);
                prop_assert!(round.bye.is_none_or(|bye| !before[bye].had_bye));
                for (one, other) in &round.pairs {
                    prop_assert!(!before[*one].met.contains(other), "round {}: {} and {} again", round_number, one, other);
                }
                play(&mut players, &round, |one, other| (results >> ((one * 7 + other * 3 + round_number) % 64)) & 1 == 1);
            }
        }

        #[test]
        fn no_pairing_repeats_fewer(n in 2_usize..9, ways in prop::collection::vec(any::<bool>(), 81)) {
            // Any history, also one that forces repeats.
            let mut players = vec![Player::default(); n - n % 2];
            let n = players.len();
            for one in 0..n {
                for other in 0..one {
                    if ways[one * 9 + other] {
                        players[one].met.push(other);
                        players[other].met.push(one);
                    }
                }
            }
            let round = pair(&players);
            let again = round.pairs.iter().filter(|(a, b)| players[*a].met.contains(b)).count();
            prop_assert_eq!(again, fewest(&players, &(0..n).collect::<Vec<_>>()));
        }
    }

    /// The fewest repeats that any pairing has, found by trying all.
    fn fewest(players: &[Player], left: &[usize]) -> usize {
        let Some((one, rest)) = left.split_first() else {
            return 0;
        };
        rest.iter()
            .map(|other| {
                let after: Vec<usize> = rest.iter().copied().filter(|at| at != other).collect();
                usize::from(players[*one].met.contains(other)) + fewest(players, &after)
            })
            .min()
            .unwrap_or(0)
    }
}
