//! One LMTP session (RFC 2033), without any waiting: bytes in, replies out, and what the connection must do next.
//!
//! PIPELINING and ENHANCEDSTATUSCODES, as RFC 2033 §5 demands, and 8BITMIME and SMTPUTF8, since a notification about an
//! address that is not ASCII comes with them (RFC 6533).

use bytes::Bytes;
use smtp_wire::{
    Unstuffer, line,
    path::{self, Path},
};

use super::{Limits, replies};

/// The longest command line, with its CRLF: 512 octets (RFC 5321 §4.5.3.1.4) and what the extensions may add.
const LONGEST_LINE: usize = 1_024;
/// Commands that are refused before the connection is closed.
const MOST_FAULTS: u32 = 20;
/// What is set aside for a message, before it grows.
const USUAL_SIZE: usize = 16 * 1024;

/// What the connection must do after a step.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Feed what is left of the input.
    Go,
    /// Write the replies and read more.
    Read,
    /// Write the replies, give the message to the keeper, and say for each recipient what became of it.
    Keep(Message),
    /// Write the replies and hang up.
    Bye,
}

/// A message that has arrived in whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) from: String,
    pub(super) to: Vec<String>,
    pub(super) content: Bytes,
    pub(super) cut: bool,
}

#[derive(Debug, Default)]
struct Envelope {
    from: String,
    to: Vec<String>,
    smtputf8: bool,
}

pub(super) struct Session {
    limits: Limits,
    /// Replies that were not written yet.
    pub(super) out: Vec<u8>,
    greeted: bool,
    envelope: Option<Envelope>,
    content: Option<Unstuffer>,
    /// Inside a line that is too long.
    skipping: bool,
    faults: u32,
}

