//! Replies, wherever they are cut and whatever they are.

use proptest::prelude::*;

use super::{Incoming, LONGEST_TEXT, MOST_LINES, MOST_OCTETS, Reply, Unreadable};

/// Feeds the segments; the replies read, and how it ended.
fn read<'a>(segments: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Reply>, Result<(), Unreadable>) {
    let mut incoming = Incoming::default();
    let mut replies = Vec::new();
    for segment in segments {
        incoming.space().extend_from_slice(segment);
        loop {
            match incoming.read_on() {
                Ok(true) => replies.push(incoming.answer().to_reply(&[])),
                Ok(false) => break,
                Err(error) => return (replies, Err(error)),
            }
        }
    }
    (replies, Ok(()))
}

fn only(bytes: &str) -> Reply {
    let (mut replies, end) = read([bytes.as_bytes()]);
    assert_eq!((replies.len(), end), (1, Ok(())), "{bytes:?}");
    replies.remove(0)
}

fn reply(code: u16, enhanced: Option<(u16, u16, u16)>, text: &str) -> Reply {
    Reply { code, enhanced, text: text.to_owned() }
}

#[test]
fn a_reply_of_many_lines_becomes_one_line() {
    let gmail =
        "550-5.1.1 The account does not exist.\r\n550-5.1.1 Check for typos\tor\r\n550 5.1.1 spaces.\r\n";
    let text = "The account does not exist. Check for typos or spaces.";
    assert_eq!(only(gmail), reply(550, Some((5, 1, 1)), text));
    assert_eq!(only("250\r\n"), reply(250, None, ""));
    assert_eq!(only("354 go\n"), reply(354, None, "go"));
}

#[test]
fn an_enhanced_status_code_has_three_numbers_of_a_known_class() {
    assert_eq!(only("535 5.7.139 no\r\n").enhanced, Some((5, 7, 139)));
    assert_eq!(only("550 5.7.509\r\n"), reply(550, Some((5, 7, 509)), ""));
    for text in ["3.1.1 x", "5.1 x", "5.1.1.1 x", "5.1.1000 x", "5.+1.1 x", "5.1.x x", "10.0.0.1 is listed"] {
        assert_eq!(only(&format!("550 {text}\r\n")), reply(550, None, text));
    }
}

#[test]
fn the_last_line_s_code_counts() {
    assert_eq!(only("250-a\r\n451 b\r\n").code, 451);
}

#[test]
fn what_is_not_a_reply_is_unreadable() {
    for wrong in
        ["hello\r\n", "25\r\n", "1000 x\r\n", "199 x\r\n", "600 x\r\n", "250_x\r\n", "\r\n", "250-a\r\nb\r\n"]
    {
        assert!(read([wrong.as_bytes()]).1.is_err(), "{wrong:?}");
    }
}

#[test]
fn a_reply_without_end_is_unreadable() {
    let line = b"250-x\r\n".as_slice();
    assert!(read(std::iter::repeat_n(line, MOST_LINES)).1.is_ok());
    assert!(read(std::iter::repeat_n(line, MOST_LINES + 1)).1.is_err());
    assert!(read(std::iter::repeat_n(b"2".as_slice(), MOST_OCTETS)).1.is_ok());
    assert!(read(std::iter::repeat_n(b"2".as_slice(), MOST_OCTETS + 1)).1.is_err());
}

#[test]
fn a_text_is_cut_and_holds_no_secret_and_no_control_character() {
    let long = only(&format!("550 {}\r\n", "é".repeat(600))).text;
    assert_eq!((long.chars().count(), long.chars().last()), (LONGEST_TEXT, Some('…')));
    assert_eq!(only(&format!("550 {}\r\n", "é".repeat(500))).text, "é".repeat(500));
    assert_eq!(only("550 a\u{7}\tb\0c\r\n").text, "a  b c");
    let said = format!("{}hunter2", "x".repeat(LONGEST_TEXT - 2));
    let shown = super::presentable(&said, &["hunter2".to_owned(), String::new()]);
    assert!(!shown.contains('h') && shown.ends_with('…'), "{shown}");
}

proptest! {
    #[test]
    fn anything_at_all_is_read_or_refused(
        segments in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..200),
                "(2|5)5[0-9](-|)( )?[ -~]{0,30}(\r\n|\n|)".prop_map(String::into_bytes),
            ],
            0..40,
        ),
    ) {
        let (replies, _) = read(segments.iter().map(Vec::as_slice));
        for reply in replies {
            prop_assert!((200..600).contains(&reply.code));
            prop_assert!(reply.text.chars().count() <= LONGEST_TEXT);
            prop_assert!(!reply.text.contains(char::is_control));
        }
    }

    #[test]
    fn replies_are_the_same_however_they_are_cut(
        texts in proptest::collection::vec("(4\\.7\\.1 )?[a-z ]{0,20}", 1..8),
        cut in 1_usize..7,
    ) {
        let bytes: String = texts.iter().map(|text| format!("451-{text}\r\n451 {text}\r\n")).collect();
        let (whole, end) = read([bytes.as_bytes()]);
        prop_assert_eq!((whole.len(), end), (texts.len(), Ok(())));
        prop_assert_eq!(read(bytes.as_bytes().chunks(cut)).0, whole);
    }
}
