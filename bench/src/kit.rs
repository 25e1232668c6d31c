//! What all scenarios share: the program under test, and a PostgreSQL server once one is asked for.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context as _, ensure};

use crate::product::database::Server;

#[derive(Debug)]
pub(crate) struct Kit {
    pub(crate) program: PathBuf,
    postgres: OnceLock<Server>,
}

impl Kit {
    /// With this program, or with the release build of this tree, which is brought up to date first.
    pub(crate) fn new(binary: Option<PathBuf>) -> anyhow::Result<Self> {
        let program = binary.map_or_else(build, Ok)?;
        ensure!(program.is_file(), "{} is no program", program.display());
        Ok(Self { program, postgres: OnceLock::new() })
    }

    /// The server, started at the first call.
    pub(crate) fn postgres(&self) -> anyhow::Result<&Server> {
        if let Some(server) = self.postgres.get() {
            return Ok(server);
        }
        let server = Server::find_or_start().context("there is no PostgreSQL server")?;
        Ok(self.postgres.get_or_init(|| server))
    }
}

/// The release build lies beside this program, whichever target directory that is in.
fn build() -> anyhow::Result<PathBuf> {
    let ours = std::env::current_exe()?;
    let folder = ours.parent().context("this program lies nowhere")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", "postmeester"])
        .current_dir(root)
        .status()
        .context("cargo cannot be run; give the program with --binary")?;
    ensure!(status.success(), "the program under test does not build");
    Ok(folder.join("postmeester"))
}
