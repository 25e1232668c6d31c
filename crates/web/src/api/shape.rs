//! How single values look in the API's description. None of these types is ever made: each stands for a value of
//! `domain`, which knows nothing of HTTP.

use std::borrow::Cow;

use domain::mail::MailKind as Kind;
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, Object, ObjectBuilder, RefOr, SchemaFormat, Type, schema::Schema},
};

/// The roles of an employee.
pub(crate) const ROLES: &[&str] = &["admin", "employee", "support"];
/// How often VAT is declared.
pub(crate) const VAT_PERIODS: &[&str] = &["monthly", "quarterly", "none"];
/// The states of a mail.
pub(crate) const MAIL_STATES: &[&str] =
    &["queued", "sending", "sent", "deferred", "held", "failed", "cancelled"];
/// The kinds of mails.
pub(crate) const MAIL_KINDS: &[&str] = &["welcome", "welcome_reminder", "access_added", "follow_up_notice"];

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident = $schema:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) enum $name {}
        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }
    )*};
}

shapes! {
    /// An id.
    Id = formatted("An id: a UUID of version 7, which sorts by the time it was made.", SchemaFormat::KnownFormat(KnownFormat::Uuid), "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b");
    /// A point in time.
    Time = formatted("A point in time in UTC (RFC 3339).", SchemaFormat::KnownFormat(KnownFormat::DateTime), "2026-11-23T16:00:00Z");
    /// An address.
    EmailAddress = formatted("An e-mail address, as it was typed. Two spellings that differ in case, or in the way their domain is written, are the same address.", SchemaFormat::Custom("email".into()), "an.peeters@example.be");
    /// A name.
    Name = text("A name as people write it: any script, 1 to 200 characters, on one line.", json!("An Peeters")).min_length(Some(1)).max_length(Some(200));
    /// An enterprise number.
    EnterpriseNumber = text("A Belgian enterprise number: ten digits, the last two checking the others. Read with or without dots, spaces and `BE`; answered as `0202.239.951`.", json!("0202.239.951"));
    /// A language.
    Language = words("A language (ISO 639-1).", &domain::Language::ALL.map(domain::Language::code));
    /// A role.
    Role = words("What an employee may do.", ROLES);
    /// A VAT period.
    VatPeriod = words("How often the client declares VAT.", VAT_PERIODS);
    /// A client-user's state.
    ClientUserState = words("Where a client-user stands: `invited` (a link was sent), `expired` (its time is over), `withdrawn` (taken back), `active` (a password is set), `deactivated` (closed).", &["invited", "expired", "withdrawn", "active", "deactivated"]);
    /// A mail's kind.
    MailKind = words("What a mail is.", &Kind::ALL.map(Kind::code));
    /// A mail's state.
    MailState = words("How far a mail has come: `queued`, `sending`, `sent` (handed over to the mail server), `deferred` (tried again at `next_at`), `held` (waits for the sender's set-up), `failed`, `cancelled`.", MAIL_STATES);
    /// A mail's cause.
    MailCause = text("Why a mail is in its state, when that is not what was hoped for: `recipient_refused`, `message_refused`, `try_later`, `unreachable`, `uncertain`, `given_up`, `link_replaced`, or what is wrong with the sender: `tls`, `auth_rejected`, `basic_auth_disabled`, `send_as_denied`, `spf_not_authorised`, `dmarc_unaligned`.", json!("send_as_denied"));
    /// A step.
    Step = words("A step of the cascade that decides who sends.", &["dossier_manager", "client_group", "functional_address", "communication_address"]);
    /// A reason.
    SkipReason = words("Why a step does not count.", &["no_manager", "manager_inactive", "no_group", "group_without_address", "no_functional_address"]);
    /// A fault.
    FaultCode = words("What is wrong with a field.", &["missing", "malformed", "too_long", "too_short", "control_character", "unknown_value", "non_ascii_local_part", "bad_domain", "bad_check_digits", "out_of_range", "not_found", "taken", "unknown_field", "too_weak"]);
}

fn text(description: &str, example: Value) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description)).examples([example])
}

fn formatted(description: &str, format: SchemaFormat, example: &str) -> Object {
    text(description, json!(example)).format(Some(format)).build()
}

fn words(description: &str, words: &[&str]) -> Object {
    let example = words.first().copied().unwrap_or_default();
    text(description, json!(example)).enum_values(Some(words.iter().copied())).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::mails::MailState as State;
    use domain::{dossier::VatPeriod as Vat, office::Role as Who};
    use serde::Serialize;

    fn written<T: Serialize>(values: &[T]) -> Vec<String> {
        let word = |value| serde_json::to_value(value).unwrap().as_str().unwrap().to_owned();
        values.iter().map(word).collect()
    }

    #[test]
    fn the_lists_of_words_are_what_the_values_are_written_as() {
        assert_eq!(written(&[Who::Admin, Who::Employee, Who::Support]), ROLES);
        assert_eq!(written(&[Vat::Monthly, Vat::Quarterly, Vat::None]), VAT_PERIODS);
        assert_eq!(written(&State::ALL), MAIL_STATES);
        assert_eq!(written(&Kind::ALL), MAIL_KINDS);
    }
}
