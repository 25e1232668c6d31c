//! One id type per kind, so that a dossier's id can never stand where an office's is meant.
//!
//! Ids are UUIDs of version 7 (RFC 9562): they sort by the time they were made, which keeps the
//! databases' indexes compact and gives lists a stable order. They are made outside this crate, from
//! a clock and randomness that are passed in.

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The id of a thing of kind `K`.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// The kinds of things that have an id. Empty types: they exist only to be named.
pub mod kind {
    /// An accounting office.
    pub enum Office {}
    /// An employee of an office.
    pub enum Employee {}
    /// A client group.
    pub enum ClientGroup {}
    /// A dossier.
    pub enum Dossier {}
    /// A client-user.
    pub enum ClientUser {}
    /// The invitation of a client-user.
    pub enum Invitation {}
    /// One message to one recipient.
    pub enum Mail {}
    /// One worker's hold on a batch of mails.
    pub enum Lease {}
    /// A key to the HTTP API.
    pub enum ApiKey {}
    /// A line of the audit log.
    pub enum AuditEntry {}
    /// Something that the office must hear about.
    pub enum Event {}
    /// A conversation between client-users and the office.
    pub enum Conversation {}
    /// One message of a conversation.
    pub enum Message {}
}

/// See [`kind::Office`].
pub type OfficeId = Id<kind::Office>;
/// See [`kind::Employee`].
pub type EmployeeId = Id<kind::Employee>;
/// See [`kind::ClientGroup`].
pub type ClientGroupId = Id<kind::ClientGroup>;
/// See [`kind::Dossier`].
pub type DossierId = Id<kind::Dossier>;
/// See [`kind::ClientUser`].
pub type ClientUserId = Id<kind::ClientUser>;
/// See [`kind::Invitation`].
pub type InvitationId = Id<kind::Invitation>;
/// See [`kind::Mail`].
pub type MailId = Id<kind::Mail>;
/// See [`kind::Lease`].
pub type LeaseId = Id<kind::Lease>;
/// See [`kind::ApiKey`].
pub type ApiKeyId = Id<kind::ApiKey>;
/// See [`kind::AuditEntry`].
pub type AuditEntryId = Id<kind::AuditEntry>;
/// See [`kind::Event`].
pub type EventId = Id<kind::Event>;
/// See [`kind::Conversation`].
pub type ConversationId = Id<kind::Conversation>;
/// See [`kind::Message`].
pub type MessageId = Id<kind::Message>;

impl<K> Id<K> {
    /// The id that a UUID stands for.
    #[must_use]
    pub const fn new(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The UUID itself, as the databases and the wire know it.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::new)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}
