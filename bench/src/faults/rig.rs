//! One installation that is there to be broken.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::client;
use super::cluster::Cluster;
use super::load::Target;
use super::proxy::Proxy;
use crate::clock;
use crate::http;
use crate::kit::Kit;
use crate::product::database::{Kind, folder_for_others};
use crate::product::process::{Process, output, run};
use crate::sink::Sink;

/// How it differs from an ordinary one: `serve` alone, everything on loopback.
#[derive(Debug, Default)]
pub(super) struct Setup {
    /// Processes that deliver beside `serve`; each is a `worker`.
    pub(super) workers: usize,
    /// Where the data lies: SQLite's file, or PostgreSQL's.
    pub(super) data: Option<PathBuf>,
    /// Between the product and PostgreSQL.
    pub(super) proxy: bool,
    /// A PostgreSQL of somebody else's, with a database for it.
    pub(super) database_url: Option<String>,
    /// Which process (0 is `serve`) is started by this command, and by which address it and we are reached.
    pub(super) confined: Option<Confined>,
    /// The relay, if it is not the sink.
    pub(super) relay: Option<String>,
    /// For the environment of the processes.
    pub(super) environment: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub(super) struct Confined {
    pub(super) process: usize,
    pub(super) by: Vec<String>,
    pub(super) its_address: Ipv4Addr,
    pub(super) our_address: Ipv4Addr,
}

/// Fields are dropped in this order: the processes first, what they use after them.
pub(super) struct Rig<'a> {
    processes: Vec<Option<Process>>,
    pub(super) proxy: Option<Proxy>,
    pub(super) sink: Sink,
    pub(super) cluster: Option<Cluster>,
    database_url: Option<String>,
    kit: &'a Kit,
    address: SocketAddr,
    environment: Vec<(String, String)>,
    confined: Option<Confined>,
    file: PathBuf,
    folder: TempDir,
}

impl<'a> Rig<'a> {
    pub(super) fn start(kit: &'a Kit, kind: Kind, setup: Setup) -> anyhow::Result<Self> {
        let us = setup.confined.as_ref().map_or(Ipv4Addr::LOCALHOST, |confined| confined.our_address);
        let serve = setup.confined.as_ref().filter(|confined| confined.process == 0);
        let it = serve.map_or(Ipv4Addr::LOCALHOST, |confined| confined.its_address);
        let sink = Sink::start("0.0.0.0:0")?;
        let folder = folder_for_others()?;
        let (own, data) = (folder.path().join("data"), setup.data);
        let (of_file, of_cluster) = if kind == Kind::Sqlite { (data, None) } else { (None, data) };
        let data = of_file.unwrap_or(own);
        fs::create_dir_all(&data)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = SocketAddr::new(IpAddr::V4(it), port);
        let relay = setup.relay.unwrap_or_else(|| format!("smtp://{us}:{}", sink.address().port()));
        let mut environment = vec![
            ("POSTMEESTER_DATA_DIR".to_owned(), data.display().to_string()),
            ("POSTMEESTER_LISTEN".to_owned(), address.to_string()),
            ("POSTMEESTER_BASE_URL".to_owned(), format!("http://{address}")),
            ("POSTMEESTER_SMTP_URL".to_owned(), relay),
            ("POSTMEESTER_LOG".to_owned(), "info".to_owned()),
        ];
        let (mut cluster, mut proxy) = (None, None);
        if let Some(url) = &setup.database_url {
            environment.push(("POSTMEESTER_DATABASE_URL".to_owned(), url.clone()));
        } else if kind == Kind::Postgres {
            let server = cluster.insert(Cluster::start(of_cluster.as_deref())?);
            if setup.proxy {
                proxy = Some(Proxy::start(server.port)?);
            }
            let port = proxy.as_ref().map_or(server.port, |proxy| proxy.port);
            let url = server.url(&us.to_string(), port, "mails");
            environment.push(("POSTMEESTER_DATABASE_URL".to_owned(), url));
        }
        environment.extend(setup.environment);
        let database_url = setup.database_url;
        let (file, confined) = (data.join("postmeester.db"), setup.confined);
        let processes = (0..=setup.workers).map(|_| None).collect();
        let mut rig = Self {
            processes,
            proxy,
            sink,
            cluster,
            database_url,
            kit,
            address,
            environment,
            confined,
            file,
            folder,
        };
        for process in 0..rig.processes.len() {
            rig.come_up(process)?;
        }
        Ok(rig)
    }

