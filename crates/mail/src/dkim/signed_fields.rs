//! What of a header is signed (RFC 6376 §5.4).
//!
//! A signature that names a field once more than it is there says that there is no other (§8.15): without that, a
//! second `Subject` or `Reply-To` could be put into a signed mail, and mail programs would show one and receivers check
//! the other.

use super::message::Message;

/// How often a field is named in a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// Once more than it is there, also when it is not: what a reader sees first, and where an answer goes.
    Closed,
    /// Once more than it is there, when it is: nothing of the kind can be added to it.
    ClosedIfThere,
    /// As often as it is there: a mailing list that a mail goes through adds its own.
    IfThere,
}

/// In the order of `h=`. What our mails have and is not here stays unsigned: `X-Auto-Response-Suppress`, which is for
/// Exchange alone, and Exchange may take it out.
const FIELDS: [(&str, Named); 23] = [
    ("From", Named::Closed),
    ("To", Named::Closed),
    ("Cc", Named::Closed),
    ("Reply-To", Named::Closed),
    ("Subject", Named::Closed),
    ("Date", Named::ClosedIfThere),
    ("Message-ID", Named::ClosedIfThere),
    ("In-Reply-To", Named::ClosedIfThere),
    ("References", Named::ClosedIfThere),
    ("Sender", Named::ClosedIfThere),
    ("MIME-Version", Named::ClosedIfThere),
    ("Content-Type", Named::ClosedIfThere),
    ("Content-Transfer-Encoding", Named::ClosedIfThere),
    ("Content-Language", Named::ClosedIfThere),
    ("Auto-Submitted", Named::ClosedIfThere),
    ("List-Id", Named::IfThere),
    ("List-Unsubscribe", Named::IfThere),
    ("List-Unsubscribe-Post", Named::IfThere),
    ("List-Help", Named::IfThere),
    ("List-Post", Named::IfThere),
    ("List-Owner", Named::IfThere),
    ("List-Subscribe", Named::IfThere),
    ("List-Archive", Named::IfThere),
];

/// The names that a signature of this message has, in their order.
pub(super) fn names(message: &Message<'_>) -> Vec<&'static str> {
    let mut names = Vec::with_capacity(FIELDS.len() * 2);
    for (name, named) in FIELDS {
        let there = message.upwards(name).count();
        let times = match named {
            Named::Closed => there + 1,
            Named::ClosedIfThere if there > 0 => there + 1,
            Named::ClosedIfThere | Named::IfThere => there,
        };
        names.extend(std::iter::repeat_n(name, times));
    }
    names
}
