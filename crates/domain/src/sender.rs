//! From which address does a welcome mail go out?
//!
//! 1. In the name of the **dossier manager**, if the dossier has one who is an active employee;
//! 2. else from the **client group's** address, if the dossier is in one and its address is filled in;
//! 3. else from the office's **functional address**, if it has one;
//! 4. else from the office's **communication address**, which every office has.
//!
//! With the office's option `always_functional_sender`, step 3 comes first. An office that wants a noReply
//! sender puts it in the functional address.
//!
//! The answer carries its reasons. It is made when a mail is stored, stored with it, and never made again for
//! that mail.

use serde::{Deserialize, Serialize};

use crate::address::{EmailAddress, Mailbox};
use crate::name::Name;

/// A step of the cascade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The employee who manages the dossier.
    DossierManager,
    /// The client group that the dossier is in.
    ClientGroup,
    /// The office's functional address.
    FunctionalAddress,
    /// The office's communication address.
    CommunicationAddress,
    /// No step of the cascade: the platform's own address, from which an office hears of its own affairs.
    SystemAddress,
}

/// Why a step does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The dossier has no manager.
    NoManager,
    /// The manager is no longer an active employee.
    ManagerInactive,
    /// The dossier is in no client group.
    NoGroup,
    /// The client group's address is not filled in.
    GroupWithoutAddress,
    /// The office has no functional address.
    NoFunctionalAddress,
}

/// A step that was passed over, with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Skipped {
    /// The step.
    pub step: Step,
    /// Why it does not count.
    pub reason: SkipReason,
}

/// Everything that the decision looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderContext {
    /// The office's name, which is shown for every address but a manager's.
    pub office_name: Name,
    /// The office's communication address.
    pub communication_address: EmailAddress,
    /// The office's functional address, if it has one.
    pub functional_address: Option<FunctionalAddress>,
    /// The office wants step 3 first.
    pub always_functional_sender: bool,
    /// The dossier's manager, if it has one.
    pub manager: Option<DossierManager>,
    /// The dossier's client group, if it is in one.
    pub client_group: Option<ClientGroup>,
}

/// An office's functional address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionalAddress {
    /// The address.
    pub address: EmailAddress,
    /// Nobody reads it: it may send, and replies go elsewhere.
    pub send_only: bool,
}

/// A dossier's manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierManager {
    /// Full name and address.
    pub mailbox: Mailbox,
    /// Still an active employee.
    pub active: bool,
}

/// A dossier's client group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientGroup {
    /// Its address, if filled in.
    pub address: Option<EmailAddress>,
}

/// Who sends, and because of what. Stored with each mail as it serialises: names of steps and reasons are for ever
/// (`mail/tests.rs` pins them).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderDecision {
    /// The step that was taken.
    pub step: Step,
    /// `From` of the mail.
    pub from: Mailbox,
    /// `Reply-To` of the mail: set when nobody reads the address that sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<EmailAddress>,
    /// The address that was decided on, when the mail goes out as the platform's address in its stead: its domain was not
    /// set up, and the office wants it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<EmailAddress>,
    /// The steps that were passed over before it, in the order they were asked.
    pub skipped: Vec<Skipped>,
}

impl SenderDecision {
    /// The mailbox that was decided on, which is `From` unless the platform sends in its stead.
    #[must_use]
    pub fn decided(&self) -> Mailbox {
        let address = self.on_behalf_of.as_ref().unwrap_or(&self.from.address).clone();
        Mailbox { name: self.from.name.clone(), address }
    }

    /// Nobody reads the address that was decided on.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.reply_to.as_ref().is_some_and(|to| Some(to) != self.on_behalf_of.as_ref())
    }

    /// The same, sent as the platform's address with the decided name; replies go where they would have gone.
    #[must_use]
    pub fn on_behalf(self, platform: &EmailAddress) -> Self {
        let Mailbox { name, address } = self.from;
        let reply_to = self.reply_to.unwrap_or_else(|| address.clone());
        let from = Mailbox { name, address: platform.clone() };
        Self { from, reply_to: Some(reply_to), on_behalf_of: Some(address), ..self }
    }
}

/// Decides who sends the welcome mail.
#[must_use]
pub fn choose(context: &SenderContext) -> SenderDecision {
    let mut skipped = Vec::new();
    for step in order(context) {
        match ask(step, context) {
            Ok(from) => {
                let reply_to = replies_elsewhere(step, context);
                return SenderDecision { step, from, reply_to, on_behalf_of: None, skipped };
            }
            Err(reason) => skipped.push(Skipped { step, reason }),
        }
    }
    let from = communication(context);
    SenderDecision { step: Step::CommunicationAddress, from, reply_to: None, on_behalf_of: None, skipped }
}

/// The steps before the last, in the order they are asked. The last, the communication address, always counts.
const fn order(context: &SenderContext) -> [Step; 3] {
    if context.always_functional_sender {
        [Step::FunctionalAddress, Step::DossierManager, Step::ClientGroup]
    } else {
        [Step::DossierManager, Step::ClientGroup, Step::FunctionalAddress]
    }
}

/// The mailbox of a step, or why it does not count.
fn ask(step: Step, context: &SenderContext) -> Result<Mailbox, SkipReason> {
    let office =
        |address: &EmailAddress| Mailbox { name: context.office_name.clone(), address: address.clone() };
    match step {
        Step::DossierManager => match &context.manager {
            None => Err(SkipReason::NoManager),
            Some(manager) if !manager.active => Err(SkipReason::ManagerInactive),
            Some(manager) => Ok(manager.mailbox.clone()),
        },
        Step::ClientGroup => match &context.client_group {
            None => Err(SkipReason::NoGroup),
            Some(group) => group.address.as_ref().map(office).ok_or(SkipReason::GroupWithoutAddress),
        },
        Step::FunctionalAddress => match &context.functional_address {
            None => Err(SkipReason::NoFunctionalAddress),
            Some(functional) => Ok(office(&functional.address)),
        },
        // The last step always counts; the system address is never among the steps that are asked.
        Step::CommunicationAddress | Step::SystemAddress => Ok(communication(context)),
    }
}

fn communication(context: &SenderContext) -> Mailbox {
    Mailbox { name: context.office_name.clone(), address: context.communication_address.clone() }
}

/// Where replies go when nobody reads the address that sends: the next address of the cascade that is read.
fn replies_elsewhere(taken: Step, context: &SenderContext) -> Option<EmailAddress> {
    let unread = taken == Step::FunctionalAddress && context.functional_address.as_ref()?.send_only;
    unread.then(|| {
        let next = order(context).into_iter().skip_while(|step| *step != taken).skip(1);
        next.chain([Step::CommunicationAddress])
            .find_map(|step| ask(step, context).ok())
            .map_or_else(|| context.communication_address.clone(), |mailbox| mailbox.address)
    })
}

#[cfg(test)]
mod tests;
