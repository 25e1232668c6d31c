//! How single values look in the API's description. None of these types is ever made: each stands for a value of
//! `domain`, which knows nothing of HTTP.

use std::borrow::Cow;

use domain::{
    bounce::Cause as Bounce, delivery::SenderFault, event::EventKind as Happening, mail::MailKind as Kind,
};
use serde::{Serialize, Serializer};
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
    &["queued", "sending", "sent", "bounced", "deferred", "held", "failed", "cancelled"];
/// Why a mail came back.
const BOUNCE_CAUSES: &[&str] = &{
    let (mut codes, mut i) = ([""; Bounce::ALL.len()], 0);
    while i < codes.len() {
        codes[i] = Bounce::ALL[i].code();
        i += 1;
    }
    codes
};
/// What a relay says that it did.
const BOUNCE_ACTIONS: &[&str] = &["failed", "delayed", "delivered", "relayed", "expanded"];
/// The kinds of mails.
pub(crate) const MAIL_KINDS: &[&str] = &{
    let (mut codes, mut i) = ([""; Kind::ALL.len()], 0);
    while i < codes.len() {
        codes[i] = Kind::ALL[i].code();
        i += 1;
    }
    codes
};
/// The kinds of events.
pub(crate) const EVENT_KINDS: &[&str] = &{
    let (mut codes, mut i) = ([""; Happening::ALL.len()], 0);
    while i < codes.len() {
        codes[i] = Happening::ALL[i].code();
        i += 1;
    }
    codes
};
/// How soon an employee hears.
pub(crate) const PACES: &[&str] = &["at_once", "hourly", "daily"];
/// What can be wrong with a mail set-up.
pub(crate) const SETUP_CAUSES: &[&str] = &{
    let (mut codes, mut i) = ([""; SenderFault::ALL.len()], 0);
    while i < codes.len() {
        codes[i] = SenderFault::ALL[i].code();
        i += 1;
    }
    codes
};
/// What an office can choose for a kind of event.
pub(crate) const CONFIGURATIONS: &[&str] = &["standard", "personalised"];
/// The roles that can be chosen to hear.
pub(crate) const RECIPIENT_ROLES: &[&str] = &["dossier_manager", "client_group", "admins"];
/// The steps that decide who hears.
const RECIPIENT_STEPS: &[&str] =
    &["personalised", "dossier_manager", "client_group", "functional_address", "communication_address"];
