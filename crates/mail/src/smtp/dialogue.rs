//! Mails over one connection; why in two halves is told in [the module above](super).
//!
//! Where the dialogue stands is one [`State`]. It is [`State::Closed`] while a method waits for the relay, so a
//! method that is cancelled, or that returns early, leaves a connection that says so.

mod offer;
mod sender;

use std::fmt;
use std::time::Duration;

use domain::delivery::{Ending, Phase};
use tokio::time::timeout;

use super::extensions::Extensions;
use super::wire::Wire;
use super::{Envelope, Relay, Timeouts, content, session};

/// How long [`Connection::quit`] waits for the relay's goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// An open connection to a relay, for as many mails as the relay will take over it.
pub struct Connection {
    wire: Wire,
    offered: Extensions,
    state: State,
}

/// Where the dialogue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A mail can be offered; after RSET, if one was refused halfway.
    Ready { reset: bool },
    /// The relay waits for the content of a mail.
    Offered,
    /// The dialogue cannot go on.
    Closed,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("peer", &self.wire.peer)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// Connects, agrees on TLS, introduces itself and logs in, as the relay asks for; with a token, of the provider first
    /// if need be.
    ///
    /// # Errors
    /// [`Ending::Refused`], [`Ending::Broken`] or [`Ending::NotOffered`] in one of the
    /// [session's phases](Phase::is_session).
    pub async fn open(relay: &Relay, timeouts: &Timeouts) -> Result<Self, Ending> {
        let (wire, offered) = Box::pin(session::open(relay, timeouts)).await?;
        Ok(Self { wire, offered, state: State::Ready { reset: false } })
    }

    /// Offers a mail: MAIL, RCPT and DATA, in one write when the relay takes that, up to its 354.
    ///
    /// # Errors
    /// [`Ending::Refused`] or [`Ending::Broken`] at MAIL, RCPT or DATA. The mail was not sent, and after a refusal
    /// other than 421 the next can be offered.
    pub async fn offer(&mut self, envelope: Envelope<'_>) -> Result<(), Ending> {
        let reset = match self.state {
            State::Ready { reset } => reset,
            State::Offered => return Err(broken(Phase::MailFrom, "another mail is on offer")),
            State::Closed => return Err(broken(Phase::MailFrom, "the connection is closed")),
        };
        self.state = State::Closed;
        self.in_turn(Phase::MailFrom).await?;
        if self.offered.pipelining {
            self.write_offer(&envelope, reset);
            self.wire.send(Phase::MailFrom).await?;
            self.read_offer(reset).await
        } else {
            self.offer_step_by_step(&envelope, reset).await
        }
    }

    /// Sends the content and the final dot of the mail on offer, and offers the next one, in the same write when the
    /// relay takes that. Returns how this mail ended, and what came of the offer of the next.
    ///
    /// A CR or LF alone in the content becomes a line ending; lines that end in CRLF arrive as they are.
    ///
    /// A mail whose final dot may have reached the relay, and whose answer did not reach us, is
    /// [`Ending::Broken`] at [`Phase::FinalDot`]; at [`Phase::Content`] it certainly was not taken. The next mail
    /// then is `Broken` at [`Phase::MailFrom`].
    pub async fn hand_over(
        &mut self,
        content: &[u8],
        next: Option<Envelope<'_>>,
    ) -> (Ending, Option<Result<(), Ending>>) {
        if self.state != State::Offered {
            let next = next.map(|_| Err(broken(Phase::MailFrom, "no mail was on offer before")));
            return (broken(Phase::Content, "no mail was on offer"), next);
        }
        self.state = State::Closed;
        let along = next.filter(|_| self.offered.pipelining);
        let ending = self.send_content(content, along.as_ref()).await;
        let is_over = ends_dialogue(&ending);
        let offered = match (next, along) {
            (None, _) => None,
            (Some(_), _) if is_over => {
                Some(Err(broken(Phase::MailFrom, "the connection ended with the mail before")))
            }
            (Some(_), Some(_)) => Some(self.read_offer(false).await),
            (Some(next), None) => {
                self.state = State::Ready { reset: false };
                Some(self.offer(next).await)
            }
        };
        if offered.is_none() && !is_over {
            self.state = State::Ready { reset: false };
        }
        (ending, offered)
    }

    /// Whether a mail can be offered or handed over; false once the dialogue cannot go on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != State::Closed
    }

    /// Says goodbye, and waits for the relay's for a moment. A mail on offer is left without its final dot, so it is
    /// not sent.
    pub async fn quit(mut self) {
        if !matches!(self.state, State::Ready { .. }) {
            return;
        }
        self.wire.out.extend_from_slice(b"QUIT\r\n");
        let goodbye = async {
            if self.wire.send(Phase::MailFrom).await.is_ok() {
                // Whatever it answers, it is over.
                let _ = self.wire.expect(Phase::MailFrom, 2).await;
                self.wire.shut_down().await;
            }
        };
        let _ = timeout(GOODBYE, goodbye).await;
    }

    /// The content, with the offer that goes along; up to the reply to the final dot.
    async fn send_content(&mut self, content: &[u8], along: Option<&Envelope<'_>>) -> Ending {
        if let Err(ending) = self.in_turn(Phase::Content).await {
            return ending;
        }
        content::append(&mut self.wire.out, content);
        let with_dot = self.wire.out.len();
        if let Some(envelope) = along {
            self.write_offer(envelope, false);
        }
        if let Err(ending) = self.wire.send_content(with_dot).await {
            return ending;
        }
        match self.wire.expect(Phase::FinalDot, 2).await {
            Ok(answer) => Ending::Taken(answer.to_reply(&[])),
            Err(ending) => ending,
        }
    }

    /// What the relay said before it was asked, such as that it is about to close, is taken as its answer: any other
    /// way, each later reply would be taken for another command's.
    async fn in_turn(&mut self, phase: Phase) -> Result<(), Ending> {
        if !self.wire.is_out_of_turn() {
            return Ok(());
        }
        match self.wire.expect(phase, 2).await {
            Err(ending) if ends_dialogue(&ending) => Err(ending),
            _ => Err(broken(phase, "the relay spoke out of turn")),
        }
    }
}

/// After no usable reply, or after 421 (RFC 5321 §3.8).
fn ends_dialogue(ending: &Ending) -> bool {
    match ending {
        Ending::Taken(_) => false,
        Ending::Refused(_, reply) => reply.code == 421,
        Ending::Broken(..) | Ending::NotOffered(..) => true,
    }
}

fn broken(phase: Phase, why: &str) -> Ending {
    Ending::Broken(phase, why.to_owned())
}
