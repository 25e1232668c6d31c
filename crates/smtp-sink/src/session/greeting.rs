//! The commands around the mails: greeting, EHLO, HELO, STARTTLS, RSET, QUIT.

use super::{Next, Session};
use crate::{Phase, replies};

/// How the client introduced itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hello {
    /// HELO: no extensions.
    Plain,
    /// EHLO.
    Extended,
}

impl Session {
    /// The first step, before the client has said anything.
    pub(crate) fn greet(&mut self) -> Next {
        let (phase, fault) = match self.ask(Phase::Connect) {
            Some(fault) => (Phase::Connect, Some(fault)),
            None => (Phase::Greeting, self.ask(Phase::Greeting)),
        };
        self.answer(phase, fault, |session| {
            let text = format!("{} ESMTP smtp-sink", session.shared.config.hostname);
            session.reply(220, &text);
        })
    }

    pub(super) fn ehlo(&mut self, name: &str) -> Next {
        if name.is_empty() || name.contains(' ') {
            return self.say(replies::NEEDS_ARGUMENT);
        }
        let fault = self.ask(Phase::Ehlo);
        self.answer(Phase::Ehlo, fault, |session| {
            session.hello = Some(Hello::Extended);
            session.envelope = None;
            let text = session.extensions();
            session.reply(250, &text);
        })
    }

    pub(super) fn helo(&mut self, name: &str) -> Next {
        if name.is_empty() || name.contains(' ') {
            return self.say(replies::NEEDS_ARGUMENT);
        }
        let fault = self.ask(Phase::Helo);
        self.answer(Phase::Helo, fault, |session| {
            session.hello = Some(Hello::Plain);
            session.envelope = None;
            let text = session.shared.config.hostname.clone();
            session.reply(250, &text);
        })
    }

    /// What EHLO answers, a line for each extension.
    fn extensions(&self) -> String {
        let config = &self.shared.config;
        let offers = config.offers;
        let size = format!("SIZE {}", config.limits.data);
        let auth = format!("AUTH {}", self.mechanisms().join(" "));
        let lines = [
            (true, config.hostname.as_str()),
            (offers.pipelining, "PIPELINING"),
            (offers.eight_bit_mime, "8BITMIME"),
            (offers.smtputf8, "SMTPUTF8"),
            (offers.enhanced_status_codes, "ENHANCEDSTATUSCODES"),
            (offers.starttls, "STARTTLS"),
            (!self.mechanisms().is_empty(), &auth),
            (true, &size),
        ];
        lines.iter().filter(|(offered, _)| *offered).map(|(_, line)| *line).collect::<Vec<_>>().join("\n")
    }

    /// Never succeeds by itself, but a fault may say otherwise, down to a `220` that no TLS follows.
    pub(super) fn starttls(&mut self) -> Next {
        if !self.shared.config.offers.starttls {
            return self.say(replies::NOT_IMPLEMENTED);
        }
        let fault = self.ask(Phase::StartTls);
        self.answer(Phase::StartTls, fault, |session| {
            session.say(replies::NO_TLS);
        })
    }

    pub(super) fn rset(&mut self) -> Next {
        let fault = self.ask(Phase::Rset);
        self.answer(Phase::Rset, fault, |session| {
            session.envelope = None;
            session.say(replies::DONE);
        })
    }

    pub(super) fn quit(&mut self) -> Next {
        let fault = self.ask(Phase::Quit);
        self.answer(Phase::Quit, fault, |session| {
            session.over = true;
            session.say(replies::BYE);
        })
    }
}
