//! Knock-out 淘汰赛: who loses is out.
//!
//! The bracket has as many lines as the next power of two. Seeds stand so that, if all favourites win, the first two
//! meet in the final, the first four in the semi-finals, and so on; what is missing to a full bracket are byes, and
//! the first seeds get them.

/// The first round: each pair, and `None` where the first of it has a bye.
pub type Pairs = Vec<(usize, Option<usize>)>;

/// How many lines a bracket for so many entries has: the next power of two, at least two.
pub fn lines(entries: usize) -> usize {
    entries.next_power_of_two().max(2)
}

/// How many rounds are played until one is left.
pub fn rounds(entries: usize) -> usize {
    lines(entries).trailing_zeros() as usize
}

/// Which seed, from 0, stands on each line.
fn seats(lines: usize) -> Vec<usize> {
    let mut seats = vec![0];
    while seats.len() < lines {
        let last = 2 * seats.len() - 1;
        // Every line becomes two: the better seed keeps the outer one, so that a half is the mirror of the other.
        seats = seats
            .iter()
            .enumerate()
            .flat_map(|(at, seed)| {
                let other = last - seed;
                if at % 2 == 0 {
                    [*seed, other]
                } else {
                    [other, *seed]
                }
            })
            .collect();
    }
    seats
}

/// The pairs of the first round for entries in the order of their seeds. Where there is a bye, the entry that has it
/// comes first.
pub fn first_round(entries: usize) -> Pairs {
    let seats = seats(lines(entries));
    let pairs = seats.chunks_exact(2).filter_map(|pair| {
        let here: Vec<usize> = pair.iter().copied().filter(|seed| *seed < entries).collect();
        match here[..] {
            [] => None,
            [one] => Some((one, None)),
            [one, other, ..] => Some((one, Some(other))),
        }
    });
    pairs.collect()
}

/// Where the winner of a game goes: the game's number in the next round, from 1, and whether to its first side.
pub fn next(number: i64) -> (i64, bool) {
    ((number + 1) / 2, number % 2 == 1)
}

/// Puts those who come from groups into an order of seeds in which nobody meets somebody of the same group in the
/// first round, where that can be: `groups[g]` are those who came through from group `g`, the best first. All winners
/// of groups stand before all seconds, and so on.
pub fn from_groups<T: Clone>(groups: &[Vec<T>]) -> Vec<T> {
    let deepest = groups.iter().map(Vec::len).max().unwrap_or(0);
    let mut order: Vec<(usize, usize, T)> = Vec::new();
    for place in 0..deepest {
        for (group, through) in groups.iter().enumerate() {
            order.extend(through.get(place).map(|one| (group, place, one.clone())));
        }
    }
    let pairs: Vec<(usize, usize)> = first_round(order.len())
        .into_iter()
        .filter_map(|(one, other)| Some((one, other?)))
        .collect();
    let groups_of = |order: &[(usize, usize, T)]| {
        let same = |(one, other): &&(usize, usize)| order[*one].0 == order[*other].0;
        pairs.iter().filter(same).count()
    };
    // A clash is undone by letting two of the same place in their groups change seats.
    for _ in 0..order.len() {
        let Some((_, lower)) = pairs.iter().find(|(one, other)| order[*one].0 == order[*other].0) else {
            break;
        };
        let (before, lower) = (groups_of(&order), *lower);
        let better = (0..order.len()).find(|seat| {
            if *seat == lower || order[*seat].1 != order[lower].1 {
                return false;
            }
            let mut tried = order.clone();
            tried.swap(lower, *seat);
            groups_of(&tried) < before
        });
        match better {
            Some(seat) => order.swap(lower, seat),
            None => break,
        }
    }
    order.into_iter().map(|(_, _, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sixteen_meet_as_everybody_expects() {
        let pairs: Vec<(usize, usize)> = first_round(16)
            .into_iter()
            .map(|(one, other)| (one + 1, other.expect("no byes") + 1))
            .collect();
        assert_eq!(
            pairs,
            [
                (1, 16),
                (9, 8),
                (5, 12),
                (13, 4),
                (3, 14),
                (11, 6),
                (7, 10),
                (15, 2)
            ]
        );
        assert_eq!((rounds(2), rounds(3), rounds(16), rounds(17)), (1, 2, 4, 5));
        assert_eq!(first_round(3), [(0, None), (2, Some(1))]);
    }

    #[test]
    fn groups_don_t_meet_again_at_once() {
        for groups in 2..=8 {
            for through in 1..=3 {
                let all: Vec<Vec<(usize, usize)>> = (0..groups)
                    .map(|g| (0..through).map(|p| (g, p)).collect())
                    .collect();
                let order = from_groups(&all);
                assert_eq!(order.len(), groups * through);
                for (one, other) in first_round(order.len()) {
                    let Some(other) = other else { continue };
                    assert_ne!(
                        order[one].0, order[other].0,
                        "{groups} groups, {through} through: {order:?}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn favourites_meet_as_late_as_can_be(entries in 2_usize..200) {
            let mut round = first_round(entries);
            // Everybody is there once, byes go to the first, and there are no more of them than are needed.
            let mut all: Vec<usize> = round.iter().flat_map(|(one, other)| [Some(*one), *other]).flatten().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..entries).collect::<Vec<_>>());
            let byes: Vec<usize> = round.iter().filter(|(_, other)| other.is_none()).map(|(one, _)| *one).collect();
            prop_assert_eq!(byes.len(), lines(entries) - entries);
            prop_assert!(byes.iter().all(|seed| *seed < byes.len()));
            // If all favourites win, the best 2^k of the seeds are those left when 2^k are left.
            loop {
                let winners: Vec<usize> = round.iter().map(|(one, other)| other.map_or(*one, |other| other.min(*one))).collect();
                let mut left = winners.clone();
                left.sort_unstable();
                prop_assert_eq!(&left, &(0..winners.len()).collect::<Vec<_>>());
                if winners.len() == 1 { break }
                round = winners.chunks_exact(2).map(|pair| (pair[0], Some(pair[1]))).collect();
            }
        }
    }
}
