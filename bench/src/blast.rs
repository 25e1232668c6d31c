//! A source of mail that is as fast as its pace allows: a blocking thread for each connection.
//!
//! Mail `n` goes to `user{n}@rcpt.bench`, by which the sink's ledger finds it again.

use std::io::{self, Read as _, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use memchr::memchr;

use crate::clock::{self, Nanos};

/// How a client talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// One command at a time: four round trips a mail.
    Stepwise,
    /// A mail's content and the next one's MAIL, RCPT and DATA in one write: one round trip.
    Pipelined,
}

/// Sends mails 0 to `mails`, of about `size` bytes, as fast as they are taken. Returns when it began.
pub(crate) fn blast(
    to: SocketAddr,
    manner: Manner,
    connections: usize,
    mails: u64,
    size: usize,
) -> anyhow::Result<Nanos> {
    let body = body(size);
    let next = AtomicU64::new(0);
    let take = || Some(next.fetch_add(1, Relaxed)).filter(|number| *number < mails);
    let began = clock::now();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|_| scope.spawn(|| Client::open(to)?.send_all(&body, manner, take)))
            .collect();
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a sender panicked"))??;
        }
        Ok(began)
    })
}

/// Sends mails 0 to `mails` over one connection, each at its time. Returns when each was begun.
pub(crate) fn paced(to: SocketAddr, mails: u64, a_second: u64, size: usize) -> anyhow::Result<Vec<Nanos>> {
    let body = body(size);
    let mut client = Client::open(to)?;
    let start = clock::now();
    (0..mails)
        .map(|number| {
            let due = start + number * 1_000_000_000 / a_second;
            clock::sleep_until(due);
            let mut only = Some(number);
            client.send_all(&body, Manner::Pipelined, || only.take())?;
            Ok(due)
        })
        .collect()
}

struct Client {
    stream: TcpStream,
    input: Vec<u8>,
    out: Vec<u8>,
}

impl Client {
    fn open(to: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut client = Self { stream, input: Vec::new(), out: Vec::with_capacity(16 * 1024) };
        client.expect(&[2])?;
        client.out.extend_from_slice(b"EHLO blast.bench\r\n");
        client.flush_and_expect(&[2])?;
        Ok(client)
    }

    fn send_all(
        &mut self,
        body: &[u8],
        manner: Manner,
        mut next: impl FnMut() -> Option<u64>,
    ) -> anyhow::Result<()> {
        match manner {
            Manner::Stepwise => {
                while let Some(number) = next() {
                    self.step_by_step(number, body)?;
                }
                Ok(())
            }
            Manner::Pipelined => match next() {
                Some(first) => self.in_one_go(first, body, next),
                None => Ok(()),
            },
        }
    }

    fn step_by_step(&mut self, number: u64, body: &[u8]) -> anyhow::Result<()> {
        self.out.extend_from_slice(b"MAIL FROM:<bench@sender.bench>\r\n");
        self.flush_and_expect(&[2])?;
        write!(self.out, "RCPT TO:<user{number}@rcpt.bench>\r\n")?;
        self.flush_and_expect(&[2])?;
        self.out.extend_from_slice(b"DATA\r\n");
        self.flush_and_expect(&[3])?;
        content(&mut self.out, number, body)?;
        self.flush_and_expect(&[2])
    }

    fn in_one_go(
        &mut self,
        first: u64,
        body: &[u8],
        mut next: impl FnMut() -> Option<u64>,
    ) -> anyhow::Result<()> {
        envelope(&mut self.out, first)?;
        self.flush_and_expect(&[2, 2, 3])?;
        let mut number = first;
        loop {
            content(&mut self.out, number, body)?;
            let Some(following) = next() else { return self.flush_and_expect(&[2]) };
            envelope(&mut self.out, following)?;
            self.flush_and_expect(&[2, 2, 2, 3])?;
            number = following;
        }
    }

    fn flush_and_expect(&mut self, classes: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(&self.out)?;
        self.out.clear();
        self.expect(classes)
    }

    /// Waits for replies of these classes: 2 for `2xx`.
    fn expect(&mut self, classes: &[u8]) -> anyhow::Result<()> {
        for class in classes {
            let line = self.last_line()?;
            ensure!(line.first() == Some(&(b'0' + class)), "answered {}", String::from_utf8_lossy(&line));
        }
        Ok(())
    }

    /// The last line of the next reply.
    fn last_line(&mut self) -> anyhow::Result<Vec<u8>> {
        loop {
            if let Some(end) = memchr(b'\n', &self.input) {
                let line: Vec<u8> = self.input.drain(..=end).collect();
                if line.get(3) != Some(&b'-') {
                    return Ok(line);
                }
            } else {
                let mut more = [0; 4096];
                match self.stream.read(&mut more).context("no reply")? {
                    0 => bail!("the server hung up"),
                    read => self.input.extend_from_slice(&more[..read]),
                }
            }
        }
    }
}

fn envelope(out: &mut Vec<u8>, number: u64) -> io::Result<()> {
    write!(out, "MAIL FROM:<bench@sender.bench>\r\nRCPT TO:<user{number}@rcpt.bench>\r\nDATA\r\n")
}

fn content(out: &mut Vec<u8>, number: u64, body: &[u8]) -> io::Result<()> {
    write!(
        out,
        "From: <bench@sender.bench>\r\nTo: <user{number}@rcpt.bench>\r\nSubject: Mail {number}\r\n\
         Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <blast.{number}@sender.bench>\r\n"
    )?;
    out.extend_from_slice(body);
    Ok(())
}

/// The rest of a mail of about this size, up to its final dot.
fn body(size: usize) -> Vec<u8> {
    let line = b"De scan van factuur 2026-0117 is onleesbaar, en niemand weet waarom.\r\n";
    let mut body = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n".to_vec();
    while body.len() + 200 < size {
        body.extend_from_slice(line);
    }
    body.extend_from_slice(b".\r\n");
    body
}
