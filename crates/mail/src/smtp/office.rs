//! A relay as an office fills it in, field by field.

use std::net::IpAddr;

use domain::{Fault, FieldFault};
use secrecy::ExposeSecret as _;
use url::Host;

use super::relay::{LogIn, Relay, Tls, is_this_machine};
use crate::guard::{Guard, GuardError, RELAY_PORTS};

/// A relay as an office filled it in.
#[derive(Debug, Clone)]
pub struct OfficeRelay {
    /// A host name, in any script, or an address.
    pub host: String,
    /// Usually 587 with STARTTLS, 465 with TLS from the start.
    pub port: u16,
    /// When the connection is encrypted.
    pub tls: OfficeTls,
    /// How to log in.
    pub log_in: LogIn,
}

/// When the connection to an office's relay is encrypted. It is never left to chance: somebody on the way could remove the offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeTls {
    /// Never; without a log-in then, except on this machine.
    None,
    /// By STARTTLS (RFC 3207), or not at all.
    StartTls,
    /// From the first octet (RFC 8314 §3.3).
    Implicit,
}

/// What is wrong with one field of an office's relay, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OfficeRelayFault {
    /// No host.
    #[error("fill in the host of the relay, such as smtp.office365.com")]
    NoHost,
    /// Neither a name nor an address.
    #[error(
        "this is not a host: write a name such as smtp.office365.com, without smtp:// and without the port"
    )]
    Host,
    /// The host is an address to which no office may connect.
    #[error(transparent)]
    Inside(GuardError),
    /// A port on which relays do not listen.
    #[error(transparent)]
    Port(GuardError),
    /// A log-in that anybody on the way could read.
    #[error(
        "nobody logs in over a connection that is not encrypted: choose STARTTLS (port 587) or TLS (port 465)"
    )]
    Unencrypted,
    /// No user name.
    #[error("fill in the user name; at Microsoft 365 and Google it is the address of the mailbox")]
    NoUser,
    /// A control character in the user name.
    #[error("the user name holds a line break or another control character; remove it")]
    User,
    /// No password.
    #[error("fill in the password, or choose to send without a log-in")]
    NoPassword,
    /// A control character in the password.
    #[error("the password holds a line break or another control character; remove it")]
    Password,
}

impl OfficeRelayFault {
    /// The field that it is in: `host`, `port`, `tls`, `user` or `password`.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NoHost | Self::Host | Self::Inside(_) => "host",
            Self::Port(_) => "port",
            Self::Unencrypted => "tls",
            Self::NoUser | Self::User => "user",
            Self::NoPassword | Self::Password => "password",
        }
    }

    /// The same as programs read it.
    #[must_use]
    pub fn to_field_fault(&self) -> FieldFault {
        let code = match self {
            Self::NoHost | Self::NoUser | Self::NoPassword => Fault::Missing,
            Self::Host => Fault::Malformed,
            Self::Inside(_) | Self::Port(_) => Fault::OutOfRange,
            Self::Unencrypted => Fault::UnknownValue,
            Self::User | Self::Password => Fault::ControlCharacter,
        };
        FieldFault::new(self.field(), code)
    }
}

impl Relay {
    /// An office's relay. At each connection, `guard` has a say in where its host is.
    ///
    /// # Errors
    /// All that is wrong, each with its field.
    pub fn of_office(office: OfficeRelay, guard: &Guard) -> Result<Self, Vec<OfficeRelayFault>> {
        let OfficeRelay { host, port, tls, log_in } = office;
        let mut faults = Vec::new();
        let host = read_host(&host, guard).unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        });
        faults.extend(guard.check_port(port, &RELAY_PORTS).map_err(OfficeRelayFault::Port).err());
        let logs_in = !matches!(log_in, LogIn::None);
        if tls == OfficeTls::None && logs_in && !is_this_machine(&host) {
            faults.push(OfficeRelayFault::Unencrypted);
        }
        let log_in = check(log_in, &mut faults);
        let tls = match tls {
            OfficeTls::None => Tls::None,
            OfficeTls::StartTls => Tls::Required,
            OfficeTls::Implicit => Tls::Implicit,
        };
        let relay = Self { host, port, tls, log_in, helo: None, guard: Some(guard.clone()) };
        if faults.is_empty() { Ok(relay) } else { Err(faults) }
    }
}

/// The name in its ASCII form, or the address without brackets. An address that the guard refuses is told at once; a
/// name is resolved at each connection.
fn read_host(host: &str, guard: &Guard) -> Result<String, OfficeRelayFault> {
    let host = host.trim().trim_end_matches('.');
    if host.is_empty() {
        return Err(OfficeRelayFault::NoHost);
    }
    let is_v6 = host.contains("::") || host.matches(':').count() > 1;
    let bracketed = if is_v6 && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
    let address: IpAddr = match Host::parse(&bracketed) {
        Ok(Host::Domain(name))
            if name.contains(|c: char| !c.is_ascii_alphanumeric() && !"-._".contains(c)) =>
        {
            return Err(OfficeRelayFault::Host);
        }
        Ok(Host::Domain(name)) => return Ok(name),
        Ok(Host::Ipv4(address)) => address.into(),
        Ok(Host::Ipv6(address)) => address.into(),
        Err(_) => return Err(OfficeRelayFault::Host),
    };
    let judged = guard.filter(host, [(address, 0).into()].into_iter());
    judged.map_err(OfficeRelayFault::Inside)?;
    Ok(address.to_string())
}

fn check(log_in: LogIn, faults: &mut Vec<OfficeRelayFault>) -> LogIn {
    let mut check_user = |user: String| {
        let user = user.trim().to_owned();
        if user.is_empty() {
            faults.push(OfficeRelayFault::NoUser);
        } else if user.contains(char::is_control) {
            faults.push(OfficeRelayFault::User);
        }
        user
    };
    match log_in {
        LogIn::None => LogIn::None,
        LogIn::Token { user, credential } => LogIn::Token { user: check_user(user), credential },
        LogIn::Password { user, password } => {
            let user = check_user(user);
            if password.expose_secret().is_empty() {
                faults.push(OfficeRelayFault::NoPassword);
            } else if password.expose_secret().contains(char::is_control) {
                faults.push(OfficeRelayFault::Password);
            }
            LogIn::Password { user, password }
        }
    }
}

#[cfg(test)]
#[path = "office_tests.rs"]
mod tests;
