//! One installation of the release build: fresh database, our sink for a relay, a key to all of it.

pub(crate) mod database;
pub(crate) mod multiply;
pub(crate) mod office;
pub(crate) mod process;

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::clock;
use crate::http;
use crate::kit::Kit;
use crate::sink::Sink;
use database::{Kind, Server};
use office::Office;
use process::Process;

/// Fields are dropped in this order: the processes first, what they use after them.
#[derive(Debug)]
pub(crate) struct Product<'a> {
    server: Option<Process>,
    workers: Vec<Process>,
    pub(crate) sink: Sink,
    pub(crate) address: SocketAddr,
    pub(crate) key: String,
    pub(crate) database: Database<'a>,
    program: &'a Path,
    environment: Vec<(String, String)>,
    folder: TempDir,
}

/// The database of one installation; it goes with it.
#[derive(Debug)]
pub(crate) enum Database<'a> {
    Sqlite(PathBuf),
    Postgres(&'a Server, String),
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        if let Self::Postgres(server, name) = self {
            server.remove(name);
        }
    }
}

impl Database<'_> {
    /// Runs SQL beside the product.
    pub(crate) fn sql(&self, sql: &str) -> anyhow::Result<String> {
        match self {
            Self::Sqlite(file) => {
                let timeout = ["-cmd", ".timeout 60000"].map(str::to_owned);
                process::run(
                    "sqlite3",
                    timeout.into_iter().chain([file.display().to_string(), sql.to_owned()]),
                )
            }
            Self::Postgres(server, name) => server.psql(Some(name), sql),
        }
    }
}

impl<'a> Product<'a> {
    /// A new one, ready.
    pub(crate) fn start(kit: &'a Kit, kind: Kind) -> anyhow::Result<Self> {
        Self::start_with(kit, kind, &[])
    }

    /// A new one with more settings, such as `("SMTP_CONNECTIONS", "4")`.
    pub(crate) fn start_with(kit: &'a Kit, kind: Kind, settings: &[(&str, &str)]) -> anyhow::Result<Self> {
        let sink = Sink::on_loopback()?;
        let folder = database::folder_for_others()?;
        let data = folder.path().join("data");
        fs::create_dir_all(&data)?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut environment = vec![
            ("DATA_DIR", data.display().to_string()),
            ("LISTEN", address.to_string()),
            ("BASE_URL", format!("http://{address}")),
            ("SMTP_URL", sink.url()),
            ("LOG", "warn".to_owned()),
        ];
        let database = match kind {
            Kind::Sqlite => Database::Sqlite(data.join("postmeester.db")),
            Kind::Postgres => {
                let server = kit.postgres()?;
                let name = server.create()?;
                environment.push(("DATABASE_URL", server.url_of(&name)));
                Database::Postgres(server, name)
            }
        };
        environment.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let environment =
            environment.into_iter().map(|(name, value)| (format!("POSTMEESTER_{name}"), value)).collect();
        let (program, key) = (kit.program.as_path(), String::new());
        let (server, workers) = (None, Vec::new());
        let mut product =
            Self { server, workers, sink, address, key, database, program, environment, folder };
        product.key = process::output(product.command().args(["api-key", "create", "--operator"]))?;
        product.come_up()?;
        Ok(product)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("setpriv");
        // Whatever ends us ends it too.
        command.args(["--pdeathsig", "KILL", "--"]).arg(self.program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("POSTMEESTER_")) {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value))).stdin(Stdio::null());
        command
    }

    fn spawn(&self, what: &str) -> anyhow::Result<Process> {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log_file())?;
        Process::spawn(self.command().arg(what).stdout(log.try_clone()?).stderr(log))
    }

    /// Starts `serve` and waits until it is ready.
    pub(crate) fn come_up(&mut self) -> anyhow::Result<()> {
        self.server = Some(self.spawn("serve")?);
        let ask = http::request("GET", "/readyz", "", "");
        let ready = || http::call(self.address, &ask).is_ok_and(|(status, _)| status == 200);
        if clock::wait_until(Duration::from_secs(30), Duration::from_millis(5), ready) {
            return Ok(());
        }
        bail!("not ready; its log:\n{}", self.log())
    }

    /// Asks `serve` to stop, and waits for that.
    pub(crate) fn stop(&mut self) -> anyhow::Result<()> {
        self.server.take().context("it does not run")?.stop()
    }

    /// A setting for the processes that are started from now on.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let name = format!("POSTMEESTER_{name}");
        self.environment.retain(|(known, _)| *known != name);
        self.environment.push((name, value.to_owned()));
    }

    /// Starts one more process that delivers.
    pub(crate) fn add_worker(&mut self) -> anyhow::Result<()> {
        let worker = self.spawn("worker")?;
        self.workers.push(worker);
        Ok(())
    }

    /// The process that serves.
    pub(crate) fn server(&mut self) -> anyhow::Result<&mut Process> {
        self.server.as_mut().context("it does not run")
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log.txt")
    }

    /// The end of what it said.
    pub(crate) fn log(&self) -> String {
        let text = fs::read_to_string(self.log_file()).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    /// The bytes of a call to the API with the operator's key.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        http::request(method, &format!("/api/v1{path}"), &self.key, body)
    }

    /// Creates something and returns its id.
    pub(crate) fn make(&self, path: &str, body: &Value) -> anyhow::Result<String> {
        let (status, answer) = http::call(self.address, &self.request("POST", path, &body.to_string()))?;
        ensure!(status == 201, "{path} {body}: {status} {answer}");
        Ok(answer["id"].as_str().context("no id")?.to_owned())
    }

    /// An office with people and dossiers.
    pub(crate) fn office(&self) -> anyhow::Result<Office> {
        Office::make(self)
    }

    /// Adds the end of the log to whatever went wrong.
    pub(crate) fn explain<T>(&self, result: anyhow::Result<T>) -> anyhow::Result<T> {
        result.with_context(|| format!("the end of its log:\n{}", self.log()))
    }
}
