//! An installation for one test: every route on a port of its own, with a database of its own.

use std::{
    panic::resume_unwind,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use desk::{Clock, Desk, SecretKey, Settings, mail_setup::Checks};
use domain::{Timestamp, id::OfficeId};
use store::Db;
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};
use url::Url;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    /// A file in a temporary folder.
    Sqlite,
    /// A database of its own on the server that `POSTMEESTER_TEST_POSTGRES` names.
    Postgres,
}

/// An installation for one test.
#[derive(Clone)]
pub(crate) struct TestApp {
    /// The use cases, for what no route does.
    pub(crate) desk: Desk,
    /// The clock, which stands still until a test moves it.
    pub(crate) clock: Clock,
    /// Where the routes are reached: `http://127.0.0.1:PORT`.
    pub(crate) address: String,
    /// An operator's key.
    pub(crate) operator: String,
    pub(crate) http: reqwest::Client,
}

/// Where the installation says that it is reached.
pub(crate) const BASE_URL: &str = "https://portal.example";

/// How many addresses may be refused to an office in an hour.
pub(crate) const REFUSALS: u64 = 20;

/// Writes a test once and runs it on both databases.
#[macro_export]
macro_rules! on_both {
    ($(#[$attribute:meta])* async fn $name:ident($app:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            use $crate::app::{Database, TestApp};

            async fn test($app: TestApp) $body

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                TestApp::run(Database::Sqlite, test).await;
            }

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn postgres() {
                TestApp::run(Database::Postgres, test).await;
            }
        }
    };
}

/// What has to be cleared away after a test.
struct Place {
    db: Db,
    serving: JoinHandle<()>,
    admin: Option<(Db, String)>,
    _folder: Option<TempDir>,
}

impl TestApp {
    /// Runs a test and clears away after it, also when it failed.
    pub(crate) async fn run<F>(database: Database, test: impl FnOnce(Self) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self::run_with(database, None, test).await;
    }

    /// The same, with the domains that send checked.
    pub(crate) async fn run_with<F>(database: Database, checks: Option<Checks>, test: impl FnOnce(Self) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (app, place) = Self::start_in(database, checks).await;
        let outcome = tokio::spawn(test(app)).await;
        place.clear_away().await;
        if let Err(error) = outcome {
            resume_unwind(error.into_panic());
        }
    }

    async fn start_in(database: Database, checks: Option<Checks>) -> (Self, Place) {
        let (db, admin, folder) = match database {
            Database::Sqlite => sqlite().await,
            Database::Postgres => postgres().await,
        };
        db.migrate().await.unwrap();
        let clock = Clock::held_at(Timestamp::from_millis(1_795_449_600_000));
        let settings = Settings {
            base_url: Url::parse(BASE_URL).unwrap(),
            time_zone: "Europe/Brussels".into(),
            system_from: None,
            refusals_an_hour: REFUSALS,
            content_days: None,
            checks,
        };
        let desk = Desk::new(db.clone(), clock.clone(), &SecretKey::generate().unwrap(), settings);
        let operator = desk.create_api_key(None).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let routes = web::router(web::App { desk: desk.clone(), mailbox: None, metrics: None });
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        // The second time it is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
        let app = Self { desk, clock, address, operator, http };
        (app, Place { db, serving, admin, _folder: folder })
    }

    /// A key of an office.
    pub(crate) async fn key_of(&self, office: &str) -> String {
        let office: OfficeId = office.parse().unwrap();
        self.desk.create_api_key(Some(office)).await.unwrap()
    }

    /// Runs SQL behind the use cases' back; `{}` in it stands for an id, which the two databases write differently.
    pub(crate) async fn sql(&self, sql: &str, id: &str) {
        let literal = match self.desk.db().kind() {
            store::Kind::Sqlite => format!("x'{}'", id.replace('-', "")),
            store::Kind::Postgres => format!("'{id}'"),
        };
        self.desk.db().run_for_tests(&sql.replace("{}", &literal)).await.unwrap();
    }

    /// A mail of the queue comes to an end, without a relay.
    pub(crate) async fn ends(&self, mail: &str, state: &str, cause: &str) {
        let ends = format!(
            "INSERT INTO endings (mail_id, office_id, state, cause, changed_at, lane, class, attempts)
             SELECT mail_id, office_id, '{state}', '{cause}', 1, lane, class, 1 FROM queue WHERE mail_id = {{}}"
        );
        self.sql(&ends, mail).await;
        self.sql("DELETE FROM queue WHERE mail_id = {}", mail).await;
    }
}

impl Place {
    async fn clear_away(self) {
        self.serving.abort();
        let _ = self.serving.await;
        self.db.close().await;
        if let Some((admin, name)) = self.admin {
            admin.run_for_tests(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
            admin.close().await;
        }
    }
}

type Opened = (Db, Option<(Db, String)>, Option<TempDir>);

async fn sqlite() -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    (Db::open(&url, 4).await.unwrap(), None, Some(folder))
}

async fn postgres() -> Opened {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES");
    let admin = Db::open(&url, 1).await.unwrap();
    let name = format!("web_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}"), 8).await.unwrap();
    (db, Some((admin, name)), None)
}
