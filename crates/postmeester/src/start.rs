//! From settings to a desk: the secret key, the database, the relay.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, IsTerminal as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};
use desk::{
    Clock, Desk, SecretKey, Settings,
    deliver::Route,
    mail_setup::{Ask, Checks},
};
use mail::{
    compose::Composer,
    dns::{DomainName, Resolver},
    smtp::{Relay, Timeouts},
};
use store::Db;
use tracing_subscriber::EnvFilter;
use url::Url;

use crate::config::{Config, LogFormat};

/// Logs go to standard error; standard output is for answers.
pub(crate) fn logging(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| format!("log = {:?}", config.log))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let builder = builder.with_ansi(std::io::stderr().is_terminal());
    match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    }
    .map_err(|error| anyhow::anyhow!("logging cannot be set up: {error}"))
}

/// Whether the secret key may be made when there is none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Make,
    Refuse,
}

/// The secret key: given, or kept in a file that only its owner reads.
pub(crate) fn secret_key(config: &Config, missing: Missing) -> anyhow::Result<SecretKey> {
    let decode = |text: &str, from: &str| {
        SecretKey::decode(text)
            .with_context(|| format!("{from} must hold 32 bytes in base64url (43 letters)"))
    };
    if let Some(text) = &config.secret_key {
        return decode(text, "secret_key");
    }
    let file = secret_key_file(config);
    match fs::read_to_string(&file) {
        Ok(text) => decode(&text, &file.display().to_string()),
        Err(error) if error.kind() == ErrorKind::NotFound && missing == Missing::Make => make_key(&file),
        Err(error) => Err(error).with_context(|| {
            format!(
                "the secret key {} cannot be read; `postmeester serve` makes one when there is none",
                file.display()
            )
        }),
    }
}

pub(crate) fn secret_key_file(config: &Config) -> PathBuf {
    config.secret_key_file.clone().unwrap_or_else(|| config.data_dir.join("secret.key"))
}

fn make_key(file: &Path) -> anyhow::Result<SecretKey> {
    let key = SecretKey::generate().context("the machine gives no randomness")?;
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut made = made.with_context(|| format!("the secret key cannot be written to {}", file.display()))?;
    writeln!(made, "{}", key.encode())?;
    made.sync_all()?;
    tracing::info!(file = %file.display(), "a secret key was made; keep a copy of it apart from the database's");
    Ok(key)
}

/// Opens the database and brings it to this version's form.
pub(crate) async fn database(config: &Config) -> anyhow::Result<Db> {
    let url = config.database_url();
    let known = url.starts_with("sqlite:") || url.starts_with("postgres:") || url.starts_with("postgresql:");
    if !known {
        bail!(
            "database_url must begin with sqlite: or postgres:, not {:?}",
            url.split(':').next().unwrap_or_default()
        );
    }
    if url.starts_with("sqlite:") && config.database_url.is_none() {
        fs::create_dir_all(&config.data_dir)
            .with_context(|| format!("the data folder {} cannot be made", config.data_dir.display()))?;
    }
    let db = Db::open(&url, config.database_connections).await.context("the database cannot be opened")?;
    db.migrate().await.context("the database cannot be brought to this version's form")?;
    Ok(db)
}

/// The desk, on a database that belongs to the key.
pub(crate) async fn desk(config: &Config, base_url: Url, missing: Missing) -> anyhow::Result<Desk> {
    fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("the data folder {} cannot be made", config.data_dir.display()))?;
    let key = secret_key(config, missing)?;
    let db = database(config).await?;
    let checks = checks(config)?;
    let settings = Settings {
        base_url,
        time_zone: config.time_zone.clone(),
        system_from: config.system_from()?,
        refusals_an_hour: config.refusals_per_hour,
        content_days: std::num::NonZeroU32::new(config.mail_content_days),
        checks,
        seals: config.bounce_domain.as_deref().map(|domain| key.seals(domain)).transpose()?,
    };
    let desk = Desk::new(db, Clock::system(), &key, settings);
    if !desk.belongs_to(&key).await.context("the database cannot be asked")? {
        bail!(
            "this database belongs to another secret key: with this one, every link that was sent would be worthless. \
             Give every process the key that the database was first used with (secret_key or secret_key_file)"
        );
    }
    Ok(desk)
}

/// How the domains that send are checked, if they are.
fn checks(config: &Config) -> anyhow::Result<Option<Checks>> {
    let Some(egress) = config.egress()? else { return Ok(None) };
    let resolver = Resolver::new(&config.dns_servers)?;
    // Without a domain that takes what comes back, that is the domain in `From`.
    let return_path = config.bounce_domain.as_deref().map(DomainName::parse).transpose();
    let return_path = return_path.context("bounce_domain")?;
    Ok(Some(Checks { ask: Ask::servers(resolver), egress, return_path }))
}

/// Where people reach the pages.
pub(crate) fn base_url(config: &Config) -> anyhow::Result<Url> {
    match &config.base_url {
        Some(url) => Ok(url.clone()),
        None => Ok(Url::parse(&format!("http://{}/", config.listen))?),
    }
}

/// The way to the relay.
pub(crate) fn route(config: &Config) -> anyhow::Result<Route> {
    Ok(Route {
        relay: Relay::from_url(&config.smtp_url).context("smtp_url")?,
        timeouts: Timeouts::default(),
        connections: config.smtp_connections as usize,
        messages_a_minute: Some(config.smtp_messages_per_minute).filter(|n| *n > 0),
    })
}

/// Prepares all templates.
pub(crate) fn composer() -> anyhow::Result<Arc<Composer>> {
    Ok(Arc::new(Composer::new().context("the templates are not in order")?))
}

/// Held for as long as the process runs: an embedded database has one process.
pub(crate) struct DataLock(#[expect(dead_code, reason = "held, not used")] File);

/// Takes the data folder for this process alone.
pub(crate) fn lock(config: &Config) -> anyhow::Result<DataLock> {
    fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("the data folder {} cannot be made", config.data_dir.display()))?;
    let path = config.data_dir.join("lock");
    let file = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(DataLock(file)),
        Err(_) => bail!(
            "another process uses the data folder {}: an embedded database has one `serve`; several need PostgreSQL",
            config.data_dir.display()
        ),
    }
}
