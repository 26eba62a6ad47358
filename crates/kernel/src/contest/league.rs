//! Round robin 循环赛: everyone meets everyone once, and the table that comes of it.
//!
//! The table is ordered by points; among equals by the points of the games they played with each other, then by the
//! difference of scores in those, then by the difference of all scores, then by all that was scored. Who is still
//! equal shares a place.

use std::cmp::Reverse;

/// The rounds in which everyone of `entries` meets everyone else once; with an odd number one rests in each. Built by
/// the circle: one stays, the others move on by one. The first side changes, so that nobody is always first.
pub fn rounds(entries: usize) -> Vec<Vec<(usize, usize)>> {
    if entries < 2 {
        return Vec::new();
    }
    let seats = entries + entries % 2;
    let mut circle: Vec<usize> = (0..seats).collect();
    let mut rounds = Vec::with_capacity(seats - 1);
    for round in 0..seats - 1 {
        let pairs = (0..seats / 2).map(|at| {
            let (one, other) = (circle[at], circle[seats - 1 - at]);
            let turned = if at == 0 { round % 2 == 1 } else { at % 2 == 1 };
            if turned { (other, one) } else { (one, other) }
        });
        rounds.push(
            pairs
                .filter(|(one, other)| *one < entries && *other < entries)
                .collect(),
        );
        circle[1..].rotate_right(1);
    }
    rounds
}

/// Deals entries in the order of their seeds into groups, turning at each end, so that groups are alike: with four
/// groups the first gets seeds 1, 8, 9, 16.
pub fn groups(entries: usize, groups: usize) -> Vec<Vec<usize>> {
    let groups = groups.clamp(1, entries.max(1));
    let mut dealt = vec![Vec::new(); groups];
    for entry in 0..entries {
        let (row, at) = (entry / groups, entry % groups);
        let group = if row % 2 == 0 { at } else { groups - 1 - at };
        dealt[group].push(entry);
    }
    dealt
}

/// What a game is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// To who won.
    pub win: i64,
    /// To both, if nobody did.
    pub draw: i64,
    /// To who lost on the ground; who didn't come gets none.
    pub loss: i64,
}

/// How a game ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Game {
    /// The first side.
    pub home: usize,
    /// The second side.
    pub away: usize,
    /// What the first side scored.
    pub home_score: i64,
    /// What the second side scored.
    pub away_score: i64,
    /// Whether one side, or both, did not play: whoever lost so gets no points.
    pub walkover: bool,
}

