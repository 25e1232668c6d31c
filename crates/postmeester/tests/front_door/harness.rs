//! One installation of Postmeester for one test.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use smtp_sink::{Keep, Limits, Sink};
use store::Db;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

/// Which database an installation uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// The same test on both databases: `NAME::sqlite`, and `NAME::postgres`, which needs a server.
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block) => {
        $(#[$meta])*
        mod $name {
            use super::*;
            async fn run($database: $crate::harness::Database) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::harness::Database::Sqlite).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn postgres() {
                run($crate::harness::Database::Postgres).await;
            }
        }
    };
}
pub(crate) use on_both;

/// The program, its database, its relay, and a key to all of it.
pub struct Installation {
    pub sink: Sink,
    pub base: String,
    pub operator: String,
    pub http: reqwest::Client,
    folder: TempDir,
    environment: Vec<(String, String)>,
    child: Option<Child>,
    workers: Vec<Child>,
    database: Option<(String, String)>,
}

/// The program under test.
pub fn program() -> PathBuf {
    std::env::var_os("POSTMEESTER_BIN")
        .map_or_else(|| env!("CARGO_BIN_EXE_postmeester").into(), PathBuf::from)
}

impl Installation {
    /// A new one with its own SMTP server.
    pub async fn start(database: Database) -> Self {
        Self::start_with(database, &[]).await
    }

    /// A new one with more settings.
    pub async fn start_with(database: Database, settings: &[(&str, &str)]) -> Self {
        Self::start_before(Limits::default(), database, settings).await
    }

