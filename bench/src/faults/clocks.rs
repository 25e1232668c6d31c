//! The clock of the machine is set while mails are under way: by libfaketime (Debian's package `faketime`), in the product's
//! process only. What measures time and does not tell it (CLOCK_MONOTONIC) goes on, as it does on a real machine.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use super::rig::Setup;
use super::trial::{CONNECTIONS, Outcome, Struck, Trial};
use crate::kit::Kit;
use crate::product::database::{Kind, folder_for_others};
use crate::product::process::run;

const AFTER: Duration = Duration::from_secs(2);

pub(super) fn forward(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    moved(kit, kind, mails, "+0", "+3600")
}

pub(super) fn back(kit: &Kit, kind: Kind, mails: usize) -> anyhow::Result<Outcome> {
    moved(kit, kind, mails, "+0", "-3600")
}

fn moved(kit: &Kit, kind: Kind, mails: usize, from: &str, to: &str) -> anyhow::Result<Outcome> {
    let (folder, library) = (folder_for_others()?, library()?);
    let file = folder.path().join("offset");
    fs::write(&file, from)?;
    let environment = [
        ("LD_PRELOAD", library.display().to_string()),
        ("FAKETIME_TIMESTAMP_FILE", file.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ("FAKETIME_DONT_RESET", "1".to_owned()),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value)).to_vec();
    Trial::new(kit, kind, mails, Setup { environment, ..Setup::default() }).run(|rig, _| {
        // In one step: nobody reads half of it.
        let new = folder.path().join("new");
        fs::write(&new, to)?;
        fs::rename(&new, &file)?;
        // A process that believes that its leases are over may send what it had begun.
        let mut struck = Struck::over(CONNECTIONS);
        thread::sleep(AFTER);
        let ours = run("date", ["+%s"])?;
        let seconds = rig.sql(&format!("SELECT max(abs(created_at / 1000 - {ours})) FROM mails"))?;
        let seconds: i64 = seconds.parse()?;
        ensure!(seconds > 3000, "the clock was not moved: {seconds} s");
        struck.says = format!("a record made after it is {seconds} s from our clock");
        Ok(struck)
    })
}

fn library() -> anyhow::Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib")?.filter_map(Result::ok);
    let library = |folder: fs::DirEntry| folder.path().join("faketime/libfaketimeMT.so.1");
    folders
        .map(library)
        .find(|library| library.exists())
        .context("libfaketime is not installed; Debian: apt-get install faketime")
}
