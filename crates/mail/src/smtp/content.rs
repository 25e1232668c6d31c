//! A message made ready for DATA.
//!
//! Two things are done to it. A dot at the start of a line is doubled (RFC 5321 §4.5.2). And a CR or LF that stands
//! alone, which may not be sent (§2.3.8), becomes a line ending: relays disagree on whether `LF . CRLF` ends a mail,
//! and between two that disagree, one mail can be made to hold another ("SMTP smuggling"). What we compose has none,
//! so our content arrives byte for byte.

use memchr::memchr2;

/// Appends `content` with its dots doubled, its last line ended, and the final dot.
pub(super) fn append(out: &mut Vec<u8>, content: &[u8]) {
    out.reserve(content.len() + content.len() / 64 + 16);
    let mut rest = content;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n");
        rest = after;
    }
    out.extend_from_slice(b".\r\n");
}

/// The first line without its ending, which is CRLF, CR, LF or the end; and what follows.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some(end) = memchr2(b'\r', b'\n', bytes) else { return (bytes, &[]) };
    let ending = if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
    (&bytes[..end], &bytes[end + ending..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn wire(content: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        super::append(&mut out, content);
        out
    }

    #[test]
    fn dots_are_doubled_and_every_line_ends_in_crlf() {
        assert_eq!(wire(b""), b".\r\n");
        assert_eq!(wire(b"a\r\n.\r\n..b\r\n"), b"a\r\n..\r\n...b\r\n.\r\n");
        assert_eq!(wire(b"a"), b"a\r\n.\r\n");
        assert_eq!(wire(b"a\n.\r\nb\r.\rc\r\n"), b"a\r\n..\r\nb\r\n..\r\nc\r\n.\r\n");
    }

    proptest! {
        #[test]
        fn the_final_dot_is_the_only_one(
            content in proptest::collection::vec(prop::sample::select(b".\r\na".to_vec()), 0..60),
        ) {
            let wire = [b"\r\n".as_slice(), &wire(&content)].concat();
            let ends = wire.windows(5).filter(|window| window == b"\r\n.\r\n").count();
            prop_assert_eq!(ends, 1);
            prop_assert!(wire.ends_with(b"\r\n.\r\n"));
            let lone = |at: usize| match wire[at] {
                b'\r' => wire.get(at + 1) != Some(&b'\n'),
                b'\n' => wire[at - 1] != b'\r',
                _ => false,
            };
            prop_assert!(!(0..wire.len()).any(lone));
        }
    }
}
