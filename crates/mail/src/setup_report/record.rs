//! A record as forms and zone files want it.

use super::{
    document::{Block, Field, Place},
    words::{Words, code},
};
use crate::dns::{DomainName, Kind, Record};

/// How long others may remember it, in seconds: short enough to mend a mistake within the hour.
const TTL: u32 = 3600;
/// The longest name that the DNS has, in octets (RFC 1035 §2.3.4).
const LONGEST_NAME: usize = 253;

/// The record, field by field, each value as it is to be copied.
pub(super) fn fields(words: Words, record: &Record) -> Block {
    let record = copyable(record);
    let field = |label, value| Field { label: words.plain(label), value, place: Place::Beside };
    let below = |label, value| Field { place: Place::Below, ..field(label, value) };
    let mut fields = vec![field("setup-field-type", record.kind.code().to_owned())];
    if let Some((zone, name)) = relative(&record.name) {
        let label = words.say("setup-field-short-name", [("zone", code(&zone))]);
        fields.push(Field { label, value: name, place: Place::Beside });
    }
    fields.push(field("setup-field-full-name", record.name.clone()));
    fields.push(below("setup-field-value", record.value.clone()));
    fields.push(below("setup-field-zone-file", zone_line(&record)));
    Block::Fields(fields)
}

/// Nothing but printable ASCII: no record that we ask for needs more, and what a stranger hid in theirs is not
/// handed on to be pasted.
fn copyable(record: &Record) -> Record {
    let printable = |text: &str| text.chars().filter(|c| matches!(c, ' '..='~')).collect();
    Record { kind: record.kind, name: printable(&record.name), value: printable(&record.value) }
}

/// The zone, which is taken to be that of the organisational domain, and the name in it; `@` is the zone itself.
fn relative(name: &str) -> Option<(String, String)> {
    let zone = DomainName::parse(name).ok()?.organisation();
    let short = match name.strip_suffix(zone.as_str())? {
        "" => "@",
        below => below.strip_suffix('.')?,
    };
    Some((zone.as_str().to_owned(), short.to_owned()))
}

fn zone_line(record: &Record) -> String {
    let value = record.zone_value();
    let value = if value.contains("\" \"") { format!("( {value} )") } else { value };
    format!("{}. {TTL} IN {} {value}", record.name, record.kind)
}

/// What shows a name from outside, on Unix and on Windows. A public resolver is asked: within an office, the name
/// servers of its own network often answer something else.
pub(super) fn questions(kind: Kind, name: &str) -> Option<[String; 2]> {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let safe = plain && !name.starts_with('-') && (1..=LONGEST_NAME).contains(&name.len());
    safe.then(|| {
        [format!("dig +short {kind} {name} @1.1.1.1"), format!("nslookup -type={kind} {name} 1.1.1.1")]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_also_told_as_it_is_within_its_zone() {
        let told = |name| relative(name).map(|(zone, name)| format!("{name} in {zone}"));
        assert_eq!(
            told("pm1._domainkey.mail.office.co.uk").as_deref(),
            Some("pm1._domainkey.mail in office.co.uk")
        );
        assert_eq!(told("office.be").as_deref(), Some("@ in office.be"));
        assert_eq!(told("what is this"), None);
    }

    #[test]
    fn a_long_text_is_split_for_a_zone_file_and_nowhere_else() {
        let record = Record { kind: Kind::Txt, name: "a.office.be".to_owned(), value: "x".repeat(300) };
        let expected = format!("a.office.be. 3600 IN TXT ( \"{}\" \"{}\" )", "x".repeat(255), "x".repeat(45));
        assert_eq!(zone_line(&record), expected);
        let alias = Record { kind: Kind::Cname, name: "a.office.be".to_owned(), value: "b.be.".to_owned() };
        assert_eq!(zone_line(&alias), "a.office.be. 3600 IN CNAME b.be.");
    }

    #[test]
    fn a_name_that_a_shell_would_read_otherwise_is_no_question() {
        for name in ["", "-x.be", "a.be; rm -rf", "$(id).be", "a b.be", "a.be\n"] {
            assert_eq!(questions(Kind::Txt, name), None, "{name:?}");
        }
        assert!(questions(Kind::Txt, "_dmarc.a-b.be").is_some());
    }
}
