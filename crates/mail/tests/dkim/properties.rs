//! Whatever a header and a body are like, and whatever white space a relay makes of theirs.

use proptest::prelude::*;

use crate::{
    support::{sign, signer, signer_with, txt},
    verifier::{hold, verify},
};
use mail::dkim::Algorithm;

const DATE: &str = "Date: Mon, 23 Nov 2026 15:45:00 +0000\r\n";

fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[ \t.a-c=;:]{0,12}",
        Just(String::new()),
        Just(".".to_owned()),
        Just(" ".to_owned()),
        "[ -~\t]{0,200}",
        "a{900}",
    ];
    (prop::collection::vec(line, 0..8), any::<bool>())
        .prop_map(|(lines, ended)| lines.join("\r\n") + if ended { "\r\n" } else { "" })
}

/// A value, folded anywhere, with any white space around.
fn values() -> impl Strategy<Value = String> {
    let word = prop_oneof!["[!-~]{1,20}", "[!-~]{300}", "[;:=,.]{1,3}"];
    let space = prop::sample::select(vec![" ", "\t", "  ", "\r\n ", "\r\n\t \t", " \r\n "]);
    let pairs = prop::collection::vec((space.clone(), word), 0..12);
    (pairs, space).prop_map(|(pairs, end)| {
        let text: String = pairs.into_iter().map(|(space, word)| format!("{space}{word}")).collect();
        text + end
    })
}

fn messages() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "To",
        "to",
        "Subject",
        "SUBJECT ",
        "Cc",
        "List-Id",
        "List-Post",
        "X-A",
        "Received",
        "Content-Type",
        "Sender",
        "MIME-Version",
        "Reply-To",
    ]);
    let fields = prop::collection::vec((name, values()), 0..10);
    (fields, values(), 0..10_usize, lines()).prop_map(|(fields, from, at, body)| {
        let mut fields: Vec<_> =
            fields.into_iter().map(|(name, value)| format!("{name}:{value}\r\n")).collect();
        fields.insert(at.min(fields.len()), format!("From:{from}\r\n"));
        fields.insert(at.min(fields.len()), DATE.to_owned());
        format!("{}\r\n{body}", fields.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_message_is_signed_so_that_it_holds(message in messages()) {
        let signer = signer();
        let signed = sign(&signer, &message);
        prop_assert!(hold(&signed), "{signed}\n{:?}", verify(&signed, txt));
        prop_assert_eq!(&sign(&signer, &message), &signed);
        // SMTP ends the last line, which a message without a body has in its header.
        if message.contains("\r\n\r\n") {
            prop_assert!(hold(&(signed + "\r\n")));
        }
    }

    #[test]
    fn any_two_messages_that_differ_in_more_than_white_space_have_two_signatures(
        one in lines(),
        other in lines(),
    ) {
        let signer = signer_with(Algorithm::Ed25519);
        let message = |body: &str| format!("From: a@b.be\r\n{DATE}\r\n{body}");
        let moved = sign(&signer, &message(&one)).replace(&message(&one), &message(&other));
        let bare = |body: &str| body.split([' ', '\t']).collect::<String>().trim_end().to_owned();
        let holds = verify(&moved, txt)[0].1.is_ok();
        prop_assert!(!holds || bare(&one) == bare(&other), "{one:?} {other:?}");
    }
}
