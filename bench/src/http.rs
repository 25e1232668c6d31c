//! An HTTP/1.1 client that costs next to nothing, since it shares the machine with what it measures.
//!
//! Requests are bytes that were made before the measurement; of an answer only the status and the length
//! are read. A connection is kept and has one request under way.

use std::io;
use std::net::SocketAddr;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

/// The bytes of a request with a body in JSON.
pub(crate) fn request(method: &str, path: &str, key: &str, body: &str) -> Vec<u8> {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// Fails unless the status is this one.
    pub(crate) fn expect(&self, status: u16) -> anyhow::Result<&[u8]> {
        ensure!(self.status == status, "answered {}: {}", self.status, String::from_utf8_lossy(self.body));
        Ok(self.body)
    }
}

/// A kept connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    input: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(to: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, input: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request and waits for all of its answer.
    pub(crate) async fn call(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.input.clear();
        let (head, length) = loop {
            self.read().await?;
            if let Some(end) = memchr::memmem::find(&self.input, b"\r\n\r\n") {
                break (end + 4, length(&self.input[..end]).context("an answer that tells no length")?);
            }
        };
        self.input.reserve((head + length).saturating_sub(self.input.len()));
        while self.input.len() < head + length {
            self.read().await?;
        }
        let status = std::str::from_utf8(&self.input[9..12])?.parse()?;
        Ok(Answer { status, body: &self.input[head..head + length] })
    }

    async fn read(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.input).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn length(head: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length:";
    let mut lines = head.split(|byte| *byte == b'\n');
    let line = lines.find(|line| line.len() > NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME));
    match line {
        Some(line) => std::str::from_utf8(line[NAME.len()..].trim_ascii()).ok()?.parse().ok(),
        None if head.get(9..12) == Some(b"204") => Some(0),
        None => None,
    }
}

/// One call, from start to end, where nothing is measured.
pub(crate) fn call(to: SocketAddr, request: &[u8]) -> anyhow::Result<(u16, Value)> {
    runtime()?.block_on(async {
        let mut connection = Connection::open(to).await?;
        let answer = connection.call(request).await?;
        let body = if answer.body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(answer.body).unwrap_or(Value::Null)
        };
        Ok((answer.status, body))
    })
}

/// One thread for all connections: with two processors there is no use for more.
pub(crate) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}
