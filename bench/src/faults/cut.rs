//! The network is cut without a word: packets vanish both ways for half a minute, and connections stay as they are.

use std::thread;
use std::time::Duration;

use anyhow::Context as _;

use super::netns::Network;
use super::rig::{Rig, Setup};
use super::trial::{CONNECTIONS, Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::Kind;

const CUT: Duration = Duration::from_secs(30);
/// TCP tries again ever more rarely, and what hangs may hang for long.
const PATIENCE: Duration = Duration::from_secs(300);

/// Between the only process and its database.
pub(super) fn database(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    from(kit, kind, mails, 0, |rig| Ok(rig.cluster.as_ref().context("there is no server")?.port))
}

/// Between a worker and its database; `serve` goes on.
pub(super) fn worker_and_database(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    from(kit, kind, mails, 1, |rig| Ok(rig.cluster.as_ref().context("there is no server")?.port))
}

/// Between the only process and the relay.
pub(super) fn relay(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    from(kit, kind, mails, 0, |rig| Ok(rig.sink.address().port()))
}

fn from(
    kit: &Kit,
    kind: Kind,
    mails: usize,
    process: usize,
    what: impl FnOnce(&Rig<'_>) -> anyhow::Result<u16>,
) -> anyhow::Result<Outcome> {
    let network = Network::make()?;
    let setup = Setup { workers: process, confined: Some(network.confines(process)), ..Setup::default() };
    let mut trial = Trial::new(kit, kind, mails, setup);
    trial.patience = PATIENCE;
    trial.run(|rig, _| {
        network.cut(what(rig)?)?;
        let before = rig.sink.ledger().mails();
        thread::sleep(CUT);
        let during = rig.sink.ledger().mails() - before;
        network.heal()?;
        let mut struck = Struck::over(CONNECTIONS);
        struck.says = format!("{during} mails were delivered during the cut");
        Ok(struck)
    })
}
