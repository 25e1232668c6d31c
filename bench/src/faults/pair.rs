//! A primary and its synchronous standby under a failover manager (pg_auto_failover), as `scripts/failover.sh` makes them.

use std::path::Path;

use anyhow::Context as _;
use tempfile::TempDir;

use crate::product::database::folder_for_others;
use crate::product::process::run;

pub(super) struct Pair {
    /// Names both servers.
    pub(super) url: String,
    folder: TempDir,
}

impl Pair {
    pub(super) fn start() -> anyhow::Result<Self> {
        let folder = folder_for_others()?;
        let told = script("start", &folder)?;
        // It prints an `export NAME=VALUE` for a shell, with a backslash before what a shell might read.
        let url = told.split_once('=').context("no URL was told")?.1;
        Ok(Self { url: url.replace('\\', ""), folder })
    }

    /// `kill-primary` or `hang-primary`.
    pub(super) fn hit(&self, how: &str) -> anyhow::Result<()> {
        script(how, &self.folder).map(drop)
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        let _ = script("stop", &self.folder);
    }
}

fn script(what: &str, folder: &TempDir) -> anyhow::Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/failover.sh");
    run(&script.display().to_string(), [what, &folder.path().display().to_string()])
}
