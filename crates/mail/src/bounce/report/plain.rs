//! Notifications for people, by two systems that keep to a form: qmail's (its author calls the form QSBMF), and
//! Exim's, where it is set up to write no standard ones.

use std::borrow::Cow;

use domain::{
    EmailAddress,
    bounce::{Action, Said},
};

use super::{
    RecipientReport, Report,
    fields::{Fields, one_line},
    parts::Part,
};
use crate::bounce::seal::HEADER;

/// How many recipients are looked at.
const MOST: usize = 100;
/// Lines of text that are looked at before what is returned.
const LONGEST: usize = 1_000;

/// Reads a message of which the first part is text.
pub(super) fn read(headers: &Fields, parts: &[Part<'_>]) -> Option<Report> {
    let part = parts.first().filter(|part| part.kind == "text/plain")?;
    let text = String::from_utf8_lossy(&part.body);
    let text = if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { text };
    let recipients = if text.starts_with("Hi. This is the ") { qmail(&text) } else { exim(headers, &text) };
    let header =
        returned(&text).and_then(|text| Fields::read(text.as_bytes()).0.first(HEADER).map(str::to_owned));
    (!recipients.is_empty()).then_some(Report { envelope_id: None, reporting_mta: None, recipients, header })
}

/// A paragraph for each recipient, `<address>:` and then why; up to one that begins with a hyphen.
fn qmail(text: &str) -> Vec<RecipientReport> {
    let mut recipients = Vec::new();
    for paragraph in text.split("\n\n").skip(1).take(MOST) {
        if paragraph.starts_with('-') {
            break;
        }
        if let Some((address, why)) = paragraph.strip_prefix('<').and_then(|text| text.split_once(">:")) {
            recipients.extend(failed(address, why));
        }
    }
    recipients
}

/// The failed recipients are in a header; why, indented, under each of them in the text.
fn exim(headers: &Fields, text: &str) -> Vec<RecipientReport> {
    let failed_ones = headers.all("X-Failed-Recipients").flat_map(|value| value.split(','));
    failed_ones
        .take(MOST)
        .filter_map(|address| {
            let address = address.trim();
            let lines = text.lines().take(LONGEST);
            let why: Vec<&str> = lines
                .skip_while(|line| line.trim().trim_end_matches(':') != address)
                .skip(1)
                .take_while(|line| line.starts_with([' ', '\t']))
                .collect();
            failed(address, &why.join(" "))
        })
        .collect()
}

fn failed(address: &str, why: &str) -> Option<RecipientReport> {
    let address = EmailAddress::parse(address).ok()?;
    let why = one_line(why);
    let diagnostic = (!why.is_empty()).then_some(why);
    let said = Said { action: Action::Failed, status: None, diagnostic };
    Some(RecipientReport { addresses: vec![address], said })
}

/// What is returned of the mail: after the line of hyphens that both put before it.
fn returned(text: &str) -> Option<&str> {
    let at = ["\n--- Below this line", "\n------ This is a copy"].iter().find_map(|line| text.find(line))?;
    let after = text[at + 1..].split_once('\n')?.1;
    Some(after.trim_start_matches('\n'))
}
