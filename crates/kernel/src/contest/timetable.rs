//! When who plays on which court: no court twice at once, nobody twice at once, rest between, and a game only after
//! those that decide who plays in it.

/// A game to be placed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Game {
    /// Who is known to play.
    pub sides: Vec<usize>,
    /// The games, by their number in the list, that must be over and rested from before.
    pub after: Vec<usize>,
}

/// What there is to place games in. All times are minutes from any one beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// How many courts.
    pub courts: usize,
    /// How long a game takes, with the change of teams.
    pub slot: i64,
    /// How long whoever played rests before the next.
    pub rest: i64,
    /// When the courts may be used: from, until; in order and apart.
    pub windows: Vec<(i64, i64)>,
    /// What else is on: the court, from 0, from when, until when.
    pub taken: Vec<(usize, i64, i64)>,
}

/// Where a game was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The court, from 0.
    pub court: usize,
    /// When it begins.
    pub starts: i64,
}

/// Places games in the order given, each at the first slot that it may have; whoever waits longest goes first where
/// several could. Those that `fixed` has a place for stay there, and the others keep clear of them. `None` stands for
/// a game for which there was no room.
pub fn arrange(games: &[Game], fixed: &[Option<Placed>], frame: &Frame) -> Vec<Option<Placed>> {
    let mut placed: Vec<Option<Placed>> = (0..games.len())
        .map(|at| fixed.get(at).copied().flatten())
        .collect();
    let kept: Vec<(usize, Placed)> = named(&placed);
    let sides = games
        .iter()
        .flat_map(|game| &game.sides)
        .max()
        .map_or(0, |most| most + 1);
    let mut free_from = vec![i64::MIN; sides];
    let mut open: Vec<usize> = (0..games.len()).filter(|at| placed[*at].is_none()).collect();
    let apart = frame.slot + frame.rest;
    for starts in slots(frame) {
        if open.is_empty() {
            break;
        }
        for court in 0..frame.courts {
            let held = |(_, other): &(usize, Placed)| {
                other.court == court && (other.starts - starts).abs() < frame.slot
            };
            let busy = |(on, from, until): &(usize, i64, i64)| {
                *on == court && *from < starts + frame.slot && starts < *until
            };
            if kept.iter().any(held) || frame.taken.iter().any(busy) {
                continue;
            }
            let ready = |at: &usize| {
                let game = &games[*at];
                let rested = |before: &usize| {
                    let before = placed.get(*before).copied().flatten();
                    before.is_some_and(|other| other.starts + apart <= starts)
                };
                let meets = |(other, there): &(usize, Placed)| {
                    (there.starts - starts).abs() < apart && share(game, &games[*other])
                };
                game.sides.iter().all(|side| free_from[*side] <= starts)
                    && game.after.iter().all(rested)
                    && !kept.iter().any(meets)
            };
            let Some(found) = open.iter().position(ready) else {
                continue;
            };
            let at = open.remove(found);
            for side in &games[at].sides {
                free_from[*side] = starts + apart;
            }
            placed[at] = Some(Placed { court, starts });
        }
    }
    placed
}

fn named(placed: &[Option<Placed>]) -> Vec<(usize, Placed)> {
    let known = placed
        .iter()
        .enumerate()
        .filter_map(|(at, place)| Some((at, (*place)?)));
    known.collect()
}

fn share(one: &Game, other: &Game) -> bool {
    one.sides.iter().any(|side| other.sides.contains(side))
}

/// Every beginning at which a game fits into a window.
fn slots(frame: &Frame) -> impl Iterator<Item = i64> {
    let slot = frame.slot.max(1);
    frame.windows.iter().flat_map(move |(from, until)| {
        (0..)
            .map(move |n| from + n * slot)
            .take_while(move |starts| starts + slot <= *until)
    })
}

/// What is wrong with a timetable: pairs of games, by their numbers, that can't both be as they are.
pub fn clashes(games: &[Game], placed: &[Option<Placed>], frame: &Frame) -> Vec<(usize, usize)> {
    let set = named(placed);
    let mut found = Vec::new();
    for (n, (one, here)) in set.iter().enumerate() {
        for (other, there) in &set[n + 1..] {
            let apart = (here.starts - there.starts).abs();
            let share = share(&games[*one], &games[*other]);
            let one_court = here.court == there.court && apart < frame.slot;
            if one_court || share && apart < frame.slot + frame.rest {
                found.push((*one, *other));
            }
        }
        for before in &games[*one].after {
            if let Some(Some(first)) = placed.get(*before)
                && first.starts + frame.slot + frame.rest > here.starts
            {
                found.push((*before, *one));
            }
        }
    }
    found
}

