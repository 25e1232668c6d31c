//! The faults a test can order: when something goes wrong, and what.

use std::time::Duration;

/// The moments of a session at which a fault can strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The connection was accepted and nothing was said yet.
    Connect,
    /// The greeting is due. Only differs from [`Phase::Connect`] in being asked second.
    Greeting,
    /// EHLO.
    Ehlo,
    /// HELO.
    Helo,
    /// STARTTLS.
    StartTls,
    /// AUTH, when the user name and password are complete.
    Auth,
    /// MAIL FROM.
    MailFrom,
    /// RCPT TO.
    RcptTo,
    /// DATA, when it is due its `354`.
    Data,
    /// The final dot was read and the mail is due its `250`.
    Content,
    /// QUIT.
    Quit,
    /// RSET.
    Rset,
}

/// What goes wrong. "Carried out" means that the session moves on as if all were well: the sender is
/// taken, the mail is kept and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// This reply instead of the usual one; a `\n` in the text makes it a multi-line reply. The command is
    /// carried out when the code is of the class that means success there (3xx for DATA, 2xx elsewhere).
    Reply(u16, String),
    /// This reply, not carried out, and then the connection is closed: a `421`, say.
    ReplyThenDrop(u16, String),
    /// The connection is closed without a reply, and nothing is carried out.
    Drop,
    /// Carried out, and then the connection is closed without a reply. At [`Phase::Content`] this is the
    /// relay that has the mail while the client cannot know it.
    DropAfterAccept,
    /// At [`Phase::Content`]: the connection is closed once this many octets of the content were read, or
    /// at its end if it is shorter. The mail is not kept. At any other phase: as [`Then::Drop`].
    DropMidData(usize),
    /// Silence for this long (`Duration::MAX`: until the client hangs up), then the connection is closed.
    /// Nothing is carried out.
    Stall(Duration),
    /// Carried out at once, and answered as usual after this long.
    SlowReply(Duration),
    /// These bytes instead of a reply, exactly as given; not carried out.
    Garbage(Vec<u8>),
}

impl Then {
    /// [`Then::Reply`], for any kind of string: `Then::reply(550, "5.1.1 no such user")`.
    pub fn reply(code: u16, text: impl Into<String>) -> Self {
        Self::Reply(code, text.into())
    }

    /// [`Then::ReplyThenDrop`], for any kind of string.
    pub fn reply_then_drop(code: u16, text: impl Into<String>) -> Self {
        Self::ReplyThenDrop(code, text.into())
    }
}

/// One rule: at this phase, for these mails, this goes wrong. Every condition added narrows it.
///
/// A rule only sees commands that the sink would otherwise have carried out; a command out of order or
/// misspelt gets its ordinary refusal. Conditions on the mail never hold before there is one, so a fault
/// at [`Phase::Ehlo`] with a recipient never strikes.
#[derive(Debug, Clone)]
pub struct Fault {
    pub(crate) phase: Phase,
    pub(crate) then: Then,
    pub(crate) whose: Vec<Whose>,
    pub(crate) after: u64,
    pub(crate) every: u64,
    pub(crate) first: u64,
}

/// A condition on the envelope. Compared without regard to ASCII case.
#[derive(Debug, Clone)]
pub(crate) enum Whose {
    Sender(String),
    Recipient(String),
    RecipientContains(String),
    RecipientDomain(String),
}

impl Fault {
    /// A fault that strikes every time at this phase.
    pub fn at(phase: Phase, then: Then) -> Self {
        Self { phase, then, whose: Vec::new(), after: 0, every: 1, first: u64::MAX }
    }

    /// Only mails from this sender; `""` is the empty reverse-path of a bounce.
    pub fn sender(self, address: impl Into<String>) -> Self {
        self.whose(Whose::Sender(address.into()))
    }

    /// Only this recipient: at RCPT the one being given, at DATA and after it any of the mail's.
    pub fn recipient(self, address: impl Into<String>) -> Self {
        self.whose(Whose::Recipient(address.into()))
    }

    /// Only recipients whose address contains this.
    pub fn recipient_contains(self, part: impl Into<String>) -> Self {
        self.whose(Whose::RecipientContains(part.into()))
    }

    /// Only recipients at exactly this domain.
    pub fn recipient_domain(self, domain: impl Into<String>) -> Self {
        self.whose(Whose::RecipientDomain(domain.into()))
    }

    /// Lets the first `count` occasions pass.
    pub fn after(self, count: u64) -> Self {
        Self { after: count, ..self }
    }

    /// Strikes at every `nth` occasion only: `every(3)` at the third, the sixth and so on. 0 counts as 1.
    pub fn every(self, nth: u64) -> Self {
        Self { every: nth.max(1), ..self }
    }

    /// Strikes `count` times at most, and never again.
    pub fn first(self, count: u64) -> Self {
        Self { first: count, ..self }
    }

    fn whose(mut self, condition: Whose) -> Self {
        self.whose.push(condition);
        self
    }
}
