//! What the tests have in common: a relay that follows a script, and short ways to say the usual.

use std::time::Duration;

use domain::delivery::{Ending, Phase, Reply};
use mail::smtp::{Connection, Envelope, Relay, Timeouts};
use smtp_sink::{Config, Offers, Sink};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Long enough for this machine when it is busy, short enough to be waited for.
pub(crate) fn patience() -> Timeouts {
    let second = Duration::from_secs(1);
    Timeouts { connect: second * 5, reply: second * 5, content: second * 5, final_dot: second * 5 }
}

/// For relays that say nothing.
pub(crate) fn impatience() -> Timeouts {
    let moment = Duration::from_millis(150);
    Timeouts { reply: moment, final_dot: moment, ..patience() }
}

pub(crate) async fn sink_that(pipelining: bool) -> Sink {
    let offers = Offers { pipelining, ..Offers::default() };
    Sink::start(Config { offers, ..Config::default() }).await.expect("a free port")
}

pub(crate) fn relay(url: &str) -> Relay {
    Relay::from_url(url).expect(url)
}

pub(crate) async fn connect(sink: &Sink) -> Connection {
    Connection::open(&relay(&sink.url()), &patience()).await.expect("the sink is up")
}

/// An envelope to this recipient.
pub(crate) fn to(recipient: &str) -> Envelope<'_> {
    Envelope::new("office@example.be", recipient, 0).expect("an address")
}

/// A content that can be told from others.
pub(crate) fn content(number: usize) -> Vec<u8> {
    format!("Message-ID: <{number}@example.be>\r\nSubject: {number}\r\n\r\nhello\r\n").into_bytes()
}

/// The reply with this code, text and no enhanced code.
pub(crate) fn reply(code: u16, text: &str) -> Reply {
    Reply { code, enhanced: None, text: text.to_owned() }
}

/// The phase of an ending that is `Broken`, and why.
pub(crate) fn broken(ending: &Ending) -> (Phase, &str) {
    match ending {
        Ending::Broken(phase, why) => (*phase, why),
        other => panic!("not broken: {other:?}"),
    }
}

/// The phase of an ending that is `NotOffered`, and why.
pub(crate) fn not_offered(ending: &Ending) -> (Phase, &str) {
    match ending {
        Ending::NotOffered(phase, why) => (*phase, why),
        other => panic!("offered: {other:?}"),
    }
}

/// A relay for one connection: it says the first text, and after each `(words, reply)` has read those words, the
/// reply. Returns its URL, and what it read in all, until the client hung up.
pub(crate) async fn scripted(steps: &'static [(&str, &str)]) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("smtp://{}", listener.local_addr().expect("bound"));
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let (mut read, mut seen) = (Vec::new(), 0);
        for (words, reply) in steps {
            loop {
                let unseen = &read[seen..];
                if let Some(at) = unseen.windows(words.len().max(1)).position(|w| w == words.as_bytes()) {
                    seen += at + words.len();
                    break;
                }
                if words.is_empty() {
                    break;
                }
                assert!(stream.read_buf(&mut read).await.expect("a read") > 0, "no {words:?} in {read:?}");
            }
            stream.write_all(reply.as_bytes()).await.expect("a write");
        }
        // An error is a reset, which is as good an end as another.
        let _ = stream.read_to_end(&mut read).await;
        String::from_utf8(read).expect("what these tests send")
    });
    (url, task)
}
