//! A PostgreSQL server of our own, with its defaults, that can be killed.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tempfile::TempDir;

use crate::clock;
use crate::product::database::folder_for_others;
use crate::product::process::{Process, output, run};

/// How long it may take to come up, after a crash too.
const UP: Duration = Duration::from_secs(60);

/// Fields are dropped in this order.
#[derive(Debug)]
pub(super) struct Cluster {
    server: Option<Process>,
    pub(super) port: u16,
    bin: PathBuf,
    /// Its files; a folder that somebody else made, or in `folder`.
    data: PathBuf,
    folder: TempDir,
}

impl Cluster {
    /// A new one, ready, with a database `mails`. Its files lie in `within`, if that is given.
    pub(super) fn start(within: Option<&Path>) -> anyhow::Result<Self> {
        let folder = folder_for_others()?;
        let home = within.map_or_else(|| folder.path().join("postgres"), |within| within.join("postgres"));
        fs::create_dir(&home)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut cluster = Self { server: None, port, bin: bin()?, data: home.join("data"), folder };
        if is_root()? {
            run("chown", ["postgres:".to_owned(), home.display().to_string()])?;
        }
        let data = cluster.data.display().to_string();
        let arguments = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"];
        // Segments of a megabyte, so that a small disk holds some of them.
        let arguments = arguments.into_iter().chain(["--no-sync", "--wal-segsize=1", "-D", &data]);
        output(cluster.command("initdb")?.args(arguments))?;
        let hosts = fs::read_to_string(cluster.data.join("pg_hba.conf"))?;
        fs::write(cluster.data.join("pg_hba.conf"), format!("{hosts}\nhost all all 10.0.0.0/8 trust\n"))?;
        cluster.come_up()?;
        cluster.psql("postgres", "CREATE DATABASE mails")?;
        Ok(cluster)
    }

    fn command(&self, program: &str) -> anyhow::Result<Command> {
        let mut command = Command::new("setpriv");
        if is_root()? {
            // It refuses to run as root.
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        }
        command.args(["--pdeathsig", "KILL", "--"]).arg(self.bin.join(program)).current_dir("/");
        command.stdin(Stdio::null());
        Ok(command)
    }

    /// Starts it and waits until it answers.
    pub(super) fn come_up(&mut self) -> anyhow::Result<()> {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log_file())?;
        let mut command = self.command("postgres")?;
        let port = self.port.to_string();
        command.arg("-D").arg(&self.data).args(["-p", &port, "-c", "listen_addresses=*"]);
        command.args(["-c", "max_connections=200", "-c", "unix_socket_directories="]);
        self.server = Some(Process::spawn(command.stdout(log.try_clone()?).stderr(log))?);
        self.wait()
    }

    /// Waits until it answers.
    pub(super) fn wait(&self) -> anyhow::Result<()> {
        let answers = || self.psql("postgres", "SELECT 1").is_ok();
        let came = clock::wait_until(UP, Duration::from_millis(50), answers);
        ensure!(came, "PostgreSQL does not come up: {}", self.log());
        Ok(())
    }

    /// Whether its main process lives.
    pub(super) fn lives(&self) -> bool {
        self.server.as_ref().is_some_and(|server| !is_dead(server.id()))
    }

    /// `kill -9` of the server and of each of its processes.
    pub(super) fn kill(&mut self) -> anyhow::Result<()> {
        let mut server = self.server.take().context("it does not run")?;
        let children = children(server.id());
        server.kill();
        for child in &children {
            // Some are gone by themselves.
            let _ = run("kill", ["-9".to_owned(), child.to_string()]);
        }
        let gone = || children.iter().all(|child| is_dead(*child));
        ensure!(clock::wait_until(UP, Duration::from_millis(5), gone), "PostgreSQL does not die");
        Ok(())
    }

    /// Stops as if the power was cut, by its own program.
    pub(super) fn stop_immediately(&mut self) -> anyhow::Result<()> {
        let data = self.data.display().to_string();
        output(self.command("pg_ctl")?.args(["stop", "-w", "-m", "immediate", "-D", &data]))?;
        self.server = None;
        Ok(())
    }

    pub(super) fn psql(&self, database: &str, sql: &str) -> anyhow::Result<String> {
        let url = format!("{}?connect_timeout=5", self.url("127.0.0.1", self.port, database));
        run("psql", [&url, "-v", "ON_ERROR_STOP=1", "-qAtc", sql])
    }

    /// How it is reached, perhaps by way of another host and port.
    pub(super) fn url(&self, host: &str, port: u16, database: &str) -> String {
        format!("postgres://postgres@{host}:{port}/{database}")
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log.txt")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// The newest that Debian installed.
fn bin() -> anyhow::Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").context("PostgreSQL's server is not installed")?;
    let bins = versions.filter_map(Result::ok).map(|version| version.path().join("bin"));
    bins.filter(|bin| bin.join("initdb").exists()).max().context("PostgreSQL's server is not installed")
}

/// Whether we may do what only root may.
pub(super) fn is_root() -> anyhow::Result<bool> {
    Ok(run("id", ["-u"])? == "0")
}

fn children(of: u32) -> Vec<u32> {
    let told = fs::read_to_string(format!("/proc/{of}/task/{of}/children")).unwrap_or_default();
    told.split_ascii_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// Gone, or waiting for nothing but its parent's look.
fn is_dead(id: u32) -> bool {
    let told = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    told.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with(['Z', 'X']))
}
