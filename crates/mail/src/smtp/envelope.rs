//! What is said of a mail before its content.

use std::io::Write as _;

use super::extensions::Extensions;

/// A mail's envelope (RFC 5321 §2.3.1), with one recipient: a recipient's refusal is then the mail's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    from: &'a str,
    to: &'a str,
    size: usize,
    id: Option<&'a str>,
}

/// This cannot be said in SMTP: an address or an id that is not printable ASCII, or that holds a space or an angle
/// bracket, could end its command and begin another.
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
        right.then_some(Self { from, to, size, id: None }).ok_or(EnvelopeError)
    }

    /// The same, with an id that a relay which offers DSN (RFC 3461) repeats if the mail comes back: then the mail is known
    /// even if another return path than ours had to be given. With it the relay is asked to return no more than the mail's
    /// headers, since what a mail says, a link above all, need not travel twice. 100 letters and digits at most.
    ///
    /// # Errors
    /// When it is not such an id.
    pub fn with_id(self, id: &'a str) -> Result<Self, EnvelopeError> {
        let right = (1..=100).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
        right.then_some(Self { id: Some(id), ..self }).ok_or(EnvelopeError)
    }

    /// MAIL. There is no `BODY=`: our content is 7-bit.
    pub(super) fn write_mail(&self, out: &mut Vec<u8>, offered: &Extensions) {
        push(out, &["MAIL FROM:<", self.from, ">"]);
        if offered.size && self.size > 0 {
            // Writing to a `Vec` cannot fail.
            let _ = write!(out, " SIZE={}", self.size);
        }
        if let Some(id) = self.id.filter(|_| offered.dsn) {
            push(out, &[" RET=HDRS ENVID=", id]);
        }
        out.extend_from_slice(b"\r\n");
    }

    /// RCPT. With an id also as whom we know the recipient, which is then reported wherever the mail goes on to.
    pub(super) fn write_rcpt(&self, out: &mut Vec<u8>, offered: &Extensions) {
        push(out, &["RCPT TO:<", self.to, ">"]);
        if self.id.is_some() && offered.dsn {
            out.extend_from_slice(b" ORCPT=rfc822;");
            for byte in self.to.bytes() {
                match byte {
                    // xtext (RFC 3461 §4).
                    b'+' => out.extend_from_slice(b"+2B"),
                    b'=' => out.extend_from_slice(b"+3D"),
                    _ => out.push(byte),
                }
            }
        }
        out.extend_from_slice(b"\r\n");
    }
}

fn push(out: &mut Vec<u8>, parts: &[&str]) {
    for part in parts {
        out.extend_from_slice(part.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{Envelope, Extensions};

    #[test]
    fn an_address_cannot_smuggle_in_a_command() {
        assert!(Envelope::new("", "jo@example.be", 0).is_ok());
        for wrong in ["", "a@b\r\nRSET", "a@b> SIZE=0", "<a@b", "a b@c", "jö@example.be", "a@b\0"] {
            assert!(Envelope::new("a@b.be", wrong, 0).is_err(), "{wrong:?}");
        }
        assert!(Envelope::new("a@b\n", "a@b.be", 0).is_err());
        for wrong in ["", "a b", "a\r\nRSET", "a+2B", "é", &"a".repeat(101)] {
            assert!(
                Envelope::new("", "jo@example.be", 0).and_then(|e| e.with_id(wrong)).is_err(),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn an_id_is_said_to_relays_that_know_what_to_do_with_it() {
        let envelope = Envelope::new("b@x.be", "jo+a=b@y.be", 0).and_then(|e| e.with_id("id7")).unwrap();
        let said = |dsn| {
            let (mut out, offered) = (Vec::new(), Extensions { dsn, ..Extensions::default() });
            envelope.write_mail(&mut out, &offered);
            envelope.write_rcpt(&mut out, &offered);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(said(false), "MAIL FROM:<b@x.be>\r\nRCPT TO:<jo+a=b@y.be>\r\n");
        assert_eq!(
            said(true),
            "MAIL FROM:<b@x.be> RET=HDRS ENVID=id7\r\nRCPT TO:<jo+a=b@y.be> ORCPT=rfc822;jo+2Ba+3Db@y.be\r\n"
        );
    }
}
