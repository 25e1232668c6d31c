//! The values of one mail, by the names that sentences and layouts use for them.

use std::{fmt::Write as _, sync::Arc};

use domain::{
    EmailAddress, Language, Name, Text, Timestamp,
    mail::{Contact, Content, Mail},
};
use jiff::tz::TimeZone;
use minijinja::{Value, value::Object};

use super::{ComposeError, moment};

mod digest;
mod notice;
mod office_message;

/// So many characters of a mail does a mail program show beside its subject.
const PREVIEW: usize = 140;

/// What a mail does not have is left out, so that a template which asks for it fails, rather than say nothing.
#[derive(Debug, Clone)]
pub(super) struct Values(Vec<(&'static str, Value)>);

/// The names that a sentence can use between braces.
pub(super) const IN_SENTENCES: [&str; 20] = [
    "name",
    "sender_address",
    "office",
    "dossier",
    "valid_until",
    "contact",
    "contact_address",
    "client_user",
    "client_user_address",
    "to_address",
    "by",
    "newcomer",
    "undelivered",
    "undelivered_address",
    "broken_domains",
    "absent",
    "open_for",
    "kind",
    "events",
    "more",
];

impl Values {
    pub(super) fn of(mail: &Mail, link: Option<&str>) -> Result<Self, ComposeError> {
        let mut values = Self(Vec::with_capacity(12));
        values.add("language", mail.language.code());
        values.add("name", mail.to.name.as_str());
        values.add("to_address", mail.to.address.as_str());
        values.add("sender_address", mail.sender.from.address.as_str());
        if let Some(link) = link {
            values.add("link", link);
        }
        match &mail.content {
            Content::WelcomeV1(welcome) | Content::WelcomeReminderV1(welcome) => {
                values.add_access(&welcome.office_name, &welcome.dossier_name, &welcome.contact);
                let until = in_words(welcome.valid_until, &welcome.time_zone, mail.language)?;
                values.add("valid_until", until);
            }
            Content::AccessAddedV1(added) => {
                values.add_access(&added.office_name, &added.dossier_name, &added.contact);
                if let Some(open) = &added.open_link {
                    let until = in_words(open.valid_until, &added.time_zone, mail.language)?;
                    values.add("valid_until", until);
                }
            }
            Content::FollowUpNoticeV1(notice) => {
                values.add("office", notice.office_name.as_str());
                values.add("dossier", notice.dossier_name.as_str());
                values.add("client_user", notice.client_user.name.as_str());
                values.add("client_user_address", notice.client_user.address.as_str());
            }
            Content::FailedTaskV1(notice)
            | Content::MessageV1(notice)
            | Content::VatDocumentsOkV1(notice)
            | Content::UserRequestV1(notice) => values.add_notice(mail, notice)?,
            Content::DigestV1(digest) => values.add_digest(mail, digest)?,
            Content::OfficeMessageV1(message) => values.add_office_message(message),
            Content::Forgotten(_) => return Err(ComposeError::Forgotten),
        }
        Ok(values)
    }

    fn add_access(&mut self, office: &Name, dossier: &Name, contact: &Contact) {
        self.add("office", office.as_str());
        self.add("dossier", dossier.as_str());
        self.add("contact", contact.name.as_str());
        self.add("contact_address", contact.address.as_str());
        self.add("contact_mailto", mailto(&contact.address));
        self.add("sender_is_unread", contact.sender_is_unread);
    }

    pub(super) fn add(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }
}

/// There are a few dozen values at most, and each is asked for once or twice: they are looked through, not sorted.
impl Object for Values {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        self.get_value_by_str(name.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }
}

impl From<Values> for Value {
    fn from(values: Values) -> Self {
        Self::from_object(values)
    }
}

fn in_words(at: Timestamp, zone: &str, language: Language) -> Result<String, ComposeError> {
    let zone =
        TimeZone::get(zone).map_err(|source| ComposeError::TimeZone { name: zone.to_owned(), source })?;
    moment::in_words(at, zone, language).map_err(ComposeError::Words)
}

/// The beginning of what somebody wrote, on one line: the first line alone is often only a salutation.
fn beginning(text: &Text, most: usize) -> String {
    let line = text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// A `mailto:` URL (RFC 6068 §2): `?`, `&`, `%` and the like are allowed in an address, and mean something in a URL.
fn mailto(address: &EmailAddress) -> String {
    let mut url = String::from("mailto:");
    for byte in address.wire().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@+".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a `String` does not fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_marks_that_urls_know_stays_one_address() {
        let url = |address: &str| mailto(&EmailAddress::parse(address).unwrap());
        assert_eq!(url("an.peeters+btw@müller.be"), "mailto:an.peeters+btw@xn--mller-kva.be");
        assert_eq!(url("a?cc=b&c%d@example.be"), "mailto:a%3Fcc%3Db%26c%25d@example.be");
    }
}
