//! What a provider's answer means (RFC 6749 §5). No waiting, no network: status and octets in, a token or the reason
//! for none out.

use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;

use super::error::{Refusal, TokenError};
use crate::smtp::presentable;

/// What a token lives whose provider does not say it; short, since asking once more costs little.
const UNSAID: Duration = Duration::from_secs(300);
/// No token is believed to live longer.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// The most octets of a token: with what is around it, its base64 has to fit a line of AUTH (RFC 4954 §4: 12,288).
const LONGEST_TOKEN: usize = 8 * 1024;

/// A token as it was given out.
#[derive(Debug)]
pub(super) struct Issued {
    pub(super) token: SecretString,
    /// How long it is good from when it was asked for.
    pub(super) life: Duration,
    /// A new refresh token, in the place of the one that was used.
    pub(super) refresh_token: Option<SecretString>,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    token_type: Option<String>,
    expires_in: Option<Seconds>,
    refresh_token: Option<String>,
}

/// A number; some providers write it as a string.
#[derive(Deserialize)]
#[serde(untagged)]
enum Seconds {
    Number(f64),
    Text(String),
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Denied {
    error: String,
    error_description: String,
}

/// Reads an answer. `secrets` are those that it must not repeat to anybody.
pub(super) fn read(
    status: u16,
    retry_after: Option<u64>,
    body: &[u8],
    secrets: &[String],
) -> Result<Issued, TokenError> {
    match status {
        200..300 => given(body),
        400..600 => Err(denied(status, retry_after, body, secrets)),
        300..400 => Err(nonsense(&format!("it sends us elsewhere ({status}), which is not followed"))),
        _ => Err(nonsense(&format!("its status is {status}"))),
    }
}

fn given(body: &[u8]) -> Result<Issued, TokenError> {
    // What is wrong is said without what was read: it may be a token.
    let given: Given = serde_json::from_slice(body)
        .map_err(|error| nonsense(&format!("{:?} at line {}", error.classify(), error.line())))?;
    // Microsoft and Google write `Bearer`; case does not count (§5.1).
    if given.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(nonsense("the token is not one for whoever bears it"));
    }
    let token = given.access_token;
    let fits = (1..=LONGEST_TOKEN).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_graphic());
    if !fits {
        return Err(nonsense("the token is empty, too long, or holds more than printable ASCII"));
    }
    let seconds = match given.expires_in {
        None => UNSAID.as_secs_f64(),
        Some(Seconds::Number(seconds)) => seconds,
        Some(Seconds::Text(text)) => text.trim().parse().unwrap_or(UNSAID.as_secs_f64()),
    };
    let refresh_token = given.refresh_token.filter(|token| !token.is_empty()).map(SecretString::from);
    Ok(Issued { token: SecretString::from(token), life: life(seconds), refresh_token })
}

/// Whole seconds from zero to [`LONGEST`], whatever was claimed.
fn life(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(LONGEST).min(LONGEST)
}

fn denied(status: u16, retry_after: Option<u64>, body: &[u8], secrets: &[String]) -> TokenError {
    // A page of HTML, from a provider or something in front of it, says nothing that the status does not.
    let Denied { error, error_description } = serde_json::from_slice(body).unwrap_or_default();
    let code: String = error.chars().filter(char::is_ascii_graphic).take(64).collect();
    let reason = Refusal::read(status, &code);
    let description = presentable(&error_description, secrets);
    TokenError::Refused { status, reason, code, description, retry_after }
}

fn nonsense(why: &str) -> TokenError {
    TokenError::Nonsense(why.to_owned())
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
