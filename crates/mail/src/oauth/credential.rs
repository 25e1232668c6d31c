//! When a provider is asked, and what is kept of what it answered.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::{Instant, timeout};

use super::answer::Issued;
use super::error::TokenError;
use super::grant::Grant;
use super::provider::Provider;

/// A token is renewed this long before it ends, or a tenth of its life if that is less.
const AHEAD: Duration = Duration::from_secs(300);
/// How long a provider that failed is left alone; doubled each time, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Short enough for a person who mends something at the provider and comes back to check.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// What a provider may ask for itself (`Retry-After`), in seconds.
const LONGEST_WISH: u64 = 600;
/// How long a refresh token may take to be kept; meanwhile those who have no token wait.
const KEEPING: Duration = Duration::from_secs(10);

/// Where refresh tokens are kept. A provider may replace the one that was used by another (RFC 6749 §6), and then the
/// old one may be worth nothing.
pub trait Keeper: Send + Sync {
    /// Keeps this one in place of the one before. It is called before the token that came with it is used. An error
    /// is logged, and it is called again at the next renewal.
    fn keep<'a>(
        &'a self,
        refresh_token: &'a SecretString,
    ) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;
}

/// A token that is good for a while. Its `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct Token {
    secret: SecretString,
    /// Which one it is.
    number: u64,
}

impl Token {
    pub(crate) fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

/// A grant with the token that was got by it.
pub struct Credential {
    provider: Arc<Provider>,
    grant: Grant,
    keeper: Option<Arc<dyn Keeper>>,
    state: Mutex<State>,
    /// Held while the provider is asked.
    renewal: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// How many tokens there have been.
    issued: u64,
    /// The refresh token that came in place of the grant's.
    rotated: Option<SecretString>,
    /// `rotated` was not kept yet.
    to_keep: bool,
    /// How the last renewal failed, and until when no other is tried.
    failed: Option<(TokenError, Instant)>,
    /// How many failed in a row.
    failures: u32,
}

struct Current {
    token: Token,
    renew_at: Instant,
    ends_at: Instant,
}

/// What there is to log in with.
enum Have {
    Good(Token),
    /// Still good; to be renewed.
    Due(Token),
    Nothing,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("grant", &self.grant).finish_non_exhaustive()
    }
}

impl Credential {
    pub(super) fn new(provider: Arc<Provider>, grant: Grant, keeper: Option<Arc<dyn Keeper>>) -> Self {
        Self { provider, grant, keeper, state: Mutex::default(), renewal: tokio::sync::Mutex::default() }
    }

    pub(super) fn is_for(&self, grant: &Grant) -> bool {
        self.grant.is_same(grant, self.state().rotated.as_ref())
    }

    /// A token that is good now: the one there is, or a new one.
    ///
    /// # Errors
    /// When there is none and the provider gives none.
    pub async fn token(self: &Arc<Self>) -> Result<Token, TokenError> {
        match self.have() {
            Have::Good(token) => Ok(token),
            // Somebody is asking for the next one; nobody has to wait for it.
            Have::Due(token) if self.renewal.try_lock().is_err() => Ok(token),
            Have::Due(token) => self.renew().await.or(Ok(token)),
            Have::Nothing => self.renew().await,
        }
    }

    /// A relay refused this token: it is not given out again.
    pub fn refused(&self, token: &Token) {
        let mut state = self.state();
        if state.current.as_ref().is_some_and(|current| current.token.number == token.number) {
            state.current = None;
        }
    }

    /// In a task of its own, so that it comes to its end although nobody waits for it any more.
    async fn renew(self: &Arc<Self>) -> Result<Token, TokenError> {
        let this = Arc::clone(self);
        let renewal = tokio::spawn(async move {
            let _turn = this.renewal.lock().await;
            // Others have waited for the one before, and find here what it brought.
            match this.have() {
                Have::Good(token) => Ok(token),
                Have::Due(_) | Have::Nothing => this.ask().await,
            }
        });
        // Only the end of this program takes a task away.
        renewal.await.map_err(|error| TokenError::Unreachable(error.to_string()))?
    }

    async fn ask(&self) -> Result<Token, TokenError> {
        let asked_at = Instant::now();
        let rotated = {
            let state = self.state();
            match &state.failed {
                Some((error, until)) if asked_at < *until => return Err(error.clone()),
                _ => state.rotated.clone(),
            }
        };
        let answer = self.provider.ask(&self.grant, rotated.as_ref()).await;
        match answer {
            Ok(issued) => Ok(self.take(issued, asked_at).await),
            Err(error) => Err(self.fail(error)),
        }
    }

    async fn take(&self, issued: Issued, asked_at: Instant) -> Token {
        self.keep(issued.refresh_token).await;
        let mut state = self.state();
        state.issued += 1;
        (state.failed, state.failures) = (None, 0);
        let token = Token { secret: issued.token, number: state.issued };
        let ends_at = asked_at + issued.life;
        let renew_at = ends_at - AHEAD.min(issued.life / 10);
        state.current = Some(Current { token: token.clone(), renew_at, ends_at });
        tracing::debug!(provider = self.grant.endpoint().host_str(), life = ?issued.life, "a new token");
        token
    }

    fn fail(&self, error: TokenError) -> TokenError {
        let mut state = self.state();
        let wish = match &error {
            TokenError::Refused { retry_after: Some(seconds), .. } => (*seconds).min(LONGEST_WISH),
            _ => 0,
        };
        let doubled = FIRST_PAUSE.saturating_mul(1 << state.failures.min(10)).min(LONGEST_PAUSE);
        state.failures += 1;
        state.failed = Some((error.clone(), Instant::now() + doubled.max(Duration::from_secs(wish))));
        tracing::warn!(provider = self.grant.endpoint().host_str(), %error, "no token");
        error
    }

    /// Hands over a refresh token that replaces the one before, or one that could not be handed over until now.
    async fn keep(&self, new: Option<SecretString>) {
        let new = {
            let mut state = self.state();
            // By client credentials there is none to be replaced (RFC 6749 §4.4.3).
            if let Some(new) = new.filter(|_| self.grant.has_refresh_token()) {
                let used = self.grant.form(state.rotated.as_ref());
                if !used.contains(&("refresh_token", new.expose_secret())) {
                    (state.rotated, state.to_keep) = (Some(new), true);
                }
            }
            state.rotated.clone().filter(|_| state.to_keep)
        };
        let (Some(new), Some(keeper)) = (new, &self.keeper) else { return };
        let kept = timeout(KEEPING, keeper.keep(&new)).await;
        match kept.unwrap_or_else(|_| Err("it took too long".to_owned())) {
            Ok(()) => self.state().to_keep = false,
            Err(error) => {
                tracing::error!(
                    error,
                    "the provider replaced a refresh token, and the new one could not be kept"
                );
            }
        }
    }

    fn have(&self) -> Have {
        let (state, now) = (self.state(), Instant::now());
        match &state.current {
            Some(current) if now < current.renew_at => Have::Good(current.token.clone()),
            Some(current) if now < current.ends_at => Have::Due(current.token.clone()),
            _ => Have::Nothing,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
