//! The primary is lost for good, and a failover manager lets its standby take over.

use std::time::Duration;

use super::pair::Pair;
use super::rig::Setup;
use super::trial::{CONNECTIONS, Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::Kind;

/// By then, what was under way over connections to the relay is there.
const UNDER_WAY: Duration = Duration::from_secs(1);

/// As by a power cut.
pub(super) fn killed(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    lost(kit, kind, mails, "kill-primary")
}

/// As by a network that vanishes without a word.
pub(super) fn hangs(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    lost(kit, kind, mails, "hang-primary")
}

fn lost(kit: &Kit, kind: Kind, mails: usize, how: &str) -> anyhow::Result<Outcome> {
    let pair = Pair::start()?;
    let setup = Setup { workers: 1, database_url: Some(pair.url.clone()), ..Setup::default() };
    Trial::new(kit, kind, mails, setup).run(|_, _| {
        pair.hit(how)?;
        // Each process has lost the connection by which it is known to live.
        Ok(Struck { under_way: UNDER_WAY, ..Struck::over(2 * CONNECTIONS) })
    })
}
