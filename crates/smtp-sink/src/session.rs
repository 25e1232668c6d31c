//! One SMTP session, without any waiting: bytes in, replies out, and what the connection must do next.
//!
//! Every command takes the same three steps: it is checked, and refused if it is out of order or wrong;
//! the rules are asked whether a fault is due; then [`Session::answer`] carries it out, or does what the
//! fault says. Replies pile up in `out` until the connection writes them, which it does when it has run
//! out of input: that is how a pipelined group gets its replies in one write.

mod answer;
mod auth;
mod content;
mod envelope;
mod greeting;

use std::sync::Arc;
use std::time::Duration;

use crate::command::{self, Verb};
use crate::replies;
use crate::shared::Shared;

/// What the connection must do after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Feed what is left of the input.
    Go,
    /// Write the replies and read more.
    Read,
    /// Write the replies, all from `from` on only after this long.
    Slow { from: usize, wait: Duration },
    /// Write the replies, be silent for this long, and hang up.
    Stall(Duration),
    /// Write the replies and hang up, whatever the client is still sending.
    Drop,
    /// Write the replies and hang up so that the client is sure to read them.
    Bye,
}

/// The state of one connection's conversation.
#[derive(Debug)]
pub(crate) struct Session {
    shared: Arc<Shared>,
    connection: u64,
    /// Replies that were not written yet.
    pub(crate) out: Vec<u8>,
    hello: Option<greeting::Hello>,
    /// The greeting was a refusal: only QUIT is left (RFC 5321, 3.1).
    no_service: bool,
    logged_in: bool,
    login: Option<auth::Login>,
    envelope: Option<envelope::Envelope>,
    content: Option<content::Incoming>,
    /// Inside a line that is too long.
    skipping: bool,
    over: bool,
}

impl Session {
    pub(crate) fn new(shared: Arc<Shared>, connection: u64) -> Self {
        Self {
            shared,
            connection,
            out: Vec::with_capacity(1024),
            hello: None,
            no_service: false,
            logged_in: false,
            login: None,
            envelope: None,
            content: None,
            skipping: false,
            over: false,
        }
    }

    /// Takes one step, and says how much of `bytes` it used.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> (usize, Next) {
        if self.over {
            return (0, Next::Bye);
        }
        if self.content.is_some() {
            return self.feed_content(bytes);
        }
        let Some(end) = memchr::memchr(b'\n', bytes) else { return (self.keep_waiting(bytes), Next::Read) };
        let (line, rest) = bytes.split_at(end + 1);
        let skipped = std::mem::take(&mut self.skipping);
        if skipped || line.len() > self.longest_command() {
            return (line.len(), self.say(replies::LINE_TOO_LONG));
        }
        (line.len(), self.line(line, !rest.is_empty()))
    }

    /// A line that is not complete: waited for while it can still be a command, else thrown away.
    fn keep_waiting(&mut self, bytes: &[u8]) -> usize {
        self.skipping |= bytes.len() >= self.longest_command();
        if self.skipping { bytes.len() } else { 0 }
    }

    /// AUTH itself is a command like any other; the lines that follow it are not (RFC 4954, 4).
    fn longest_command(&self) -> usize {
        let limit = self.shared.config.limits.command_line;
        if self.login.is_some() { auth::LONGEST_LINE } else { limit.min(auth::LONGEST_LINE) }
    }

    fn line(&mut self, line: &[u8], more: bool) -> Next {
        let text = match command::text(line) {
            Ok(text) => text,
            Err(refusal) => return self.say(refusal),
        };
        if let Some(login) = self.login.take() {
            return self.go_on_with(login, text);
        }
        let (verb, argument) = match command::parse(text) {
            Ok(parsed) => parsed,
            Err(refusal) => return self.say(refusal),
        };
        if more && verb.ends_a_group() {
            self.shared.traffic.out_of_turn();
        }
        if self.no_service && verb != Verb::Quit {
            return self.say(replies::NO_SERVICE);
        }
        self.command(verb, argument)
    }

    fn command(&mut self, verb: Verb, argument: &str) -> Next {
        match verb {
            Verb::Ehlo => self.ehlo(argument),
            Verb::Helo => self.helo(argument),
            Verb::StartTls => self.starttls(),
            Verb::Auth => self.auth(argument),
            Verb::Mail => self.mail(argument),
            Verb::Rcpt => self.rcpt(argument),
            Verb::Data => self.data(),
            Verb::Rset => self.rset(),
            Verb::Quit => self.quit(),
            Verb::Noop => self.say(replies::DONE),
            Verb::Help => self.say(replies::HELP),
            Verb::Vrfy if argument.is_empty() => self.say(replies::NEEDS_ARGUMENT),
            Verb::Vrfy => self.say(replies::MAYBE),
            Verb::Expn => self.say(replies::NOT_IMPLEMENTED),
        }
    }
}
