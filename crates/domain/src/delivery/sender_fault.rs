//! What can be wrong with the mail set-up of an office: one closed list, whether a check finds it before a mail is
//! accepted, or a relay says it when one is offered.

use serde::{Deserialize, Serialize};

/// What is wrong with a sender. The recipient is never blamed for it, and no mail is lost by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderFault {
    /// The office has not said how its mails are to go out.
    Unconfigured,
    /// The office's own relay cannot be reached.
    Unreachable,
    /// TLS could not be agreed on, or the relay insists on it.
    Tls,
    /// The relay refuses the log-in.
    AuthRejected,
    /// The provider has switched password log-in off (Microsoft: `5.7.30`, `5.7.139`).
    BasicAuthDisabled,
    /// The provider gives no token to log in with (RFC 6749 §5.2), or the relay does not take it.
    OauthToken,
    /// The relay does not let this address send.
    SendAsDenied,
    /// The domain publishes no key for our signature (RFC 6376 §3.6).
    DkimMissing,
    /// The key that the domain publishes is not the one that we sign with.
    DkimMismatch,
    /// The domain publishes no SPF record (RFC 7208 §3).
    SpfMissing,
    /// The domain's SPF record does not authorise the servers that send, or cannot be evaluated.
    SpfNotAuthorised,
    /// The domain's SPF record asks for more than ten lookups, so that nobody evaluates it (RFC 7208 §4.6.4).
    SpfTooManyLookups,
    /// The mail is not authenticated for the domain in `From` (RFC 7489 §3.1).
    DmarcUnaligned,
    /// The domain takes no mail: an answer to the sender would be lost (RFC 5321 §5.1, RFC 7505).
    NoMx,
    /// The domain's DNS gives no answer.
    DnsFailure,
}

impl SenderFault {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 15] = [
        Self::Unconfigured,
        Self::Unreachable,
        Self::Tls,
        Self::AuthRejected,
        Self::BasicAuthDisabled,
        Self::OauthToken,
        Self::SendAsDenied,
        Self::DkimMissing,
        Self::DkimMismatch,
        Self::SpfMissing,
        Self::SpfNotAuthorised,
        Self::SpfTooManyLookups,
        Self::DmarcUnaligned,
        Self::NoMx,
        Self::DnsFailure,
    ];

    /// The code that is stored and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unconfigured => "unconfigured",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::AuthRejected => "auth_rejected",
            Self::BasicAuthDisabled => "basic_auth_disabled",
            Self::OauthToken => "oauth_token",
            Self::SendAsDenied => "send_as_denied",
            Self::DkimMissing => "dkim_missing",
            Self::DkimMismatch => "dkim_mismatch",
            Self::SpfMissing => "spf_missing",
            Self::SpfNotAuthorised => "spf_not_authorised",
            Self::SpfTooManyLookups => "spf_too_many_lookups",
            Self::DmarcUnaligned => "dmarc_unaligned",
            Self::NoMx => "no_mx",
            Self::DnsFailure => "dns_failure",
        }
    }
}
