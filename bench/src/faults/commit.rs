//! The answer to `COMMIT` is lost: the work is stored, and who asked for it is told that the connection broke.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use super::rig::Setup;
use super::trial::{Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::Kind;

const EVERY: u64 = 7;
const FOR: Duration = Duration::from_secs(3);

pub(super) fn answer_lost(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, Setup { proxy: true, ..Setup::default() }).run(|rig, _| {
        let proxy = rig.proxy.as_ref().context("nothing stands between")?;
        proxy.lose_every(EVERY);
        thread::sleep(FOR);
        proxy.lose_every(0);
        // Nobody died, and no lease was lost: nothing may come twice.
        let mut struck = Struck::over(0);
        ensure!(proxy.lost() > 0, "no commit went by");
        struck.says = format!("{} answers to COMMIT were lost", proxy.lost());
        Ok(struck)
    })
}
