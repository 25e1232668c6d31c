//! The closed list of causes in words, in three registers.

use domain::{Language, delivery::SenderFault};

use super::{line::Line, words::Words};

/// What it is called, in a few words.
#[must_use]
pub fn cause_title(language: Language, cause: SenderFault) -> String {
    title(Words(language), cause).to_string()
}

/// What it means for the office's admin: a sentence or two, without a word that only technicians know.
#[must_use]
pub fn cause_for_admin(language: Language, cause: SenderFault) -> String {
    Words(language).plain(&key(cause, "admin")).to_string()
}

/// What the IT partner has to do, whatever the details.
#[must_use]
pub fn cause_for_technician(language: Language, cause: SenderFault) -> String {
    technician(Words(language), cause).to_string()
}

pub(super) fn title(words: Words, cause: SenderFault) -> Line {
    words.plain(&key(cause, "title"))
}

pub(super) fn technician(words: Words, cause: SenderFault) -> Line {
    words.plain(&key(cause, "technician"))
}

/// `setup-dkim-missing-title`.
fn key(cause: SenderFault, register: &str) -> String {
    format!("setup-cause-{}-{register}", cause.code().replace('_', "-"))
}
