//! What Postmeester knows and decides, without a database, a network, a clock or chance.
//!
//! * **Values that exist are valid**: [`address`], [`name`], [`language`], [`enterprise_number`], [`password`],
//!   [`id`], [`time`]; what was wrong with one that was refused: [`input`].
//! * **Decisions that say because**: [`sender`] (from which address does a welcome mail go out?), [`delivery`]
//!   (what follows an answer of the relay?), [`invitation`] (what is a link worth now?), [`noreply`] (does anybody
//!   read this address?).
//! * **Things**: [`office`] (with its employees and client groups), [`dossier`], [`client_user`], and what is
//!   sent: [`mail`].
//!
//! Time and chance are arguments here; the ways to get them elsewhere are banned by `clippy.toml`.

pub mod address;
pub mod client_user;
pub mod delivery;
pub mod dossier;
pub mod enterprise_number;
pub mod id;
pub mod input;
pub mod invitation;
pub mod language;
pub mod mail;
pub mod name;
pub mod noreply;
pub mod office;
pub mod password;
pub mod sender;
pub mod time;

pub use address::{EmailAddress, Mailbox};
pub use enterprise_number::EnterpriseNumber;
pub use input::{Fault, FieldFault};
pub use language::Language;
pub use name::Name;
pub use time::Timestamp;
