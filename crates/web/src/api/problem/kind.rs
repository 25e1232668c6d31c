//! The closed list of what can go wrong, each with what happened and what to do.

/// What kind of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    NotFound,
    InvalidInput,
    MailSetupIncorrect,
    ActiveAtAnotherOffice,
    TooManyRefusals,
    InvitationNotOpen,
    MailNotInState,
    RequestWaitsForADecision,
    RequestDecided,
    IdempotencyKeyReused,
    Unauthorized,
    MalformedJson,
    UnsupportedMediaType,
    PayloadTooLarge,
    MethodNotAllowed,
    Unavailable,
    Internal,
}

/// What is known of a kind of problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// The end of the problem's `type`: the contract.
    pub(crate) name: &'static str,
    /// The status of the answer.
    pub(crate) status: u16,
    /// In a few words.
    pub(crate) title: &'static str,
    /// What happened.
    pub(crate) happened: &'static str,
    /// What to do.
    pub(crate) remedy: &'static str,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 17] = [
        Self::NotFound,
        Self::InvalidInput,
        Self::MailSetupIncorrect,
        Self::ActiveAtAnotherOffice,
        Self::TooManyRefusals,
        Self::InvitationNotOpen,
        Self::MailNotInState,
        Self::RequestWaitsForADecision,
        Self::RequestDecided,
        Self::IdempotencyKeyReused,
        Self::Unauthorized,
        Self::MalformedJson,
        Self::UnsupportedMediaType,
        Self::PayloadTooLarge,
        Self::MethodNotAllowed,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The kind of this name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.about().name == name)
    }

    /// What is known of it.
    pub(crate) const fn about(self) -> About {
        match self {
            Self::NotFound => About {
                name: "not-found",
                status: 404,
                title: "Not found",
                happened: "There is nothing here: the address is not one of the API's, or an id in the path, in a filter or in the body stands for nothing that this office has. What belongs to another office is treated the same, so that nobody learns of it.",
                remedy: "Check the path and the ids, and that the key is the right office's. If `errors` is there, it names the field that holds the id.",
            },
            Self::InvalidInput => About {
                name: "invalid-input",
                status: 422,
                title: "Invalid input",
                happened: "The request was understood, but some of its values cannot be taken as they are. Nothing was stored.",
                remedy: "Look in `errors`: it lists every field that is at fault, each with a code for programs and a sentence for people. Mend them and send the request again.",
            },
            Self::MailSetupIncorrect => About {
                name: "mail-setup-incorrect",
                status: 422,
                title: "Mail set-up incorrect",
                happened: "The mail would be sent from an address whose domain is not set up for it, so that receivers would refuse it or take it for a forgery. `causes` says what is wrong. Nothing was stored.",
                remedy: "Contact support, or let the office's IT partner see `GET …/mail-setup`: it shows each record of the domain as it has to be. Then `POST …/mail-setup/check`, and send the request again. With `hold_welcome_mail: true` the client-user is created now, and the mail goes out by itself when the set-up works. `unconfigured` says that nobody looked at the domain yet: check it.",
            },
            Self::ActiveAtAnotherOffice => About {
                name: "active-at-another-office",
                status: 409,
                title: "Address active at another office",
                happened: "The address belongs to a client-user of another accounting office. For security, one address cannot be active at two offices. Nothing was stored.",
                remedy: "Ask the client for another address, or use an alias of the same one, such as name+office@example.be: most mail providers deliver it to the same mailbox.",
            },
            Self::TooManyRefusals => About {
                name: "too-many-refusals",
                status: 429,
                title: "Too many refusals",
                happened: "In the last hour this office asked for too many addresses that other offices hold. It has to wait, so that nobody can try out whose clients other offices have.",
                remedy: "Wait for the seconds in the header `Retry-After`, then go on; check the list of addresses before you do.",
            },
            Self::InvitationNotOpen => About {
                name: "invitation-not-open",
                status: 409,
                title: "Invitation not open",
                happened: "This can only be done while the client-user has an open invitation: theirs was used, withdrawn, or the account was closed.",
                remedy: "Look at the client-user's `state`. Somebody who has set a password needs no new link; somebody who was withdrawn is created again.",
            },
            Self::MailNotInState => About {
                name: "mail-not-in-state",
                status: 409,
                title: "Mail not in the right state",
                happened: "The mail is in a state in which this cannot be done, such as cancelling a mail that was sent.",
                remedy: "Look at the mail's `state`: failed, cancelled and deferred mails can be retried; queued, deferred and held ones cancelled; held ones released. If its link was replaced, send a new welcome mail instead.",
            },
            Self::RequestWaitsForADecision => About {
                name: "request-waits-for-a-decision",
                status: 409,
                title: "Request waits for a decision",
                happened: "The event is a request for a user that nobody has decided yet. Closing it would leave whoever asked without an answer.",
                remedy: "Approve the request or refuse it: either closes its event.",
            },
            Self::RequestDecided => About {
                name: "request-decided",
                status: 409,
                title: "Request decided already",
                happened: "The request was approved or refused before, perhaps by a colleague. A request is decided once.",
                remedy: "Look at the request's `state`. What was approved can be taken back by withdrawing the client-user or closing their account; what was refused can be asked for again.",
            },
            Self::IdempotencyKeyReused => About {
                name: "idempotency-key-reused",
                status: 422,
                title: "Idempotency-Key used before",
                happened: "The `Idempotency-Key` was used before, with another request: another method, path or body. Nothing was stored.",
                remedy: "Make a new key for each new request, and use the same key only to repeat the very same request.",
            },
            Self::Unauthorized => About {
                name: "unauthorized",
                status: 401,
                title: "No valid key",
                happened: "The request carries no key, or one that is not known here.",
                remedy: "Send your key in the header `Authorization: Bearer KEY`. Keys are made on the machine itself with `postmeester api-key create`.",
            },
            Self::MalformedJson => About {
                name: "malformed-json",
                status: 400,
                title: "Malformed JSON",
                happened: "The body is not JSON. `line` and `column` say where it ceases to be.",
                remedy: "Mend the JSON; it must be in UTF-8.",
            },
            Self::UnsupportedMediaType => About {
                name: "unsupported-media-type",
                status: 415,
                title: "Unsupported media type",
                happened: "The body is not said to be JSON.",
                remedy: "Send JSON with the header `Content-Type: application/json`, in UTF-8, not compressed.",
            },
            Self::PayloadTooLarge => About {
                name: "payload-too-large",
                status: 413,
                title: "Payload too large",
                happened: "The body is larger than 2 MiB. It was not read.",
                remedy: "Send less at a time; a bulk request takes up to 1,000 items.",
            },
            Self::MethodNotAllowed => About {
                name: "method-not-allowed",
                status: 405,
                title: "Method not allowed",
                happened: "There is something at this address, but this method cannot be used with it.",
                remedy: "Use one of the methods in the header `Allow`.",
            },
            Self::Unavailable => About {
                name: "unavailable",
                status: 503,
                title: "Unavailable",
                happened: "The server could not do its part: its database is away, full or busy, or the server is stopping.",
                remedy: "Send the same request again after the seconds in the header `Retry-After`. With an `Idempotency-Key` it is done once, however often it is sent. The server's log says more; `instance` is the request to look for.",
            },
            Self::Internal => About {
                name: "internal",
                status: 500,
                title: "Mistake in the program",
                happened: "A mistake in the program kept the request from being answered.",
                remedy: "Report it, with `instance` and what the server's log says about that request.",
            },
        }
    }
}
