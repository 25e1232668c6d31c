//! What this machine can do at all over HTTP: requests like ours, answered at once by a server that does nothing.

use std::net::SocketAddr;
use std::thread;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::events::{CONNECTIONS, Figures, figures};
use crate::{clock, http, load};

/// As large as the body of an event, and as its answer.
const BODY: usize = 230;
const ANSWER: usize = 420;

pub(crate) fn run(requests: usize) -> anyhow::Result<Figures> {
    let (address, _until) = serve()?;
    let body = format!("\"{}\"", "x".repeat(BODY - 2));
    let calls = vec![http::request("POST", "/", "key", &body); requests];
    let began = clock::now();
    let answered = load::closed(address, &calls, CONNECTIONS, |_, answer| answer.expect(202).map(drop))?;
    Ok(figures(&answered, clock::seconds(began, clock::now())))
}

/// On a thread of its own, until what is returned is dropped.
fn serve() -> anyhow::Result<(SocketAddr, oneshot::Sender<()>)> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let (until, over) = oneshot::channel();
    let runtime = http::runtime()?;
    thread::spawn(move || {
        runtime.block_on(async {
            let listening = async {
                let listener = TcpListener::from_std(listener)?;
                loop {
                    tokio::spawn(answer_all(listener.accept().await?.0));
                }
            };
            let ended: std::io::Result<()> =
                tokio::select! { ended = listening => ended, _ = over => Ok(()) };
            if let Err(error) = ended {
                eprintln!("the server of raw HTTP: {error}");
            }
        });
    });
    Ok((address, until))
}

async fn answer_all(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let answer = format!(
        "HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: {ANSWER}\r\n\r\n{}",
        "x".repeat(ANSWER)
    );
    let mut input = Vec::with_capacity(4096);
    while stream.read_buf(&mut input).await? > 0 {
        // Each connection has one request under way.
        if let Some(head) = memchr::memmem::find(&input, b"\r\n\r\n")
            && input.len() >= head + 4 + BODY
        {
            input.clear();
            stream.write_all(answer.as_bytes()).await?;
        }
    }
    Ok(())
}
