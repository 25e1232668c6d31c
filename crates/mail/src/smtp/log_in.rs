//! AUTH (RFC 4954): by password with PLAIN or LOGIN, by token with XOAUTH2 or OAUTHBEARER.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::delivery::{Ending, Phase};
use secrecy::ExposeSecret as _;

use super::Relay;
use super::extensions::Extensions;
use super::session::command;
use super::wire::Wire;

/// The longest command with its CRLF (RFC 5321 §4.5.3.1.4). A longer AUTH has to be said in two steps (RFC 4954 §4), and
/// tokens are that long: Dovecot and Google refuse them in one.
const LONGEST_COMMAND: usize = 512;

/// Logs in by password, with the first mechanism of ours that the relay offers.
pub(super) async fn by_password(
    wire: &mut Wire,
    offered: &Extensions,
    user: &str,
    password: &secrecy::SecretString,
) -> Result<(), Ending> {
    check_encrypted(wire)?;
    let password = password.expose_secret();
    let plain = BASE64_STANDARD.encode(format!("\0{user}\0{password}"));
    let encoded = BASE64_STANDARD.encode(password);
    wire.secrets = vec![plain.clone(), encoded.clone(), password.to_owned()];
    if offered.auth_plain {
        respond(wire, Phase::Auth, "PLAIN", &plain).await?;
        wire.expect(Phase::Auth, 2).await?;
    } else if offered.auth_login {
        command(wire, Phase::Auth, &["AUTH LOGIN"], 3).await?;
        command(wire, Phase::Auth, &[&BASE64_STANDARD.encode(user)], 3).await?;
        command(wire, Phase::Auth, &[&encoded], 2).await?;
    } else {
        return Err(not_offered(Phase::Auth, "the relay offers no log-in with a password"));
    }
    wire.secrets.clear();
    Ok(())
}

/// Logs in by token. XOAUTH2 comes first: who offers both means the same by it, and it is the one that Microsoft and
/// Google document.
pub(super) async fn by_token(
    wire: &mut Wire,
    offered: &Extensions,
    relay: &Relay,
    user: &str,
    token: &str,
) -> Result<(), Ending> {
    check_encrypted(wire)?;
    let (mechanism, response, heard) = if offered.auth_xoauth2 {
        ("XOAUTH2", xoauth2(user, token), "")
    } else if offered.auth_oauthbearer {
        // `^A`, in base64 (RFC 7628 §3.2.3).
        ("OAUTHBEARER", oauthbearer(user, token, relay.host(), relay.port), "AQ==")
    } else {
        return Err(not_offered(Phase::AuthToken, "the relay offers no log-in with a token"));
    };
    let response = BASE64_STANDARD.encode(response);
    wire.secrets = vec![response.clone(), token.to_owned()];
    respond(wire, Phase::AuthToken, mechanism, &response).await?;
    if wire.expect_one_of(Phase::AuthToken, &[2, 3]).await?.code / 100 == 3 {
        // Why it is refused, in JSON: to be acknowledged before the refusal itself, which says it too.
        command(wire, Phase::AuthToken, &[heard], 2).await?;
    }
    wire.secrets.clear();
    Ok(())
}

/// AUTH with its response; the reply to that is not read yet.
async fn respond(wire: &mut Wire, phase: Phase, mechanism: &str, response: &str) -> Result<(), Ending> {
    let in_one = ["AUTH ", mechanism, " ", response];
    let length = in_one.iter().map(|part| part.len()).sum::<usize>() + "\r\n".len();
    if length <= LONGEST_COMMAND {
        super::session::push(wire, &in_one);
    } else {
        command(wire, phase, &["AUTH ", mechanism], 3).await?;
        super::session::push(wire, &[response]);
    }
    wire.send(phase).await
}

/// As Google and Microsoft define it.
fn xoauth2(user: &str, token: &str) -> String {
    format!("user={user}\x01auth=Bearer {token}\x01\x01")
}

/// RFC 7628 §3.1, with the user's name escaped by RFC 5801 §4.
fn oauthbearer(user: &str, token: &str, host: &str, port: u16) -> String {
    let user = user.replace('=', "=3D").replace(',', "=2C");
    format!("n,a={user},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01")
}

/// A name such as `localhost` may turn out to be another machine's.
fn check_encrypted(wire: &Wire) -> Result<(), Ending> {
    if wire.secure || wire.peer.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    Err(not_offered(Phase::Tls, "the connection is not encrypted, so nobody was logged in over it"))
}

fn not_offered(phase: Phase, why: &str) -> Ending {
    Ending::NotOffered(phase, why.to_owned())
}
