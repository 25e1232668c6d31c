use super::*;

const fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn generation(number: u32) -> Generation {
    Generation::of(number).unwrap()
}

fn in_use(rotation: &Rotation) -> Vec<u32> {
    rotation.in_use().map(Generation::number).collect()
}

fn signs(rotation: &Rotation, millis: i64) -> Option<u32> {
    rotation.signs(at(millis)).map(Generation::number)
}

#[test]
fn each_algorithm_has_a_selector_in_each_generation() {
    let all = [Generation::FIRST, Generation::FIRST.next()]
        .map(|generation| Algorithm::ALL.map(|algorithm| generation.selector(algorithm).to_string()));
    assert_eq!(all, [["pm1", "pm1e"], ["pm2", "pm2e"]]);
    for selector in all.concat() {
        assert_eq!(Selector::parse(&selector).unwrap().as_str(), selector);
    }
    assert_eq!(Generation::of(0), None);
}

#[test]
fn nothing_signs_before_the_first_records_were_seen_and_then_all_is_signed() {
    let first = Rotation::first();
    assert_eq!((signs(&first, 100), in_use(&first), first.waits()), (None, vec![1], Some(Generation::FIRST)));
    let first = first.published(at(100)).unwrap();
    assert_eq!((signs(&first, 99), signs(&first, 100)), (Some(1), Some(1)));
    assert_eq!((in_use(&first), first.waits()), (vec![1], None));
}

#[test]
fn a_mail_is_signed_by_the_generation_of_its_own_time() {
    let steady = Rotation::first().published(at(100)).unwrap();
    let both = steady.begin().unwrap();
    assert_eq!((signs(&both, 999), in_use(&both)), (Some(1), vec![1, 2]));
    let changed = both.published(at(500)).unwrap();
    assert_eq!((signs(&changed, 499), signs(&changed, 500)), (Some(1), Some(2)));
    assert_eq!(in_use(&changed), [1, 2]);
    let ended = changed.end();
    assert_eq!((signs(&ended, 499), in_use(&ended)), (Some(2), vec![2]));
    assert_eq!(in_use(&ended.begin().unwrap()), [2, 3]);
}

#[test]
fn a_generation_never_takes_mails_from_the_one_before_it() {
    let changed = Rotation::first().published(at(500)).unwrap().begin().unwrap().published(at(100)).unwrap();
    assert_eq!((signs(&changed, 499), signs(&changed, 500)), (Some(1), Some(2)));
}

#[test]
fn one_step_at_a_time() {
    let first = Rotation::first();
    assert_eq!(first.begin(), Err(RotationError::Waits(Generation::FIRST)));
    let steady = first.published(at(1)).unwrap();
    assert_eq!(steady.published(at(2)), Err(RotationError::NoneWaits));
    let changed = steady.begin().unwrap().published(at(2)).unwrap();
    assert_eq!(changed.begin(), Err(RotationError::Old(Generation::FIRST)));
}

#[test]
fn what_is_stored_is_read_back_and_what_cannot_be_is_not() {
    let stored = |list: &[(u32, Option<i64>)]| {
        let list: Vec<_> = list.iter().map(|(number, from)| (generation(*number), from.map(at))).collect();
        Rotation::from_stored(&list)
    };
    let first = Rotation::first();
    let steady = first.published(at(100)).unwrap();
    let both = steady.begin().unwrap();
    let changed = both.published(at(500)).unwrap();
    assert_eq!(stored(&[(1, None)]), Some(first));
    assert_eq!(stored(&[(1, Some(100))]), Some(steady));
    assert_eq!(stored(&[(2, None), (1, Some(100))]), Some(both));
    assert_eq!(stored(&[(2, Some(500)), (1, Some(100))]), Some(changed));
    assert_eq!(stored(&[(2, Some(500))]), Some(changed.end()));
    assert_eq!(stored(&[(3, None)]).unwrap().waits(), Some(generation(3)));

    let never: [&[(u32, Option<i64>)]; 8] = [
        &[],
        &[(1, None), (2, None)],
        &[(1, None), (2, Some(1))],
        &[(1, Some(2)), (2, Some(1))],
        &[(1, Some(1)), (1, Some(2))],
        &[(2, Some(1)), (2, None)],
        &[(1, Some(1)), (2, Some(2)), (3, Some(3))],
        &[(1, Some(1)), (2, Some(2)), (3, None)],
    ];
    for list in never {
        assert_eq!(stored(list), None, "{list:?}");
    }
}
