//! AUTH (RFC 4954) by password: PLAIN (RFC 4616) and LOGIN; and by token: XOAUTH2 and OAUTHBEARER (RFC 7628).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::greeting::Hello;
use super::{Next, Session};
use crate::replies::{self, Canned};
use crate::{Credentials, Phase};

/// The longest line of a login, with its CRLF (RFC 4954, 4).
pub(super) const LONGEST_LINE: usize = 12_288;

/// A login that waits for a line of the client.
#[derive(Debug)]
pub(super) enum Login {
    Plain,
    User,
    Password {
        user: String,
    },
    XOauth2,
    OauthBearer,
    /// A token was refused, and the client has to say that it has read why.
    Refused,
}

/// Why a token is refused, in base64: `{"status":"401","schemes":"bearer","scope":"mail"}`.
const WHY: &str = "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIiwic2NvcGUiOiJtYWlsIn0=";

impl Session {
    pub(super) fn auth(&mut self, argument: &str) -> Next {
        if let Err(refusal) = self.check_auth() {
            return self.say(refusal);
        }
        let (mechanism, initial) = argument.split_once(' ').unwrap_or((argument, ""));
        let mechanism = mechanism.to_ascii_uppercase();
        if !mechanism.is_empty() && !self.mechanisms().contains(&mechanism.as_str()) {
            return self.say(replies::UNKNOWN_MECHANISM);
        }
        let login = match mechanism.as_str() {
            "" => return self.say(replies::NEEDS_ARGUMENT),
            "PLAIN" => Login::Plain,
            "LOGIN" => Login::User,
            "XOAUTH2" => Login::XOauth2,
            "OAUTHBEARER" => Login::OauthBearer,
            _ => return self.say(replies::UNKNOWN_MECHANISM),
        };
        match initial {
            "" => self.challenge(login),
            // How an empty initial response is written.
            "=" => self.go_on_with(login, ""),
            response => self.go_on_with(login, response),
        }
    }

    /// What AUTH takes.
    pub(super) fn mechanisms(&self) -> Vec<&'static str> {
        let config = &self.shared.config;
        let by_password = !config.credentials.is_empty();
        let all = [
            (by_password, "PLAIN"),
            (by_password, "LOGIN"),
            (config.offers.xoauth2, "XOAUTH2"),
            (config.offers.oauthbearer, "OAUTHBEARER"),
        ];
        all.iter().filter(|(offered, _)| *offered).map(|(_, name)| *name).collect()
    }

    fn check_auth(&self) -> Result<(), Canned> {
        match self.hello {
            None => Err(replies::HELLO_FIRST),
            Some(Hello::Plain) => Err(replies::NO_AUTH),
            Some(Hello::Extended) if self.mechanisms().is_empty() => Err(replies::NO_AUTH),
            Some(Hello::Extended) if self.logged_in => Err(replies::ALREADY_IN),
            Some(Hello::Extended) if self.envelope.is_some() => Err(replies::NESTED_MAIL),
            Some(Hello::Extended) => Ok(()),
        }
    }

    /// Asks for the next line; the words are "Username:" and "Password:", as LOGIN clients expect.
    fn challenge(&mut self, login: Login) -> Next {
        let question = match login {
            Login::Plain | Login::XOauth2 | Login::OauthBearer => "",
            Login::Refused => WHY,
            Login::User => "VXNlcm5hbWU6",
            Login::Password { .. } => "UGFzc3dvcmQ6",
        };
        self.login = Some(login);
        self.reply(334, question);
        Next::Go
    }

    /// Takes the line the login waited for.
    pub(super) fn go_on_with(&mut self, login: Login, line: &str) -> Next {
        if line == "*" {
            return self.say(replies::CANCELLED);
        }
        if matches!(login, Login::Refused) {
            return self.refuse_token();
        }
        let Some(response) = decode(line) else { return self.say(replies::BAD_BASE64) };
        match login {
            Login::User => self.challenge(Login::Password { user: response }),
            Login::Password { user } => self.decide(&Credentials { user, password: response }),
            Login::Plain => match plain(&response) {
                Some(given) => self.decide(&given),
                None => self.say(replies::BAD_LOGIN),
            },
            Login::XOauth2 => self.decide_token(xoauth2(&response).as_ref()),
            Login::OauthBearer => self.decide_token(oauthbearer(&response).as_ref()),
            Login::Refused => Next::Go,
        }
    }

    fn decide_token(&mut self, given: Option<&Credentials>) -> Next {
        let Some(given) = given else { return self.say(replies::BAD_LOGIN) };
        if !self.shared.knows_token(given) {
            return self.challenge(Login::Refused);
        }
        let fault = self.ask(Phase::Auth);
        self.answer(Phase::Auth, fault, |session| {
            session.logged_in = true;
            session.say(replies::LOGGED_IN);
        })
    }

    /// Whatever the client answers to [`WHY`], this follows.
    fn refuse_token(&mut self) -> Next {
        let fault = self.ask(Phase::Auth);
        self.answer(Phase::Auth, fault, |session| {
            session.say(replies::WRONG_TOKEN);
        })
    }

    fn decide(&mut self, given: &Credentials) -> Next {
        let fault = self.ask(Phase::Auth);
        self.answer(Phase::Auth, fault, |session| {
            session.logged_in = session.shared.config.credentials.contains(given);
            let right = session.logged_in;
            session.say(if right { replies::LOGGED_IN } else { replies::WRONG_CREDENTIALS });
        })
    }
}

fn decode(line: &str) -> Option<String> {
    String::from_utf8(BASE64_STANDARD.decode(line).ok()?).ok()
}

/// `authorisation identity NUL user NUL password`; the first must be empty or the user itself.
fn plain(response: &str) -> Option<Credentials> {
    let mut parts = response.split('\0');
    let (identity, user, password) = (parts.next()?, parts.next()?, parts.next()?);
    let right = parts.next().is_none() && (identity.is_empty() || identity == user);
    right.then(|| Credentials::new(user, password))
}

/// `user=` user `^A` `auth=Bearer ` token `^A^A`.
fn xoauth2(response: &str) -> Option<Credentials> {
    let (user, auth) = response.strip_prefix("user=")?.strip_suffix("\x01\x01")?.split_once('\x01')?;
    Some(Credentials::new(user, auth.strip_prefix("auth=Bearer ")?))
}

/// `n,a=` user `,^A` key `=` value `^A` … `^A`, one of them `auth=Bearer ` token (RFC 7628 §3.1).
fn oauthbearer(response: &str) -> Option<Credentials> {
    let (header, pairs) = response.strip_suffix("\x01\x01")?.split_once('\x01')?;
    let user = header.strip_prefix("n,a=")?.strip_suffix(',')?.replace("=2C", ",").replace("=3D", "=");
    let token = pairs.split('\x01').find_map(|pair| pair.strip_prefix("auth=Bearer "))?;
    Some(Credentials::new(user, token))
}
