//! A relay that offers encryption and cannot do it: everything waits, and goes out once the relay is right again.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use super::rig::Setup;
use super::trial::{Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::Kind;

const BROKEN: Duration = Duration::from_secs(10);

/// Mails begin to be posted through a good relay; then the operator names one whose TLS is broken, and then the good one
/// again. `serve` is restarted for each, with SIGTERM.
pub(super) fn breaks(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    let broken = broken_relay()?;
    // What met the fault is held, and goes out when a probe has got through: the first goes after five to six and a quarter minutes.
    let patience = Duration::from_secs(420);
    Trial { patience, ..Trial::new(kit, kind, mails, Setup::default()) }.run(|rig, _| {
        let good = format!("smtp://127.0.0.1:{}", rig.sink.address().port());
        rig.set("POSTMEESTER_SMTP_URL", format!("smtp+starttls://localhost:{broken}"));
        rig.restart(0)?;
        let before = rig.sink.ledger().mails();
        thread::sleep(BROKEN);
        let (during, waiting) = (rig.sink.ledger().mails() - before, rig.waiting()?);
        rig.set("POSTMEESTER_SMTP_URL", good);
        rig.restart(0)?;
        // A restart lets what is under way come to its end.
        let mut struck = Struck::over(0);
        struck.says =
            format!("{during} mails were delivered while it was broken; at its end there were {waiting}");
        Ok(struck)
    })
}

fn broken_relay() -> anyhow::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().filter_map(Result::ok) {
            thread::spawn(move || talk(&stream));
        }
    });
    Ok(port)
}

fn talk(stream: &TcpStream) -> std::io::Result<()> {
    let (mut out, mut lines) = (stream, BufReader::new(stream).lines());
    out.write_all(b"220 broken.bench ESMTP\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        if line.starts_with("EHLO") {
            out.write_all(b"250-broken.bench\r\n250 STARTTLS\r\n")?;
        } else if line.starts_with("STARTTLS") {
            out.write_all(b"220 go on\r\nthis is no TLS\r\n")?;
            return Ok(());
        } else {
            out.write_all(b"530 5.7.0 encryption first\r\n")?;
        }
    }
    Ok(())
}
