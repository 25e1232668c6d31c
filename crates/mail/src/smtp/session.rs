//! Everything before the first mail: connection, TLS, greeting, EHLO, AUTH. What goes wrong here is no mail's doing.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::delivery::{Ending, Phase};

use super::extensions::Extensions;
use super::relay::Credentials;
use super::wire::Wire;
use super::{Relay, Timeouts, Tls};

/// Goes as far as a mail can be offered.
pub(super) async fn open(relay: &Relay, timeouts: &Timeouts) -> Result<(Wire, Extensions), Ending> {
    let mut wire = Wire::connect(relay, timeouts).await?;
    if relay.tls() == Tls::Implicit {
        wire = wire.start_tls(relay.host()).await?;
    }
    wire.expect(Phase::Greeting, 2).await?;
    let mut offered = introduce(&mut wire, relay).await?;
    if wants_starttls(relay.tls(), &offered)? {
        command(&mut wire, Phase::Tls, &["STARTTLS"], 2).await?;
        wire = wire.start_tls(relay.host()).await?;
        // What was offered before may have been anybody's words (RFC 3207 §4.2).
        offered = introduce(&mut wire, relay).await?;
    }
    if let Some(credentials) = relay.credentials() {
        log_in(&mut wire, &offered, credentials).await?;
    }
    tracing::debug!(relay = relay.name(), secure = wire.secure, ?offered, "connected");
    Ok((wire, offered))
}

/// EHLO, or HELO for a relay that knows no extensions (RFC 5321 §3.2).
async fn introduce(wire: &mut Wire, relay: &Relay) -> Result<Extensions, Ending> {
    let name = relay.helo().map_or_else(|| address_literal(wire), str::to_owned);
    push(wire, &["EHLO ", &name]);
    wire.send(Phase::Ehlo).await?;
    match wire.expect(Phase::Ehlo, 2).await {
        Ok(answer) => return Ok(Extensions::read(answer.text())),
        Err(Ending::Refused(_, reply)) if reply.code >= 500 => {}
        Err(ending) => return Err(ending),
    }
    command(wire, Phase::Ehlo, &["HELO ", &name], 2).await?;
    Ok(Extensions::default())
}

/// RFC 5321 §4.1.3.
fn address_literal(wire: &Wire) -> String {
    let address = wire.local.ip().to_canonical();
    if address.is_ipv6() { format!("[IPv6:{address}]") } else { format!("[{address}]") }
}

fn wants_starttls(tls: Tls, offered: &Extensions) -> Result<bool, Ending> {
    match tls {
        Tls::None | Tls::Implicit => Ok(false),
        Tls::Opportunistic => Ok(offered.starttls),
        Tls::Required if offered.starttls => Ok(true),
        Tls::Required => Err(Ending::Broken(Phase::Tls, "the relay does not offer STARTTLS".to_owned())),
    }
}

/// AUTH (RFC 4954), by the first mechanism of ours that the relay offered.
async fn log_in(wire: &mut Wire, offered: &Extensions, credentials: &Credentials) -> Result<(), Ending> {
    let broken = |why: &str| Err(Ending::Broken(Phase::Auth, why.to_owned()));
    // A name such as `localhost` may turn out to be another machine's.
    if !wire.secure && !wire.peer.ip().to_canonical().is_loopback() {
        return broken("the connection is not encrypted, so the password was not sent");
    }
    let Credentials { user, password } = credentials;
    let plain = BASE64_STANDARD.encode(format!("\0{user}\0{password}"));
    let encoded = BASE64_STANDARD.encode(password);
    wire.secrets = vec![plain.clone(), encoded.clone(), password.clone()];
    if offered.auth_plain {
        command(wire, Phase::Auth, &["AUTH PLAIN ", &plain], 2).await?;
    } else if offered.auth_login {
        command(wire, Phase::Auth, &["AUTH LOGIN"], 3).await?;
        command(wire, Phase::Auth, &[&BASE64_STANDARD.encode(user)], 3).await?;
        command(wire, Phase::Auth, &[&encoded], 2).await?;
    } else {
        return broken("the relay offers no log-in with a password");
    }
    wire.secrets.clear();
    Ok(())
}

/// One command and its reply.
async fn command(wire: &mut Wire, phase: Phase, parts: &[&str], class: u16) -> Result<(), Ending> {
    push(wire, parts);
    wire.send(phase).await?;
    wire.expect(phase, class).await?;
    Ok(())
}

fn push(wire: &mut Wire, parts: &[&str]) {
    for part in parts {
        wire.out.extend_from_slice(part.as_bytes());
    }
    wire.out.extend_from_slice(b"\r\n");
}
