//! An SMTP client that does exactly what a test says, wrong things too.

use std::time::Duration;

use smtp_sink::{Config, Fault, Sink};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than anything here takes; a test that waits this long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) async fn sink() -> Sink {
    Sink::start(Config::default()).await.unwrap()
}

pub(crate) async fn sink_with(faults: Vec<Fault>) -> Sink {
    let sink = sink().await;
    sink.set_faults(faults);
    sink
}

pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Connects, and reads nothing.
    pub(crate) async fn connect(sink: &Sink) -> Self {
        let stream = TcpStream::connect(sink.addr()).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream) }
    }

    /// Connects, and gets past the greeting and EHLO.
    pub(crate) async fn greeted(sink: &Sink) -> Self {
        let mut client = Self::connect(sink).await;
        assert!(client.reply().await.starts_with("220 "));
        assert!(client.say("EHLO client.test").await.starts_with("250-"));
        client
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        timeout(PATIENCE, self.stream.write_all(bytes.as_ref())).await.unwrap().unwrap();
    }

    /// Sends a line and reads the reply.
    pub(crate) async fn say(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n")).await;
        self.reply().await
    }

    /// A reply of one or more lines, joined by `\n`.
    pub(crate) async fn reply(&mut self) -> String {
        self.reply_or_end().await.expect("the connection was closed")
    }

    /// Several replies, only their codes.
    pub(crate) async fn codes(&mut self, count: usize) -> Vec<u16> {
        let mut codes = Vec::new();
        for _ in 0..count {
            codes.push(self.reply().await[..3].parse().unwrap());
        }
        codes
    }

    /// A reply, or `None` when the connection is at its end.
    pub(crate) async fn reply_or_end(&mut self) -> Option<String> {
        let mut reply = String::new();
        loop {
            let mut line = String::new();
            let read = timeout(PATIENCE, self.stream.read_line(&mut line)).await.expect("no reply");
            if read.unwrap_or(0) == 0 {
                return None;
            }
            reply.push_str(line.strip_suffix("\r\n").expect("a reply ends in CRLF"));
            if line.as_bytes().get(3) != Some(&b'-') {
                return Some(reply);
            }
            reply.push('\n');
        }
    }

    /// Everything there is to read until the end; a reset is an end too.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        let _ = timeout(PATIENCE, self.stream.read_to_end(&mut rest)).await.expect("not closed");
        rest
    }

    /// Whether nothing at all comes for this long.
    pub(crate) async fn hears_nothing_for(&mut self, time: Duration) -> bool {
        timeout(time, self.stream.read_u8()).await.is_err()
    }

    /// The envelope and DATA, one command at a time; all must succeed.
    pub(crate) async fn envelope(&mut self, from: &str, to: &str) {
        assert!(self.say(&format!("MAIL FROM:<{from}>")).await.starts_with("250 "));
        assert!(self.say(&format!("RCPT TO:<{to}>")).await.starts_with("250 "));
        assert!(self.say("DATA").await.starts_with("354 "));
    }

    /// A whole mail; the reply to its content, `None` when the connection was closed instead.
    pub(crate) async fn mail(&mut self, to: &str, message_id: &str) -> Option<String> {
        self.envelope("office@example.be", to).await;
        self.send(content(message_id)).await;
        self.send(".\r\n").await;
        self.reply_or_end().await
    }
}

/// The content of a mail with this Message-ID.
pub(crate) fn content(message_id: &str) -> String {
    format!("Message-ID: <{message_id}>\r\nSubject: BTW-aangifte\r\n\r\nGeachte klant,\r\n")
}
