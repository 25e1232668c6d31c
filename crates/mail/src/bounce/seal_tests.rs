//! Seals: made, read, and everything else.

use super::*;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn seals() -> Seals {
    Seals::new([7; 32], "Bounces.Postmeester.example").unwrap()
}

fn jo() -> EmailAddress {
    EmailAddress::parse("jo@klant.example").unwrap()
}

fn mail(number: u128) -> MailId {
    MailId::new(uuid::Uuid::from_u128(number))
}

#[test]
fn a_return_path_is_an_address_that_every_relay_carries_and_reads_back() {
    let path = seals().return_path(mail(1), &jo(), NOW);
    let (local, domain) = path.split_once('@').unwrap();
    assert_eq!((local.len(), domain), (58, "bounces.postmeester.example"));
    assert!(EmailAddress::parse(&path).is_ok());
    let seal = seals().read_return_path(&path.to_ascii_uppercase(), NOW).unwrap();
    assert_eq!(seal.mail, mail(1));
    assert!(seals().is_for(seal, &EmailAddress::parse("JO@Klant.Example").unwrap()));
    assert!(!seals().is_for(seal, &EmailAddress::parse("jo+x@klant.example").unwrap()));
}

#[test]
fn a_return_path_is_good_for_fourteen_days_and_none_made_in_the_future_is_lost() {
    let path = seals().return_path(mail(1), &jo(), NOW);
    assert!(seals().read_return_path(&path, NOW + days(14)).is_ok());
    assert_eq!(seals().read_return_path(&path, NOW + days(15)), Err(NotOurs::TooOld));
    assert!(seals().read_return_path(&path, NOW - days(3)).is_ok(), "a clock that was set back");
}

#[test]
fn what_another_installation_or_another_place_made_is_not_ours() {
    let other = Seals::new([8; 32], "bounces.postmeester.example").unwrap();
    let path = other.return_path(mail(1), &jo(), NOW);
    assert_eq!(seals().read_return_path(&path, NOW), Err(NotOurs::Signature));
    let header = seals().header(mail(1), &jo(), NOW);
    let value = header.strip_prefix("Postmeester-Mail: ").unwrap().trim_end();
    assert_eq!(seals().read_header(value).map(|seal| seal.mail), Ok(mail(1)));
    assert_eq!(seals().read_envelope_id(value, NOW), Err(NotOurs::Signature));
    let envelope_id = seals().envelope_id(mail(1), &jo(), NOW);
    assert_eq!(seals().read_header(&envelope_id), Err(NotOurs::Signature));
    assert_eq!(seals().read_envelope_id(&envelope_id, NOW).map(|seal| seal.mail), Ok(mail(1)));
}

#[test]
fn a_return_path_at_another_domain_or_of_another_shape_is_not_ours() {
    let path = seals().return_path(mail(1), &jo(), NOW);
    let seal = &path[2..58];
    for wrong in [
        String::new(),
        "@".to_owned(),
        "postmaster".to_owned(),
        format!("{seal}@bounces.postmeester.example"),
        format!("b+{seal}@postmeester.example"),
        format!("c+{seal}@bounces.postmeester.example"),
        format!("b+{seal}=@bounces.postmeester.example"),
        format!("b+{}@bounces.postmeester.example", &seal[..55]),
        format!("é{seal}@bounces.postmeester.example"),
    ] {
        assert_eq!(seals().read_return_path(&wrong, NOW), Err(NotOurs::Shape), "{wrong}");
    }
}

#[test]
fn only_a_domain_can_be_that_of_return_paths() {
    for wrong in ["", "localhost", "x@y.be", "a b.be", "127.0.0.1", &format!("{}.be", "a.".repeat(97))] {
        assert!(Seals::new([7; 32], wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn no_return_path_but_our_own_is_read(
        number: u128, at in 0usize..56, letter in "[a-z2-7]", any in "\\PC{0,80}|b\\+[a-z2-7]{56}",
    ) {
        let path = seals().return_path(mail(number), &jo(), NOW);
        prop_assert_eq!(seals().read_return_path(&path, NOW).map(|seal| seal.mail), Ok(mail(number)));
        let made_up = format!("{any}@bounces.postmeester.example");
        prop_assert!(seals().read_return_path(&made_up, NOW).is_err());
        let mut changed = path.clone();
        changed.replace_range(at + 2..at + 3, &letter);
        prop_assert!(changed == path || seals().read_return_path(&changed, NOW).is_err());
    }
}
