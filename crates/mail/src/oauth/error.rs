//! Why there is no token.

use domain::delivery::{Ending, Phase, Reply};

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The provider says no.
    #[error("the provider gives no token ({status} {code}): {description} {}", .reason.advice())]
    Refused {
        /// What it says in HTTP, 400 to 599.
        status: u16,
        /// What that comes to.
        reason: Refusal,
        /// `error` of its answer (RFC 6749 §5.2), such as `invalid_client`; empty when there is none.
        code: String,
        /// `error_description`, without our secrets, on one line; or empty.
        description: String,
        /// How many seconds it wants to be left alone (`Retry-After`), if it says so.
        retry_after: Option<u64>,
    },
    /// No connection, no TLS, no answer in time, or a place to which the [guard](crate::guard) lets nobody go.
    #[error("the token provider cannot be reached: {0}")]
    Unreachable(String),
    /// An answer that is none of RFC 6749.
    #[error("the token provider's answer makes no sense: {0}. Check the address of the token endpoint")]
    Nonsense(String),
}

/// Why the provider says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// `invalid_client`: it does not know the program, or the secret is another or has expired.
    InvalidClient,
    /// `invalid_grant`: the refresh token has expired or was taken back.
    InvalidGrant,
    /// `unauthorized_client`, `invalid_scope`, `access_denied`: it knows the program, which may not do this.
    NotAllowed,
    /// `invalid_request`, `unsupported_grant_type`, an unknown tenant, and whatever else.
    Other,
    /// Not now: 429, 5xx.
    NotNow,
}

impl Refusal {
    pub(super) fn read(status: u16, code: &str) -> Self {
        match (status, code) {
            (408 | 425 | 429 | 500.., _) => Self::NotNow,
            (_, "invalid_client") => Self::InvalidClient,
            (_, "invalid_grant") => Self::InvalidGrant,
            (_, "unauthorized_client" | "invalid_scope" | "access_denied") => Self::NotAllowed,
            _ => Self::Other,
        }
    }

    /// What to do, in one English sentence.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::InvalidClient => {
                "Check the client id, and make a new client secret: secrets expire, and what is needed is the secret's value, not its id."
            }
            Self::InvalidGrant => {
                "Let the account allow it once more, and fill in the new refresh token: one ends when it is not used for long, when its password changes, or when somebody takes it back."
            }
            Self::NotAllowed => {
                "Give the program its permission at the provider, and have an administrator consent to it."
            }
            Self::Other => "Check the tenant or the address of the token endpoint, and the scope.",
            Self::NotNow => "It is asked again by itself.",
        }
    }
}

impl TokenError {
    /// The same as the end of a dialogue, for [`outcome`](domain::delivery::outcome).
    #[must_use]
    pub fn to_ending(&self) -> Ending {
        match self {
            Self::Refused { status, code, description, .. } => {
                let text = [code.as_str(), description].join(" ").trim().to_owned();
                Ending::Refused(Phase::Token, Reply { code: *status, enhanced: None, text })
            }
            Self::Unreachable(_) | Self::Nonsense(_) => Ending::Broken(Phase::Token, self.to_string()),
        }
    }
}
