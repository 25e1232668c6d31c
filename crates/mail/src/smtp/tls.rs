//! TLS, checked against the certificates that the machine trusts.

use std::sync::{Arc, OnceLock};

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{self, pki_types::ServerName};

use super::wire::Stream;
use crate::trust;

/// Why there is no TLS.
pub(super) enum Error {
    /// The connection broke meanwhile.
    Connection(String),
    /// The two sides do not agree: a certificate that is not trusted, a version, something that is not TLS.
    Agreement(String),
}

/// Agrees on TLS over this stream with the host of this name.
pub(super) async fn start(host: &str, stream: Box<dyn Stream>) -> Result<Box<dyn Stream>, Error> {
    let name = ServerName::try_from(host.to_owned()).map_err(|error| Error::Agreement(error.to_string()))?;
    let connector = connector().map_err(|error| Error::Agreement(error.to_string()))?;
    let stream = connector.connect(name, stream).await.map_err(|error| match error.get_ref() {
        Some(inner) if inner.is::<rustls::Error>() => Error::Agreement(error.to_string()),
        _ => Error::Connection(error.to_string()),
    })?;
    Ok(Box::new(stream))
}

/// Made once: it holds the trusted certificates, and the tickets that make the next handshake short.
fn connector() -> Result<TlsConnector, rustls::Error> {
    static CONNECTOR: OnceLock<TlsConnector> = OnceLock::new();
    if let Some(connector) = CONNECTOR.get() {
        return Ok(connector.clone());
    }
    let config = Arc::new(trust::client_config()?);
    Ok(CONNECTOR.get_or_init(|| TlsConnector::from(config)).clone())
}
