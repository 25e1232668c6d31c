//! A mail as it came in, and how its Message-ID is found.

/// One accepted mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The sink's own number, from 1 in the order of acceptance; `S000123` in the reply is number 123.
    pub number: u64,
    /// The reverse-path without its angle brackets; empty for a bounce.
    pub mail_from: String,
    /// The accepted recipients, in the order they were given, without angle brackets.
    pub rcpt_to: Vec<String>,
    /// The content byte for byte, dot-unstuffed, with the CRLF of its last line. Nothing is added to it.
    pub data: Vec<u8>,
    /// The value of the first Message-ID header field, without its angle brackets.
    pub message_id: Option<String>,
    /// Which connection brought it, from 1 in the order they were opened.
    pub connection: u64,
    /// Whether a command of this mail was read together with an earlier one, before that one was
    /// answered. A client that pipelines over several segments may by chance look as if it did not.
    pub pipelined: bool,
}

/// The Message-ID in the header section of `data`, also when it is folded onto the next line.
pub(crate) fn message_id(data: &[u8]) -> Option<String> {
    let mut rest = data;
    while !rest.is_empty() && !rest.starts_with(b"\r\n") {
        let (line, after) = split_line(rest);
        if line.len() >= NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME) {
            return value(&rest[NAME.len()..]);
        }
        rest = after;
    }
    None
}

const NAME: &[u8] = b"message-id:";

/// The unfolded value that starts here: a line, and those after it that begin with white space.
fn value(start: &[u8]) -> Option<String> {
    let (line, mut rest) = split_line(start);
    let mut bytes = line.to_vec();
    while rest.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
        let (line, after) = split_line(rest);
        bytes.extend_from_slice(line);
        rest = after;
    }
    let text = String::from_utf8_lossy(bytes.trim_ascii());
    let id = text.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(&text);
    (!id.is_empty()).then(|| id.to_owned())
}

/// The first line without its line ending, and what follows.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b'\n', bytes) {
        Some(end) => (bytes[..end].strip_suffix(b"\r").unwrap_or(&bytes[..end]), &bytes[end + 1..]),
        None => (bytes, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::message_id;

    fn found(data: &str) -> Option<String> {
        message_id(data.as_bytes())
    }

    #[test]
    fn the_message_id_is_found_whatever_its_case_and_folding() {
        assert_eq!(found("Subject: x\r\nmessage-ID:  <a@b> \r\n\r\nbody").as_deref(), Some("a@b"));
        assert_eq!(
            found("Message-ID:\r\n <long@example.nl>\r\nTo: y\r\n").as_deref(),
            Some("long@example.nl")
        );
        assert_eq!(found("Message-ID: bare@b").as_deref(), Some("bare@b"));
    }

    #[test]
    fn a_message_id_in_the_body_is_not_one() {
        assert_eq!(found("Subject: x\r\n\r\nMessage-ID: <a@b>\r\n"), None);
        assert_eq!(found("X-Message-ID: <a@b>\r\nMessage-ID:\r\n\r\n"), None);
        assert_eq!(found(""), None);
    }
}
