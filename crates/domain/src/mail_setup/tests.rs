use super::*;

const START: Timestamp = Timestamp::from_millis(1_795_000_000_000);

use SenderFault::{DkimMissing, DnsFailure, NoMx, Unconfigured};

/// After how many hours, and what is found.
type Looked = (u64, &'static [SenderFault]);

/// Looks a number of hours after the beginning, each with what it finds; how the last one is judged.
fn looks(looks: &[Looked]) -> (Vec<SenderFault>, Change) {
    let (mut before, mut change) = (None, Change::None);
    for (after, found) in looks {
        let (verdict, then) = judge(before.as_ref(), found, START + hours(*after));
        (before, change) = (Some(verdict), then);
    }
    (causes(before.as_ref()), change)
}

#[test]
fn what_looks_mean() {
    let cases: &[(&[Looked], &[SenderFault], Change)] = &[
        (&[], &[Unconfigured], Change::None),
        (&[(0, &[])], &[], Change::Mended),
        (&[(0, &[NoMx, DkimMissing])], &[DkimMissing, NoMx], Change::None),
        (&[(0, &[DkimMissing]), (1, &[])], &[], Change::Mended),
        (&[(0, &[]), (1, &[])], &[], Change::None),
        (&[(0, &[]), (1, &[DkimMissing])], &[DkimMissing], Change::Broken),
        (&[(0, &[]), (1, &[DkimMissing]), (2, &[NoMx])], &[NoMx], Change::None),
        // No answer: a hiccup for a day, when the look before was good.
        (&[(0, &[DnsFailure])], &[DnsFailure], Change::None),
        (&[(0, &[]), (1, &[DnsFailure])], &[], Change::None),
        (&[(0, &[]), (1, &[DnsFailure]), (24, &[DnsFailure])], &[], Change::None),
        (&[(0, &[]), (1, &[DnsFailure]), (25, &[DnsFailure])], &[DnsFailure], Change::Broken),
        (
            &[(0, &[]), (1, &[DnsFailure]), (25, &[DnsFailure]), (26, &[DnsFailure])],
            &[DnsFailure],
            Change::None,
        ),
        (&[(0, &[]), (1, &[DnsFailure]), (2, &[]), (26, &[DnsFailure])], &[], Change::None),
        (&[(0, &[]), (1, &[DkimMissing]), (2, &[DnsFailure])], &[DnsFailure], Change::None),
        (&[(0, &[]), (1, &[DkimMissing, DnsFailure])], &[DkimMissing, DnsFailure], Change::Broken),
    ];
    for (given, wanted, change) in cases {
        assert_eq!(looks(given), (wanted.to_vec(), *change), "{given:?}");
    }
}

#[test]
fn it_is_broken_since_the_first_look_that_said_so() {
    let (first, _) = judge(None, &[NoMx], START);
    let (second, _) = judge(Some(&first), &[DkimMissing], START + hours(5));
    assert_eq!(second.broken_since, Some(START));
    let (mended, _) = judge(Some(&second), &[], START + hours(6));
    assert_eq!(mended.broken_since, None);
}

#[test]
fn an_office_is_looked_at_once_a_day_at_its_own_time() {
    let office = |chance: u64| OfficeId::new(uuid::Uuid::from_u64_pair(7, chance));
    let (good, _) = judge(None, &[], START);
    let mut times = BTreeSet::new();
    for n in 0..100u64 {
        let office = office(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let first = next_check(office, std::slice::from_ref(&good), START);
        let pause = first.since(START);
        assert!(pause >= hours(1) && pause <= hours(25), "{pause:?}");
        assert_eq!(next_check(office, std::slice::from_ref(&good), first).since(first), days(1));
        times.insert(first.millis() / 3_600_000);
    }
    assert!(times.len() > 20, "they come in {} of 24 hours", times.len());
    let (bad, _) = judge(None, &[NoMx], START);
    assert_eq!(next_check(office(1), &[good, bad], START), START + hours(1));
}

#[test]
fn a_domain_counts_when_the_cascade_can_yield_it() {
    let mut state = crate::changes::tests::office();
    let names = |state: &crate::changes::State| {
        domains(&state.roster, &state.dossiers).into_iter().collect::<Vec<_>>()
    };
    let address = |text: &str| crate::EmailAddress::parse(text).unwrap();
    assert_eq!(names(&state), ["kantoor.be"]);
    let an = crate::changes::tests::an();
    state.roster.employees.get_mut(&an).unwrap().email = address("an@MÜLLER.be");
    for group in state.roster.groups.values_mut() {
        group.email = Some(address("bakkers@groep.be"));
    }
    let functional = address("portaal@functie.be");
    state.roster.office.functional_address =
        Some(crate::sender::FunctionalAddress { address: functional, send_only: true });
    assert_eq!(names(&state), ["functie.be", "groep.be", "kantoor.be", "xn--mller-kva.be"]);
    // Nobody's dossiers, and those of somebody who left, yield nothing.
    state.roster.employees.get_mut(&an).unwrap().active = false;
    for dossier in &mut state.dossiers {
        dossier.client_group_id = None;
    }
    assert_eq!(names(&state), ["functie.be", "kantoor.be"]);
}
