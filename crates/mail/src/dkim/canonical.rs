//! The form of a mail that is signed: what relays change on the way is taken out (RFC 6376 §3.4.2 and §3.4.4, both
//! "relaxed").

use super::message::Field;

/// Appends a header field: its name in lower case, its value unfolded, and one space for each stretch of white space
/// inside it. No CRLF: the last field that is signed has none.
pub(super) fn append_field(out: &mut Vec<u8>, field: &Field<'_>) {
    out.extend(field.name.bytes().map(|byte| byte.to_ascii_lowercase()));
    out.push(b':');
    append_words(out, field.value);
}

/// A body: one space for each stretch of white space, none at the end of a line, and no empty lines at the end. An empty
/// body stays empty; any other ends in CRLF.
pub(super) fn body(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 2);
    // Empty lines count only when something comes after them.
    let mut empty = 0;
    for line in body.split(|byte| *byte == b'\n') {
        if line.iter().copied().all(is_space) {
            empty += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut empty) {
            out.extend_from_slice(b"\r\n");
        }
        if line.first().copied().is_some_and(is_space) {
            out.push(b' ');
        }
        append_words(&mut out, line);
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Appends what is between the white space, with one space between.
fn append_words(out: &mut Vec<u8>, text: &[u8]) {
    let words = text.split(|byte| is_space(*byte)).filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        if at > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
}

/// White space, and what is left of a CRLF: there are no others ([`super::message`]).
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical_body(text: &str) -> String {
        String::from_utf8(body(text.as_bytes())).unwrap()
    }

    #[test]
    fn a_body_loses_what_relays_add_to_it() {
        let cases = [
            ("", ""),
            ("\r\n", ""),
            ("\r\n\r\n", ""),
            (" \t\r\n\r\n \r\n", ""),
            ("a", "a\r\n"),
            ("a \t", "a\r\n"),
            ("a\r\n", "a\r\n"),
            ("a\r\n\r\n \r\n", "a\r\n"),
            (" a\t b  c \r\n", " a b c\r\n"),
            ("\ta\r\n", " a\r\n"),
            ("\r\na\r\n\t\r\nb\r\n", "\r\na\r\n\r\nb\r\n"),
            (".\r\n..\r\n", ".\r\n..\r\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(canonical_body(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_examples_of_rfc_6376_3_4_5_come_out_as_it_says() {
        let mut out = Vec::new();
        for (name, value) in [("A", " X\r\n"), ("B ", " Y\t\r\n\tZ  \r\n")] {
            append_field(&mut out, &Field { name: name.trim_end(), value: value.as_bytes() });
            out.extend_from_slice(b"\r\n");
        }
        assert_eq!(out, b"a:X\r\nb:Y Z\r\n");
        assert_eq!(canonical_body(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
    }
}
