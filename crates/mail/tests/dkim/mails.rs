//! Every mail that we send, signed with both keys.

use std::collections::BTreeSet;

use mail::dkim::Algorithm;

use crate::{
    changes,
    support::{kinds, letters, sign, signer, signer_with, txt},
    verifier::{broken, hold, verify},
};

#[test]
fn both_signatures_of_every_mail_in_every_language_hold() {
    let signer = signer();
    for letter in letters() {
        let signed = sign(&signer, &letter.text);
        assert!(hold(&signed), "{}: {:?}", letter.name, verify(&signed, txt));
    }
}

#[test]
fn signatures_are_put_in_front_of_a_mail_that_stays_as_it_is() {
    for letter in letters() {
        let signed = sign(&signer(), &letter.text);
        let added = signed.strip_suffix(&letter.text).unwrap();
        assert_eq!(added.matches("DKIM-Signature: v=1; a=").count(), 2);
        assert!(added.ends_with("\r\n") && !added.contains("\r\n\r\n"));
        assert!(added.lines().all(|line| line.len() <= 78), "{added}");
        assert!(
            !added.contains("l=") && !added.contains("x=") && added.contains(" t=1795448700;"),
            "{added}"
        );
    }
}

/// The keys are read anew, as after a restart or in another worker.
#[test]
fn every_attempt_sends_the_same_bytes() {
    for letter in letters() {
        let first = sign(&signer(), &letter.text);
        for _ in 0..3 {
            assert_eq!(sign(&signer(), &letter.text), first);
        }
    }
}

#[test]
fn one_key_signs_alone() {
    for (algorithm, code) in [(Algorithm::Rsa, "rsa-sha256"), (Algorithm::Ed25519, "ed25519-sha256")] {
        let signed = sign(&signer_with(algorithm), &letters()[0].text);
        assert_eq!(verify(&signed, txt), [(code.to_owned(), Ok(()))]);
    }
}

#[test]
fn what_is_forged_breaks_both_signatures() {
    let signer = signer();
    for letter in kinds() {
        for (what, forged) in changes::forgeries(&sign(&signer, &letter.text)) {
            assert!(broken(&forged), "{}: {what}", letter.name);
        }
    }
}

#[test]
fn what_relays_do_breaks_neither_signature() {
    let signer = signer();
    for letter in kinds() {
        for (what, relayed) in changes::relayed(&sign(&signer, &letter.text)) {
            assert!(hold(&relayed), "{}: {what}: {:?}", letter.name, verify(&relayed, txt));
        }
    }
}

/// A field that the composer learns to write is signed or left out on purpose.
#[test]
fn every_field_of_every_mail_is_signed_but_one() {
    let mut unsigned = BTreeSet::new();
    for letter in letters() {
        let signed = sign(&signer(), &letter.text);
        let names = signed.split_once(" h=").unwrap().1.split_once(';').unwrap().0;
        let names: BTreeSet<_> = names.split(':').map(str::trim).collect();
        let (header, _) = letter.text.split_once("\r\n\r\n").unwrap();
        let there = header.lines().filter(|line| !line.starts_with([' ', '\t']));
        unsigned
            .extend(there.map(|line| line.split_once(':').unwrap().0).filter(|name| !names.contains(name)));
    }
    assert_eq!(unsigned.into_iter().collect::<Vec<_>>(), ["X-Auto-Response-Suppress"]);
}
