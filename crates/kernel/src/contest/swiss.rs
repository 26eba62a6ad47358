//! Swiss system 瑞士制: everyone plays in every round, against somebody who stands about where they stand, and nobody
//! meets the same one twice if that can be avoided.

use std::cmp::Reverse;

use super::matching::Matching;

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
/// lower. With an odd number the lowest who never had one gets the bye, or somebody who had one where nobody would meet
/// again by that. Meetings are repeated only where no pairing of the round could do without, and then as few as can be.
pub fn pair(players: &[Player]) -> Round {
    let mut order: Vec<usize> = (0..players.len()).filter(|at| !players[*at].gone).collect();
    order.sort_by_key(|at| (Reverse(players[*at].points), *at));
    let new: Vec<Vec<bool>> = (0..players.len())
        .map(|one| {
            let meets = |other| one != other && !have_met(players, one, other);
            (0..players.len()).map(meets).collect()
        })
        .collect();
    let mut left = Matching::of(&new, players.iter().map(|player| player.gone).collect());
    let mut bye = None;
    if order.len() % 2 == 1
        && let Some((at, without)) = rests(players, &order, &left)
    {
        (bye, left) = (Some(at), without);
        order.retain(|other| *other != at);
    }
    let mut pairs = Vec::with_capacity(order.len() / 2);
    let mut best = left.paired();
    while let Some((one, rest)) = order.split_first() {
        let one = *one;
        let alone = left.without(one);
        let chosen = candidates(players, one, rest).into_iter().find_map(|other| {
            let after = alone.without(other);
            let gain = if new[one][other] { 2 } else { 0 };
            (gain + after.paired() >= best).then_some((other, gain, after))
        });
        // As many as can be paired are paired with somebody: one of them is always there.
        let Some((other, gain, after)) = chosen else {
            break;
        };
        best -= gain;
        left = after;
        pairs.push((one, other));
        order = rest.iter().copied().filter(|at| *at != other).collect();
    }
    Round {
        pairs: sides(players, pairs),
        bye,
    }
}

/// Whether two have played against each other.
fn have_met(players: &[Player], one: usize, other: usize) -> bool {
    players[one].met.contains(&other) || players[other].met.contains(&one)
}

/// Who has no opponent, and whom the others can meet then: the lowest without whom the most meet somebody new, of those
/// who never rested before the others.
fn rests<'a>(players: &[Player], order: &[usize], all: &Matching<'a>) -> Option<(usize, Matching<'a>)> {
    let had = |had: bool| {
        let lowest = order.iter().rev().copied();
        lowest.filter(move |at| players[*at].had_bye == had)
    };
    let mut best: Option<(usize, Matching<'a>)> = None;
    for at in had(false).chain(had(true)) {
        let left = all.without(at);
        let paired = left.paired();
        if best.as_ref().is_none_or(|(_, known)| paired > known.paired()) {
            best = Some((at, left));
        }
        if paired + 1 == order.len() {
            break;
        }
    }
    best
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

    /// The fewest repeats of any round of those who still play, whoever of an odd number rests.
    fn fewest_of_all(players: &[Player]) -> usize {
        let here: Vec<usize> = (0..players.len()).filter(|at| !players[*at].gone).collect();
        if here.len().is_multiple_of(2) {
            return fewest(players, &here);
        }
        let without = |at: &usize| {
            here.iter()
                .copied()
                .filter(|other| other != at)
                .collect::<Vec<_>>()
        };
        here.iter()
            .map(|at| fewest(players, &without(at)))
            .min()
            .unwrap_or(0)
    }

    fn repeats(players: &[Player], round: &Round) -> usize {
        let again = |pair: &&(usize, usize)| have_met(players, pair.0, pair.1);
        round.pairs.iter().filter(again).count()
    }

    #[test]
    fn somebody_rests_twice_rather_than_two_meet_again() {
        // The first has rested, and has met both others: whoever else rests, two meet again.
        let player = |met: &[usize], had_bye: bool| Player {
            met: met.to_vec(),
            had_bye,
            ..Player::default()
        };
        let players = [player(&[1, 2], true), player(&[0], false), player(&[0], false)];
        let round = pair(&players);
        assert_eq!((round.bye, repeats(&players, &round)), (Some(0), 0));
    }

    /// Sixty-four of whom some give up, through as many rounds as there can be: each is paired at once.
    #[test]
    fn sixty_four_are_paired_at_once() {
        let mut players = vec![Player::default(); 64];
        for round_number in 0..62_usize {
            if round_number % 10 == 9 {
                players[round_number].gone = true;
            }
            let took = || {
                let begun = std::time::Instant::now();
                let round = pair(&players);
                (begun.elapsed(), round)
            };
            // The quickest of some, so that a machine with other things to do is not taken for slowness.
            let (quickest, round) = (0..4).map(|_| took()).min_by_key(|(time, _)| *time).unwrap();
            assert!(quickest.as_millis() < 50, "round {round_number}: {quickest:?}");
            play(&mut players, &round, |one, other| {
                (one * 31 + other * 17 + round_number).is_multiple_of(3)
            });
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// Whoever gives up in the middle: all others play or rest once, and meet again only where no round could do without.
        #[test]
        fn after_withdrawals_nobody_meets_again_while_there_is_another_way(
            n in 2_usize..10, results in any::<u64>(), leave in prop::collection::vec((0_usize..10, 0_usize..9), 0..5),
        ) {
            let mut players = vec![Player::default(); n];
            for round_number in 0..n {
                for (_, who) in leave.iter().filter(|(when, _)| *when == round_number) {
                    if let Some(player) = players.get_mut(*who) {
                        player.gone = true;
                    }
                }
                let round = pair(&players);
                let mut here: Vec<usize> = round.pairs.iter().flat_map(|(a, b)| [*a, *b]).chain(round.bye).collect();
                here.sort_unstable();
                prop_assert_eq!(here, (0..n).filter(|at| !players[*at].gone).collect::<Vec<_>>());
                prop_assert_eq!(repeats(&players, &round), fewest_of_all(&players));
                play(&mut players, &round, |one, other| (results >> ((one * 7 + other * 3 + round_number) % 64)) & 1 == 1);
            }
        }

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
