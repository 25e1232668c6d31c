//! The one request that is made of a provider.

use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::{Client, Response, redirect};
use secrecy::SecretString;

use super::answer::{self, Issued};
use super::error::TokenError;
use super::grant::Grant;
use super::tokens::TokensError;
use crate::guard::{Guard, PROVIDER_PORTS};
use crate::trust;

/// For the connection with its TLS.
const CONNECT: Duration = Duration::from_secs(10);
/// For all of it.
const ANSWER: Duration = Duration::from_secs(30);
/// The most octets of an answer.
const MOST_OCTETS: usize = 64 * 1024;

/// Asks providers over HTTP.
#[derive(Debug)]
pub(super) struct Provider {
    client: Client,
    guard: Guard,
}

impl Provider {
    pub(super) fn new(guard: Guard) -> Result<Self, TokensError> {
        let client = Client::builder()
            .tls_backend_preconfigured(trust::client_config()?)
            .dns_resolver(Guarded(guard.clone()))
            // A proxy would resolve the name once more, out of the guard's sight.
            .no_proxy()
            .redirect(redirect::Policy::none())
            // Each request is an hour apart from the next, and each connection is to be judged.
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent("postmeester")
            .build()?;
        Ok(Self { client, guard })
    }

    /// Asks for a token, by the refresh token `rotated` if there is one, else as the grant says.
    pub(super) async fn ask(
        &self,
        grant: &Grant,
        rotated: Option<&SecretString>,
    ) -> Result<Issued, TokenError> {
        self.look_at(grant)?;
        let form = grant.form(rotated);
        let request =
            self.client.post(grant.endpoint().clone()).header(ACCEPT, "application/json").form(&form);
        let response = request.send().await.map_err(|error| unreachable(&error))?;
        let status = response.status().as_u16();
        let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = header.and_then(|text| text.trim().parse().ok());
        let body = read_all(response).await?;
        let secrets: Vec<_> = form
            .iter()
            .filter(|(name, _)| matches!(*name, "client_secret" | "refresh_token"))
            .map(|(_, value)| (*value).to_owned())
            .collect();
        answer::read(status, retry_after, &body, &secrets)
    }

    /// The port; and the address, when the host is one and so is not resolved.
    fn look_at(&self, grant: &Grant) -> Result<(), TokenError> {
        let url = grant.endpoint();
        let refused = |error: crate::guard::GuardError| TokenError::Unreachable(error.to_string());
        if let Some(port) = url.port_or_known_default() {
            self.guard.check_port(port, &PROVIDER_PORTS).map_err(refused)?;
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        if let Ok(address) = host.parse::<IpAddr>() {
            self.guard.filter(host, [(address, 0).into()].into_iter()).map_err(refused)?;
        }
        Ok(())
    }
}

/// Resolves names to those of their addresses that may be connected to.
struct Guarded(Guard);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0.clone();
        Box::pin(async move {
            let addresses = guard.resolve(name.as_str(), 0).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

async fn read_all(mut response: Response) -> Result<Vec<u8>, TokenError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
        if body.len() + chunk.len() > MOST_OCTETS {
            return Err(TokenError::Nonsense("it has no end".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The last cause says what happened; those before it, that something did.
fn unreachable(error: &reqwest::Error) -> TokenError {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
        if cause.is::<crate::guard::GuardError>() {
            break;
        }
    }
    let late = if error.is_timeout() { "no answer in time: " } else { "" };
    TokenError::Unreachable(format!("{late}{cause}"))
}
