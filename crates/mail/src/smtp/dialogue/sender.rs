//! Whether a relay would take a mail from somebody, asked without sending one.

use domain::delivery::{Ending, Phase};

use super::{Connection, State, broken, ends_dialogue};
use crate::smtp::Envelope;

impl Connection {
    /// Says MAIL and RCPT, in one write when the relay takes that, and takes it back by RSET. DATA is never said, so
    /// nothing is sent.
    ///
    /// # Errors
    /// [`Ending::Refused`] or [`Ending::Broken`] at MAIL or RCPT. After a refusal other than 421 the next can be asked.
    pub(in crate::smtp) async fn would_take(&mut self, envelope: Envelope<'_>) -> Result<(), Ending> {
        let State::Ready { reset } = self.state else {
            return Err(broken(Phase::MailFrom, "the connection is closed"));
        };
        self.state = State::Closed;
        self.in_turn(Phase::MailFrom).await?;
        if reset {
            self.reset().await?;
        }
        let answer = if self.offered.pipelining {
            self.ask_in_one_write(&envelope).await
        } else {
            self.ask_step_by_step(&envelope).await
        };
        if answer.as_ref().is_err_and(ends_dialogue) {
            return answer;
        }
        let reset = if self.offered.pipelining { self.read_reset().await } else { self.reset().await };
        if reset.is_ok() {
            self.state = State::Ready { reset: false };
        }
        answer.and(reset)
    }

    /// RSET goes along, and its reply is not read yet.
    async fn ask_in_one_write(&mut self, envelope: &Envelope<'_>) -> Result<(), Ending> {
        envelope.write_mail(&mut self.wire.out, &self.offered);
        envelope.write_rcpt(&mut self.wire.out, &self.offered);
        self.wire.out.extend_from_slice(b"RSET\r\n");
        self.wire.send(Phase::MailFrom).await?;
        let mail = self.wire.expect(Phase::MailFrom, 2).await.map(|_| ());
        if mail.as_ref().is_err_and(ends_dialogue) {
            return mail;
        }
        // If MAIL was refused, this is too, and only follows from it. If it ends the dialogue, that counts.
        let rcpt = self.wire.expect(Phase::RcptTo, 2).await.map(|_| ());
        if rcpt.as_ref().is_err_and(ends_dialogue) { rcpt } else { mail.and(rcpt) }
    }

    async fn ask_step_by_step(&mut self, envelope: &Envelope<'_>) -> Result<(), Ending> {
        envelope.write_mail(&mut self.wire.out, &self.offered);
        self.wire.send(Phase::MailFrom).await?;
        self.wire.expect(Phase::MailFrom, 2).await?;
        envelope.write_rcpt(&mut self.wire.out, &self.offered);
        self.wire.send(Phase::RcptTo).await?;
        self.wire.expect(Phase::RcptTo, 2).await?;
        Ok(())
    }

    async fn reset(&mut self) -> Result<(), Ending> {
        self.wire.out.extend_from_slice(b"RSET\r\n");
        self.wire.send(Phase::MailFrom).await?;
        self.read_reset().await
    }
}
