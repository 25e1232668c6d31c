//! The disk of the database is full for a while.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::ensure;
use tempfile::TempDir;

use super::cluster::is_root;
use super::rig::Setup;
use super::trial::{Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::{Kind, folder_for_others};
use crate::product::process::run;

const FULL: Duration = Duration::from_secs(5);

/// A small disk that goes when this is dropped.
struct Disk(TempDir);

impl Disk {
    fn make() -> anyhow::Result<Self> {
        ensure!(is_root()?, "only root can mount a disk");
        let disk = Self(folder_for_others()?);
        run(
            "mount",
            ["-t", "tmpfs", "-o", "size=256m,mode=755", "tmpfs", &disk.0.path().display().to_string()],
        )?;
        Ok(disk)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = run("umount", ["-l", &self.path().display().to_string()]);
    }
}

pub(super) fn full(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    let disk = Disk::make()?;
    let setup = Setup { data: Some(disk.path().to_owned()), ..Setup::default() };
    Trial::new(kit, kind, mails, setup).run(|rig, load| {
        let before = rig.sink.ledger().mails();
        let filler = disk.path().join("filler");
        let mut file = File::create(&filler)?;
        // A byte at a time at the end: not a page is left.
        for size in [1 << 20, 1 << 12, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        // What is left by small steps of others is taken too.
        for _ in 0..FULL.as_millis() / 10 {
            let _ = file.write_all(&[0; 4096]);
            thread::sleep(Duration::from_millis(10));
        }
        let (refused, during) = (load.not_accepted(), rig.sink.ledger().mails() - before);
        drop(file);
        fs::remove_file(&filler)?;
        // Nobody of ours died.
        let mut struck = Struck::over(0);
        struck.says = format!("{during} mails were delivered while it was full");
        if let Some(cluster) = &mut rig.cluster
            && cluster.psql("mails", "SELECT 1").is_err()
        {
            if cluster.lives() {
                cluster.wait()?;
                struck.says += "; PostgreSQL came back by itself";
            } else {
                cluster.come_up()?;
                struck.says += "; PostgreSQL had ended and was started again";
            }
        }
        let ours: u64 = refused.iter().filter(|(why, _)| why.ends_with("problem")).map(|(_, n)| n).sum();
        let whole = refused.values().sum::<u64>() == ours;
        ensure!(ours > 0, "no request was refused on a full disk: {refused:?}");
        ensure!(whole, "requests were not answered by a problem: {refused:?}");
        Ok(struck)
    })
}