    /// A new one whose relay has these limits.
    pub async fn start_before(limits: Limits, database: Database, settings: &[(&str, &str)]) -> Self {
        let keep = Keep::Everything { max_bytes: 512 << 20 };
        let config = smtp_sink::Config { keep, limits, ..smtp_sink::Config::default() };
        let sink = Sink::start(config).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let base = format!("http://127.0.0.1:{port}");
        let made = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(create_database().await),
        };
        let mut environment = vec![
            ("POSTMEESTER_DATA_DIR".to_owned(), folder.path().join("data").display().to_string()),
            ("POSTMEESTER_LISTEN".to_owned(), format!("127.0.0.1:{port}")),
            ("POSTMEESTER_BASE_URL".to_owned(), base.clone()),
            ("POSTMEESTER_SMTP_URL".to_owned(), sink.url()),
            ("POSTMEESTER_LOG".to_owned(), "debug,hyper=info,sqlx=warn,tower_http=info".to_owned()),
        ];
        if let Some((server, name)) = &made {
            environment.push(("POSTMEESTER_DATABASE_URL".into(), format!("{server}/{name}")));
        }
        environment.extend(settings.iter().map(|(k, v)| (format!("POSTMEESTER_{k}"), (*v).to_owned())));
        // The second time it is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let mut installation = Self {
            sink,
            base,
            operator: String::new(),
            http,
            folder,
            environment,
            child: None,
            workers: Vec::new(),
            database: made,
        };
        let key = installation.command(&["api-key", "create", "--operator"]);
        assert!(key.status.success(), "{}", String::from_utf8_lossy(&key.stderr));
        installation.operator = String::from_utf8(key.stdout).unwrap().trim().to_owned();
        installation.come_up().await;
        installation
    }

    /// Runs a command of the program with this installation's settings, to its end.
    pub fn command(&self, arguments: &[&str]) -> std::process::Output {
        self.prepared().args(arguments).output().unwrap()
    }

    fn prepared(&self) -> Command {
        let mut command = Command::new(program());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("POSTMEESTER_")) {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(k, v)| (k, v))).stdin(Stdio::null());
        command
    }

    fn spawn(&self, what: &str) -> Child {
        std::fs::create_dir_all(self.data_folder()).unwrap();
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log_file()).unwrap();
        self.prepared().arg(what).stderr(log).stdout(Stdio::null()).spawn().unwrap()
    }

    /// Starts one more process that delivers.
    pub fn add_worker(&mut self) {
        let worker = self.spawn("worker");
        self.workers.push(worker);
    }

    /// `kill -9` of the one that was started last.
    pub fn kill_worker(&mut self) {
        let mut worker = self.workers.pop().unwrap();
        worker.kill().unwrap();
        worker.wait().unwrap();
    }

    /// Starts `serve` and waits until it is ready.
    pub async fn come_up(&mut self) {
        self.child = Some(self.spawn("serve"));
        let until = Instant::now() + Duration::from_secs(30);
        while Instant::now() < until {
            if let Ok(answer) = self.http.get(format!("{}/readyz", self.base)).send().await
                && answer.status() == 200
            {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("not ready:\n{}", self.log());
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// SIGTERM, and waits for the end.
    pub async fn stop(&mut self) {
        let mut child = self.child.take().unwrap();
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if let Some(status) = child.try_wait().unwrap() {
                assert!(status.success(), "{status}\n{}", self.log());
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("did not stop:\n{}", self.log());
    }

    pub fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log_file(&self) -> PathBuf {
        self.data_folder().join("log.txt")
    }

    /// What PostgreSQL answers beside the program.
    pub fn sql(&self, sql: &str) -> String {
        let (server, name) = self.database.as_ref().unwrap();
        let answer = Command::new("psql").args([&format!("{server}/{name}"), "-qtAc", sql]).output().unwrap();
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        String::from_utf8(answer.stdout).unwrap().trim().to_owned()
    }

    /// Everything that is kept: each file of the data folder, and on PostgreSQL a dump of the database.
    pub fn everything_kept(&self) -> Vec<(String, Vec<u8>)> {
        let read = |file: PathBuf| (file.display().to_string(), std::fs::read(&file).unwrap());
        let mut kept: Vec<_> = files(&self.data_folder()).into_iter().map(read).collect();
        if let Some((server, name)) = &self.database {
            let dump = Command::new("pg_dump").arg(format!("{server}/{name}")).output().unwrap();
            assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
            kept.push(("the database".to_owned(), dump.stdout));
        }
        kept
    }

    /// The end of the log.
    pub fn log(&self) -> String {
        let text = std::fs::read_to_string(self.log_file()).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }

    /// A request to the API with the operator's key: status and body.
    pub async fn api(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        self.try_api(method, path, body, None).await.unwrap()
    }

    /// The same, where the program may be gone; with an idempotency key if one is given.
    pub async fn try_api(
        &self,
        method: &str,
        path: &str,
        body: Value,
        key: Option<&str>,
    ) -> reqwest::Result<(u16, Value)> {
        let url = format!("{}/api/v1{path}", self.base);
        let mut request = self.http.request(method.parse().unwrap(), url).bearer_auth(&self.operator);
        if !body.is_null() {
            request = request.json(&body);
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let text = answer.text().await?;
        Ok((status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }))
    }

    /// Creates something and returns its id.
    pub async fn create(&self, path: &str, body: Value) -> String {
        let (status, answer) = self.api("POST", path, body.clone()).await;
        assert_eq!(status, 201, "{path} {body} {answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    /// An office that has only what every office has.
    pub async fn office(&self, name: &str) -> String {
        let body = json!({"name": name, "language": "nl", "communication_address": "info@kantoor.example"});
        self.create("/offices", body).await
    }

    pub async fn dossier(&self, office: &str, name: &str) -> String {
        self.create(&format!("/offices/{office}/dossiers"), json!({ "name": name })).await
    }

    /// Invites somebody; the whole answer.
    pub async fn invite(&self, office: &str, dossier: &str, email: &str) -> (u16, Value) {
        self.api("POST", &format!("/offices/{office}/client-users"), client(dossier, email)).await
    }

    /// Waits until as many mails arrived.
    pub async fn arrived(&self, count: u64) {
        if let Err(few) = self.sink.wait_for(count, Duration::from_secs(60)).await {
            panic!("{few}\n{}", self.log());
        }
    }

    /// The mail, once it is in this state.
    pub async fn mail_in_state(&self, office: &str, mail: &str, state: &str) -> Value {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let (_, answer) = self.api("GET", &format!("/offices/{office}/mails/{mail}"), Value::Null).await;
            if answer["state"] == state {
                return answer;
            }
            assert!(Instant::now() < until, "never {state}: {answer}\n{}", self.log());
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The link in the newest mail to an address.
    pub fn link_to(&self, email: &str) -> String {
        let mails = self.sink.mails();
        let mail = mails.iter().rev().find(|mail| mail.rcpt_to.iter().any(|to| to == email)).unwrap();
        link_in(&mail.data)
    }
}

/// A client-user to create.
pub fn client(dossier: &str, email: &str) -> Value {
    json!({"dossier_id": dossier, "email": email, "name": "Zoë De Smet", "language": "nl"})
}

/// The link in a message, as both its parts hold it.
pub fn link_in(message: &[u8]) -> String {
    let parsed = mail_parser::MessageParser::default().parse(message).unwrap();
    let find = |text: &str| {
        let start = text.find("/welcome/").unwrap();
        let begin = text[..start].rfind("http").unwrap();
        let rest = &text[begin..];
        rest[..rest.find(|c: char| c.is_whitespace() || "\"<".contains(c)).unwrap_or(rest.len())].to_owned()
    };
    let (text, html) = (find(&parsed.body_text(0).unwrap()), find(&parsed.body_html(0).unwrap()));
    assert_eq!(text, html);
    text
}

async fn create_database() -> (String, String) {
    let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES: run ./test");
    let admin = Db::open(&url, 1).await.unwrap();
    let mut random = [0; 8];
    getrandom::fill(&mut random).unwrap();
    let name = format!("front_door_{:016x}", u64::from_ne_bytes(random));
    admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await;
    (url.rsplit_once('/').unwrap().0.to_owned(), name)
}

impl Drop for Installation {
    fn drop(&mut self) {
        for mut child in self.child.take().into_iter().chain(self.workers.drain(..)) {
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some((server, name)) = self.database.take() {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _ = Command::new("psql").args([&format!("{server}/postgres"), "-qc", &drop]).output();
        }
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path => found.push(path),
        }
    }
    found
}
