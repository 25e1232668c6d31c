//! Tokens to log in to a relay with (OAuth 2.0, RFC 6749): asked of the provider, kept for as long as they are good.
//!
//! An office gives a [`Grant`]: by *client credentials* (§4.4, Microsoft 365) a program logs in as itself, by a *refresh
//! token* (§6, Google) as a person who once allowed it. [`Tokens`] makes a [`Credential`] of it, which every
//! connection of that office shares:
//!
//! * a token is renewed a while before it ends: five minutes, or a tenth of its life if that is less;
//! * **one renewal at a time**, however many connections ask; meanwhile a token that is still good goes on being used;
//! * a renewal that has begun is carried to its end, though whoever asked for it went away: a provider may have replaced
//!   the refresh token by then;
//! * a token that the relay refused is forgotten ([`Credential::refused`]), and the next to ask gets a new one;
//! * a provider that fails is left alone for a moment, doubled each time up to half a minute; meanwhile everybody is told
//!   what it said.
//!
//! A provider's host is named by an office, so the [guard](crate::guard) has a say in where it is; no redirect is
//! followed; and an answer is bounded in size and time.
//!
//! * `grant`: what an office has, and what of it is sent;
//! * `provider`: the one request, over HTTP;
//! * `answer`: what the provider's answer means;
//! * `credential`: when to ask, and what to keep.

mod answer;
mod credential;
mod error;
mod grant;
mod provider;
mod tokens;

pub use self::credential::{Credential, Keeper, Token};
pub use self::error::{Refusal, TokenError};
pub use self::grant::Grant;
pub use self::tokens::{Tokens, TokensError};
