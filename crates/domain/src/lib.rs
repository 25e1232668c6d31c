//! What Postmeester knows and decides, without a database, a network, a clock or chance.
//!
//! * **Values that exist are valid**: [`address`], [`name`], [`text`], [`language`], [`enterprise_number`], [`password`],
//!   [`id`], [`time`]; what was wrong with one that was refused: [`input`].
//! * **Decisions that say because**: [`sender`] (from which address does a welcome mail go out?), [`recipients`] (who
//!   in the office hears of an event?), [`delivery`] (what follows an answer of the relay?), [`bounce`] (what follows when a
//!   mail comes back?), [`mail_setup`] (may mails of a domain go out?), [`invitation`] (what is a link worth now?),
//!   [`noreply`] (does anybody read this address?),
//!   [`calendar`] (when is a digest due?); and what follows for a whole office: [`changes`] (what would differ?),
//!   [`reach`] (where do its mails end?).
//! * **Things**: [`office`] (with its employees and client groups), [`dossier`], [`client_user`], [`event`], [`vat`]
//!   periods, and what is sent: [`mail`]. [`roster`] is an office as its decisions look at it.
//!
//! Time and chance are arguments here; the ways to get them elsewhere are banned by `clippy.toml`.

pub mod address;
pub mod bounce;
pub mod calendar;
pub mod changes;
pub mod client_user;
pub mod delivery;
pub mod dossier;
pub mod enterprise_number;
pub mod event;
pub mod id;
pub mod input;
pub mod invitation;
pub mod language;
pub mod mail;
pub mod mail_setup;
pub mod name;
pub mod noreply;
pub mod office;
pub mod password;
pub mod reach;
pub mod recipients;
pub mod roster;
pub mod sender;
pub mod text;
pub mod time;
pub mod vat;

pub use address::{EmailAddress, Mailbox};
pub use enterprise_number::EnterpriseNumber;
pub use input::{Fault, FieldFault};
pub use language::Language;
pub use name::Name;
pub use text::{Text, WebLink};
pub use time::Timestamp;
