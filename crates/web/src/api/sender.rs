//! Who sends, and why, as the API tells it.

use domain::{
    EmailAddress, Mailbox, Name,
    delivery::SenderFault,
    sender::{SenderDecision, SkipReason, Skipped, Step},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape;

/// A name with an address.
#[derive(Serialize, ToSchema)]
#[schema(as = Mailbox)]
pub(crate) struct MailboxBody {
    /// The name that mail programs show.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// The address.
    #[schema(value_type = shape::EmailAddress)]
    address: EmailAddress,
}

impl From<&Mailbox> for MailboxBody {
    fn from(mailbox: &Mailbox) -> Self {
        Self { name: mailbox.name.clone(), address: mailbox.address.clone() }
    }
}

/// Who sends a welcome mail, and why: decided when the mail is stored, and never again for that mail.
#[derive(Serialize, ToSchema)]
#[schema(as = SenderDecision, example = json!({
    "step": "client_group", "from": { "name": "Kantoor Maes", "address": "bakkers@maes.example" },
    "reply_to": null, "on_behalf_of": null, "skipped": [{ "step": "dossier_manager", "reason": "no_manager" }],
}))]
pub(crate) struct SenderBody {
    /// The step that was taken.
    #[schema(value_type = shape::Step)]
    step: Step,
    /// `From` of the mail.
    from: MailboxBody,
    /// `Reply-To` of the mail, when nobody reads the address that sends.
    #[schema(value_type = Option<shape::EmailAddress>)]
    reply_to: Option<EmailAddress>,
    /// The address that was decided on, when the platform's address sends in its stead.
    #[schema(value_type = Option<shape::EmailAddress>)]
    on_behalf_of: Option<EmailAddress>,
    /// The steps that were passed over before it, in the order they were asked.
    skipped: Vec<SkippedBody>,
}

/// A step that was passed over.
#[derive(Serialize, ToSchema)]
#[schema(as = SkippedStep)]
pub(crate) struct SkippedBody {
    /// The step.
    #[schema(value_type = shape::Step)]
    step: Step,
    /// Why it does not count.
    #[schema(value_type = shape::SkipReason)]
    reason: SkipReason,
}

impl From<&Skipped> for SkippedBody {
    fn from(&Skipped { step, reason }: &Skipped) -> Self {
        Self { step, reason }
    }
}

impl From<&SenderDecision> for SenderBody {
    fn from(decision: &SenderDecision) -> Self {
        Self {
            step: decision.step,
            from: MailboxBody::from(&decision.from),
            reply_to: decision.reply_to.clone(),
            on_behalf_of: decision.on_behalf_of.clone(),
            skipped: decision.skipped.iter().map(SkippedBody::from).collect(),
        }
    }
}

/// Who would send the welcome mail of a new client-user.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "step": "functional_address", "from": { "name": "Kantoor Maes", "address": "no-reply@maes.example" },
    "reply_to": "info@maes.example", "on_behalf_of": null, "ready": true, "causes": [],
    "skipped": [
        { "step": "dossier_manager", "reason": "manager_inactive" },
        { "step": "client_group", "reason": "group_without_address" },
    ],
}))]
pub(crate) struct WelcomeSender {
    /// The step that is taken.
    #[schema(value_type = shape::Step)]
    step: Step,
    /// `From` of the mail.
    from: MailboxBody,
    /// `Reply-To` of the mail, when nobody reads the address that sends.
    #[schema(value_type = Option<shape::EmailAddress>)]
    reply_to: Option<EmailAddress>,
    /// The address that is decided on, when the platform's address sends in its stead.
    #[schema(value_type = Option<shape::EmailAddress>)]
    on_behalf_of: Option<EmailAddress>,
    /// The steps that are passed over before it, in the order they are asked.
    skipped: Vec<SkippedBody>,
    /// The mail can go out from this address.
    ready: bool,
    /// What is wrong with the mail set-up of this address, when it is not ready.
    #[schema(value_type = Vec<shape::SetupCause>)]
    causes: Vec<SenderFault>,
}

impl From<&desk::invite::WelcomeSender> for WelcomeSender {
    fn from(found: &desk::invite::WelcomeSender) -> Self {
        let SenderBody { step, from, reply_to, on_behalf_of, skipped } = SenderBody::from(&found.sender);
        let causes = found.causes.clone();
        Self { step, from, reply_to, on_behalf_of, skipped, ready: causes.is_empty(), causes }
    }
}
