//! DKIM: a mail is signed for the domain in its `From` (RFC 6376, RFC 8301, RFC 8463).
//!
//! An office's domain has two keys, RSA and Ed25519, which are one [`Generation`]. Each has a [`Record`] that the
//! office's IT partner publishes, and a [`Signer`] puts a `DKIM-Signature` for each in front of a mail. A newer
//! generation signs only when its records were seen, and only mails that were made after that: [`Rotation`].
//!
//! **A signed mail is a function of the mail and the keys.** Nothing here asks for the time: what a signature says of
//! its own time is the mail's `Date`. Both algorithms sign the same bytes to the same signature. So every attempt sends
//! the same bytes, as long as the same keys sign. Chance is used to make a key, and nowhere else ([`PrivateKey::make`]).
//!
//! **Signing is work**, most of it RSA's: nothing waits, a processor is busy. `cargo run --release -p mail --example
//! dkim_time` tells how long. It belongs beside the composing of a mail, off the threads that talk to relays.

mod canonical;
mod key;
mod key_name;
mod message;
mod record;
mod rotation;
mod signature;
mod signed_fields;
mod signer;

pub use self::{
    key::{Algorithm, KeyError, Pkcs8, PrivateKey},
    key_name::{KeyName, KeyNameError, Selector},
    message::MessageError,
    record::Record,
    rotation::{Generation, Rotation, RotationError},
    signer::{SignError, Signer, SignerError},
};