    fn command(&self, process: Option<usize>) -> Command {
        let confined = self.confined.as_ref().filter(|confined| Some(confined.process) == process);
        let by = confined.map_or(&[][..], |confined| &confined.by);
        let mut words = by.iter().map(String::as_str).chain(["setpriv", "--pdeathsig", "KILL", "--"]);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).arg(&self.kit.program).stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("POSTMEESTER_")) {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Starts a process without waiting for it.
    pub(super) fn spawn(&mut self, process: usize) -> anyhow::Result<()> {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log_file())?;
        let mut command = self.command(Some(process));
        command.arg(if process == 0 { "serve" } else { "worker" });
        self.processes[process] = Some(Process::spawn(command.stdout(log.try_clone()?).stderr(log))?);
        Ok(())
    }

    /// Starts a process; `serve` is waited for until it is ready.
    pub(super) fn come_up(&mut self, process: usize) -> anyhow::Result<()> {
        self.spawn(process)?;
        if process > 0 {
            return Ok(());
        }
        let ask = http::request("GET", "/readyz", "", "");
        let ready =
            || client::call(self.address, &ask, Duration::from_secs(2)).is_ok_and(|it| it.status == 200);
        if clock::wait_until(Duration::from_secs(60), Duration::from_millis(5), ready) {
            return Ok(());
        }
        bail!("not ready; its log:\n{}", self.log())
    }

    /// `kill -9`.
    pub(super) fn kill(&mut self, process: usize) {
        self.processes[process] = None;
    }

    /// Asks it to stop, waits for that, and starts it again.
    pub(super) fn restart(&mut self, process: usize) -> anyhow::Result<()> {
        self.processes[process].take().context("it does not run")?.stop()?;
        self.come_up(process)
    }

    pub(super) fn process(&self, process: usize) -> anyhow::Result<&Process> {
        self.processes[process].as_ref().context("it does not run")
    }

    pub(super) fn processes(&self) -> usize {
        self.processes.len()
    }

    /// A setting for what is started from now on.
    pub(super) fn set(&mut self, name: &str, value: String) {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value));
    }

    /// Makes an office with one dossier; notices of it go to its manager.
    pub(super) fn target(&self) -> anyhow::Result<Target> {
        let key = output(self.command(None).args(["api-key", "create", "--operator"]))?;
        let make = |path: &str, body: &Value| {
            let call = http::request("POST", &format!("/api/v1/{path}"), &key, &body.to_string());
            let reply = client::call(self.address, &call, Duration::from_secs(10))?;
            ensure!(reply.status == 201, "{path}: {} {}", reply.status, String::from_utf8_lossy(&reply.body));
            let made: Value = serde_json::from_slice(&reply.body)?;
            Ok(made["id"].as_str().context("no id")?.to_owned())
        };
        let of =
            json!({ "name": "Kantoor Peeters", "language": "nl", "communication_address": "info@k.example" });
        let office = make("offices", &of)?;
        let who =
            json!({ "name": "An Peeters", "email": "an@k.example", "language": "nl", "role": "employee" });
        let manager = make(&format!("offices/{office}/employees"), &who)?;
        let of = json!({ "name": "Bakkerij De Wafel", "manager_id": manager });
        let dossier = make(&format!("offices/{office}/dossiers"), &of)?;
        Ok(Target { address: self.address, key, office, dossier })
    }

    /// What is not over yet, by state.
    pub(super) fn waiting(&self) -> anyhow::Result<String> {
        let told = self.sql("SELECT count(*) || ' ' || state FROM queue GROUP BY state ORDER BY state")?;
        Ok(told.replace('\n', ", "))
    }

    /// Runs SQL beside the product.
    pub(super) fn sql(&self, sql: &str) -> anyhow::Result<String> {
        match (&self.cluster, &self.database_url) {
            (Some(cluster), _) => cluster.psql("mails", sql),
            (None, Some(url)) => {
                let mut psql = Command::new("psql");
                psql.args([url, "-v", "ON_ERROR_STOP=1", "-qAtc", sql]).env("PGCONNECT_TIMEOUT", "2");
                output(&mut psql)
            }
            (None, None) => run("sqlite3", ["-cmd", ".timeout 5000", &self.file.display().to_string(), sql]),
        }
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log.txt")
    }

    /// All that the processes said.
    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }
}
