//! DATA, and the content up to its final dot.

use super::{Next, Session};
use crate::replies::{self, Canned};
use crate::rules::Moment;
use crate::{Phase, Received, Then};
use smtp_wire::Unstuffer;

/// A mail's content on its way in.
#[derive(Debug)]
pub(super) struct Incoming {
    unstuffer: Unstuffer,
    /// Octets read, as they came over the wire.
    read: usize,
    /// The octets after which a fault hangs up.
    drop_after: Option<usize>,
}

/// The most that is set aside because a client announced it; a bigger mail grows into its space.
const MOST_EXPECTED: usize = 256 * 1024;
/// What is set aside when nothing was announced.
const USUAL_SIZE: usize = 4 * 1024;

impl Session {
    pub(super) fn data(&mut self) -> Next {
        let pipelined = !self.out.is_empty();
        let Some(envelope) = &mut self.envelope else { return self.say(replies::MAIL_FIRST) };
        if envelope.recipients.is_empty() {
            return self.say(replies::NO_RECIPIENTS);
        }
        envelope.pipelined |= pipelined;
        let fault = self.shared.rules.ask(Moment::At(Phase::Data), envelope.facts());
        self.answer(Phase::Data, fault, |session| {
            session.content = Some(session.incoming());
            session.say(replies::GO_AHEAD);
        })
    }

    fn incoming(&self) -> Incoming {
        let envelope = self.envelope.as_ref();
        let announced = envelope.map_or(0, |envelope| envelope.size);
        let expected = if announced == 0 { USUAL_SIZE } else { announced.min(MOST_EXPECTED) };
        let facts = envelope.map(super::envelope::Envelope::facts).unwrap_or_default();
        let drop_after = match self.shared.rules.ask(Moment::BeforeContent, facts) {
            Some(Then::DropMidData(octets)) => Some(octets),
            _ => None,
        };
        Incoming { unstuffer: Unstuffer::new(self.shared.config.limits.data, expected), read: 0, drop_after }
    }

    pub(super) fn feed_content(&mut self, bytes: &[u8]) -> (usize, Next) {
        let Some(content) = &mut self.content else { return (0, Next::Go) };
        let (used, done) = content.unstuffer.feed(bytes);
        content.read += used;
        if content.drop_after.is_some_and(|limit| done || content.read >= limit) {
            return (used, Next::Drop);
        }
        if !done {
            return (used, Next::Read);
        }
        (used, self.content_is_complete())
    }

    /// The final dot: whatever happens now, the mail is no longer under way.
    fn content_is_complete(&mut self) -> Next {
        let (Some(content), Some(envelope)) = (self.content.take(), self.envelope.take()) else {
            return self.say(replies::MAIL_FIRST);
        };
        if let Err(refusal) = self.check_content(&content.unstuffer) {
            return self.say(refusal);
        }
        let fault = self.shared.rules.ask(Moment::At(Phase::Content), envelope.facts());
        self.answer(Phase::Content, fault, |session| {
            session.accept(Received {
                number: 0,
                mail_from: envelope.sender,
                rcpt_to: envelope.recipients,
                data: content.unstuffer.into_data(),
                message_id: None,
                connection: session.connection,
                pipelined: envelope.pipelined,
            });
        })
    }

    fn check_content(&self, content: &Unstuffer) -> Result<(), Canned> {
        if content.is_too_big() {
            return Err(replies::TOO_BIG);
        }
        if content.longest_line() > self.shared.config.limits.text_line {
            return Err(replies::TEXT_LINE_TOO_LONG);
        }
        Ok(())
    }

    fn accept(&mut self, mail: Received) {
        let number = self.shared.ledger.accept(mail);
        let status = if self.shared.config.offers.enhanced_status_codes { "2.0.0 " } else { "" };
        self.reply(250, &format!("{status}queued as S{number:06}"));
    }
}
