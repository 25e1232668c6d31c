//! Where the listener listens.

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

/// `127.0.0.1:2424`, `[::1]:2424` or `unix:/run/postmeester/bounces`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// An address and a port; port 0 is any that is free.
    Tcp(SocketAddr),
    /// A socket in the file system.
    Unix(PathBuf),
}

/// This names no endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no address to listen on for bounces: write 127.0.0.1:2424 or unix:/run/postmeester/bounces"
)]
pub struct EndpointError(String);

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        let refused = || EndpointError(text.to_owned());
        match text.strip_prefix("unix:") {
            Some(path) if path.starts_with('/') && !path.ends_with('/') => Ok(Self::Unix(path.into())),
            Some(_) => Err(refused()),
            None => text.parse().map(Self::Tcp).map_err(|_| refused()),
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn an_endpoint_is_an_address_with_a_port_or_a_socket() {
        for right in ["127.0.0.1:2424", "[::1]:0", "unix:/run/postmeester/bounces"] {
            assert_eq!(right.parse::<Endpoint>().map(|endpoint| endpoint.to_string()).as_deref(), Ok(right));
        }
        for wrong in
            ["", "127.0.0.1", "localhost:2424", "unix:", "unix:bounces", "unix:/run/", "/run/bounces"]
        {
            assert!(wrong.parse::<Endpoint>().is_err(), "{wrong}");
        }
    }
}
