//! A process that stands still for longer than its leases last, and goes on as if nothing had been.

use std::thread;
use std::time::Duration;

use super::rig::Setup;
use super::trial::{CONNECTIONS, Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::Kind;

/// Leases last a minute.
const FROZEN: Duration = Duration::from_secs(75);

/// The only process.
pub(super) fn the_one(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    frozen(kit, kind, mails, 0)
}

/// A worker beside `serve`.
pub(super) fn one_of_two(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    frozen(kit, kind, mails, 1)
}

fn frozen(kit: &Kit, kind: Kind, mails: usize, which: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, Setup { workers: which, ..Setup::default() }).run(|rig, load| {
        rig.process(which)?.signal("STOP")?;
        let before = rig.sink.ledger().mails();
        thread::sleep(Duration::from_secs(55));
        // Before the leases end.
        let (early, done) = (rig.sink.ledger().mails() - before, load.is_done());
        let waiting = rig.waiting()?;
        thread::sleep(FROZEN.saturating_sub(Duration::from_secs(55)));
        let late = rig.sink.ledger().mails() - before - early;
        rig.process(which)?.signal("CONT")?;
        let mut struck = Struck::over(CONNECTIONS);
        struck.says = format!(
            "while it was frozen {early} mails were delivered in 55 s and {late} in the next 20 s; after 55 s there were \
             {waiting}, and requests were {}",
            if done { "all accepted" } else { "still being made" }
        );
        Ok(struck)
    })
}
