//! The life of a client-user and of their invitation.
//!
//! ```text
//! invited ──► active ──► deactivated
//!    ├──► expired   (by the clock; a new link opens it again)
//!    └──► withdrawn
//! ```
//!
//! A link is good while the invitation is open and the link is its newest. Opening it changes nothing, however
//! often a mail scanner does so; setting the password uses it up.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    id::InvitationId,
    time::{Timestamp, days},
};

/// How long a link is good when the office has chosen nothing else.
pub const DEFAULT_DAYS: u64 = 14;
/// The shortest and the longest that an office may choose, in days.
pub const DAYS: std::ops::RangeInclusive<u64> = 1..=30;
/// When reminders go out, counted from the newest link, if the office wants them.
pub const REMINDERS: [Duration; 2] = [days(3), days(7)];

/// Where a client-user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientUserState {
    /// A link was sent and no password is set yet.
    Invited(Invitation),
    /// A password is set.
    Active,
    /// The office took the invitation back.
    Withdrawn,
    /// The office closed the account.
    Deactivated,
}

/// An invitation that nobody has used or withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// Its id, which the link carries.
    pub id: InvitationId,
    /// Which link is the newest: 1 for the first.
    pub link_number: u32,
    /// Until when the newest link is good.
    pub expires_at: Timestamp,
}

/// A client-user's state as the wire and the pages name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateName {
    /// Open invitation.
    Invited,
    /// The link's time is over.
    Expired,
    /// Taken back by the office.
    Withdrawn,
    /// Password set.
    Active,
    /// Closed by the office.
    Deactivated,
}

/// What a link that was once sent is worth now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStanding {
    /// It can be used, until then.
    Good(Timestamp),
    /// Its time is over; a new one can be asked for.
    Expired,
    /// A newer one was sent; yet another can be asked for.
    Replaced,
    /// The password is set already.
    Used,
    /// The office took the invitation back or closed the account.
    Closed,
}

/// Why something cannot be done with an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOpen {
    /// The client-user has a password.
    #[error("the client-user has set a password already")]
    Active,
    /// The invitation was withdrawn.
    #[error("the invitation was withdrawn")]
    Withdrawn,
    /// The account was closed.
    #[error("the account was closed")]
    Deactivated,
}

impl ClientUserState {
    /// The state's name at a point in time.
    #[must_use]
    pub fn name(&self, now: Timestamp) -> StateName {
        match self {
            Self::Invited(invitation) if invitation.expires_at <= now => StateName::Expired,
            Self::Invited(_) => StateName::Invited,
            Self::Active => StateName::Active,
            Self::Withdrawn => StateName::Withdrawn,
            Self::Deactivated => StateName::Deactivated,
        }
    }

    /// The invitation, while it is neither used nor taken back. It may have expired: a new link opens it again.
    ///
    /// # Errors
    /// [`NotOpen`] says what became of it.
    pub const fn invitation(&self) -> Result<Invitation, NotOpen> {
        match self {
            Self::Invited(invitation) => Ok(*invitation),
            Self::Active => Err(NotOpen::Active),
            Self::Withdrawn => Err(NotOpen::Withdrawn),
            Self::Deactivated => Err(NotOpen::Deactivated),
        }
    }

    /// What link `number` of this client-user's invitation is worth.
    #[must_use]
    pub fn standing(&self, number: u32, now: Timestamp) -> LinkStanding {
        match self {
            Self::Active => LinkStanding::Used,
            Self::Withdrawn | Self::Deactivated => LinkStanding::Closed,
            Self::Invited(invitation) if number < invitation.link_number => LinkStanding::Replaced,
            Self::Invited(invitation) if invitation.expires_at <= now => LinkStanding::Expired,
            Self::Invited(invitation) => LinkStanding::Good(invitation.expires_at),
        }
    }
}

impl Invitation {
    /// The same invitation with a new link, which makes every older one worthless.
    #[must_use]
    pub fn renewed(self, valid: Duration, now: Timestamp) -> Self {
        Self { link_number: self.link_number + 1, expires_at: now + valid, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn invited(expires_at: Timestamp) -> Invitation {
        Invitation { id: InvitationId::new(Uuid::nil()), link_number: 2, expires_at }
    }

    #[test]
    fn a_link_is_good_until_its_hour_and_not_at_it() {
        let open = ClientUserState::Invited(invited(NOW + days(1)));
        assert_eq!(open.standing(2, NOW), LinkStanding::Good(NOW + days(1)));
        assert_eq!(open.standing(2, NOW + days(1)), LinkStanding::Expired);
        assert_eq!(open.name(NOW + days(1)), StateName::Expired);
    }

    #[test]
    fn an_older_link_is_replaced_even_when_all_is_expired() {
        assert_eq!(ClientUserState::Invited(invited(NOW)).standing(1, NOW), LinkStanding::Replaced);
    }

    #[test]
    fn a_used_or_closed_invitation_has_no_good_link() {
        assert_eq!(ClientUserState::Active.standing(2, NOW), LinkStanding::Used);
        assert_eq!(ClientUserState::Withdrawn.standing(2, NOW), LinkStanding::Closed);
        assert_eq!(ClientUserState::Deactivated.standing(1, NOW), LinkStanding::Closed);
        assert_eq!(ClientUserState::Active.invitation(), Err(NotOpen::Active));
    }

    #[test]
    fn a_new_link_replaces_the_old_and_opens_what_had_expired() {
        let renewed = ClientUserState::Invited(invited(NOW).renewed(days(14), NOW));
        assert_eq!(renewed.standing(2, NOW), LinkStanding::Replaced);
        assert_eq!(renewed.standing(3, NOW), LinkStanding::Good(NOW + days(14)));
    }
}
