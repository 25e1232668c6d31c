//! All credentials of this process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::credential::{Credential, Keeper};
use super::grant::Grant;
use super::provider::Provider;
use crate::guard::Guard;

/// All credentials of this process, each shared by the connections that log in with it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Tokens {
    provider: Arc<Provider>,
    credentials: Arc<Mutex<BTreeMap<String, Arc<Credential>>>>,
}

/// HTTPS cannot be used on this machine.
#[derive(Debug, thiserror::Error)]
pub enum TokensError {
    /// The certificates that this machine trusts cannot be read.
    #[error("TLS cannot be set up: {0}. Install ca-certificates")]
    Tls(#[from] tokio_rustls::rustls::Error),
    /// The client cannot be made.
    #[error("HTTP cannot be set up: {0}")]
    Http(#[from] reqwest::Error),
}

impl Tokens {
    /// None yet. Providers are looked for where the guard lets offices go.
    ///
    /// # Errors
    /// When HTTPS cannot be used on this machine.
    pub fn new(guard: Guard) -> Result<Self, TokensError> {
        Ok(Self { provider: Arc::new(Provider::new(guard)?), credentials: Arc::default() })
    }

    /// The credential under this key, an office's id for one. It is the one that there was, with its token and its keeper,
    /// when the grant is the same; a new one otherwise. `keeper` is told of refresh tokens that are replaced.
    #[must_use]
    pub fn credential(&self, key: &str, grant: Grant, keeper: Option<Arc<dyn Keeper>>) -> Arc<Credential> {
        let mut credentials = self.credentials.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = credentials.get(key).filter(|known| known.is_for(&grant)) {
            return Arc::clone(known);
        }
        let credential = Arc::new(Credential::new(Arc::clone(&self.provider), grant, keeper));
        credentials.insert(key.to_owned(), Arc::clone(&credential));
        credential
    }

    /// Drops the credential under this key, once no connection uses it any more.
    pub fn forget(&self, key: &str) {
        self.credentials.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}
