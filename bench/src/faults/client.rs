//! An HTTP call that gives up: what is called here hangs at times.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(5);

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// It says that it is what the first request with this key was answered.
    pub(super) replayed: bool,
    /// It is RFC 9457's way of saying what is wrong.
    pub(super) problem: bool,
    pub(super) body: Vec<u8>,
}

/// Sends a request on a connection of its own and waits for the whole answer, but no longer than this at a time.
pub(super) fn call(to: SocketAddr, request: &[u8], at_most: Duration) -> io::Result<Reply> {
    let mut stream = TcpStream::connect_timeout(&to, CONNECT)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(at_most))?;
    stream.set_write_timeout(Some(at_most))?;
    stream.write_all(request)?;
    let mut input = Vec::new();
    let head = loop {
        if let Some(end) = memchr::memmem::find(&input, b"\r\n\r\n") {
            break end + 4;
        }
        more(&mut stream, &mut input)?;
    };
    let said = String::from_utf8_lossy(&input[..head]).to_ascii_lowercase();
    let header = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let length: usize = header("content-length:").and_then(|length| length.parse().ok()).unwrap_or(0);
    let status = said.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    let replayed = header("idempotent-replayed:") == Some("true");
    let problem = header("content-type:").is_some_and(|kind| kind.starts_with("application/problem+json"));
    while input.len() < head + length {
        more(&mut stream, &mut input)?;
    }
    Ok(Reply { status, replayed, problem, body: input.split_off(head) })
}

fn more(stream: &mut TcpStream, input: &mut Vec<u8>) -> io::Result<()> {
    let mut chunk = [0; 16 * 1024];
    match stream.read(&mut chunk)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        read => {
            input.extend_from_slice(&chunk[..read]);
            Ok(())
        }
    }
}
