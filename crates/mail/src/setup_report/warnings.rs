//! What stops no mail, in words.

use super::{
    line::Line,
    spf::result,
    words::{Words, code, count},
};
use crate::dns::Warning;

pub(super) fn warning(words: Words, warning: &Warning) -> Line {
    let at = |key, name: &str| words.say(key, [("name", code(name))]);
    match warning {
        Warning::DkimTesting { name } => at("setup-warning-dkim-testing", name),
        Warning::DkimVersionNotFirst { name } => at("setup-warning-dkim-version-not-first", name),
        Warning::DkimSecondKeyMissing { name } => at("setup-warning-second-key", name),
        Warning::SpfAnybody { name } => at("setup-warning-spf-anybody", name),
        Warning::SpfManyLookups { name, lookups } => {
            words.say("setup-warning-spf-lookups", [("name", code(name)), ("count", count(*lookups))])
        }
        Warning::SpfOfFrom { name, result: said } => {
            words.say("setup-warning-spf-of-from", [("name", code(name)), ("result", code(result(*said)))])
        }
        Warning::DmarcMissing { name } => at("setup-warning-dmarc-missing", name),
        Warning::DmarcSeveral { name, count: so_many } => {
            words.say("setup-warning-dmarc-several", [("name", code(name)), ("count", count(*so_many))])
        }
        Warning::DmarcUnreadable { name } => at("setup-warning-dmarc-unreadable", name),
        Warning::DmarcAsksNothing { name } => at("setup-warning-dmarc-asks-nothing", name),
        Warning::DmarcBySpfAlone => words.plain("setup-warning-dmarc-by-spf-alone"),
        Warning::AddressInsteadOfMx { name } => at("setup-warning-address-instead-of-mx", name),
    }
}