impl Game {
    fn sides(&self) -> [(usize, i64, i64); 2] {
        [
            (self.home, self.home_score, self.away_score),
            (self.away, self.away_score, self.home_score),
        ]
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub entry: usize,
    /// From 1; equals share it.
    pub place: usize,
    /// Games played or given.
    pub played: i64,
    /// Of these won.
    pub won: i64,
    /// Of these drawn.
    pub drawn: i64,
    /// Of these lost.
    pub lost: i64,
    /// All that was scored.
    pub scored: i64,
    /// All that others scored against it.
    pub conceded: i64,
    /// Points.
    pub points: i64,
}

fn count(entries: &[usize], games: &[Game], points: Points) -> Vec<Standing> {
    let mut table: Vec<Standing> = entries
        .iter()
        .map(|entry| Standing {
            entry: *entry,
            ..Standing::default()
        })
        .collect();
    for game in games {
        let both = game.walkover && game.home_score == game.away_score;
        for (entry, own, theirs) in game.sides() {
            let Some(row) = table.iter_mut().find(|row| row.entry == entry) else {
                continue;
            };
            row.played += 1;
            row.scored += own;
            row.conceded += theirs;
            // Neither came: both have lost.
            if both || own < theirs {
                row.lost += 1;
                row.points += if game.walkover { 0 } else { points.loss };
            } else if own > theirs {
                row.won += 1;
                row.points += points.win;
            } else {
                row.drawn += 1;
                row.points += points.draw;
            }
        }
    }
    table
}

/// The table of these entries after these games; equals stand in the order of their seeds.
pub fn table(entries: &[usize], games: &[Game], points: Points) -> Vec<Standing> {
    let mut table = count(entries, games, points);
    table.sort_by_key(|row| Reverse(row.points));
    let mut ordered: Vec<(usize, Standing)> = Vec::with_capacity(table.len());
    for equals in table.chunk_by(|one, other| one.points == other.points) {
        let among: Vec<usize> = equals.iter().map(|row| row.entry).collect();
        let between: Vec<Game> = games
            .iter()
            .filter(|game| among.contains(&game.home) && among.contains(&game.away))
            .copied()
            .collect();
        let apart = count(&among, &between, points);
        let key = |row: &Standing| {
            let own = apart
                .iter()
                .find(|own| own.entry == row.entry)
                .copied()
                .unwrap_or_default();
            Reverse((
                own.points,
                own.scored - own.conceded,
                row.scored - row.conceded,
                row.scored,
            ))
        };
        let mut sorted = equals.to_vec();
        sorted.sort_by_key(|row| (key(row), row.entry));
        let first = ordered.len();
        for (at, row) in sorted.iter().enumerate() {
            let place = match at {
                0 => first + 1,
                _ if key(&sorted[at - 1]) == key(row) => ordered[first + at - 1].0,
                _ => first + at + 1,
            };
            ordered.push((place, *row));
        }
    }
    ordered
        .into_iter()
        .map(|(place, row)| Standing { place, ..row })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const BASKETBALL: Points = Points {
        win: 2,
        draw: 0,
        loss: 1,
    };

    fn game(home: usize, away: usize, home_score: i64, away_score: i64) -> Game {
        Game {
            home,
            away,
            home_score,
            away_score,
            walkover: false,
        }
    }

    #[test]
    fn equals_are_parted_by_the_games_between_them() {
        // 0, 1 and 2 have beaten each other in a ring, all beat 3: the ring's differences decide.
        let games = [
            game(0, 1, 50, 40),
            game(1, 2, 60, 40),
            game(2, 0, 45, 44),
            game(0, 3, 50, 49),
            game(1, 3, 70, 10),
            game(2, 3, 90, 10),
        ];
        let table = table(&[0, 1, 2, 3], &games, BASKETBALL);
        let order: Vec<(usize, usize)> = table.iter().map(|row| (row.entry, row.place)).collect();
        // +10-1=+9, -10+20=+10, -20+1=-19: the 80 points that 2 won against 3 by don't count.
        assert_eq!(order, [(1, 1), (0, 2), (2, 3), (3, 4)]);
        assert!(table.iter().take(3).all(|row| row.points == 5));
        assert_eq!(table[3].points, 3);
    }

    #[test]
    fn who_does_not_come_gets_nothing_and_who_is_equal_shares_a_place() {
        let gone = Game {
            walkover: true,
            ..game(0, 1, 20, 0)
        };
        let rows = table(&[0, 1, 2, 3], &[gone], BASKETBALL);
        assert_eq!(
            rows.iter()
                .map(|r| (r.entry, r.place, r.points))
                .collect::<Vec<_>>(),
            [(0, 1, 2), (2, 2, 0), (3, 2, 0), (1, 4, 0)]
        );
        let neither = Game {
            walkover: true,
            ..game(0, 1, 0, 0)
        };
        let rows = table(
            &[0, 1],
            &[neither],
            Points {
                win: 3,
                draw: 1,
                loss: 0,
            },
        );
        assert!(
            rows.iter()
                .all(|row| (row.points, row.lost, row.place) == (0, 1, 1))
        );
    }

    #[test]
    fn groups_are_dealt_back_and_forth() {
        assert_eq!(groups(16, 4)[0], [0, 7, 8, 15]);
        assert_eq!(groups(5, 2), [vec![0, 3, 4], vec![1, 2]]);
        assert_eq!(groups(2, 9).len(), 2);
    }

    proptest! {
        #[test]
        fn everyone_meets_everyone_once(entries in 2_usize..40) {
            let rounds = rounds(entries);
            prop_assert_eq!(rounds.len(), entries - 1 + entries % 2);
            let mut met = BTreeSet::new();
            let mut first = vec![0_i64; entries];
            for round in &rounds {
                let mut here = BTreeSet::new();
                for (one, other) in round {
                    prop_assert!(here.insert(*one) && here.insert(*other), "nobody plays twice in a round");
                    prop_assert!(met.insert((*one.min(other), *one.max(other))), "no pair twice");
                    first[*one] += 1;
                }
                prop_assert!(here.len() >= entries - entries % 2);
            }
            prop_assert_eq!(met.len(), entries * (entries - 1) / 2);
            // Nobody is first side much more often than others.
            prop_assert!(first.iter().all(|n| (2 * n - (entries as i64 - 1)).abs() <= 3), "{:?}", first);
        }

        #[test]
        fn a_table_adds_up(entries in 2_usize..9, scores in prop::collection::vec((0_i64..5, 0_i64..5), 36)) {
            let all: Vec<usize> = (0..entries).collect();
            let pairs = rounds(entries).concat();
            let games: Vec<Game> = pairs.iter().zip(&scores).map(|((h, a), (x, y))| game(*h, *a, *x, *y)).collect();
            let points = Points { win: 3, draw: 1, loss: 0 };
            let table = table(&all, &games, points);
            prop_assert_eq!(table.iter().map(|r| r.scored).sum::<i64>(), table.iter().map(|r| r.conceded).sum::<i64>());
            prop_assert_eq!(table.iter().map(|r| r.won).sum::<i64>(), table.iter().map(|r| r.lost).sum::<i64>());
            prop_assert!(table.iter().all(|r| r.played == entries as i64 - 1 && r.points == 3 * r.won + r.drawn));
            prop_assert!(table.windows(2).all(|w| w[0].points >= w[1].points && w[0].place <= w[1].place));
            prop_assert!(table.iter().enumerate().all(|(at, r)| r.place <= at + 1));
            let mut named: Vec<usize> = table.iter().map(|r| r.entry).collect();
            named.sort_unstable();
            prop_assert_eq!(named, all);
        }
    }
}
