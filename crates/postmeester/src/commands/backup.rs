//! `backup`: a copy of the database while it is in use.

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, ensure};
use store::{Db, Kind};

use crate::{config::Config, start};

pub(crate) async fn run(config: Config, file: &Path) -> anyhow::Result<ExitCode> {
    ensure!(!file.exists(), "{} is there already; give a name that is free", file.display());
    let db = Db::open(&config.database_url(), 1).await.context("the database cannot be opened")?;
    ensure!(
        db.kind() == Kind::Sqlite,
        "a PostgreSQL database is backed up with its own tools, such as: pg_dump --format=custom --file={} DATABASE_URL",
        file.display()
    );
    db.backup(file).await.with_context(|| format!("the copy {} cannot be written", file.display()))?;
    eprintln!(
        "The database was copied to {}. The secret key is not in it: keep a copy of {} apart from it.",
        file.display(),
        start::secret_key_file(&config).display()
    );
    Ok(ExitCode::SUCCESS)
}
