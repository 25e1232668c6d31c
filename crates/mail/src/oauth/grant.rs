//! What an office has been given by its provider, and what of it is sent.

use domain::{Fault, FieldFault};
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

const MICROSOFT: &str = "https://login.microsoftonline.com/";
const MICROSOFT_SCOPE: &str = "https://outlook.office365.com/.default";
const GOOGLE: &str = "https://oauth2.googleapis.com/token";
/// Longer than any id, secret or token of a provider.
const LONGEST: usize = 8 * 1024;

/// What is needed to ask a provider for a token. Its `Debug` holds no secrets.
#[derive(Debug, Clone)]
pub struct Grant {
    endpoint: Url,
    client_id: String,
    client_secret: SecretString,
    scope: Option<String>,
    /// With one, RFC 6749 §6; without, §4.4.
    refresh_token: Option<SecretString>,
}

impl Grant {
    /// Microsoft 365, by client credentials. `tenant` is the directory's id or one of its domains.
    ///
    /// # Errors
    /// Faults in `tenant`, `client_id`, `client_secret`.
    pub fn microsoft365(
        tenant: &str,
        client_id: &str,
        client_secret: &SecretString,
    ) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Faults::default();
        let tenant = faults.value("tenant", tenant);
        // It becomes a part of a path.
        if !tenant.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
            || tenant.starts_with('.')
        {
            faults.add("tenant", Fault::Malformed);
        }
        let endpoint = format!("{MICROSOFT}{tenant}/oauth2/v2.0/token");
        Self::new(faults, &endpoint, client_id, client_secret, Some(MICROSOFT_SCOPE), None)
    }

    /// Google, by a refresh token with the scope `https://mail.google.com/`.
    ///
    /// # Errors
    /// Faults in `client_id`, `client_secret`, `refresh_token`.
    pub fn google(
        client_id: &str,
        client_secret: &SecretString,
        refresh_token: &SecretString,
    ) -> Result<Self, Vec<FieldFault>> {
        Self::new(Faults::default(), GOOGLE, client_id, client_secret, None, Some(refresh_token))
    }

    /// Another provider: by a refresh token if there is one, by client credentials otherwise. `token_url` is its token
    /// endpoint (RFC 6749 §3.2), which is asked over HTTPS, or HTTP on this machine itself.
    ///
    /// # Errors
    /// Faults in `token_url`, `client_id`, `client_secret`, `scope`, `refresh_token`.
    pub fn other(
        token_url: &str,
        client_id: &str,
        client_secret: &SecretString,
        scope: Option<&str>,
        refresh_token: Option<&SecretString>,
    ) -> Result<Self, Vec<FieldFault>> {
        Self::new(Faults::default(), token_url, client_id, client_secret, scope, refresh_token)
    }

    fn new(
        mut faults: Faults,
        endpoint: &str,
        client_id: &str,
        client_secret: &SecretString,
        scope: Option<&str>,
        refresh_token: Option<&SecretString>,
    ) -> Result<Self, Vec<FieldFault>> {
        let client_id = faults.value("client_id", client_id);
        let client_secret = faults.secret("client_secret", client_secret);
        let refresh_token = refresh_token.map(|token| faults.secret("refresh_token", token));
        let scope = scope.map(|scope| faults.value("scope", scope));
        match token_endpoint(endpoint) {
            Ok(endpoint) if faults.0.is_empty() => {
                Ok(Self { endpoint, client_id, client_secret, scope, refresh_token })
            }
            Ok(_) => Err(faults.0),
            Err(fault) => {
                // What an office did not write, it is not told of.
                if !endpoint.starts_with(MICROSOFT) {
                    faults.add("token_url", fault);
                }
                Err(faults.0)
            }
        }
    }

    pub(super) fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// The form that is sent (RFC 6749 §4.4.2, §6), with `rotated` in place of the refresh token if there is one. The
    /// client's secret is part of it (§2.3.1): both Microsoft and Google document that way, and differ in how they
    /// read the other.
    pub(super) fn form<'a>(&'a self, rotated: Option<&'a SecretString>) -> Vec<(&'static str, &'a str)> {
        let mut form = vec![
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.expose_secret()),
        ];
        match rotated.or(self.refresh_token.as_ref()) {
            Some(token) => {
                form.extend([("grant_type", "refresh_token"), ("refresh_token", token.expose_secret())]);
            }
            None => form.push(("grant_type", "client_credentials")),
        }
        form.extend(self.scope.as_deref().map(|scope| ("scope", scope)));
        form
    }

    pub(super) fn has_refresh_token(&self) -> bool {
        self.refresh_token.is_some()
    }

    /// Whether this is the same, with `rotated` being as good as the refresh token that it replaced.
    pub(super) fn is_same(&self, other: &Self, rotated: Option<&SecretString>) -> bool {
        let refresh = |token: Option<&SecretString>| token.map(|token| token.expose_secret().to_owned());
        let theirs = refresh(other.refresh_token.as_ref());
        self.endpoint == other.endpoint
            && self.client_id == other.client_id
            && self.client_secret.expose_secret() == other.client_secret.expose_secret()
            && self.scope == other.scope
            && (refresh(self.refresh_token.as_ref()) == theirs
                || (rotated.is_some() && refresh(rotated) == theirs))
    }
}

/// HTTPS; or HTTP on this machine, where nobody is on the way.
fn token_endpoint(url: &str) -> Result<Url, Fault> {
    if url.trim().is_empty() {
        return Err(Fault::Missing);
    }
    let url = Url::parse(url.trim()).map_err(|_| Fault::Malformed)?;
    let is_this_machine = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let encrypted = url.scheme() == "https" || (url.scheme() == "http" && is_this_machine);
    (bare && encrypted).then_some(url).ok_or(Fault::Malformed)
}

#[derive(Default)]
struct Faults(Vec<FieldFault>);

impl Faults {
    fn add(&mut self, field: &str, fault: Fault) {
        self.0.push(FieldFault::new(field, fault));
    }

    /// The value without the spaces around it, of which copying makes some.
    fn value(&mut self, field: &str, value: &str) -> String {
        let value = value.trim();
        let fault = match value {
            "" => Some(Fault::Missing),
            value if value.len() > LONGEST => Some(Fault::TooLong),
            value if value.contains(char::is_control) => Some(Fault::ControlCharacter),
            _ => None,
        };
        if let Some(fault) = fault {
            self.add(field, fault);
        }
        value.to_owned()
    }

    fn secret(&mut self, field: &str, value: &SecretString) -> SecretString {
        SecretString::from(self.value(field, value.expose_secret()))
    }
}

#[cfg(test)]
#[path = "grant_tests.rs"]
mod tests;