impl Session {
    /// A session that has said its greeting.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            out: b"220 postmeester LMTP\r\n".to_vec(),
            greeted: false,
            envelope: None,
            content: None,
            skipping: false,
            faults: 0,
        }
    }

    /// Whether content is being read, for which there is a time of its own.
    pub(super) fn is_in_content(&self) -> bool {
        self.content.is_some()
    }

    /// Takes one step, and says how much of `bytes` it used.
    pub(super) fn feed(&mut self, bytes: &[u8], knows: &impl Fn(&str) -> bool) -> (usize, Next) {
        if let Some(content) = &mut self.content {
            let (used, done) = content.feed(bytes);
            return (used, if done { self.complete() } else { Next::Read });
        }
        let Some(end) = memchr::memchr(b'\n', bytes) else {
            // A line that is not complete is waited for while it can still be a command, else thrown away.
            self.skipping |= bytes.len() >= LONGEST_LINE;
            return (if self.skipping { bytes.len() } else { 0 }, Next::Read);
        };
        let used = end + 1;
        if std::mem::take(&mut self.skipping) || used > LONGEST_LINE {
            return (used, self.say(replies::NOT_A_LINE));
        }
        let next = match line::text(&bytes[..used]) {
            Ok(text) => self.command(text, knows),
            Err(_) => self.say(replies::NOT_A_LINE),
        };
        (used, next)
    }

    fn say(&mut self, reply: &str) -> Next {
        self.out.extend_from_slice(reply.as_bytes());
        self.faults += u32::from(reply.starts_with('5'));
        if self.faults < MOST_FAULTS {
            return Next::Go;
        }
        self.out.extend_from_slice(replies::TOO_MANY_FAULTS.as_bytes());
        Next::Bye
    }

    fn command(&mut self, text: &str, knows: &impl Fn(&str) -> bool) -> Next {
        let (verb, argument) = text.split_once(' ').unwrap_or((text, ""));
        let argument = argument.trim_end();
        match verb.to_ascii_uppercase().as_str() {
            "LHLO" => self.lhlo(argument),
            "HELO" | "EHLO" => self.say(replies::SAY_LHLO),
            "MAIL" => self.mail(argument).unwrap_or_else(|refusal| self.say(refusal)),
            "RCPT" => self.rcpt(argument, knows).unwrap_or_else(|refusal| self.say(refusal)),
            "DATA" => self.data(argument).unwrap_or_else(|refusal| self.say(refusal)),
            "RSET" => {
                self.envelope = None;
                self.say(replies::DONE)
            }
            "NOOP" => self.say(replies::DONE),
            "VRFY" => self.say(replies::MAYBE),
            "QUIT" => {
                let _ = self.say(replies::BYE);
                Next::Bye
            }
            _ => self.say(replies::NO_SUCH_COMMAND),
        }
    }

    fn lhlo(&mut self, name: &str) -> Next {
        if name.is_empty() || name.contains(' ') {
            return self.say(replies::BAD_ARGUMENT);
        }
        self.greeted = true;
        self.envelope = None;
        self.say("250-postmeester\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
    }

    /// Any sender, `<>` above all; who wrote it is not what a notification is known by.
    fn mail(&mut self, argument: &str) -> Result<Next, &'static str> {
        if !self.greeted {
            return Err(replies::LHLO_FIRST);
        }
        if self.envelope.is_some() {
            return Err(replies::NESTED_MAIL);
        }
        let Path { address, parameters } = path::parse(argument, "FROM:").ok_or(replies::BAD_ARGUMENT)?;
        let mut smtputf8 = false;
        for parameter in parameters.split_ascii_whitespace() {
            let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match (key.to_ascii_uppercase().as_str(), value.to_ascii_uppercase().as_str()) {
                ("SMTPUTF8", "") => smtputf8 = true,
                // SIZE was not offered, and some say it all the same.
                ("BODY", "7BIT" | "8BITMIME") | ("SIZE", _) => {}
                _ => return Err(replies::UNKNOWN_PARAMETER),
            }
        }
        if !address.is_empty() && !path::is_mailbox(address) {
            return Err(replies::BAD_ARGUMENT);
        }
        if !address.is_ascii() && !smtputf8 {
            return Err(replies::NOT_ASCII);
        }
        self.envelope = Some(Envelope { from: address.to_owned(), to: Vec::new(), smtputf8 });
        Ok(self.say(replies::SENDER_OK))
    }

    fn rcpt(&mut self, argument: &str, knows: &impl Fn(&str) -> bool) -> Result<Next, &'static str> {
        let envelope = self.envelope.as_mut().ok_or(replies::MAIL_FIRST)?;
        let Path { address, parameters } = path::parse(argument, "TO:").ok_or(replies::BAD_ARGUMENT)?;
        if !parameters.is_empty() {
            return Err(replies::UNKNOWN_PARAMETER);
        }
        if !address.is_ascii() && !envelope.smtputf8 {
            return Err(replies::NOT_ASCII);
        }
        if !knows(address) {
            return Err(replies::NOT_OURS);
        }
        if envelope.to.len() >= self.limits.recipients {
            return Err(replies::TOO_MANY_RECIPIENTS);
        }
        envelope.to.push(address.to_owned());
        Ok(self.say(replies::RECIPIENT_OK))
    }

    fn data(&mut self, argument: &str) -> Result<Next, &'static str> {
        if !argument.is_empty() {
            return Err(replies::BAD_ARGUMENT);
        }
        let envelope = self.envelope.as_ref().ok_or(replies::MAIL_FIRST)?;
        if envelope.to.is_empty() {
            return Err(replies::NO_RECIPIENTS);
        }
        self.content = Some(Unstuffer::new(self.limits.content, USUAL_SIZE));
        Ok(self.say(replies::GO_AHEAD))
    }

    fn complete(&mut self) -> Next {
        let (Some(content), Some(envelope)) = (self.content.take(), self.envelope.take()) else {
            return self.say(replies::MAIL_FIRST);
        };
        let cut = content.is_too_big();
        let content = Bytes::from(content.into_data());
        Next::Keep(Message { from: envelope.from, to: envelope.to, content, cut })
    }
}
