//! A provider over HTTPS: one that the machine trusts, and one that it does not.
//!
//! As in the tests of SMTP's TLS, the half that trusts is a process of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mail::oauth::{Grant, TokenError, Tokens};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::provider::given;
use crate::support::this_machine;

const PORT: &str = "POSTMEESTER_TEST_HTTPS_PROVIDER";

/// Its certificate of `localhost` as PEM, its port, and how many requests it has read.
async fn provider() -> (String, u16, Arc<AtomicUsize>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key)
        })
        .expect("a server");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let requests = Arc::new(AtomicUsize::new(0));
    let read = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not trust us hangs up here.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"client_credentials") {
                assert!(stream.read_buf(&mut request).await.expect("a read") > 0);
            }
            let body = given(read.fetch_add(1, Ordering::SeqCst) + 1, 3600);
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).await.expect("a write");
            let _ = stream.shutdown().await;
        }
    });
    (made.cert.pem(), port, requests)
}

async fn ask(port: u16) -> Result<(), TokenError> {
    let url = format!("https://localhost:{port}/token");
    let grant = Grant::other(&url, "id", &"s3cret".into(), None, None).expect("right");
    let tokens = Tokens::new(this_machine(&[port])).expect("HTTPS can be used");
    tokens.credential("office", grant, None).token().await.map(|_| ())
}

#[tokio::test]
async fn a_provider_that_the_machine_does_not_trust_is_not_told_the_secret() {
    let (_, port, requests) = provider().await;
    let TokenError::Unreachable(why) = ask(port).await.expect_err("not trusted") else { panic!() };
    assert!(why.contains("certificate"), "{why}");
    assert_eq!(requests.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_provider_that_the_machine_trusts_gives_a_token() {
    let (pem, port, requests) = provider().await;
    let trusted = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("provider.pem");
    std::fs::write(&trusted, pem).expect("a place for it");
    let output = Command::new(std::env::current_exe().expect("it runs"))
        .args(["--exact", "--ignored", "https::a_token_over_https"])
        .env("SSL_CERT_FILE", &trusted)
        .env(PORT, port.to_string())
        .output()
        .await
        .expect("it runs again");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
#[ignore = "the other half of the test above"]
async fn a_token_over_https() {
    let Ok(port) = std::env::var(PORT) else { return };
    ask(port.parse().expect("a port")).await.expect("trusted");
}
