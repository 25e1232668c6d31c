//! A real name server: NSD, with one zone, the root, on a free loopback port.

use std::{
    fs,
    net::{SocketAddr, TcpListener, UdpSocket},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use mail::dns::{Answer, Kind, Question, Resolver};

use crate::zone::{BROKEN, Zone};

/// Ends with its process.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
    folder: tempfile::TempDir,
}

impl Server {
    /// Starts it, and waits until it answers.
    pub(crate) async fn start(zone: &Zone) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let address = free_address();
        fs::write(folder.path().join("root.zone"), zone.file()).expect("written");
        let conf = folder.path().join("nsd.conf");
        fs::write(&conf, configuration(address, &folder.path().display().to_string())).expect("written");
        let process = Command::new(program())
            .args(["-d", "-c"])
            .arg(&conf)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nsd starts");
        let mut server = Self { process, address, folder };
        let resolver = server.resolver();
        for _ in 0..300 {
            let question = Question { name: "out.desk.example".to_owned(), kind: Kind::A };
            if matches!(resolver.ask(question).await, Answer::Records(_)) {
                return server;
            }
            assert!(server.process.try_wait().expect("ours").is_none(), "nsd ended: {}", server.log());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nsd does not answer: {}", server.log());
    }

    pub(crate) fn resolver(&self) -> Resolver {
        Resolver::new(&[self.address]).expect("a server is named")
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

/// Free for UDP and TCP, below the range from which the kernel hands out ports for outgoing connections.
fn free_address() -> SocketAddr {
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    (0..12_000)
        .map(|_| (std::process::id() + TAKEN.fetch_add(1, Ordering::Relaxed)) % 12_000 + 20_000)
        .filter_map(|port| u16::try_from(port).ok())
        .map(|port| SocketAddr::from(([127, 0, 0, 1], port)))
        .find(|address| UdpSocket::bind(address).is_ok() && TcpListener::bind(address).is_ok())
        .expect("a free port")
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its main process ends the others, when it is asked to.
        let pid = self.process.id().to_string();
        let _ = Command::new("kill").arg(pid).status();
        let _ = self.process.wait();
    }
}

fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders
        .map(|folder| folder.join("nsd"))
        .find(|program| program.is_file())
        .expect("nsd is needed (Debian: apt-get install nsd); ./test installs it")
}

/// One process, no limit on how fast we ask, and a zone that has no file: what is below it gives SERVFAIL.
fn configuration(address: SocketAddr, folder: &str) -> String {
    format!(
        "server:
    ip-address: {}@{}
    username: \"\"
    chroot: \"\"
    zonesdir: \"{folder}\"
    database: \"\"
    pidfile: \"{folder}/pid\"
    logfile: \"{folder}/log\"
    zonelistfile: \"{folder}/zone.list\"
    xfrdfile: \"{folder}/xfrd.state\"
    xfrdir: \"{folder}\"
    server-count: 1
    rrl-ratelimit: 0
    rrl-whitelist-ratelimit: 0
remote-control:
    control-enable: no
zone:
    name: \".\"
    zonefile: \"root.zone\"
zone:
    name: \"{BROKEN}\"
    zonefile: \"none.zone\"
",
        address.ip(),
        address.port()
    )
}