/// The games of a knock-out of so many entries, in the order of its rounds: the known sides of the first, and after
/// which games each of the others comes. Byes are no games. With `third` those who lose the semi-finals play, too.
pub fn knockout(entries: usize, third: bool) -> Vec<Game> {
    let mut games: Vec<Game> = Vec::new();
    // What stands on each line: somebody known, or the winner of a game.
    let mut line: Vec<Result<usize, usize>> = Vec::new();
    for (one, other) in super::bracket::first_round(entries) {
        line.push(match other {
            None => Ok(one),
            Some(other) => {
                games.push(Game {
                    sides: vec![one, other],
                    after: Vec::new(),
                });
                Err(games.len() - 1)
            }
        });
    }
    while line.len() > 1 {
        let last = line.len() == 2;
        let semis: Vec<usize> = line.iter().filter_map(|one| one.err()).collect();
        line = line
            .chunks_exact(2)
            .map(|pair| {
                let sides = pair.iter().filter_map(|one| one.ok()).collect();
                let after = pair.iter().filter_map(|one| one.err()).collect();
                games.push(Game { sides, after });
                Err(games.len() - 1)
            })
            .collect();
        if last && third && semis.len() == 2 {
            let at = games.len() - 1;
            games.insert(
                at,
                Game {
                    sides: Vec::new(),
                    after: semis,
                },
            );
        }
    }
    games
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contest::league;

    #[test]
    fn a_cup_of_sixty_four_fits_and_nobody_plays_twice_at_once() {
        let games = knockout(64, true);
        assert_eq!(games.len(), 64);
        let frame = Frame {
            courts: 4,
            slot: 60,
            rest: 60,
            windows: (0..5).map(|day| (day * 1440 + 540, day * 1440 + 1080)).collect(),
            taken: vec![(0, 600, 720)],
        };
        let placed = arrange(&games, &[], &frame);
        assert!(placed.iter().all(Option::is_some));
        assert_eq!(clashes(&games, &placed, &frame), []);
        let on_it = placed
            .iter()
            .flatten()
            .filter(|p| p.court == 0 && p.starts < 720 && p.starts + 60 > 600);
        assert_eq!(on_it.count(), 0, "what else is on stays where it is");
        // The final comes last.
        let last = placed.iter().flatten().map(|p| p.starts).max();
        assert_eq!(placed.last().copied().flatten().map(|p| p.starts), last);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let games = vec![
            Game {
                sides: vec![0, 1],
                after: vec![],
            },
            Game {
                sides: vec![0, 2],
                after: vec![],
            },
        ];
        let frame = Frame {
            courts: 2,
            slot: 30,
            rest: 30,
            windows: vec![(0, 60)],
            taken: Vec::new(),
        };
        let placed = arrange(&games, &[], &frame);
        assert_eq!(placed, [Some(Placed { court: 0, starts: 0 }), None]);
        let forced = [
            Some(Placed { court: 0, starts: 0 }),
            Some(Placed { court: 1, starts: 30 }),
        ];
        assert_eq!(clashes(&games, &forced, &frame), [(0, 1)]);
    }

    proptest! {
        #[test]
        fn nothing_ever_clashes(
            entries in 2_usize..24, league in any::<bool>(), courts in 1_usize..5, slot in 10_i64..90, rest in 0_i64..120,
            windows in prop::collection::vec((0_i64..400, 30_i64..500), 1..5)
        ) {
            let games: Vec<Game> = if league {
                league::rounds(entries).concat().into_iter().map(|(a, b)| Game { sides: vec![a, b], after: vec![] }).collect()
            } else {
                knockout(entries, true)
            };
            let mut from = 0;
            let windows: Vec<(i64, i64)> = windows.into_iter().map(|(gap, length)| {
                let start = from + gap;
                from = start + length;
                (start, from)
            }).collect();
            let frame = Frame { courts, slot, rest, windows, taken: Vec::new() };
            let placed = arrange(&games, &[], &frame);
            prop_assert_eq!(clashes(&games, &placed, &frame), vec![]);
            for game in placed.iter().flatten() {
                prop_assert!(game.court < courts);
                prop_assert!(frame.windows.iter().any(|(from, until)| *from <= game.starts && game.starts + slot <= *until));
            }
            // Half of it stays where it is when the rest is placed anew, later and without clashes.
            let half: Vec<Option<Placed>> = placed.iter().enumerate().map(|(at, p)| p.filter(|_| at % 2 == 0)).collect();
            let anew = arrange(&games, &half, &frame);
            prop_assert_eq!(clashes(&games, &anew, &frame), vec![]);
            prop_assert!(half.iter().zip(&anew).all(|(kept, now)| kept.is_none() || kept == now));
            // With room without end everything is placed.
            let endless = Frame { windows: vec![(0, 1_000_000)], ..frame };
            prop_assert!(arrange(&games, &[], &endless).iter().all(Option::is_some));
        }
    }
}
