//! How a sink is set up: where it listens, what it offers, what it keeps.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use crate::Limits;

/// What a [`Sink`](crate::Sink) is started with. The default listens on a free port of the loopback
/// address, offers what a modern relay offers, asks for no login and keeps everything (up to 256 MiB).
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The name in the greeting and in the answer to EHLO.
    pub hostname: String,
    /// The extensions EHLO lists.
    pub offers: Offers,
    /// Who may log in with a password. AUTH PLAIN and LOGIN are offered when there is at least one. Who may log in with a
    /// token is said by [`Sink::set_tokens`](crate::Sink::set_tokens), since tokens change.
    pub credentials: Vec<Credentials>,
    /// Whether MAIL is refused with `530 5.7.0` before a login (RFC 4954, 6).
    pub require_auth: bool,
    /// How much of a mail is kept after it was accepted.
    pub keep: Keep,
    /// What a client may not exceed.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            hostname: "sink.test".to_owned(),
            offers: Offers::default(),
            credentials: Vec::new(),
            require_auth: false,
            keep: Keep::Everything { max_bytes: 256 * 1024 * 1024 },
            limits: Limits::default(),
        }
    }
}

/// The extensions the sink names in its answer to EHLO. SIZE is always among them, with
/// [`Limits::data`], and AUTH PLAIN and LOGIN are there when the sink has [`Config::credentials`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offers {
    /// PIPELINING (RFC 2920). When off, pipelined commands still work, and
    /// [`Received::pipelined`](crate::Received::pipelined) tells that a client sent them.
    pub pipelining: bool,
    /// 8BITMIME (RFC 6152): whether `BODY=` is known.
    pub eight_bit_mime: bool,
    /// SMTPUTF8 (RFC 6531): whether an address may hold more than ASCII. Off by default.
    pub smtputf8: bool,
    /// ENHANCEDSTATUSCODES (RFC 2034): when off, the sink's own replies carry no `x.y.z`.
    pub enhanced_status_codes: bool,
    /// AUTH XOAUTH2, as Google and Microsoft define it. Off by default.
    pub xoauth2: bool,
    /// AUTH OAUTHBEARER (RFC 7628). Off by default.
    pub oauthbearer: bool,
    /// STARTTLS (RFC 3207): only to offer it. The command itself always fails with `454 4.7.0`, or as a
    /// fault at [`Phase::StartTls`](crate::Phase::StartTls) says. Off by default.
    pub starttls: bool,
}

impl Default for Offers {
    fn default() -> Self {
        Self {
            pipelining: true,
            eight_bit_mime: true,
            smtputf8: false,
            enhanced_status_codes: true,
            xoauth2: false,
            oauthbearer: false,
            starttls: false,
        }
    }
}

/// A user name and password that AUTH PLAIN and AUTH LOGIN accept; or a user name and token.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user name, compared exactly.
    pub user: String,
    /// The password, compared exactly.
    pub password: String,
}

impl Credentials {
    /// The pair of both.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { user: user.into(), password: password.into() }
    }
}

impl fmt::Debug for Credentials {
    /// Without the password: configurations end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

/// How much of an accepted mail the sink keeps. The counts and the Message-IDs are kept either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Envelope and content of every mail; above `max_bytes` of content the oldest mails are forgotten
    /// (they stay counted).
    Everything {
        /// The most bytes of content held at once.
        max_bytes: usize,
    },
    /// No mail: only the counts, and for each Message-ID how often it came and a hash of its bytes.
    CountsOnly,
}
