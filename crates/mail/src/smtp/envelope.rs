//! What is said of a mail before its content.

use std::io::Write as _;

use super::extensions::Extensions;

/// A mail's envelope (RFC 5321 §2.3.1), with one recipient: a recipient's refusal is then the mail's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    from: &'a str,
    to: &'a str,
    size: usize,
}

/// This cannot be said in SMTP: an address that is not printable ASCII, or that holds a space or an angle bracket,
/// could end its command and begin another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address for an envelope")]
pub struct EnvelopeError;

impl<'a> Envelope<'a> {
    /// From and to whom, in the [wire form](domain::EmailAddress::wire); an empty `from` is the null sender, to whom
    /// nothing is returned. `size` is that of the content in octets, 0 if it is not known; the relay is told it when
    /// it offers SIZE (RFC 1870), and may then refuse a mail before it is sent.
    ///
    /// # Errors
    /// When one of them is not an address.
    pub fn new(from: &'a str, to: &'a str, size: usize) -> Result<Self, EnvelopeError> {
        let printable =
            |address: &str| address.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>');
        let right = printable(from) && printable(to) && !to.is_empty();
        right.then_some(Self { from, to, size }).ok_or(EnvelopeError)
    }

    /// MAIL. There is no `BODY=`: our content is 7-bit.
    pub(super) fn write_mail(&self, out: &mut Vec<u8>, offered: &Extensions) {
        push(out, &["MAIL FROM:<", self.from, ">"]);
        if offered.size && self.size > 0 {
            // Writing to a `Vec` cannot fail.
            let _ = write!(out, " SIZE={}", self.size);
        }
        out.extend_from_slice(b"\r\n");
    }

    /// RCPT.
    pub(super) fn write_rcpt(&self, out: &mut Vec<u8>) {
        push(out, &["RCPT TO:<", self.to, ">\r\n"]);
    }
}

fn push(out: &mut Vec<u8>, parts: &[&str]) {
    for part in parts {
        out.extend_from_slice(part.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::Envelope;

    #[test]
    fn an_address_cannot_smuggle_in_a_command() {
        assert!(Envelope::new("", "jo@example.be", 0).is_ok());
        for wrong in ["", "a@b\r\nRSET", "a@b> SIZE=0", "<a@b", "a b@c", "jö@example.be", "a@b\0"] {
            assert!(Envelope::new("a@b.be", wrong, 0).is_err(), "{wrong:?}");
        }
        assert!(Envelope::new("a@b\n", "a@b.be", 0).is_err());
    }
}
