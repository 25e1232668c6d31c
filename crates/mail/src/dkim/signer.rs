//! A mail gets its signatures.

use jiff::fmt::rfc2822::DateTimeParser;

use super::{
    key::{Algorithm, KeyError, PrivateKey},
    key_name::KeyName,
    message::{Message, MessageError},
    signature::Signed,
    signed_fields,
};

/// Signs the mails of a domain, with one key or two.
#[derive(Debug)]
pub struct Signer {
    keys: Vec<(KeyName, PrivateKey)>,
}

/// These keys can't sign together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignerError {
    /// Nothing to sign with.
    #[error("no key was given to sign with")]
    NoKey,
    /// A second signature of the same kind says nothing new.
    #[error("two keys for {} were given: one signs", .0.code())]
    Twice(Algorithm),
}

/// A mail can't be signed.
#[derive(Debug, Clone, Copy, thiserror::Error)]
pub enum SignError {
    /// Its bytes are not such that a signature would hold.
    #[error("the mail can't be signed as it is written")]
    Message(#[from] MessageError),
    /// Without one `From` and one only, it is nobody's word (RFC 6376 §5.4, RFC 5322 §3.6).
    #[error("a mail that is signed has one From; this has {0}")]
    From(usize),
    /// The signature's own time is that of the mail, which has to have one.
    #[error("a mail that is signed has one Date that can be read (RFC 5322 §3.3)")]
    Date,
    /// The key.
    #[error("the mail can't be signed")]
    Key(#[from] KeyError),
}

impl Signer {
    /// With these keys, in any order.
    ///
    /// # Errors
    /// [`SignerError`].
    pub fn new(mut keys: Vec<(KeyName, PrivateKey)>) -> Result<Self, SignerError> {
        // RSA's signature comes first: a receiver that does not look at all of them (RFC 6376 §6.1) finds the one that
        // it can check.
        keys.sort_by_key(|(_, key)| key.algorithm());
        if keys.is_empty() {
            return Err(SignerError::NoKey);
        }
        match keys.windows(2).find(|two| two[0].1.algorithm() == two[1].1.algorithm()) {
            Some(two) => Err(SignerError::Twice(two[0].1.algorithm())),
            None => Ok(Self { keys }),
        }
    }

    /// The message with a `DKIM-Signature` for each key in front, RSA's first; not one of its own octets is changed.
    /// The same message gives the same octets each time. It takes a processor most of a millisecond, and waits for
    /// nothing.
    ///
    /// # Errors
    /// [`SignError`]. What [`crate::compose`] makes can be signed.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let read = Message::read(message)?;
        let from = read.upwards("From").count();
        if from != 1 {
            return Err(SignError::From(from));
        }
        let signed = Signed::new(&read, signed_fields::names(&read), date(&read)?);
        let mut out = Vec::with_capacity(message.len() + self.keys.len() * 1024);
        for (name, key) in &self.keys {
            signed.append(&mut out, name, key)?;
        }
        out.extend_from_slice(message);
        Ok(out)
    }
}

/// The mail's `Date`, in seconds since 1970.
fn date(message: &Message<'_>) -> Result<i64, SignError> {
    let mut dates = message.upwards("Date");
    let (Some(date), None) = (dates.next(), dates.next()) else { return Err(SignError::Date) };
    let time = DateTimeParser::new().parse_timestamp(date.value.trim_ascii()).map_err(|_| SignError::Date)?;
    // Only positive numbers are a `t=` (RFC 6376 §3.5).
    if time.as_second() < 0 { Err(SignError::Date) } else { Ok(time.as_second()) }
}
