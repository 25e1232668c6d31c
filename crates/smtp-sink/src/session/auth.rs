//! AUTH PLAIN and AUTH LOGIN (RFC 4954, RFC 4616).

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
    Password { user: String },
}

impl Session {
    pub(super) fn auth(&mut self, argument: &str) -> Next {
        if let Err(refusal) = self.check_auth() {
            return self.say(refusal);
        }
        let (mechanism, initial) = argument.split_once(' ').unwrap_or((argument, ""));
        let login = match mechanism.to_ascii_uppercase().as_str() {
            "" => return self.say(replies::NEEDS_ARGUMENT),
            "PLAIN" => Login::Plain,
            "LOGIN" => Login::User,
            _ => return self.say(replies::UNKNOWN_MECHANISM),
        };
        match initial {
            "" => self.challenge(login),
            // How an empty initial response is written.
            "=" => self.go_on_with(login, ""),
            response => self.go_on_with(login, response),
        }
    }

    fn check_auth(&self) -> Result<(), Canned> {
        match self.hello {
            None => Err(replies::HELLO_FIRST),
            Some(Hello::Plain) => Err(replies::NO_AUTH),
            Some(Hello::Extended) if self.shared.config.credentials.is_empty() => Err(replies::NO_AUTH),
            Some(Hello::Extended) if self.logged_in => Err(replies::ALREADY_IN),
            Some(Hello::Extended) if self.envelope.is_some() => Err(replies::NESTED_MAIL),
            Some(Hello::Extended) => Ok(()),
        }
    }

    /// Asks for the next line; the words are "Username:" and "Password:", as LOGIN clients expect.
    fn challenge(&mut self, login: Login) -> Next {
        let question = match login {
            Login::Plain => "",
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
        let Some(response) = decode(line) else { return self.say(replies::BAD_BASE64) };
        match login {
            Login::User => self.challenge(Login::Password { user: response }),
            Login::Password { user } => self.decide(&Credentials { user, password: response }),
            Login::Plain => match plain(&response) {
                Some(given) => self.decide(&given),
                None => self.say(replies::BAD_LOGIN),
            },
        }
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
