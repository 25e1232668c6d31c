//! What a delivery status notification says.
//!
//! * `parts`: its parts, found in bounded time, depth and number;
//! * `status`: the machine's part of a standard one (RFC 3464, RFC 6533);
//! * `plain`: what older systems write for people, by which machines can still go: qmail and Exim.
//!
//! Also who writes what is no notification is told apart, since all of it comes to the same address: answers of
//! machines that are on holiday (RFC 3834), complaints (RFC 5965), and read receipts (RFC 8098).

mod fields;
mod parts;
mod plain;
mod status;
#[cfg(test)]
mod tests;

use domain::{EmailAddress, bounce::Said};

use self::{
    fields::Fields,
    parts::{Part, parts},
};
use super::seal::HEADER;

/// A notification about one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was in `ENVID` (RFC 3461) when the mail was handed over.
    pub envelope_id: Option<String>,
    /// Who reports, such as `mx.example.be`.
    pub reporting_mta: Option<String>,
    /// What is said, for each recipient.
    pub recipients: Vec<RecipientReport>,
    /// Our header, in what is returned of the mail.
    pub header: Option<String>,
}

/// What is said of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientReport {
    /// The addresses that it may be known by: as we wrote it, and as it was known where it failed.
    pub addresses: Vec<EmailAddress>,
    /// What became of the mail.
    pub said: Said,
}

/// What it is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotAReport {
    /// A machine answers for its owner: on holiday, received, a ticket was opened.
    #[error("it is an automatic answer")]
    AutoReply,
    /// A reader complained with their provider.
    #[error("it is a complaint (feedback report)")]
    FeedbackReport,
    /// A mail was shown, or thrown away.
    #[error("it is a read receipt")]
    ReadReceipt,
    /// It has the part of a notification, and that says of nobody what became of the mail.
    #[error("it is a delivery status notification that cannot be read")]
    Unreadable,
    /// Something else: most often what a person, or a spammer, wrote to this address.
    #[error("it is no delivery status notification")]
    SomethingElse,
}

impl NotAReport {
    /// The code in logs and counters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AutoReply => "auto_reply",
            Self::FeedbackReport => "feedback_report",
            Self::ReadReceipt => "read_receipt",
            Self::Unreadable => "unreadable",
            Self::SomethingElse => "something_else",
        }
    }
}

/// Reads a message as it arrived. A message that was cut at its end is read as far as it goes.
///
/// # Errors
/// [`NotAReport`]: what it is instead.
pub fn read(content: &[u8]) -> Result<Report, NotAReport> {
    let (headers, parts) = parts(content);
    let has = |kinds: &[&str]| parts.iter().find(|part| kinds.contains(&part.kind.as_str()));
    if has(&["message/feedback-report"]).is_some() {
        return Err(NotAReport::FeedbackReport);
    }
    if let Some(part) = has(&["message/delivery-status", "message/global-delivery-status"]) {
        let report = status::read(&part.body, header_of(&parts));
        return if report.recipients.is_empty() { Err(NotAReport::Unreadable) } else { Ok(report) };
    }
    if has(&["message/disposition-notification", "message/global-disposition-notification"]).is_some() {
        return Err(NotAReport::ReadReceipt);
    }
    // Before automatic answers: Exim calls its notifications that.
    if let Some(report) = plain::read(&headers, &parts) {
        return Ok(report);
    }
    Err(if is_auto_reply(&headers) { NotAReport::AutoReply } else { NotAReport::SomethingElse })
}

/// Our header, in what the notification returns of the mail: all of it, or its headers (RFC 6522 §3 and §4, RFC 6533
/// §5).
fn header_of(parts: &[Part<'_>]) -> Option<String> {
    const RETURNED: [&str; 4] =
        ["text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers"];
    let returned = parts.iter().filter(|part| RETURNED.contains(&part.kind.as_str()));
    returned.filter_map(|part| Fields::read(&part.body).0.first(HEADER).map(str::to_owned)).next()
}

/// RFC 3834 §5, and what was in use before it.
fn is_auto_reply(headers: &Fields) -> bool {
    let says = |name: &str, words: &[&str]| {
        headers.first(name).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            words.iter().any(|word| value.starts_with(word))
        })
    };
    says("Auto-Submitted", &["auto-"])
        || says("Precedence", &["auto_reply", "vacation"])
        || ["X-Autoreply", "X-Autorespond", "X-Auto-Response-From"]
            .iter()
            .any(|name| headers.first(name).is_some())
}
