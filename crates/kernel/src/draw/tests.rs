use proptest::prelude::*;

use super::*;

fn seed(n: u64) -> Seed {
    Seed::new(Sha256::digest(n.to_be_bytes()).into())
}

fn singles(n: i64) -> Vec<Entry> {
    (1..=n)
        .map(|number| Entry {
            number,
            people: 1,
            first: false,
            group: None,
        })
        .collect()
}

/// The sum of squared differences from what chance would give, each over what chance would give.
fn chi_square(counts: &[u32], expected: f64) -> f64 {
    counts
        .iter()
        .map(|count| (f64::from(*count) - expected).powi(2) / expected)
        .sum()
}

#[test]
fn nobody_is_favoured_in_ten_thousand_draws() {
    let (people, draws) = (20_usize, 10_000_u64);
    let entries = singles(people as i64);
    let mut by_place = vec![vec![0_u32; people]; people];
    for n in 0..draws {
        for (place, number) in order(&seed(n), &entries).into_iter().enumerate() {
            by_place[place][number as usize - 1] += 1;
        }
    }
    let expected = draws as f64 / people as f64;
    for (place, counts) in by_place.iter().enumerate() {
        // 19 degrees of freedom: beyond 52.4 by chance once in 15,000 times; the seeds are the same in every run.
        let found = chi_square(counts, expected);
        assert!(found < 52.4, "place {place}: {found}");
    }
    // The same numbers under another list are another draw: 1 is not always before 2.
    let first: Vec<u32> = (0..2)
        .map(|which| {
            (0..draws)
                .filter(|n| order(&seed(*n), &singles(2))[0] == which + 1)
                .count() as u32
        })
        .collect();
    assert!(chi_square(&first, draws as f64 / 2.0) < 15.1, "{first:?}");
}

