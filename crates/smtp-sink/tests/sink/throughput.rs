//! How fast the sink is. Not a test; run it with
//! `cargo test --release -p smtp-sink -- --ignored --nocapture`.

use smtp_sink::{Config, Keep, Sink};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;

const CONNECTIONS: u64 = 8;
/// A debug build only shows that it runs.
const MAILS: u64 = if cfg!(debug_assertions) { 500 } else { 25_000 };

/// A client that does as little as it can: MAIL, RCPT and DATA in the segment of the content before, and
/// replies only counted by their lines.
async fn pipelined(sink: &Sink, connection: u64, body: &str) {
    let group = "MAIL FROM:<office@example.be>\r\nRCPT TO:<client@example.nl>\r\nDATA\r\n";
    let mut stream = TcpStream::connect(sink.addr()).await.unwrap();
    stream.set_nodelay(true).unwrap();
    read_lines(&mut stream, 1).await;
    stream.write_all(b"EHLO me\r\n").await.unwrap();
    read_lines(&mut stream, 5).await;
    stream.write_all(group.as_bytes()).await.unwrap();
    read_lines(&mut stream, 3).await;
    for number in 0..MAILS {
        let mail = format!("Message-ID: <{number}.{connection}@x>\r\n{body}.\r\n{group}");
        stream.write_all(mail.as_bytes()).await.unwrap();
        read_lines(&mut stream, 4).await;
    }
}

/// The same with a round trip for every command.
async fn one_by_one(sink: &Sink, connection: u64, body: &str) {
    let mut stream = TcpStream::connect(sink.addr()).await.unwrap();
    stream.set_nodelay(true).unwrap();
    read_lines(&mut stream, 1).await;
    stream.write_all(b"EHLO me\r\n").await.unwrap();
    read_lines(&mut stream, 5).await;
    for number in 0..MAILS {
        let mail = format!("Message-ID: <{number}.{connection}@x>\r\n{body}.\r\n");
        for step in
            ["MAIL FROM:<office@example.be>\r\n", "RCPT TO:<client@example.nl>\r\n", "DATA\r\n", &mail]
        {
            stream.write_all(step.as_bytes()).await.unwrap();
            read_lines(&mut stream, 1).await;
        }
    }
}

async fn read_lines(stream: &mut TcpStream, mut lines: usize) {
    let mut buffer = [0; 1024];
    while lines > 0 {
        let read = stream.read(&mut buffer).await.unwrap();
        assert!(read > 0, "closed");
        lines -= buffer[..read].iter().filter(|byte| **byte == b'\n').count();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement; takes seconds in release"]
async fn mails_a_second() {
    for size in [500, 5_000, 50_000] {
        let body =
            format!("Subject: x\r\n\r\n{}", "Geachte klant, hier is uw aangifte.\r\n".repeat(size / 37));
        for pipelining in [true, false] {
            let sink = Sink::start(Config { keep: Keep::CountsOnly, ..Config::default() })
                .await
                .map(std::sync::Arc::new);
            let sink = sink.unwrap();
            let start = Instant::now();
            let clients: Vec<_> = (0..CONNECTIONS)
                .map(|connection| {
                    let (sink, body) = (std::sync::Arc::clone(&sink), body.clone());
                    tokio::spawn(async move {
                        if pipelining {
                            pipelined(&sink, connection, &body).await;
                        } else {
                            one_by_one(&sink, connection, &body).await;
                        }
                    })
                })
                .collect();
            for client in clients {
                client.await.unwrap();
            }
            let seconds = start.elapsed().as_secs_f64();
            let counts = sink.counts();
            assert_eq!(counts.distinct_message_ids, CONNECTIONS * MAILS);
            println!(
                "{size} bytes, pipelining {pipelining}: {:.0} mails/s",
                counts.accepted as f64 / seconds
            );
        }
    }
}
