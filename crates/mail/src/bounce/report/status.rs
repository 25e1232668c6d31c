//! The machine's part of a notification (RFC 3464 §2): a group of fields about the mail, then one for each recipient.

use domain::{
    EmailAddress,
    bounce::{Action, Said},
};

use super::{RecipientReport, Report, fields::Fields};

/// How many recipients are looked at. Our mails have one; a relay may report several of its own expansion.
const MOST: usize = 100;
/// How many groups are looked at, those without a recipient included.
const MOST_GROUPS: usize = 1_000;

/// Reads the part. `header` is what was found elsewhere.
pub(super) fn read(body: &[u8], header: Option<String>) -> Report {
    let mut report = Report { envelope_id: None, reporting_mta: None, recipients: Vec::new(), header };
    let mut rest = body;
    for _ in 0..MOST_GROUPS {
        rest = rest.trim_ascii_start();
        if rest.is_empty() || report.recipients.len() == MOST {
            break;
        }
        let (fields, used) = Fields::read(rest);
        rest = &rest[used.max(1)..];
        // The group about the mail is the first; but some systems leave it out, or leave no empty line after it.
        report.envelope_id =
            report.envelope_id.or_else(|| fields.first("Original-Envelope-Id").map(str::to_owned));
        report.reporting_mta =
            report.reporting_mta.or_else(|| typed(fields.first("Reporting-MTA")?).map(|(_, name)| name));
        report.recipients.extend(recipient(&fields));
    }
    report
}

/// What one group says, if it says what became of the mail, and of whom.
fn recipient(fields: &Fields) -> Option<RecipientReport> {
    let status = fields.first("Status").and_then(status);
    let action = match fields.first("Action") {
        Some(action) => Action::read(action.split([' ', '(', ';']).next()?)?,
        // Required, and left out by some: then the code's class says it.
        None => match status?.0 {
            5 => Action::Failed,
            4 => Action::Delayed,
            _ => return None,
        },
    };
    let mut addresses = Vec::new();
    for name in ["Original-Recipient", "Final-Recipient"] {
        addresses.extend(
            fields
                .first(name)
                .and_then(typed)
                .into_iter()
                .flat_map(|(kind, text)| read_address(&kind, &text)),
        );
    }
    let diagnostic =
        fields.first("Diagnostic-Code").map(said).filter(|text| !text.is_empty()).map(str::to_owned);
    Some(RecipientReport { addresses, said: Said { action, status, diagnostic } })
}

/// `type ";" value` (RFC 3464 §2.1.2), its type in lower case; a value without a type is taken for an address.
fn typed(value: &str) -> Option<(String, String)> {
    let (kind, value) = value.split_once(';').unwrap_or(("rfc822", value));
    let value = value.trim().trim_start_matches('<').trim_end_matches('>').trim();
    (!value.is_empty()).then(|| (kind.trim().to_ascii_lowercase(), value.to_owned()))
}

/// The address, as it stands there and with its encoding undone: some systems undo it before they report, as they
/// ought to (RFC 3464 §2.3.1), and some do not. Which of the two is ours is told by its tag.
fn read_address(kind: &str, text: &str) -> Vec<EmailAddress> {
    let undone = match kind {
        "utf-8" => unescaped(text, "\\x{", "}"),
        "rfc822" => unescaped(text, "+", ""),
        _ => return Vec::new(),
    };
    let both = [Some(text.to_owned()), undone.filter(|undone| undone != text)];
    both.into_iter().flatten().filter_map(|text| EmailAddress::parse(&text).ok()).collect()
}

/// `+2B` is `+` (xtext, RFC 3461 §4), `\x{E9}` is `é` (RFC 6533 §3).
fn unescaped(text: &str, open: &str, close: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        plain.push_str(before);
        let digits = if close.is_empty() { after.get(..2)? } else { after.split_once(close)?.0 };
        let code = (digits.len() <= 6).then(|| u32::from_str_radix(digits, 16).ok())??;
        plain.push(char::from_u32(code)?);
        rest = &after[digits.len() + close.len()..];
    }
    plain.push_str(rest);
    Some(plain)
}

/// `5.1.1 (bad mailbox)`: the code at its beginning (RFC 3463 §2).
fn status(value: &str) -> Option<(u16, u16, u16)> {
    let code = value.split([' ', '(']).next()?;
    let mut parts = code.split('.').map(|part| {
        let right = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        right.then(|| part.parse::<u16>().ok()).flatten()
    });
    let code = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
}

/// The words of a diagnostic, without the type before them (RFC 3464 §2.3.6), such as `smtp;`, which says nothing to people.
fn said(diagnostic: &str) -> &str {
    match diagnostic.split_once(';') {
        Some((kind, said)) if kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => said.trim(),
        _ => diagnostic,
    }
}
