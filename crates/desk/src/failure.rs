//! Why a use case did not do what was asked.

use domain::{FieldFault, delivery::SenderFault, input::Fault, invitation::NotOpen};

/// The answer of a use case that took place: its value, or a refusal.
pub type Outcome<T> = Result<T, Refusal>;

/// A refusal: nothing was stored. Each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing in this office, or nobody may know of it.
    #[error("There is nothing with this id here.")]
    NotFound,
    /// Something that was sent cannot be taken as it is.
    #[error("Some fields cannot be taken as they are.")]
    InvalidInput(Vec<FieldFault>),
    /// The address is a client-user of another office.
    #[error(
        "This address is already active with another accounting office. For security, one address cannot be active at two. Use another address, or an alias of the same one (such as name+office@…)."
    )]
    ActiveAtAnotherOffice,
    /// The office has been refused too many addresses of late.
    #[error(
        "Too many addresses of this office were refused in the last hour. Try again in {retry_after} seconds."
    )]
    TooManyRefusals {
        /// In how many seconds it is worth trying again.
        retry_after: u64,
    },
    /// The domain of the address that would send is not set up right.
    #[error(
        "The mail would be sent from an address whose domain is not set up for it: {}. Nothing was stored. Have the domain's records mended (GET /api/v1/offices/ID/mail-setup says which, for the office's IT partner), or contact support; or send hold_welcome_mail, and the mail goes out when the set-up works.",
        told(causes)
    )]
    MailSetupIncorrect {
        /// What is wrong, in the order of [`SenderFault::ALL`].
        causes: Vec<SenderFault>,
    },
    /// An option needs an address of the platform's own, and this installation has none.
    #[error(
        "This installation has no address of its own (`system_from`) from which mails could be sent on behalf of others."
    )]
    NoPlatformAddress,
    /// The invitation is used or closed.
    #[error("This cannot be done: {0}.")]
    InvitationNotOpen(NotOpen),
    /// The mail is in a state in which this cannot be done.
    #[error("This mail is {state}; only mails that are {wanted} can be treated so.")]
    MailNotInState {
        /// Where the mail stands.
        state: String,
        /// Where it would have to stand.
        wanted: &'static str,
    },
    /// The mail is being handed over at this moment, so that nobody knows yet what became of it.
    #[error(
        "The mail that this is about is being handed over at this moment. Send it again in a few seconds."
    )]
    MailUnderWay,
    /// A request for a user is decided by approving or refusing it, not by closing it.
    #[error("This request waits for a decision: approve it or refuse it.")]
    RequestWaitsForADecision,
    /// Somebody decided the request already.
    #[error("This request was {state} already; it cannot be decided again.")]
    RequestDecided {
        /// `approved` or `refused`.
        state: &'static str,
    },
    /// The idempotency key was used before, for something else.
    #[error("This Idempotency-Key was used before with another request. Use a new key for a new request.")]
    IdempotencyKeyReused,
}

impl Refusal {
    /// One field that cannot be taken.
    #[must_use]
    pub fn field(name: &str, fault: Fault) -> Self {
        Self::InvalidInput(vec![FieldFault::new(name, fault)])
    }
}

fn told(causes: &[SenderFault]) -> String {
    causes.iter().map(|cause| cause.code()).collect::<Vec<_>>().join(", ")
}

/// Why there is no value: refused, or the database did not do its part.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database did not do its part; the same may work later.
    #[error("the database did not do its part")]
    Broken(#[from] store::Error),
}

/// An error with everything that led to it, on one line, as it is logged once, where it is handled.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}
