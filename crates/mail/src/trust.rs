//! Whom this machine trusts, for TLS of every kind: SMTP and the token providers.

use std::sync::Arc;

use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_rustls::rustls::{self, ClientConfig, crypto::ring};

/// A client that believes the certificates that the machine trusts.
pub(crate) fn client_config() -> Result<ClientConfig, rustls::Error> {
    Ok(ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth())
}
