//! A network of its own for a process, joined to ours by a pair of interfaces, in which packets can be made to vanish.
//! Only root can; the programs are Debian's iproute2 and nftables.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use anyhow::{Context as _, ensure};

use super::cluster::is_root;
use super::rig::Confined;
use crate::product::process::run;

/// It goes when this is dropped; what ran in it has to be gone by then.
#[derive(Debug)]
pub(super) struct Network {
    name: String,
    subnet: u8,
}

impl Network {
    pub(super) fn make() -> anyhow::Result<Self> {
        static MADE: AtomicU8 = AtomicU8::new(1);
        ensure!(is_root()?, "only root can make a network");
        let subnet = MADE.fetch_add(1, Relaxed);
        let network = Self { name: format!("pmbench{}x{subnet}", std::process::id()), subnet };
        let (name, ours, its) = (&network.name, network.ours(), network.its());
        let (our_end, its_end) = (format!("pmb{subnet}a"), format!("pmb{subnet}b"));
        ip(&format!("netns add {name}"))?;
        ip(&format!("link add {our_end} type veth peer name {its_end} netns {name}"))?;
        ip(&format!("addr add {ours}/30 dev {our_end}"))?;
        ip(&format!("link set {our_end} up"))?;
        ip(&format!("-n {name} addr add {its}/30 dev {its_end}"))?;
        ip(&format!("-n {name} link set {its_end} up"))?;
        ip(&format!("-n {name} link set lo up"))?;
        network.nft("add table ip cut")?;
        network.nft("add chain ip cut in { type filter hook input priority 0 ; }")?;
        network.nft("add chain ip cut out { type filter hook output priority 0 ; }")?;
        Ok(network)
    }

    fn ours(&self) -> Ipv4Addr {
        Ipv4Addr::new(10, 213, self.subnet, 1)
    }

    fn its(&self) -> Ipv4Addr {
        Ipv4Addr::new(10, 213, self.subnet, 2)
    }

    /// That process is to live here.
    pub(super) fn confines(&self, process: usize) -> Confined {
        let by = ["ip", "netns", "exec", &self.name].map(str::to_owned).to_vec();
        Confined { process, by, its_address: self.its(), our_address: self.ours() }
    }

    /// Packets to and from this port of ours vanish; nobody is told.
    pub(super) fn cut(&self, port: u16) -> anyhow::Result<()> {
        self.nft(&format!("add rule ip cut in tcp sport {port} drop"))?;
        self.nft(&format!("add rule ip cut out tcp dport {port} drop"))
    }

    pub(super) fn heal(&self) -> anyhow::Result<()> {
        self.nft("flush table ip cut")
    }

    fn nft(&self, words: &str) -> anyhow::Result<()> {
        let words = ["netns", "exec", &self.name, "nft"].into_iter().chain(words.split(' '));
        run("ip", words)
            .map(drop)
            .context("packets cannot be dropped; Debian: apt-get install iproute2 nftables")
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        let _ = ip(&format!("netns del {}", self.name));
        // It goes with the other end, after a moment; the next one has another name.
        let _ = ip(&format!("link del pmb{}a", self.subnet));
    }
}

fn ip(words: &str) -> anyhow::Result<()> {
    run("ip", words.split(' ')).map(drop)
}
