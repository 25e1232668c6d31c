//! A Postfix of our own, as Debian configures it, with our sink for a relay: what a mail server of many years
//! does on this machine.
//!
//! Its configuration is Debian's but for what keeps it private: folders, a port of its own, no chroot, and a
//! relay that takes everything. Like every Postfix it has to be started by root.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::ensure;
use tempfile::TempDir;

use crate::clock;
use crate::product::database::folder_for_others;
use crate::product::process::{output, run};

#[derive(Debug)]
pub(crate) struct Postfix {
    pub(crate) address: SocketAddr,
    folder: TempDir,
}

impl Postfix {
    /// Whether its programs are installed.
    pub(crate) fn is_installed() -> bool {
        Path::new("/usr/sbin/postfix").exists()
    }

    pub(crate) fn version() -> anyhow::Result<String> {
        run("/usr/sbin/postconf", ["-d", "-h", "mail_version"])
    }

    /// One that hands everything to this relay.
    pub(crate) fn start(relay: SocketAddr) -> anyhow::Result<Self> {
        let folder = folder_for_others()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let at = |what: &str| folder.path().join(what);
        for what in ["conf", "queue", "data", "log"] {
            fs::create_dir(at(what))?;
        }
        run("chown", ["postfix", &at("data").display().to_string()])?;
        fs::write(at("conf/main.cf"), main_cf(folder.path(), relay))?;
        fs::write(at("conf/master.cf"), master_cf(address))?;
        let postfix = Self { address, folder };
        // Its daemons keep what it writes to open: a pipe would be waited for.
        let log = fs::File::create(postfix.folder.path().join("log/start"))?;
        let status = postfix.command("start").stdout(log.try_clone()?).stderr(log).status()?;
        ensure!(status.success(), "Postfix does not start: {}", postfix.log());
        let answers = || TcpStream::connect(address).is_ok();
        let came = clock::wait_until(Duration::from_secs(20), Duration::from_millis(20), answers);
        ensure!(came, "Postfix does not answer: {}", postfix.log());
        Ok(postfix)
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new("/usr/sbin/postfix");
        command.arg("-c").arg(self.folder.path().join("conf")).arg(what).stdin(Stdio::null());
        command
    }

    fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join("log").join(name));
        ["start", "mail.log"].map(|name| read(name).unwrap_or_default()).concat()
    }

    fn pid_file(&self) -> PathBuf {
        self.folder.path().join("queue/pid/master.pid")
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let pid = fs::read_to_string(self.pid_file()).unwrap_or_default();
        let _ = output(&mut self.command("stop"));
        let ended = || pid.trim().is_empty() || !Path::new("/proc").join(pid.trim()).exists();
        clock::wait_until(Duration::from_secs(10), Duration::from_millis(20), ended);
    }
}

fn main_cf(home: &Path, relay: SocketAddr) -> String {
    let home = home.display();
    let (host, port) = (relay.ip(), relay.port());
    format!(
        "compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/log/mail.log
maillog_file_prefixes = {home}/log
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
myhostname = postfix.bench.invalid
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
relayhost = [{host}]:{port}
"
    )
}

/// Debian runs most of these in a chroot (5th column `y`); ours has none to run in.
fn master_cf(address: SocketAddr) -> String {
    format!(
        "{address} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    )
}
