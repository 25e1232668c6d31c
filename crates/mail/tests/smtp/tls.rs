//! TLS against a server of our own: one that the machine trusts, and one that it does not.
//!
//! What the machine trusts is read from the environment (`SSL_CERT_FILE`), which a test must not change for the others
//! beside it; so the test of trust runs itself once more as a process of its own.

use std::path::PathBuf;
use std::sync::Arc;

use domain::delivery::{Ending, Phase};
use mail::smtp::Connection;
use smtp_sink::{Config, Credentials, Sink};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::support::{broken, content, not_offered, patience, relay, scripted, to};

const URL: &str = "POSTMEESTER_TEST_TLS_RELAY";

/// A certificate of `localhost`, by nobody: as PEM, and as what serves it.
fn certificate() -> (String, TlsAcceptor) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key)
        })
        .expect("a server");
    (made.cert.pem(), TlsAcceptor::from(Arc::new(config)))
}

/// Puts TLS in front of the sink, from the start or by STARTTLS. Returns the port.
async fn front(sink: &Sink, acceptor: TlsAcceptor, starttls: bool) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let behind = sink.addr();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let stream = if starttls { agree(stream).await } else { stream };
                // A client that does not trust us hangs up here.
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut behind = BufReader::new(TcpStream::connect(behind).await.expect("the sink is up"));
                if starttls {
                    behind
                        .read_line(&mut String::new())
                        .await
                        .expect("a second greeting, which nobody is to see");
                }
                let _ = copy_bidirectional(&mut stream, &mut behind).await;
            });
        }
    });
    port
}

/// The part before TLS.
async fn agree(stream: TcpStream) -> TcpStream {
    let mut stream = BufReader::new(stream);
    for (said, reply) in
        [("", "220 a\r\n"), ("EHLO", "250-a\r\n250 STARTTLS\r\n"), ("STARTTLS", "220 go\r\n")]
    {
        let mut line = String::new();
        if !said.is_empty() {
            stream.read_line(&mut line).await.expect("a line");
        }
        assert!(line.starts_with(said), "{line}");
        stream.write_all(reply.as_bytes()).await.expect("a write");
    }
    stream.into_inner()
}

async fn sink() -> Sink {
    let credentials = vec![Credentials::new("jo", "hunter2")];
    Sink::start(Config { credentials, require_auth: true, ..Config::default() }).await.expect("a free port")
}

#[tokio::test]
async fn a_certificate_that_the_machine_does_not_trust_is_not_given_a_password() {
    for (scheme, starttls) in [("smtps", false), ("smtp+starttls", true)] {
        let sink = sink().await;
        let port = front(&sink, certificate().1, starttls).await;
        let url = format!("{scheme}://jo:hunter2@localhost:{port}");
        let ending = Connection::open(&relay(&url), &patience()).await.expect_err("not trusted");
        let (phase, why) = broken(&ending);
        assert_eq!(phase, Phase::Tls);
        assert!(why.contains("certificate"), "{why}");
        assert_eq!(sink.counts().connections, 0);
    }
}

#[tokio::test]
async fn a_certificate_that_the_machine_trusts_lets_mails_through() {
    for (scheme, starttls) in [("smtps", false), ("smtp+starttls", true)] {
        let sink = sink().await;
        let (pem, acceptor) = certificate();
        let trusted = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{scheme}.pem"));
        std::fs::write(&trusted, pem).expect("a place for it");
        let port = front(&sink, acceptor, starttls).await;
        let output = Command::new(std::env::current_exe().expect("it runs"))
            .args(["--exact", "--ignored", "tls::three_mails_over_tls"])
            .env("SSL_CERT_FILE", &trusted)
            .env(URL, format!("{scheme}://jo:hunter2@localhost:{port}"))
            .output()
            .await
            .expect("it runs again");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert_eq!((sink.counts().accepted, sink.counts().out_of_turn), (3, 0), "{scheme}");
    }
}

#[tokio::test]
#[ignore = "the other half of the test above"]
async fn three_mails_over_tls() {
    let Ok(url) = std::env::var(URL) else { return };
    let mut connection = Connection::open(&relay(&url), &patience()).await.expect("trusted");
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    for number in 1..=3 {
        let next = (number < 3).then(|| to("jo@example.be"));
        let (ending, offered) = connection.hand_over(&content(number), next).await;
        assert!(matches!(ending, Ending::Taken(_)), "{ending:?}");
        assert_eq!(offered, next.map(|_| Ok(())));
    }
    connection.quit().await;
}

#[tokio::test]
async fn a_relay_that_does_not_speak_tls_breaks_it() {
    let sink = sink().await;
    let from_the_start = sink.url().replace("smtp://", "smtps://jo:hunter2@");
    let ending = Connection::open(&relay(&from_the_start), &patience()).await.expect_err("no TLS");
    let (phase, said) = broken(&ending);
    assert!(phase == Phase::Tls && said.contains("corrupt message"), "{ending:?}");

    let starttls = sink.url().replace("smtp://", "smtp+starttls://jo:hunter2@");
    let ending = Connection::open(&relay(&starttls), &patience()).await.expect_err("no TLS");
    assert_eq!(not_offered(&ending), (Phase::Tls, "the relay does not offer STARTTLS"));
}

#[tokio::test]
async fn what_is_said_before_tls_is_not_taken_for_said_in_it() {
    let (url, _seen) = scripted(&[
        ("", "220 a\r\n"),
        ("EHLO", "250-a\r\n250 STARTTLS\r\n"),
        ("STARTTLS\r\n", "220 go\r\n250-a\r\n250 AUTH PLAIN\r\n"),
    ])
    .await;
    let url = url.replace("smtp://", "smtp+starttls://jo:hunter2@");
    let ending = Connection::open(&relay(&url), &patience()).await.expect_err("injected");
    assert_eq!(broken(&ending), (Phase::Tls, "the relay spoke before TLS had begun"));
}
