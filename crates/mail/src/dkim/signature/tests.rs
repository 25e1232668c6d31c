use super::*;
use crate::dkim::{Pkcs8, Selector};

/// RFC 8463 appendix A: the message, and Ed25519's signature of it without what comes after `b=`.
const MESSAGE: &str = "\
    From: Joe SixPack <joe@football.example.com>\r\n\
    To: Suzie Q <suzie@shopping.example.net>\r\n\
    Subject: Is dinner ready?\r\n\
    Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
    Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\
    \r\n\
    Hi.\r\n\
    \r\n\
    We lost the game.  Are you hungry yet?\r\n\
    \r\n\
    Joe.\r\n";
const UNSIGNED: &str = "\
    DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n\
    \x20d=football.example.com; i=@football.example.com;\r\n\
    \x20q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n\
    \x20subject : date : message-id : from : subject : date;\r\n\
    \x20bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n\
    \x20b=";
const SIGNATURE: &str =
    "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";
const NAMES: [&str; 8] = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"];

/// The private key there (RFC 8032 §7.1, test 1), in the form of PKCS #8 that has no public key.
fn key_of_the_rfc() -> PrivateKey {
    let seed = STANDARD.decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=").unwrap();
    let frame = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    PrivateKey::read(Algorithm::Ed25519, &Pkcs8::new([&frame[..], &seed].concat())).unwrap()
}

#[test]
fn the_example_of_rfc_8463_is_signed_as_there() {
    let (message, key) = (Message::read(MESSAGE.as_bytes()).unwrap(), key_of_the_rfc());
    assert_eq!(key.public(), "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    let signed = Signed::new(&message, NAMES.to_vec(), 1_528_637_909);
    assert_eq!(signed.body_hash, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
    let signature = key.sign(&text_to_sign(&signed.header, UNSIGNED)).unwrap();
    assert_eq!(STANDARD.encode(signature), SIGNATURE);
}

#[test]
fn an_empty_body_has_the_hash_of_nothing() {
    let message = Message::read(b"From: a@example.be\r\n\r\n").unwrap();
    let signed = Signed::new(&message, vec!["From"], 0);
    assert_eq!(signed.body_hash, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

#[test]
fn fields_of_one_name_are_signed_upwards_and_one_too_many_is_nothing() {
    let message = Message::read(b"List-Id: 1\r\nFrom: a\r\nlist-id: 2\r\n\r\n").unwrap();
    let header = canonical_header(&message, ["From", "From", "List-Id", "List-Id", "Cc"].into_iter());
    assert_eq!(String::from_utf8(header).unwrap(), "from:a\r\nlist-id:2\r\nlist-id:1\r\n");
}

#[test]
fn a_signature_is_folded_wherever_it_can_be() {
    let message = Message::read(MESSAGE.as_bytes()).unwrap();
    for length in 1..=61 {
        let domain = format!("{}.be", "a".repeat(length));
        let name = KeyName::new(&domain, Selector::parse("pm1e").unwrap()).unwrap();
        let names = NAMES.into_iter().cycle().take(length).collect();
        let mut out = Vec::new();
        Signed::new(&message, names, 1_528_637_909).append(&mut out, &name, &key_of_the_rfc()).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("==\r\n") && text.is_ascii());
        for (at, line) in text.lines().enumerate() {
            assert!(line.len() <= 78 && !line.ends_with(' '), "{text}");
            assert_eq!(line.starts_with(' '), at > 0, "{text}");
            assert!(!line.trim().is_empty(), "{text}");
        }
    }
}
