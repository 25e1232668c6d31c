//! MAIL and RCPT: the envelope of the mail under way.

use super::greeting::Hello;
use super::{Next, Session};
use crate::replies::{self, Canned};
use crate::rules::{Facts, Moment};
use crate::{Phase, Then};
use smtp_wire::path::{self, Path};

/// What MAIL and RCPT have said so far.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    pub(super) sender: String,
    pub(super) recipients: Vec<String>,
    /// What SIZE= announced, in octets; 0 if it did not.
    pub(super) size: usize,
    pub(super) pipelined: bool,
    smtputf8: bool,
}

impl Envelope {
    pub(super) fn facts(&self) -> Facts<'_> {
        Facts { sender: Some(&self.sender), recipients: &self.recipients }
    }
}

impl Session {
    pub(super) fn mail(&mut self, argument: &str) -> Next {
        let envelope = match self.check_mail(argument) {
            Ok(envelope) => envelope,
            Err(refusal) => return self.say(refusal),
        };
        let fault = self.shared.rules.ask(Moment::At(Phase::MailFrom), envelope.facts());
        self.answer(Phase::MailFrom, fault, |session| {
            session.envelope = Some(envelope);
            session.say(replies::SENDER_OK);
        })
    }

    fn check_mail(&self, argument: &str) -> Result<Envelope, Canned> {
        let hello = self.hello.ok_or(replies::HELLO_FIRST)?;
        if self.shared.config.require_auth && !self.logged_in {
            return Err(replies::LOGIN_FIRST);
        }
        if self.envelope.is_some() {
            return Err(replies::NESTED_MAIL);
        }
        let Path { address, parameters } = path::parse(argument, "FROM:").ok_or(replies::BAD_PATH)?;
        let mut envelope =
            Envelope { sender: address.to_owned(), pipelined: !self.out.is_empty(), ..Envelope::default() };
        for parameter in parameters.split_ascii_whitespace() {
            self.take_parameter(&mut envelope, hello, parameter)?;
        }
        if !address.is_ascii() && !envelope.smtputf8 {
            return Err(replies::NOT_ASCII);
        }
        if !address.is_empty() && !path::is_mailbox(address) {
            return Err(replies::BAD_SENDER);
        }
        if envelope.size > self.shared.config.limits.data {
            return Err(replies::TOO_BIG);
        }
        Ok(envelope)
    }

    /// One parameter of MAIL, which only an extension that was offered can have given.
    fn take_parameter(&self, envelope: &mut Envelope, hello: Hello, parameter: &str) -> Result<(), Canned> {
        let offers = self.shared.config.offers;
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let key = key.to_ascii_uppercase();
        match key.as_str() {
            _ if hello == Hello::Plain => return Err(replies::UNKNOWN_PARAMETER),
            "SIZE" => envelope.size = size(value).ok_or(replies::BAD_PARAMETER)?,
            "BODY" if offers.eight_bit_mime => {
                let known = ["7BIT", "8BITMIME"].iter().any(|body| body.eq_ignore_ascii_case(value));
                return if known { Ok(()) } else { Err(replies::BAD_PARAMETER) };
            }
            "SMTPUTF8" if offers.smtputf8 && value.is_empty() => envelope.smtputf8 = true,
            "AUTH" if !self.shared.config.credentials.is_empty() => {}
            _ => return Err(replies::UNKNOWN_PARAMETER),
        }
        Ok(())
    }

    pub(super) fn rcpt(&mut self, argument: &str) -> Next {
        let pipelined = !self.out.is_empty();
        let (recipient, fault) = match self.check_rcpt(argument) {
            Ok(checked) => checked,
            Err(refusal) => return self.say(refusal),
        };
        self.answer(Phase::RcptTo, fault, |session| {
            if let Some(envelope) = &mut session.envelope {
                envelope.recipients.push(recipient);
                envelope.pipelined |= pipelined;
            }
            session.say(replies::RECIPIENT_OK);
        })
    }

    fn check_rcpt(&self, argument: &str) -> Result<(String, Option<Then>), Canned> {
        let envelope = self.envelope.as_ref().ok_or(replies::MAIL_FIRST)?;
        let Path { address, parameters } = path::parse(argument, "TO:").ok_or(replies::BAD_PATH)?;
        if !parameters.is_empty() {
            return Err(replies::UNKNOWN_PARAMETER);
        }
        if !address.is_ascii() && !envelope.smtputf8 {
            return Err(replies::NOT_ASCII);
        }
        if !path::is_mailbox(address) {
            return Err(replies::BAD_RECIPIENT);
        }
        if envelope.recipients.len() >= self.shared.config.limits.recipients {
            return Err(replies::TOO_MANY_RECIPIENTS);
        }
        let recipient = address.to_owned();
        let facts = Facts { sender: Some(&envelope.sender), recipients: std::slice::from_ref(&recipient) };
        let fault = self.shared.rules.ask(Moment::At(Phase::RcptTo), facts);
        Ok((recipient, fault))
    }
}

/// The value of SIZE=: 1 to 20 digits (RFC 1870, 4). More than a machine can count is still too big.
fn size(value: &str) -> Option<usize> {
    let right = (1..=20).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| value.parse().unwrap_or(usize::MAX))
}
