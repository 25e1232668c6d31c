//! The commands that offer a mail, and their replies.

use domain::delivery::{Ending, Phase};

use super::{Connection, State, broken, ends_dialogue};
use crate::smtp::Envelope;

/// The commands that offer a mail, each with the class of reply that means yes.
const OFFER: [(Phase, u16); 3] = [(Phase::MailFrom, 2), (Phase::RcptTo, 2), (Phase::Data, 3)];

impl Connection {
    pub(super) fn write_offer(&mut self, envelope: &Envelope<'_>, reset: bool) {
        if reset {
            self.wire.out.extend_from_slice(b"RSET\r\n");
        }
        for (phase, _) in OFFER {
            self.write_command(phase, envelope);
        }
    }

    fn write_command(&mut self, phase: Phase, envelope: &Envelope<'_>) {
        match phase {
            Phase::MailFrom => envelope.write_mail(&mut self.wire.out, &self.offered),
            Phase::RcptTo => envelope.write_rcpt(&mut self.wire.out, &self.offered),
            _ => self.wire.out.extend_from_slice(b"DATA\r\n"),
        }
    }

    /// The replies to an offer made in one write. The first refusal is the mail's; those after it only follow from it.
    pub(super) async fn read_offer(&mut self, reset: bool) -> Result<(), Ending> {
        if reset {
            self.read_reset().await?;
        }
        let mut refusal = None;
        let mut content_is_awaited = false;
        for (phase, class) in OFFER {
            match self.wire.expect(phase, class).await {
                Ok(_) => content_is_awaited = phase == Phase::Data,
                Err(ending) if ends_dialogue(&ending) => return Err(refusal.unwrap_or(ending)),
                Err(ending) => {
                    refusal.get_or_insert(ending);
                }
            }
        }
        match refusal {
            None => self.state = State::Offered,
            Some(refusal) if content_is_awaited => return Err(self.take_back(refusal).await),
            Some(refusal) => {
                self.state = State::Ready { reset: true };
                return Err(refusal);
            }
        }
        Ok(())
    }

    /// DATA was answered by 354 although the recipient was refused. A lone dot ends that, and there is nobody to whom
    /// it could be sent (RFC 2920 §3.1). If it was the sender who was refused, the relay makes no sense to us, and
    /// the connection is left as it is, without the dot.
    async fn take_back(&mut self, refusal: Ending) -> Ending {
        if matches!(refusal, Ending::Refused(Phase::RcptTo, _)) {
            self.wire.out.extend_from_slice(b".\r\n");
            if self.wire.send(Phase::Data).await.is_err() {
                return refusal;
            }
            // That it is refused is to be expected, and makes no difference.
            let answer = self.wire.expect(Phase::Data, 2).await;
            if !answer.is_err_and(|ending| ends_dialogue(&ending)) {
                self.state = State::Ready { reset: true };
            }
        }
        refusal
    }

    /// One command at a time, for a relay that does not offer PIPELINING; up to the first refusal.
    pub(super) async fn offer_step_by_step(
        &mut self,
        envelope: &Envelope<'_>,
        reset: bool,
    ) -> Result<(), Ending> {
        if reset {
            self.wire.out.extend_from_slice(b"RSET\r\n");
            self.wire.send(Phase::MailFrom).await?;
            self.read_reset().await?;
        }
        for (phase, class) in OFFER {
            self.write_command(phase, envelope);
            self.wire.send(phase).await?;
            if let Err(ending) = self.wire.expect(phase, class).await {
                if !ends_dialogue(&ending) {
                    self.state = State::Ready { reset: true };
                }
                return Err(ending);
            }
        }
        self.state = State::Offered;
        Ok(())
    }

    /// A relay that does not forget the mail before is not given another.
    pub(super) async fn read_reset(&mut self) -> Result<(), Ending> {
        match self.wire.expect(Phase::MailFrom, 2).await {
            Ok(_) => Ok(()),
            Err(ending) if ends_dialogue(&ending) => Err(ending),
            Err(_) => Err(broken(Phase::MailFrom, "the relay refused RSET")),
        }
    }
}
