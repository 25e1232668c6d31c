//! How long the relay is waited for.

use std::time::Duration;

use domain::delivery::Phase;

/// How long the relay is waited for before a connection counts as broken. The defaults are those of RFC 5321 §4.5.3.2
/// where a person's patience allows it: a relay for submission is near, and asked for many mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the name's addresses and the TCP connection; and once more for TLS. 30 s.
    pub connect: Duration,
    /// For the whole reply to anything but the final dot. 2 min (the RFC: 2 to 5 min).
    pub reply: Duration,
    /// For the relay to take some more of the content. 3 min.
    pub content: Duration,
    /// For the reply to the final dot, during which a relay may scan the mail. To give up here makes a mail
    /// uncertain, so this is the longest: 10 min.
    pub final_dot: Duration,
}

impl Timeouts {
    /// For a person who waits to hear whether their relay works: 10 s to connect, 30 s for a reply.
    #[must_use]
    pub fn while_somebody_waits() -> Self {
        let reply = Duration::from_secs(30);
        Self { connect: Duration::from_secs(10), reply, content: reply, final_dot: reply }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            reply: Duration::from_secs(120),
            content: Duration::from_secs(180),
            final_dot: Duration::from_secs(600),
        }
    }
}

impl Timeouts {
    /// For the reply that ends this phase.
    pub(super) fn of(&self, phase: Phase) -> Duration {
        match phase {
            Phase::Connect => self.connect,
            Phase::FinalDot => self.final_dot,
            _ => self.reply,
        }
    }
}
