//! `kill -9`, of ours and of PostgreSQL.

use std::fs::File;
use std::io::Read as _;
use std::thread;
use std::time::Duration;

use super::rig::{Rig, Setup};
use super::trial::{CONNECTIONS, Outcome, Struck, Trial};
use crate::clock;
use crate::kit::Kit;
use crate::product::database::Kind;

const KILLS: u64 = 10;

fn beside(workers: usize) -> Setup {
    Setup { workers, ..Setup::default() }
}

/// Nothing happens: what there is to compare with.
pub(super) fn nothing(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, Setup::default()).run(|_, _| Ok(Struck::over(0)))
}

/// The only process, and it is started again at once.
pub(super) fn the_one(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, Setup::default()).run(|rig, _| {
        rig.kill(0);
        let struck = Struck::over(CONNECTIONS);
        rig.come_up(0)?;
        Ok(struck)
    })
}

/// One of two that deliver; the other goes on.
pub(super) fn one_of_two(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, beside(1)).run(|rig, _| {
        rig.kill(1);
        Ok(Struck::over(CONNECTIONS))
    })
}

/// One of three workers, beside `serve`; the others go on.
pub(super) fn one_of_three(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, beside(3)).run(|rig, _| {
        rig.kill(2);
        Ok(Struck::over(CONNECTIONS))
    })
}

/// All three that deliver, and they are started again at once.
pub(super) fn all_three(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, beside(2)).run(|rig, _| {
        (0..3).for_each(|process| rig.kill(process));
        let struck = Struck::over(3 * CONNECTIONS);
        for process in [2, 1, 0] {
            rig.come_up(process)?;
        }
        Ok(struck)
    })
}

/// The only process, ten times at moments that nobody chose, from the beginning on.
pub(super) fn ten_times(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    let mut trial = Trial::new(kit, kind, mails, Setup::default());
    trial.at_percent = 5;
    trial.run(|rig, load| {
        let mut struck = Struck::over(KILLS * CONNECTIONS);
        let before = rig.sink.ledger().mails();
        for _ in 0..KILLS {
            thread::sleep(random(50, 1000)?);
            rig.kill(0);
            struck.ended = clock::now();
            rig.come_up(0)?;
        }
        let (then, now) = (before, rig.sink.ledger().mails());
        struck.says = format!("the kills fell between mail {then} and mail {now}");
        if load.is_done() && now >= mails as u64 {
            struck.says += "; the last of them fell after the last mail";
        }
        Ok(struck)
    })
}

/// PostgreSQL and all its processes, for a second.
pub(super) fn postgres(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, beside(1)).run(|rig, _| postgres_away(rig, false))
}

/// The same by PostgreSQL's own program.
pub(super) fn postgres_immediate(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    Trial::new(kit, kind, mails, beside(1)).run(|rig, _| postgres_away(rig, true))
}

fn postgres_away(rig: &mut Rig<'_>, by_its_program: bool) -> anyhow::Result<Struck> {
    if let Some(cluster) = &mut rig.cluster {
        if by_its_program {
            cluster.stop_immediately()?;
        } else {
            cluster.kill()?;
        }
        thread::sleep(Duration::from_secs(1));
        cluster.come_up()?;
    }
    // Each process has lost the connection by which it is known to live.
    Ok(Struck::over(2 * CONNECTIONS))
}

fn random(least: u64, most: u64) -> anyhow::Result<Duration> {
    let mut bytes = [0; 8];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(Duration::from_millis(least + u64::from_ne_bytes(bytes) % (most - least)))
}
