//! Everything before the first mail: connection, TLS, greeting, EHLO, and the log-in. What goes wrong here is no mail's
//! doing.

use domain::delivery::{Ending, Phase};

use super::extensions::Extensions;
use super::relay::LogIn;
use super::wire::Wire;
use super::{Relay, Timeouts, Tls, log_in};

/// Goes as far as a mail can be offered.
pub(super) async fn open(relay: &Relay, timeouts: &Timeouts) -> Result<(Wire, Extensions), Ending> {
    let LogIn::Token { user, credential } = &relay.log_in else {
        let (mut wire, offered) = greet(relay, timeouts).await?;
        if let LogIn::Password { user, password } = &relay.log_in {
            log_in::by_password(&mut wire, &offered, user, password).await?;
        }
        return Ok((wire, offered));
    };
    let mut is_first = true;
    loop {
        // Before the relay is bothered: a provider may take its time.
        let token = credential.token().await.map_err(|error| error.to_ending())?;
        let (mut wire, offered) = greet(relay, timeouts).await?;
        match log_in::by_token(&mut wire, &offered, relay, user, token.expose()).await {
            Ok(()) => return Ok((wire, offered)),
            Err(ending) if refuses_token(&ending) => {
                // It may have been taken back before its time. Once more, with one that was not, and anew: some relays
                // hang up after a log-in that failed.
                credential.refused(&token);
                if !std::mem::take(&mut is_first) {
                    return Err(ending);
                }
            }
            Err(ending) => return Err(ending),
        }
    }
}

fn refuses_token(ending: &Ending) -> bool {
    matches!(ending, Ending::Refused(Phase::AuthToken, reply) if reply.code >= 500)
}

/// Up to the relay's offer, encrypted as it has to be.
async fn greet(relay: &Relay, timeouts: &Timeouts) -> Result<(Wire, Extensions), Ending> {
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
    tracing::debug!(relay = relay.name(), secure = wire.secure, ?offered, "connected");
    Ok((wire, offered))
}

/// EHLO, or HELO for a relay that knows no extensions (RFC 5321 §3.2).
async fn introduce(wire: &mut Wire, relay: &Relay) -> Result<Extensions, Ending> {
    let name = relay.helo.as_deref().map_or_else(|| address_literal(wire), str::to_owned);
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
        Tls::Required => Err(Ending::NotOffered(Phase::Tls, "the relay does not offer STARTTLS".to_owned())),
    }
}

/// One command and its reply.
pub(super) async fn command(wire: &mut Wire, phase: Phase, parts: &[&str], class: u16) -> Result<(), Ending> {
    push(wire, parts);
    wire.send(phase).await?;
    wire.expect(phase, class).await?;
    Ok(())
}

pub(super) fn push(wire: &mut Wire, parts: &[&str]) {
    for part in parts {
        wire.out.extend_from_slice(part.as_bytes());
    }
    wire.out.extend_from_slice(b"\r\n");
}
