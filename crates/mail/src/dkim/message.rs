//! A composed message, taken apart.

use memchr::{memchr, memchr_iter, memchr2_iter, memmem};

/// Header fields in their order, and the body.
#[derive(Debug)]
pub(super) struct Message<'a> {
    pub(super) fields: Vec<Field<'a>>,
    pub(super) body: &'a [u8],
}

/// A header field. The value is all that comes after the colon: folded, and with its CRLF.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a [u8],
}

/// This message can't be signed: a relay may change what it sends of it, or readers may disagree on what it says.
/// Nothing that we compose is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// RFC 5321 §2.3.8. A relay would refuse it or make it a line ending, and so break the signature.
    #[error("octet {0} is a CR or LF that stands alone: lines end in CRLF")]
    LineEnding(usize),
    /// A relay that does not offer 8BITMIME (RFC 6152 §3) would have to encode it anew (RFC 6376 §5.3).
    #[error("octet {0} is not ASCII: the content has to be encoded (quoted-printable or base64)")]
    NotAscii(usize),
    /// RFC 5322 §2.2.
    #[error("line {0} of the header is no field: a name, a colon, a value")]
    Field(usize),
}

impl<'a> Message<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, MessageError> {
        check_octets(bytes)?;
        let (mut header, body) = match memmem::find(bytes, b"\r\n\r\n") {
            _ if bytes.starts_with(b"\r\n") => (&[][..], &bytes[2..]),
            Some(end) => (&bytes[..end + 2], &bytes[end + 4..]),
            None => (bytes, &[][..]),
        };
        let (mut fields, mut line) = (Vec::new(), 1);
        while !header.is_empty() {
            let (field, rest) = header.split_at(end_of_field(header));
            let colon = memchr(b':', field).ok_or(MessageError::Field(line))?;
            let name = name(&field[..colon]).ok_or(MessageError::Field(line))?;
            fields.push(Field { name, value: &field[colon + 1..] });
            line += memchr_iter(b'\n', field).count();
            header = rest;
        }
        Ok(Self { fields, body })
    }

    /// The fields of this name, from the last to the first, as a signature names them (RFC 6376 §5.4.2).
    pub(super) fn upwards<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m Field<'a>> {
        self.fields.iter().rev().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }
}

fn check_octets(bytes: &[u8]) -> Result<(), MessageError> {
    if !bytes.is_ascii() {
        let at = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
        return Err(MessageError::NotAscii(at));
    }
    let alone = |at: &usize| match bytes[*at] {
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => *at == 0 || bytes[at - 1] != b'\r',
    };
    memchr2_iter(b'\r', b'\n', bytes).find(alone).map_or(Ok(()), |at| Err(MessageError::LineEnding(at)))
}

/// Where the first field ends: after the first CRLF that no white space follows.
fn end_of_field(header: &[u8]) -> usize {
    memmem::find_iter(header, b"\r\n")
        .map(|end| end + 2)
        .find(|next| !matches!(header.get(*next), Some(b' ' | b'\t')))
        .unwrap_or(header.len())
}

/// The name, without the white space that RFC 5322 §4.5.8 lets stand before the colon.
fn name(bytes: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(bytes).ok()?.trim_end_matches([' ', '\t']);
    (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Vec<(&str, &str)>, &str) {
        let message = Message::read(text.as_bytes()).unwrap();
        let text = |bytes| std::str::from_utf8(bytes).unwrap();
        let fields = message.fields.iter().map(|field| (field.name, text(field.value))).collect();
        (fields, text(message.body))
    }

    #[test]
    fn a_message_is_its_fields_and_its_body() {
        assert_eq!(parts(""), (vec![], ""));
        assert_eq!(parts("\r\nbody"), (vec![], "body"));
        assert_eq!(parts("A: b"), (vec![("A", " b")], ""));
        assert_eq!(parts("A: b\r\n"), (vec![("A", " b\r\n")], ""));
        assert_eq!(parts("A: b\r\n\r\n"), (vec![("A", " b\r\n")], ""));
        assert_eq!(
            parts("A:b\r\n\tc: d\r\n \r\nE \t:\r\n\r\n\r\nF: g\r\n"),
            (vec![("A", "b\r\n\tc: d\r\n \r\n"), ("E", "\r\n")], "\r\nF: g\r\n")
        );
    }

    #[test]
    fn fields_of_one_name_are_found_upwards() {
        let message = Message::read(b"A: 1\r\nB: 2\r\na: 3\r\n\r\n").unwrap();
        let values: Vec<_> = message.upwards("A").map(|field| field.value).collect();
        assert_eq!(values, [b" 3\r\n", b" 1\r\n"]);
    }

    #[test]
    fn what_a_relay_would_change_is_refused_with_its_place() {
        let cases: [(&[u8], _); 11] = [
            (b"A: b\nC: d\r\n", MessageError::LineEnding(4)),
            (b"\nA: b\r\n", MessageError::LineEnding(0)),
            (b"A: b\r\n\r\nc\rd", MessageError::LineEnding(9)),
            (b"A: b\r\n\r\nc\r", MessageError::LineEnding(9)),
            (b"A: b\r\n\r\nc\r\n\n", MessageError::LineEnding(11)),
            (b"A: b\r\n\r\n\xC3\xA9\r\n", MessageError::NotAscii(8)),
            (b" A: b\r\n\r\n", MessageError::Field(1)),
            (b"A: b\r\n c\r\nD\r\n\r\n", MessageError::Field(3)),
            (b"A: b\r\n: d\r\n\r\n", MessageError::Field(2)),
            (b"A: b\r\nC d: e\r\n\r\n", MessageError::Field(2)),
            (b"A: b\r\nno field", MessageError::Field(2)),
        ];
        for (bytes, error) in cases {
            assert_eq!(Message::read(bytes).err(), Some(error), "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
