//! Dot-unstuffing, wherever the pieces are cut.

use proptest::prelude::*;

use super::Unstuffer;

/// Feeds the pieces and returns the content and how much came after its end; `None` if it never ended.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Option<(Vec<u8>, usize)> {
    let mut unstuffer = Unstuffer::new(usize::MAX, 0);
    let mut pieces = pieces.into_iter();
    for piece in pieces.by_ref() {
        let (used, done) = unstuffer.feed(piece);
        if done {
            let left = piece.len() - used + pieces.map(<[u8]>::len).sum::<usize>();
            return Some((unstuffer.into_data(), left));
        }
        assert_eq!(used, piece.len());
    }
    None
}

/// What a client has to do (RFC 5321, 4.5.2), written as plainly as can be: a dot before every line that
/// starts with one, lines ending in CRLF only.
fn stuffed(content: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    for (index, &byte) in content.iter().enumerate() {
        if byte == b'.' && (index == 0 || content[..index].ends_with(b"\r\n")) {
            wire.push(b'.');
        }
        wire.push(byte);
    }
    wire.extend_from_slice(b".\r\n");
    wire
}

#[test]
fn only_crlf_dot_crlf_ends_the_content() {
    for wrong in ["a\n.\n", "a\n.\r\n", "a\r.\r\n", "a\r\n.\n", "a\r\n.\r", "a\r\n..\r\n", "a\r\n.\r\r\n"] {
        assert_eq!(read([wrong.as_bytes()]), None, "{wrong:?}");
    }
    assert_eq!(read([b"a\r\n.\r\n".as_slice()]), Some((b"a\r\n".to_vec(), 0)));
    assert_eq!(read([b".\r\nMAIL".as_slice()]), Some((Vec::new(), 4)));
}

#[test]
fn the_first_dot_of_a_line_goes_and_the_rest_of_the_line_stays() {
    assert_eq!(read([b"..\r\n.a\r\n...\r\n.\r\n".as_slice()]), Some((b".\r\na\r\n..\r\n".to_vec(), 0)));
    assert_eq!(read([b".\rx\r\n.\r\n".as_slice()]), Some((b"\rx\r\n".to_vec(), 0)));
}

#[test]
fn what_is_too_much_is_counted_and_the_beginning_stored() {
    let mut unstuffer = Unstuffer::new(4, 100);
    assert_eq!(unstuffer.feed(b"abc\r\ndefghi\r\n.\r\n"), (16, true));
    assert!(unstuffer.is_too_big());
    assert_eq!(unstuffer.longest_line(), 8);
    assert_eq!(unstuffer.into_data(), b"abc\r");
}

proptest! {
    #[test]
    fn stuffing_and_cutting_leave_no_trace(
        bytes in proptest::collection::vec(prop::sample::select(b".\r\nab".to_vec()), 0..60),
        cuts in proptest::collection::vec(1_usize..9, 1..40),
    ) {
        let content = if bytes.is_empty() { bytes } else { [bytes.as_slice(), b"\r\n"].concat() };
        let wire = [stuffed(&content).as_slice(), b"QUIT\r\n"].concat();
        let mut pieces = Vec::new();
        let mut rest = wire.as_slice();
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            pieces.push(piece);
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(read(pieces), Some((content, 6)));
    }
}
