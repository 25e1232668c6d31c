//! The two databases: a new one for each run.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use anyhow::Context as _;
use clap::ValueEnum;
use serde::Serialize;
use tempfile::TempDir;

use super::process::run;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// Its name, as people write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A PostgreSQL server: the one that `POSTMEESTER_TEST_POSTGRES` names, or one of our own.
#[derive(Debug)]
pub(crate) struct Server {
    url: String,
    ours: Option<(PathBuf, TempDir)>,
}

impl Server {
    pub(crate) fn find_or_start() -> anyhow::Result<Self> {
        if let Ok(url) = std::env::var("POSTMEESTER_TEST_POSTGRES") {
            return Ok(Self { url, ours: None });
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres.sh");
        let folder = folder_for_others()?;
        let path = folder.path().display().to_string();
        let told = run(&script.display().to_string(), ["start", &path])?;
        // It prints an `export NAME=VALUE` for a shell, perhaps with quotes.
        let url = told.split_once('=').context("no URL was told")?.1;
        let url = url.trim_matches(['\'', '"']).to_owned();
        Ok(Self { url, ours: Some((script, folder)) })
    }

    /// Runs a statement, on this database or on the one for administrators.
    pub(crate) fn psql(&self, database: Option<&str>, sql: &str) -> anyhow::Result<String> {
        let url = database.map_or_else(|| self.url.clone(), |name| self.url_of(name));
        run("psql", [&url, "-v", "ON_ERROR_STOP=1", "-qAtc", sql])
    }

    pub(crate) fn url_of(&self, name: &str) -> String {
        let server = self.url.rsplit_once('/').map_or(&*self.url, |(server, _)| server);
        format!("{server}/{name}")
    }

    pub(crate) fn create(&self) -> anyhow::Result<String> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("bench_{}_{}", std::process::id(), MADE.fetch_add(1, Relaxed));
        self.psql(None, &format!("CREATE DATABASE {name}"))?;
        Ok(name)
    }

    pub(crate) fn remove(&self, name: &str) {
        let _ = self.psql(None, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((script, folder)) = self.ours.take() {
            let path = folder.path().display().to_string();
            let _ = run(&script.display().to_string(), ["stop", &path]);
        }
    }
}

/// A temporary folder that servers with a user of their own can enter.
pub(crate) fn folder_for_others() -> anyhow::Result<TempDir> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir()?;
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755))?;
    Ok(folder)
}
