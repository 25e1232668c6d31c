//! What is wrong with a key, in words.

use super::{
    line::Line,
    words::{Words, code, count},
};
use crate::dns::{KeyFault, TagFault};

pub(super) fn fault(words: Words, name: &str, fault: &KeyFault) -> Line {
    match fault {
        KeyFault::Nothing => words.say("setup-key-nothing", [("name", code(name))]),
        KeyFault::AliasOfNothing { target } => {
            words.say("setup-key-alias-of-nothing", [("name", code(name)), ("target", code(target))])
        }
        KeyFault::NotAKey => words.say("setup-key-not-a-key", [("name", code(name))]),
        KeyFault::SeveralRecords { count: so_many } => {
            words.say("setup-key-several", [("name", code(name)), ("count", count(*so_many))])
        }
        KeyFault::Unreadable { why: TagFault::NotATag(part) } if part.is_empty() => {
            words.plain("setup-key-empty-tag")
        }
        KeyFault::Unreadable { why: TagFault::NotATag(part) } => {
            words.say("setup-key-not-a-tag", [("part", code(part))])
        }
        KeyFault::Unreadable { why: TagFault::Twice(tag) } => {
            words.say("setup-key-tag-twice", [("tag", code(&format!("{tag}=")))])
        }
        KeyFault::Version { version } => {
            words.say("setup-key-version", [("version", code(&format!("v={version}")))])
        }
        KeyFault::NoPublicKey => words.plain("setup-key-no-public"),
        KeyFault::Revoked => words.plain("setup-key-revoked"),
        KeyFault::OtherAlgorithm { algorithm } => {
            words.say("setup-key-other-algorithm", [("algorithm", code(&format!("k={algorithm}")))])
        }
        KeyFault::NotForMail { services } => {
            words.say("setup-key-not-for-mail", [("services", code(&format!("s={services}")))])
        }
        KeyFault::NotForSha256 { hashes } => {
            words.say("setup-key-not-for-sha256", [("hashes", code(&format!("h={hashes}")))])
        }
        KeyFault::OtherKey => words.plain("setup-key-other"),
    }
}
