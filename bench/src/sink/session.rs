//! One connection: a thread that reads as much as there is, and answers all of it in one write.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use memchr::{memchr, memmem};

use super::Shared;
use super::faults::{Phase, Then};
use super::message;

/// Enough for several mails in one read.
const INPUT: usize = 256 * 1024;
const EHLO: &[u8] = b"250-sink.bench\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n\
    250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800\r\n";

pub(super) struct Session<'a> {
    shared: &'a Shared,
    number: usize,
    stream: TcpStream,
    out: Vec<u8>,
    dot: memmem::Finder<'static>,
    recipient: Option<u64>,
    /// In a mail's content: how much of it was searched for its end.
    searched: Option<usize>,
}

/// Whether the connection goes on.
enum Next {
    GoOn,
    HangUp,
}

impl<'a> Session<'a> {
    pub(super) fn new(shared: &'a Shared, number: usize, stream: TcpStream) -> Self {
        let dot = memmem::Finder::new(b"\r\n.\r\n");
        Self { shared, number, stream, out: Vec::with_capacity(4096), dot, recipient: None, searched: None }
    }

    /// Serves the client until either side hangs up.
    pub(super) fn run(mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        self.out.extend_from_slice(b"220 sink.bench ESMTP\r\n");
        let mut input = vec![0; INPUT];
        let (mut start, mut end) = (0, 0);
        loop {
            while let Some(used) = self.take(&input[start..end])? {
                match used {
                    (used, Next::GoOn) => start += used,
                    (_, Next::HangUp) => return self.flush(),
                }
            }
            self.flush()?;
            if start == end {
                (start, end) = (0, 0);
            } else if end == input.len() {
                input.copy_within(start..end, 0);
                (start, end) = (0, end - start);
                if end == input.len() {
                    input.resize(2 * end, 0);
                }
            }
            let read = self.stream.read(&mut input[end..])?;
            if read == 0 {
                return Ok(());
            }
            end += read;
        }
    }

    /// One command, or one mail's content, if all of it is there.
    fn take(&mut self, input: &[u8]) -> io::Result<Option<(usize, Next)>> {
        let Some(searched) = self.searched else {
            let Some(end) = memchr(b'\n', input) else { return Ok(None) };
            let then = self.command(input[..end].trim_ascii_end())?;
            return Ok(Some((end + 1, then)));
        };
        let from = searched.saturating_sub(4);
        let Some(found) = self.dot.find(&input[from..]) else {
            self.searched = Some(input.len());
            return Ok(None);
        };
        let content = from + found + 2;
        self.searched = None;
        let then = self.content(&input[..content])?;
        Ok(Some((content + 3, then)))
    }

    fn command(&mut self, line: &[u8]) -> io::Result<Next> {
        let verb =
            line.first_chunk().map_or(*b"    ", |verb: &[u8; 4]| verb.map(|byte| byte.to_ascii_uppercase()));
        let (reply, phase): (&[u8], _) = match &verb {
            b"MAIL" => (b"250 2.1.0 ok\r\n", Phase::Mail),
            b"RCPT" => {
                self.recipient = message::number(line);
                (b"250 2.1.5 ok\r\n", Phase::Rcpt)
            }
            b"DATA" => (b"354 go on\r\n", Phase::Data),
            b"QUIT" => {
                self.out.extend_from_slice(b"221 2.0.0 bye\r\n");
                return Ok(Next::HangUp);
            }
            other => {
                self.out.extend_from_slice(match other {
                    b"EHLO" => EHLO,
                    b"HELO" => b"250 sink.bench\r\n",
                    b"RSET" | b"NOOP" => b"250 2.0.0 ok\r\n",
                    _ => b"500 5.5.2 unknown\r\n",
                });
                return Ok(Next::GoOn);
            }
        };
        if let Some(then) = self.shared.faults.ask(phase) {
            return self.fail(then);
        }
        if phase == Phase::Data {
            self.searched = Some(0);
        }
        self.out.extend_from_slice(reply);
        Ok(Next::GoOn)
    }

    fn content(&mut self, mail: &[u8]) -> io::Result<Next> {
        let delay = self.shared.faults.dot_delay();
        if !delay.is_zero() {
            // What was answered before must not wait for this.
            self.flush()?;
            thread::sleep(delay);
        }
        let fault = self.shared.faults.ask(Phase::Dot);
        if fault.is_none_or(|then| then == Then::DropTaken) {
            self.shared.ledger.add(self.number, message::id(mail), self.recipient, mail.len());
        }
        if let Some(then) = fault {
            return self.fail(then);
        }
        self.out.extend_from_slice(b"250 2.0.0 taken\r\n");
        Ok(Next::GoOn)
    }

    fn fail(&mut self, then: Then) -> io::Result<Next> {
        match then {
            Then::Refuse(code) => {
                write!(self.out, "{code} {}.3.0 a fault was asked for\r\n", code / 100)?;
                return Ok(if code == 421 { Next::HangUp } else { Next::GoOn });
            }
            Then::Garbage => self.out.extend_from_slice(b"\x00\xff 25O 0k\r\n"),
            Then::HalfLine => self.out.extend_from_slice(b"250 2.0"),
            Then::Drop | Then::DropTaken | Then::Stall => {}
        }
        self.flush()?;
        if matches!(then, Then::HalfLine | Then::Stall) {
            // Until the client hangs up.
            self.stream.set_read_timeout(Some(Duration::from_secs(900)))?;
            while self.stream.read(&mut [0; 4096])? > 0 {}
        }
        Ok(if then == Then::Garbage { Next::GoOn } else { Next::HangUp })
    }

    /// Writes all replies at once, after the delay of a relay that is far away.
    fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        let delay = self.shared.faults.reply_delay();
        if !delay.is_zero() {
            thread::sleep(delay);
        }
        self.stream.write_all(&self.out)?;
        self.out.clear();
        Ok(())
    }
}
