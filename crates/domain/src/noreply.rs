//! Does an address look as if nobody reads it?

use crate::address::EmailAddress;

/// What the local part of such an address holds, in the four languages, once `-`, `_`, `.` and digits are dropped.
const MARKS: [&str; 13] = [
    "noreply",
    "donotreply",
    "dontreply",
    "nietantwoorden",
    "nietbeantwoorden",
    "geenantwoord",
    "nepasrepondre",
    "sansreponse",
    "pasdereponse",
    "nichtantworten",
    "keineantwort",
    "bittenichtantworten",
    "unattended",
];

/// True when the address looks like a noReply one. An office that gives such a functional address and says
/// nothing else gets it marked *send-only*: it may send, and is never written to.
#[must_use]
pub fn looks_like_noreply(address: &EmailAddress) -> bool {
    let local: String = address.local_part().chars().filter(char::is_ascii_alphabetic).collect();
    let local = local.to_ascii_lowercase();
    MARKS.iter().any(|mark| local.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(local: &str) -> bool {
        looks_like_noreply(&EmailAddress::parse(&format!("{local}@kantoor.be")).unwrap())
    }

    #[test]
    fn noreply_is_seen_in_four_languages() {
        for local in [
            "noreply",
            "no-reply",
            "No_Reply",
            "noReply2",
            "donotreply",
            "do.not.reply",
            "niet-antwoorden",
            "niet.beantwoorden",
            "geen-antwoord",
            "ne-pas-repondre",
            "nepasrepondre",
            "sans-reponse",
            "nicht-antworten",
            "keine-antwort",
            "portal-noreply",
        ] {
            assert!(looks(local), "{local}");
        }
    }

    #[test]
    fn an_ordinary_mailbox_is_not_mistaken() {
        for local in ["info", "jo.noe", "reply", "antwoord", "norbert.plyet", "btw", "reponse"] {
            assert!(!looks(local), "{local}");
        }
    }
}
