//! The little that is read of a mail: its Message-ID, and the number in its recipient's address.

use std::hash::{DefaultHasher, Hasher};

use memchr::memchr;

const NAME: &[u8] = b"message-id:";

/// What the header's Message-ID is known by; of a mail without one, 0.
pub(crate) fn id(mail: &[u8]) -> u128 {
    let mut rest = mail;
    while let Some(end) = memchr(b'\n', rest) {
        let line = &rest[..end];
        rest = &rest[end + 1..];
        if line.len() <= 1 {
            break;
        }
        if line[0] | 32 == b'm' && line.len() >= NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME) {
            let mut value = line[NAME.len()..].trim_ascii();
            if value.is_empty() {
                // Folded onto the next line.
                value = rest[..memchr(b'\n', rest).unwrap_or(rest.len())].trim_ascii();
            }
            return key(value.strip_prefix(b"<").unwrap_or(value));
        }
    }
    0
}

/// A Message-ID as a number: the UUID that it begins with (ours are `UUID@host`), or else a hash of it.
pub(crate) fn key(id: &[u8]) -> u128 {
    let local = &id[..memchr(b'@', id).unwrap_or(id.len())];
    uuid(local).unwrap_or_else(|| u128::from(hash(local, 1)) << 64 | u128::from(hash(local, 2)))
}

fn uuid(text: &[u8]) -> Option<u128> {
    if text.len() != 36 {
        return None;
    }
    let mut number = 0;
    for &byte in text.iter().filter(|byte| **byte != b'-') {
        number = number << 4 | u128::from(char::from(byte).to_digit(16)?);
    }
    Some(number)
}

fn hash(text: &[u8], salt: u8) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u8(salt);
    hasher.write(text);
    hasher.finish()
}

/// The number that the local part of `TO:<name123@host>` ends with.
pub(crate) fn number(argument: &[u8]) -> Option<u64> {
    let local = &argument[..memchr(b'@', argument)?];
    let digits = local.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&local[local.len() - digits..]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{id, key, number};

    #[test]
    fn a_message_id_is_its_uuid_or_a_hash() {
        let uuid = 0x0199_a3c4_5b6d_7e8f_9a0b_1c2d_3e4f_5a6b;
        let text = "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b";
        assert_eq!(id(format!("To: x\r\nMessage-ID: <{text}@host>\r\n\r\n").as_bytes()), uuid);
        assert_eq!(id(format!("message-id:\r\n <{text}@host>\r\n\r\n").as_bytes()), uuid);
        assert_eq!(key(text.as_bytes()), uuid);
        assert_eq!(id(b"Message-Id: <7.x@a>\r\n\r\n"), key(b"7.x"));
        assert_ne!(key(b"7.x"), key(b"7.y"));
        assert_eq!(id(b"To: x\r\n\r\nMessage-ID: <7@a>\r\n"), 0);
    }

    #[test]
    fn a_recipient_is_known_by_its_number() {
        assert_eq!(number(b"TO:<user12@host9>"), Some(12));
        assert_eq!(number(b"TO:<user@host9>"), None);
    }
}