/// Why a step that decides who hears does not count.
const RECIPIENT_REASONS: &[&str] = &[
    "nobody_left",
    "no_manager",
    "manager_inactive",
    "no_group",
    "group_without_address",
    "no_functional_address",
    "send_only",
    "told_before",
];
/// Why somebody does not hear.
const LEFT_OUT_REASONS: &[&str] = &["inactive", "no_access", "nobody", "deputy_inactive", "deputy_no_access"];
/// The sides of a conversation.
pub(crate) const SIDES: &[&str] = &["office", "client"];
/// Where a request for a user stands.
pub(crate) const REQUEST_STATES: &[&str] = &["open", "approved", "refused"];
/// What a preview looks at.
const QUESTIONS: &[&str] = &["welcome_sender", "failed_task", "message", "vat_documents_ok", "user_request"];
/// What an office should know of its recipients.
const WARNINGS: &[&str] =
    &["nobody_left", "inactive", "no_access", "send_only", "deputy_absent", "no_deputy"];

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident = $schema:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) enum $name {}
        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
        /// Only so that an enum can be described which holds one.
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                match *self {}
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
    MailState = words("How far a mail has come: `queued`, `sending`, `sent` (handed over to the mail server), `bounced` (handed over, and came back), `deferred` (tried again at `next_at`), `held` (waits for the sender's set-up), `failed`, `cancelled`.", MAIL_STATES);
    /// A mail's cause.
    MailCause = text("Why a mail is in its state, when that is not what was hoped for: `recipient_refused`, `message_refused`, `try_later`, `unreachable`, `uncertain`, `given_up`, `link_replaced`, `link_expired`, `suppressed` (mail to its address came back); for `bounced` why it came back: `address_unknown`, `domain_unknown`, `mailbox_disabled`, `mailbox_full`, `message_refused`, `policy`, `expired`, `other`; or what is wrong with the sender: `unconfigured`, `unreachable`, `tls`, `auth_rejected`, `basic_auth_disabled`, `oauth_token`, `send_as_denied`, `dkim_missing`, `dkim_mismatch`, `spf_missing`, `spf_not_authorised`, `spf_too_many_lookups`, `dmarc_unaligned`, `no_mx`, `dns_failure`.", json!("send_as_denied"));
    /// Why a mail came back.
    BounceCause = words("Why a mail came back: `address_unknown`, `domain_unknown` and `mailbox_disabled` (correct the address), `mailbox_full` and `expired` (reach the reader in another way, and send again), `message_refused`, `policy` (the sender's mail set-up is not trusted), `other`.", BOUNCE_CAUSES);
    /// What a relay did.
    BounceAction = words("What a mail server says that it did with a mail.", BOUNCE_ACTIONS);
    /// What became of a message that came back.
    BounceResult = words("What became of a message that came back.", &["bounced", "noted", "ignored"]);
    /// How a mail was known.
    MatchedBy = words("How the mail was known: by the address that the notification was sent to, by the envelope id that it repeats, or by the header that it returns.", &["return_path", "envelope_id", "header"]);
    /// A cause of a mail set-up.
    SetupCause = words("What is wrong with a mail set-up: `unconfigured` (nobody looked at the domain yet), a fault of the domain's DNS (`dkim_…`, `spf_…`, `dmarc_unaligned`, `no_mx`, `dns_failure`), or of the relay that an office has of its own.", SETUP_CAUSES);
    /// A route.
    Route = words("How an office's mails go out: `platform` is the platform's relay.", &["platform"]);
    /// The standing of a record.
    RecordStanding = words("Whether a record is there: `right`, `missing`, `wrong` (another is in its place), or `unknown` (the DNS gave no answer).", &["right", "missing", "wrong", "unknown"]);
    /// A step.
    Step = words("A step of the cascade that decides who sends; `system_address` is the platform's own, from which an office hears of its own affairs.", &["dossier_manager", "client_group", "functional_address", "communication_address", "system_address"]);
    /// A reason.
    SkipReason = words("Why a step does not count.", &["no_manager", "manager_inactive", "no_group", "group_without_address", "no_functional_address"]);
    /// A day.
    Day = formatted("A day (RFC 3339).", SchemaFormat::KnownFormat(KnownFormat::Date), "2026-11-23");
    /// A day, or more.
    DayOrTime = text("A day, `2026-11-23`, or a point in time with its offset (RFC 3339), which counts as the day that it is then in the installation's time zone.", json!("2026-11-23"));
    /// A text.
    Text = text("What somebody wrote: 1 to 10,000 characters, on one line or several.", json!("De scan van factuur 2026-0117 is onleesbaar.")).min_length(Some(1)).max_length(Some(10_000));
    /// A link.
    Link = text("An address that a mail program opens: `https` or `http`, without a log-in, of 2,000 letters at most.", json!("https://portal.example/tasks/117")).format(Some(SchemaFormat::Custom("uri".into()))).max_length(Some(2000));
    /// A thread.
    Thread = text("What messages of one conversation have in common; on one line, 1 to 200 characters.", json!("conversation 42")).min_length(Some(1)).max_length(Some(200));
    /// A subject.
    Subject = text("What a conversation is about; on one line, 1 to 200 characters.", json!("Factuur 2026-0117")).min_length(Some(1)).max_length(Some(200));
    /// A side.
    Side = words("A side of a conversation: the office, or the client-users.", SIDES);
    /// A request's state.
    RequestState = words("Where a request stands: `open` (waits for a decision), `approved`, `refused`.", REQUEST_STATES);
    /// A VAT period's name.
    Period = text("A VAT period: a month, `2026-11`, or a quarter, `2026-Q4`.", json!("2026-11"));
    /// A kind of event.
    EventKind = words("What happened: `failed_task` (something went wrong and a person must act), `message` (a client left a message), `vat_documents_ok` (all documents for a VAT period are in), `user_request` (somebody asks for something like a new user).", EVENT_KINDS);
    /// A pace.
    Pace = words("How soon an employee hears: `at_once` (a mail for each event), `hourly` (a digest at each full hour), `daily` (a digest in the morning).", PACES);
    /// A configuration.
    Configuration = words("`standard` leaves it to the cascade: the dossier manager, else the client group's address, else the functional address, else the communication address. `personalised` names people and roles.", CONFIGURATIONS);
    /// A role that can be chosen.
    RecipientRole = words("A role that can be chosen instead of a name: the dossier's manager, its client group (the address if it is filled in, else the members), or all active admins.", RECIPIENT_ROLES);
    /// A step of recipients.
    RecipientStep = words("A step that decides who hears of an event.", RECIPIENT_STEPS);
    /// A reason of recipients.
    RecipientSkipReason = words("Why a step does not count: `nobody_left` (of those who were chosen), `send_only` (nobody reads the functional address), `told_before` (the address has heard already), or what is missing.", RECIPIENT_REASONS);
    /// A reason.
    LeftOutReason = words("Why somebody does not hear: `inactive` (has left), `no_access` (the dossier is private), `nobody` (nobody has this role here), `deputy_inactive` and `deputy_no_access` (the deputy cannot read, so the absent one does).", LEFT_OUT_REASONS);
    /// A question.
    Question = words("Who sends a welcome mail, or who hears of an event of a kind.", QUESTIONS);
    /// A warning.
    WarningCode = words("What an office should know of its recipients, the worst first: `nobody_left` (of those who were chosen), `inactive` (one who was chosen has left), `no_access` (to private dossiers), `send_only` (the functional address is not read), `deputy_absent`, `no_deputy`.", WARNINGS);
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
    use desk::{mails::MailState as State, user_requests::RequestState as Request};
    use domain::{
        bounce::Action as Did,
        changes::Question as Asked,
        dossier::VatPeriod as Vat,
        event::Pace as Soon,
        office::Role as Who,
        recipients::{ChosenRole, LeftOutReason as Out, SkipReason as Skip, Step as Heard},
        sender::Step as Sends,
    };

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
        assert_eq!(written(&Happening::ALL), EVENT_KINDS);
        assert_eq!(written(&Bounce::ALL), BOUNCE_CAUSES);
        let actions = [Did::Failed, Did::Delayed, Did::Delivered, Did::Relayed, Did::Expanded];
        assert_eq!(written(&actions), BOUNCE_ACTIONS);
        assert_eq!(written(&[Soon::AtOnce, Soon::Hourly, Soon::Daily]), PACES);
        let roles = [ChosenRole::DossierManager, ChosenRole::ClientGroup, ChosenRole::Admins];
        assert_eq!(written(&roles), RECIPIENT_ROLES);
        assert_eq!(written(&Heard::ALL), RECIPIENT_STEPS);
        let reasons = [
            Skip::NobodyLeft,
            Skip::NoManager,
            Skip::ManagerInactive,
            Skip::NoGroup,
            Skip::GroupWithoutAddress,
            Skip::NoFunctionalAddress,
            Skip::SendOnly,
            Skip::ToldBefore,
        ];
        assert_eq!(written(&reasons), RECIPIENT_REASONS);
        let out = [Out::Inactive, Out::NoAccess, Out::Nobody, Out::DeputyInactive, Out::DeputyNoAccess];
        assert_eq!(written(&out), LEFT_OUT_REASONS);
        assert_eq!(written(&Asked::ALL), QUESTIONS);
        assert_eq!(written(&[Request::Open, Request::Approved, Request::Refused]), REQUEST_STATES);
        assert_eq!(written(&[Sends::SystemAddress]), ["system_address"]);
    }
}
