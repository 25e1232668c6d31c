//! A report as a mail.

/// Subject and parts of a mail, for `multipart/alternative`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailParts {
    /// On one line.
    pub subject: String,
    /// `text/plain`; lines end in CRLF, and one that is to be copied may be longer than the 998 octets of RFC 5322
    /// §2.1.1: it needs a transfer encoding.
    pub text: String,
    /// `text/html`: a whole page.
    pub html: String,
}
