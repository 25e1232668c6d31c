//! Which addresses we let an office make us connect to.
//!
//! An office names the host of its own relay and of its token provider, so that each is a door into the operator's
//! network: a name of the office's own may resolve to the database beside us, to a router, or to the address from which
//! a cloud hands out credentials. So only addresses of the public Internet are connected to, unless the operator
//! allows others.
//!
//! What counts is the address that the connection goes to, looked up anew each time: a name is resolved, each address is
//! judged, and the connection is made to one that passed, never to the name again. A name that resolves to a public
//! address while it is checked and to a private one a moment later ("DNS rebinding") gains nothing by it. TLS goes on
//! to check the name.

mod ranges;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use tokio::net::lookup_host;

pub use self::ranges::Inside;

/// The ports on which relays take mails: SMTP, submission with TLS from the start, submission by STARTTLS, and the one
/// that providers add for networks in which 25 is blocked.
pub const RELAY_PORTS: [u16; 4] = [25, 465, 587, 2525];
/// The port of HTTPS, on which providers of tokens answer.
pub const PROVIDER_PORTS: [u16; 1] = [443];

/// What the operator lets offices connect to. The default is the public Internet, there relays on [`RELAY_PORTS`] and
/// providers of tokens on [`PROVIDER_PORTS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guard {
    allowed: Arc<Allowed>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Allowed {
    networks: Vec<IpNet>,
    ports: Vec<u16>,
}

/// Why a connection is not made, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// No address of this host is outside.
    #[error(
        "{host} is {address}, {inside}: an office may connect to the public Internet alone. If this host is meant to be \
         used, the operator has to allow its network (such as {address}/{width})"
    )]
    Inside {
        /// As it was given.
        host: String,
        /// One of its addresses.
        address: IpAddr,
        /// What kind of address that is.
        inside: Inside,
        /// The length of an address of this kind in bits: the smallest network that would let it through.
        width: u8,
    },
    /// Not one of the ports that servers of this kind listen on.
    #[error("port {port} is none of {usual:?}: use one of these, or have the operator allow it")]
    Port {
        /// As it was given.
        port: u16,
        /// Those that are let through.
        usual: &'static [u16],
    },
    /// The name has no address.
    #[error("{host} has no address: check its spelling")]
    NoAddress {
        /// As it was given.
        host: String,
    },
    /// The name cannot be resolved.
    #[error("{host} cannot be resolved: {error}")]
    Resolve {
        /// As it was given.
        host: String,
        /// What the machine's resolver says.
        #[source]
        error: io::Error,
    },
}

impl Guard {
    /// The public Internet and `networks`; the usual ports and `ports`.
    #[must_use]
    pub fn allowing(networks: Vec<IpNet>, ports: Vec<u16>) -> Self {
        Self { allowed: Arc::new(Allowed { networks, ports }) }
    }

    /// Whether a server may be at this port: one of the `usual` ports of its kind, or one that the operator allows.
    ///
    /// # Errors
    /// [`GuardError::Port`].
    pub fn check_port(&self, port: u16, usual: &'static [u16]) -> Result<(), GuardError> {
        let fits = usual.contains(&port) || self.allowed.ports.contains(&port);
        fits.then_some(()).ok_or(GuardError::Port { port, usual })
    }

    /// What is wrong with this address, if it may not be connected to.
    #[must_use]
    pub fn judge(&self, address: IpAddr) -> Option<Inside> {
        let inside = ranges::inside(address)?;
        let seen_as = [address, address.to_canonical(), ranges::embedded(address).unwrap_or(address)];
        let allowed = seen_as.iter().any(|seen| self.allowed.networks.iter().any(|net| net.contains(seen)));
        (!allowed).then_some(inside)
    }

    /// The addresses of a host that may be connected to, in the order in which they are to be tried; at least one.
    ///
    /// # Errors
    /// [`GuardError::Resolve`], [`GuardError::NoAddress`], or [`GuardError::Inside`] when all of them are.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, GuardError> {
        let resolved = lookup_host((host, port)).await;
        let resolved = resolved.map_err(|error| GuardError::Resolve { host: host.to_owned(), error })?;
        self.filter(host, resolved)
    }

    /// Those of a host's addresses that may be connected to.
    pub(crate) fn filter(
        &self,
        host: &str,
        resolved: impl Iterator<Item = SocketAddr>,
    ) -> Result<Vec<SocketAddr>, GuardError> {
        let mut refused = None;
        let mut outside = Vec::new();
        for address in resolved {
            match self.judge(address.ip()) {
                None => outside.push(address),
                Some(inside) => refused = refused.or(Some((address.ip(), inside))),
            }
        }
        match refused {
            _ if !outside.is_empty() => Ok(outside),
            None => Err(GuardError::NoAddress { host: host.to_owned() }),
            Some((address, inside)) => {
                let width = if address.is_ipv4() { 32 } else { 128 };
                Err(GuardError::Inside { host: host.to_owned(), address, inside, width })
            }
        }
    }
}

#[cfg(test)]
mod tests;
