//! Where mails are handed over.

use std::net::IpAddr;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

use crate::guard::Guard;
use crate::oauth::Credential;

/// A relay, and how to come in: the operator's own, [from an URL](Relay::from_url), or
/// [an office's](Relay::of_office). Its `Debug` and [`Relay::name`] hold no secrets.
#[derive(Debug, Clone)]
pub struct Relay {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) log_in: LogIn,
    pub(super) helo: Option<String>,
    /// Who decides where it may be; nobody, when it is the operator's own.
    pub(super) guard: Option<Guard>,
}

/// When the connection is encrypted. Wherever it is, the relay's certificate has to be one that the machine trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Never: the relay is on this machine.
    None,
    /// When the relay offers STARTTLS (RFC 3207).
    Opportunistic,
    /// By STARTTLS, or not at all.
    Required,
    /// From the first octet (RFC 8314 §3.3).
    Implicit,
}

/// How to log in. Its `Debug` holds no secrets.
#[derive(Debug, Clone)]
pub enum LogIn {
    /// Not at all.
    None,
    /// By AUTH PLAIN or LOGIN.
    Password {
        /// The user name.
        user: String,
        /// The password.
        password: SecretString,
    },
    /// By AUTH XOAUTH2 or OAUTHBEARER.
    Token {
        /// The user name: for Microsoft 365 and Google, the address of the mailbox.
        user: String,
        /// Where the token comes from.
        credential: Arc<Credential>,
    },
}

/// What is wrong with a relay's URL, and what to write instead. It repeats nothing of the URL, which may hold a
/// password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayUrlError {
    /// Not an URL at all; often because of what is in the password.
    #[error(
        "the relay's URL cannot be read ({0}): write smtp+starttls://user:password@host:587, and in user and \
         password %40 for @, %3A for :, %2F for /, %3F for ?, %23 for # and %25 for %"
    )]
    Unreadable(#[from] url::ParseError),
    /// Another scheme, or none.
    #[error(
        "the relay's URL has to begin with smtp+starttls:// (usual port 587), smtps:// (465), or smtp:// (25; \
         without a log-in, except on this machine)"
    )]
    Scheme,
    /// No host, or one that no name server knows.
    #[error(
        "the relay's URL names no host: write smtp://host:25, with an international name in its xn-- form"
    )]
    Host,
    /// A path, a query or a fragment.
    #[error(
        "the relay's URL has to end after the port; in a password, write %2F for /, %3F for ? and %23 for #"
    )]
    TooLong,
    /// One of user and password, or one with a control character in it.
    #[error("the relay's URL has to hold both a user and a password, as user:password@host, or neither")]
    Credentials,
    /// Anybody on the way could read the password.
    #[error(
        "a password is not sent without encryption: write smtp+starttls:// (usual port 587) or smtps:// (465) \
         instead of smtp://"
    )]
    Unencrypted,
    /// Not a name for EHLO.
    #[error(
        "this machine's name for the relay is a host name such as desk.example.be, or an address in brackets"
    )]
    Helo,
}

impl Relay {
    /// Reads an URL:
    ///
    /// * `smtp+starttls://user:password@host:587`: encrypted by STARTTLS, or not at all;
    /// * `smtps://user:password@host:465`: encrypted from the start;
    /// * `smtp://host:25`: encrypted when the relay offers it, and never to this machine itself. A log-in is only
    ///   possible to this machine.
    ///
    /// The ports are the usual ones, and may be left out; so may `user:password@`.
    ///
    /// # Errors
    /// With what to write instead.
    pub fn from_url(url: &str) -> Result<Self, RelayUrlError> {
        let url = Url::parse(url.trim())?;
        let host = host(&url)?;
        let (tls, usual_port) = match url.scheme() {
            "smtp" if is_this_machine(&host) => (Tls::None, 25),
            "smtp" => (Tls::Opportunistic, 25),
            "smtp+starttls" => (Tls::Required, 587),
            "smtps" => (Tls::Implicit, 465),
            _ => return Err(RelayUrlError::Scheme),
        };
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(RelayUrlError::TooLong);
        }
        let log_in = log_in(&url)?;
        if tls == Tls::Opportunistic && !matches!(log_in, LogIn::None) {
            return Err(RelayUrlError::Unencrypted);
        }
        Ok(Self { host, port: url.port().unwrap_or(usual_port), tls, log_in, helo: None, guard: None })
    }

    /// The same relay, to which we introduce ourselves by this name. Without it that is done by our address, as
    /// `[192.0.2.1]`, which some relays do not like (RFC 5321 §4.1.4).
    ///
    /// # Errors
    /// [`RelayUrlError::Helo`].
    pub fn with_helo(self, name: &str) -> Result<Self, RelayUrlError> {
        let right = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']');
        let fits = (1..=255).contains(&name.len()) && name.chars().all(right);
        fits.then(|| Self { helo: Some(name.to_owned()), ..self }).ok_or(RelayUrlError::Helo)
    }

    /// `host:port`, for logs and pages.
    #[must_use]
    pub fn name(&self) -> String {
        let (open, close) = if self.host.contains(':') { ("[", "]") } else { ("", "") };
        format!("{open}{}{close}:{}", self.host, self.port)
    }

    /// When the connection is encrypted.
    #[must_use]
    pub fn tls(&self) -> Tls {
        self.tls
    }

    /// Without the brackets of an IPv6 address.
    pub(super) fn host(&self) -> &str {
        &self.host
    }
}

fn host(url: &Url) -> Result<String, RelayUrlError> {
    // Without this, `host:25` would be told that it names no host: to an URL, that is a scheme.
    if !url.scheme().starts_with("smtp") {
        return Err(RelayUrlError::Scheme);
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let right = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '_');
    let fits = !host.is_empty() && host.chars().all(right);
    fits.then(|| host.to_ascii_lowercase()).ok_or(RelayUrlError::Host)
}

pub(super) fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn log_in(url: &Url) -> Result<LogIn, RelayUrlError> {
    let decode = |text: &str| match percent_decode_str(text).decode_utf8() {
        Ok(text) if !text.is_empty() && !text.contains(char::is_control) => Ok(text.into_owned()),
        _ => Err(RelayUrlError::Credentials),
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(LogIn::None),
        (user, password) => {
            let (user, password) = (decode(user)?, decode(password.unwrap_or_default())?);
            Ok(LogIn::Password { user, password: password.into() })
        }
    }
}

#[cfg(test)]
#[path = "relay_tests.rs"]
mod tests;
