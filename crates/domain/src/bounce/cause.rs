//! Reads why a mail came back.
//!
//! 1. The code is the notification's `Status`. Where that is "other" (`5.0.0`, `5.1.0`), it is the one in the words
//!    of the last server, if there is one.
//! 2. A code that speaks of the sender (`5.7.x`, `5.1.7`, `5.1.8`) is a sender fault, whatever the words.
//! 3. A temporary code (`4.x.x`) on a mail that failed means that somebody gave up. It never blames the address.
//! 4. A code that speaks of the address, the mailbox, the domain or the message is believed.
//! 5. Other codes are used for anything (`5.5.0`, `5.4.1`, `5.1.0`): there the words decide, and if they do not,
//!    *other* does.

use super::{Cause, Said, words};

impl Cause {
    /// Why a mail came back of which this was said.
    #[must_use]
    pub fn of(said: &Said) -> Self {
        let text = said.diagnostic.as_deref().unwrap_or_default();
        let (reply, inner) = codes_in(text);
        let code = match said.status {
            None | Some((_, 0, _) | (_, 1..=6, 0)) => inner.or(said.status),
            status => status,
        };
        let class = code.map_or(reply.map(|reply| reply / 100), |(class, ..)| Some(class));
        let by_words = words::cause(text);
        match (class, code) {
            (_, Some((_, 7, _) | (_, 1, 7 | 8) | (_, 2, 252))) => Self::Policy,
            (Some(4), code) => given_up(code, by_words),
            (_, Some((_, subject, detail))) => permanent(subject, detail, by_words),
            (_, None) => by_words.unwrap_or(Self::Other),
        }
    }
}

/// Tried in vain until somebody's patience was over.
fn given_up(code: Option<(u16, u16, u16)>, by_words: Option<Cause>) -> Cause {
    match (code, by_words) {
        (Some((_, 2, 2)), _) | (_, Some(Cause::MailboxFull)) => Cause::MailboxFull,
        (_, Some(Cause::Policy)) => Cause::Policy,
        _ => Cause::Expired,
    }
}

/// RFC 3463 §3, the registry that came of it, and what Exchange Online means by its own numbers.
fn permanent(subject: u16, detail: u16, by_words: Option<Cause>) -> Cause {
    match (subject, detail) {
        (1, 1 | 3 | 4 | 6) => Cause::AddressUnknown,
        (1, 2) | (4, 4 | 310) => Cause::DomainUnknown,
        // The registry's "null MX", and Exchange's "recipient not found".
        (1, 10) if by_words == Some(Cause::DomainUnknown) => Cause::DomainUnknown,
        (1, 10) => Cause::AddressUnknown,
        (2, 1) => Cause::MailboxDisabled,
        (2, 2) => Cause::MailboxFull,
        (2, 3) | (3, 4) | (6, _) => Cause::MessageRefused,
        (4, 7) => Cause::Expired,
        (4, 1..=3 | 5 | 300..=399) => by_words.unwrap_or(Cause::Expired),
        _ => by_words.unwrap_or(Cause::Other),
    }
}

/// The reply code and the enhanced code that a server's words hold: `550 5.1.1 …`, `550-5.1.1 …`, or qmail's
/// `(#5.1.1)`. What merely looks like one, a version or an address of the network, is not taken for one.
#[must_use]
pub fn codes_in(text: &str) -> (Option<u16>, Option<(u16, u16, u16)>) {
    let mut reply = None;
    let mut before = "";
    for word in
        text.split(|c: char| !(c.is_ascii_alphanumeric() || ".#".contains(c))).filter(|w| !w.is_empty())
    {
        let marked = word.strip_prefix('#');
        if (marked.is_some() || is_reply(before))
            && let Some(code) = enhanced(marked.unwrap_or(word))
        {
            return (reply, Some(code));
        }
        if reply.is_none() && is_reply(word) {
            reply = word.parse().ok();
        }
        before = word;
    }
    (reply, None)
}

fn is_reply(word: &str) -> bool {
    word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|b| b.is_ascii_digit())
}

/// `class "." subject "." detail` of RFC 3463 §2, of a failure.
fn enhanced(word: &str) -> Option<(u16, u16, u16)> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let mut parts = word.split('.').map(|part| {
        let right = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        right.then(|| part.parse::<u16>().ok()).flatten()
    });
    let code = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && matches!(code.0, 4 | 5)).then_some(code)
}
