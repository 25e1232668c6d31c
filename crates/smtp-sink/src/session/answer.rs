//! Carrying out a command that was found right, unless a fault is due.

use super::{Next, Session};
use crate::replies::{self, Canned};
use crate::rules::{Facts, Moment};
use crate::{Phase, Then};

impl Session {
    /// Asks the rules about a command that has no mail to it.
    pub(super) fn ask(&self, phase: Phase) -> Option<Then> {
        self.shared.rules.ask(Moment::At(phase), Facts::default())
    }

    /// Carries out a command that was found right, or does what the fault says. `act` changes the state
    /// and writes the usual reply.
    pub(super) fn answer(&mut self, phase: Phase, fault: Option<Then>, act: impl FnOnce(&mut Self)) -> Next {
        let from = self.out.len();
        let Some(fault) = fault else {
            act(self);
            return Next::Go;
        };
        match fault {
            Then::Reply(code, text) => {
                if code / 100 == phase.success() {
                    act(self);
                    self.out.truncate(from);
                } else if matches!(phase, Phase::Connect | Phase::Greeting) {
                    self.no_service = true;
                }
                self.reply(code, &text);
                return Next::Go;
            }
            Then::ReplyThenDrop(code, text) => {
                self.reply(code, &text);
                return Next::Bye;
            }
            Then::Garbage(bytes) => self.out.extend_from_slice(&bytes),
            Then::Stall(wait) => return Next::Stall(wait),
            Then::Drop | Then::DropMidData(_) => return Next::Drop,
            Then::DropAfterAccept => {
                act(self);
                self.out.truncate(from);
                return Next::Drop;
            }
            Then::SlowReply(wait) => {
                act(self);
                return Next::Slow { from, wait };
            }
        }
        Next::Go
    }

    pub(super) fn reply(&mut self, code: u16, text: &str) {
        if code >= 400 {
            self.shared.traffic.refused();
        }
        replies::write(&mut self.out, code, text);
    }

    pub(super) fn say(&mut self, reply: Canned) -> Next {
        if reply.code >= 400 {
            self.shared.traffic.refused();
        }
        replies::write_canned(&mut self.out, reply, self.shared.config.offers.enhanced_status_codes);
        Next::Go
    }

    /// The connection was silent for too long.
    pub(crate) fn idle(&mut self) {
        self.say(replies::IDLE);
    }
}

impl Phase {
    /// The first digit of the reply that means success.
    fn success(self) -> u16 {
        if self == Self::Data { 3 } else { 2 }
    }
}
