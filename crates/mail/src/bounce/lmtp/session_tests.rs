//! The session, command by command; nothing here waits.

use super::{
    Limits,
    session::{Message, Next, Session},
};
use proptest::prelude::*;

fn ours(address: &str) -> bool {
    address.starts_with("b+") && address.ends_with("@bounces.example")
}

/// Feeds it all, and returns what was said and the messages that arrived, whatever size the pieces have.
fn talk(limits: Limits, wire: &[u8], piece: usize) -> (String, Vec<Message>) {
    let mut session = Session::new(limits);
    let (mut said, mut messages, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    'all: for piece in wire.chunks(piece) {
        kept.extend_from_slice(piece);
        loop {
            let (used, next) = session.feed(&kept, &ours);
            kept.drain(..used);
            said.append(&mut session.out);
            match next {
                Next::Go => {}
                Next::Keep(message) => messages.push(message),
                Next::Read => break,
                Next::Bye => break 'all,
            }
        }
    }
    (String::from_utf8(said).unwrap(), messages)
}

fn codes(limits: Limits, wire: &str) -> Vec<String> {
    let (said, _) = talk(limits, wire.as_bytes(), 7);
    said.lines()
        .skip(1)
        .filter(|line| line.as_bytes()[3] == b' ')
        .map(|line| line[..9].trim_end().to_owned())
        .collect()
}

const HELLO: &str = "LHLO mx.example\r\n";

#[test]
fn a_message_arrives_with_its_dots_for_each_recipient_that_is_ours() {
    let wire = "LHLO mx\r\nMAIL FROM:<> BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<b+1@bounces.example>\r\nRCPT TO:<jo@x.be>\r\n\
                RCPT TO:<b+2@bounces.example>\r\nDATA\r\n..a\r\nb\r\n.\r\nQUIT\r\n";
    for piece in [1, 3, 4096] {
        let (said, messages) = talk(Limits::default(), wire.as_bytes(), piece);
        let [message] = &messages[..] else { panic!("{said}") };
        assert_eq!(message.from, "");
        assert_eq!(message.to, ["b+1@bounces.example", "b+2@bounces.example"]);
        assert_eq!((&message.content[..], message.cut), (&b".a\r\nb\r\n"[..], false));
        assert!(said.contains("550 5.1.1") && said.ends_with("221 2.0.0 bye\r\n"), "{said}");
    }
}

#[test]
fn what_is_too_long_is_cut_and_taken() {
    let limits = Limits { content: 10, ..Limits::default() };
    let wire = format!(
        "{HELLO}MAIL FROM:<x@y.be> SIZE=99999999\r\nRCPT TO:<b+1@bounces.example>\r\nDATA\r\n{}\r\n.\r\n",
        "a".repeat(1000)
    );
    let (_, messages) = talk(limits, wire.as_bytes(), 64);
    assert_eq!((&messages[0].content[..], messages[0].cut), (&b"aaaaaaaaaa"[..], true));
}

#[test]
fn what_is_wrong_is_refused_by_its_own_code() {
    let table = [
        ("EHLO mx\r\n", "500 5.5.1"),
        ("HELO mx\r\n", "500 5.5.1"),
        ("STARTTLS\r\n", "500 5.5.1"),
        ("LHLO\r\n", "501 5.5.4"),
        ("MAIL FROM:<>\r\n", "503 5.5.1"),
        ("LHLO mx\r\nRCPT TO:<b+1@bounces.example>\r\n", "503 5.5.1"),
        ("LHLO mx\r\nDATA\r\n", "503 5.5.1"),
        ("LHLO mx\r\nMAIL FROM:x@y.be\r\n", "501 5.5.4"),
        ("LHLO mx\r\nMAIL FROM:<x y>\r\n", "501 5.5.4"),
        ("LHLO mx\r\nMAIL FROM:<zoë@y.be>\r\n", "553 5.6.7"),
        ("LHLO mx\r\nMAIL FROM:<> RET=HDRS\r\n", "555 5.5.4"),
        ("LHLO mx\r\nMAIL FROM:<> BODY=BINARYMIME\r\n", "555 5.5.4"),
        ("LHLO mx\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\n", "503 5.5.1"),
        ("LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<x@y.be>\r\n", "550 5.1.1"),
        ("LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<>\r\n", "550 5.1.1"),
        ("LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<b+1@bounces.example> NOTIFY=NEVER\r\n", "555 5.5.4"),
        ("LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<x@y.be>\r\nDATA\r\n", "503 5.5.1"),
        ("LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<b+1@bounces.example>\r\nDATA now\r\n", "501 5.5.4"),
        ("LHLO mx\r\nMAIL FROM:<>\r\nRSET\r\nRCPT TO:<b+1@bounces.example>\r\n", "503 5.5.1"),
        ("NOOP\n", "500 5.5.2"),
        ("NO\0OP\r\n", "500 5.5.2"),
        ("VRFY x\r\n", "252 2.5.2"),
    ];
    for (wire, code) in table {
        assert_eq!(codes(Limits::default(), wire).last().map(String::as_str), Some(code), "{wire}");
    }
    let long = format!("NOOP {}\r\nNOOP\r\n", "x".repeat(5000));
    assert_eq!(
        codes(Limits::default(), &long),
        ["500 5.5.2", "250 2.0.0"],
        "and the next line is read again"
    );
}

#[test]
fn too_many_recipients_come_back_later_and_too_many_faults_are_the_end() {
    let limits = Limits { recipients: 1, ..Limits::default() };
    let wire =
        format!("{HELLO}MAIL FROM:<>\r\nRCPT TO:<b+1@bounces.example>\r\nRCPT TO:<b+2@bounces.example>\r\n");
    assert_eq!(codes(limits, &wire).last().map(String::as_str), Some("452 4.5.3"));
    let said = codes(Limits::default(), &"WHAT\r\n".repeat(50));
    assert_eq!(said.len(), 21);
    assert_eq!(said.last().map(String::as_str), Some("421 4.7.0"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_grow(
        wire in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..40),
                prop::sample::select(vec![
                    b"LHLO x\r\n".to_vec(), b"MAIL FROM:<>\r\n".to_vec(), b"RCPT TO:<b+1@bounces.example>\r\n".to_vec(),
                    b"DATA\r\n".to_vec(), b".\r\n".to_vec(), b"RSET\r\n".to_vec(), b"\r\n".to_vec(),
                ]),
            ],
            0..40,
        ),
        piece in 1usize..50,
    ) {
        let wire = wire.concat();
        let (_, messages) = talk(Limits { content: 100, ..Limits::default() }, &wire, piece);
        for message in messages {
            prop_assert!(message.content.len() <= 100);
            prop_assert!(!message.to.is_empty() && message.to.iter().all(|address| ours(address)));
        }
    }
}
