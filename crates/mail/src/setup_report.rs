//! What a check of an office's mail set-up comes to, in words: for the office, and for the technician who can change it.
//!
//! The report is read by somebody who manages domains and mail servers and has never heard of this program: the office's
//! IT partner. It says what is right, what is wrong and because of what, the record as it is and as it must be, and how
//! to enter it. [`report`] makes a [`Document`] of what [`dns`](crate::dns) or [`smtp::probe`](crate::smtp::probe)
//! found; a document becomes a plain text, a piece of a page, or a mail.
//!
//! Nothing here asks anything of a network or a clock. What strangers wrote (a record, a relay's reply) is shown with
//! what cannot be seen made visible, and never as something to copy.
//!
//! * `causes`: the closed list, in three registers;
//! * `domain`, with `keys`, `spf`, `dmarc` and `warnings`: one domain, finding by finding;
//! * `record`: a record as forms and zone files want it;
//! * `entering`: how to publish it, and how to see that it is;
//! * `relay` and `providers`: an office's own relay;
//! * `line` and `words`: sentences of `locales/*/setup.ftl`, with their values told from their words;
//! * `document`, with `text`, `html` and `mail`: how all of it looks.

mod causes;
mod dmarc;
mod document;
mod domain;
mod entering;
mod html;
mod keys;
mod line;
mod mail;
mod providers;
mod record;
mod relay;
mod spf;
mod text;
mod warnings;
mod words;

use ::domain::{Language, Name, Timestamp};
use jiff::tz::TimeZone;

pub use self::causes::{cause_for_admin, cause_for_technician, cause_title};
pub use self::document::Document;
pub use self::html::stylesheet;
pub use self::mail::MailParts;
use self::{
    document::Block,
    words::{Words, code, text},
};
use crate::{compose::moment, dns::DomainReport, smtp::ProbeReport};

/// What a report is made of.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Whose set-up it is.
    pub office: &'a Name,
    /// What the office knows us as: the platform's name, or its host.
    pub platform: &'a str,
    /// Of the reader.
    pub language: Language,
    /// When it was checked.
    pub checked_at: Timestamp,
    /// The zone in which that is told.
    pub zone: &'a TimeZone,
    /// What was found.
    pub checked: Checked<'a>,
}

/// What was checked, by the way in which the office sends.
#[derive(Debug, Clone, Copy)]
pub enum Checked<'a> {
    /// Through the platform's relay: its domains in DNS, one at least.
    Domains(&'a [DomainReport]),
    /// Through its own relay.
    Relay {
        /// The host, as the office filled it in.
        host: &'a str,
        /// What the relay said.
        probe: &'a ProbeReport,
    },
}

/// Puts a check into words.
#[must_use]
pub fn report(request: &Request<'_>) -> Document {
    let words = Words(request.language);
    let (office, platform) = (text(request.office.as_str()), text(request.platform));
    let values = [("office", office.clone()), ("platform", platform.clone())];
    let (subject, intro, found) = match request.checked {
        Checked::Domains(reports) => {
            let subject = match reports {
                _ if reports.iter().any(domain::asks) => "setup-subject-domains",
                [_, ..] if reports.iter().all(|report| report.findings.is_empty()) => "setup-subject-right",
                _ => "setup-subject-look",
            };
            (subject, words.say("setup-intro-domains", values), domain::all(words, reports))
        }
        Checked::Relay { host, probe } => {
            let right = probe.faults().is_empty();
            let subject = if right { "setup-subject-right" } else { "setup-subject-relay" };
            let [office, platform] = values;
            let intro = words.say("setup-intro-relay", [office, platform, ("host", code(host))]);
            (subject, intro, relay::all(words, host, probe))
        }
    };
    let subject = words.say(subject, [("office", office)]);
    let checked = words.say("setup-checked", [("when", text(&when(request)))]);
    let mut blocks = vec![Block::Title(subject.clone()), Block::Paragraph(intro), Block::Paragraph(checked)];
    blocks.extend(found);
    blocks.push(Block::Paragraph(words.say("setup-automatic", [("platform", platform)])));
    Document { language: request.language, subject: subject.to_string(), blocks }
}

/// With the zone, since the reader's may be another.
fn when(request: &Request<'_>) -> String {
    let (at, zone) = (request.checked_at, request.zone);
    let said = moment::in_words(at, zone.clone(), request.language).unwrap_or_else(|_| at.to_string());
    let offset = || format!("UTC{}", zone.to_offset(at.to_jiff()));
    format!("{said} ({})", zone.iana_name().map_or_else(offset, str::to_owned))
}