#[test]
fn a_known_draw() {
    // Worked out with `sha256sum`, so that another program can be checked against it.
    let seed = Seed::new([0; 32]);
    assert_eq!(
        seed.commitment(),
        "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
    );
    assert_eq!(
        Seed::from_hex(&seed.to_hex()).map(|s| s.commitment()),
        Some(seed.commitment())
    );
    assert_eq!(
        digest(&[]),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

#[test]
fn groups_stand_one_after_the_other_and_cannot_be_exchanged() {
    let mut entries = singles(9);
    for entry in &mut entries {
        entry.group = (entry.number <= 6).then_some(u8::from(entry.number > 3));
        entry.first = entry.group.is_some();
    }
    let groups = vec!["住在桃园村".to_owned(), "60 岁以上".to_owned()];
    let drawn = Drawn::draw("a".into(), &seed(3), 4, entries).of_groups(groups);
    assert_eq!(drawn.verify(), Ok(()));
    let group_of = |n: &i64| (n - 1) / 3;
    assert!(drawn.order.is_sorted_by_key(group_of), "{:?}", drawn.order);
    let text = serde_json::to_string(&drawn).expect("JSON");
    assert_eq!(serde_json::from_str::<Drawn>(&text).expect("a draw"), drawn);
    // Whoever moves an entry to another group has another list, and one who writes its hash anew another order.
    let mut moved = drawn.clone();
    moved.entries[8].group = Some(0);
    moved.entries[8].first = true;
    assert_eq!(moved.verify(), Err(Flaw::List));
    moved.list = digest(&moved.entries);
    assert!(matches!(moved.verify(), Err(Flaw::Order { .. })));
    let mut unnamed = drawn.clone();
    unnamed.groups.pop();
    assert_eq!(unnamed.verify(), Err(Flaw::Groups));
    let mut renamed = drawn.clone();
    renamed.groups[0] = "干部家属".to_owned();
    assert_ne!(renamed.fingerprint(), drawn.fingerprint());
    let mut old = drawn;
    old.format = FORMAT.to_owned();
    assert_eq!(old.verify(), Err(Flaw::Groups));
}

#[test]
fn whatever_is_changed_changes_the_fingerprint() {
    let honest = Drawn::draw("a".into(), &seed(1), 3, singles(6));
    // Both agree with themselves: a list without the first that was drawn, and more places than there were.
    let mut dropped = singles(6);
    dropped.retain(|one| one.number != honest.order[0]);
    let dropped = Drawn::draw("a".into(), &seed(1), 3, dropped);
    let raised = Drawn::draw("a".into(), &seed(1), 4, singles(6));
    assert_eq!((dropped.verify(), raised.verify()), (Ok(()), Ok(())));
    let mut turned = honest.clone();
    turned.entries.reverse();
    assert_eq!(turned.fingerprint(), honest.fingerprint());
    for other in [dropped, raised] {
        assert_ne!(other.fingerprint(), honest.fingerprint());
    }
}

#[test]
fn who_is_passed_over_stands_in_the_order_and_gets_no_place() {
    let plain = Drawn::draw("a".into(), &seed(1), 3, singles(6));
    let first = PassedOver {
        number: plain.order[0],
        lacks: "line".into(),
    };
    let again = Drawn::passing_over("a".into(), &seed(1), 3, singles(6), vec![first.clone()]);
    assert_eq!(again.order, plain.order);
    assert_eq!(
        (again.verify(), again.in_line().len(), again.seated),
        (Ok(()), 5, 3)
    );
    assert_eq!(again.in_line(), plain.order[1..]);
    // As it is written and read, with none it is what it was.
    let text = serde_json::to_string(&plain).unwrap();
    assert!(!text.contains("passed_over"));
    let text = serde_json::to_string(&again).unwrap();
    assert_eq!(serde_json::from_str::<Drawn>(&text).unwrap(), again);
    // Nobody is passed over who isn't in the list, nor twice; nor does somebody get a place the less for it.
    let mut forged = again.clone();
    forged.passed_over[0].number = 99;
    assert_eq!(forged.verify(), Err(Flaw::PassedOver));
    forged.passed_over = vec![first.clone(), first];
    assert_eq!(forged.verify(), Err(Flaw::PassedOver));
    let mut forged = Drawn::draw("a".into(), &seed(1), 6, singles(6));
    forged.passed_over = again.passed_over;
    assert_eq!(forged.verify(), Err(Flaw::Seated));
}

#[test]
fn places_are_given_in_strict_order() {
    assert_eq!(seated(5, [2, 2, 2, 1]), 2);
    assert_eq!(seated(4, [2, 2, 2, 1]), 2);
    assert_eq!(seated(0, [1]), 0);
    assert_eq!(seated(9, [1, 2]), 2);
}

#[test]
fn texts_that_are_no_seed_are_none() {
    for text in ["", "0", &"g".repeat(64), &"+0".repeat(32), &"ü".repeat(32)] {
        assert!(Seed::from_hex(text).is_none(), "{text}");
    }
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::btree_map(1_i64..500, (1_i64..=4, any::<bool>()), 2..60).prop_map(|all| {
        let entry = |(number, (people, first))| Entry {
            number,
            people,
            first,
            group: None,
        };
        all.into_iter().map(entry).collect()
    })
}

proptest! {
    #[test]
    fn a_draw_holds_and_is_the_same_however_the_list_is_given(
        entries in entries(), n: u64, capacity in 0_i64..80
    ) {
        let drawn = Drawn::draw("a".into(), &seed(n), capacity, entries.clone());
        prop_assert_eq!(drawn.verify(), Ok(()));
        let mut turned = entries.clone();
        turned.reverse();
        prop_assert_eq!(&Drawn::draw("a".into(), &seed(n), capacity, turned), &drawn);
        // All are there once, those who come first before the others.
        let mut numbers = drawn.order.clone();
        numbers.sort_unstable();
        prop_assert_eq!(numbers, entries.iter().map(|e| e.number).collect::<Vec<_>>());
        let first = entries.iter().filter(|e| e.first).count();
        let is_first = |number: &i64| entries.iter().any(|e| e.number == *number && e.first);
        prop_assert!(drawn.order[..first].iter().all(is_first));
        // Never more people than places.
        let seated: i64 = sizes(&drawn.order[..drawn.seated], &entries).iter().sum();
        prop_assert!(seated <= capacity);
    }

    #[test]
    fn whatever_is_changed_is_found(entries in entries(), n: u64, at: prop::sample::Index, what in 0_u8..8) {
        let drawn = Drawn::draw("a".into(), &seed(n), 10, entries.clone());
        let (mut forged, at) = (drawn.clone(), at.index(entries.len()));
        match what {
            0 => forged.entries[at].people += 1,
            1 => forged.entries[at].first = !forged.entries[at].first,
            2 => forged.entries[at].number += 1000,
            3 => _ = forged.entries.remove(at),
            4 => forged.order.swap(at, (at + 1) % entries.len()),
            5 => forged.seed = seed(n.wrapping_add(1)).to_hex(),
            6 => forged.seated += 1,
            _ => _ = forged.order.pop(),
        }
        prop_assert!(forged.verify().is_err(), "{what}");
        // Also when the hash of the list is put right: every key is another then.
        if what < 4 && entries.len() > 12 {
            forged.list = digest(&forged.entries);
            prop_assert!(forged.verify().is_err(), "{what}");
        }
    }
}
