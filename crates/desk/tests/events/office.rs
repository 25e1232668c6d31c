//! An office with people and dossiers, on either database, under a clock that stands still. Nothing is delivered: what
//! would be is in the queue.

use std::time::Duration;

use desk::{
    Clock, Desk, Outcome, Said, SecretKey, Settings,
    access::Actor,
    dossiers::DossierFields,
    employees::EmployeeFields,
    events::{Job, NewEvent, Told},
    mails::Filter,
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name, Text, Timestamp,
    event::{EventKind, Pace},
    id::{DossierId, EmployeeId, EventId, OfficeId},
    mail::{Content, Mail},
    office::Role,
};
use store::Db;
use tempfile::TempDir;

/// Which database an office is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// The same test on both databases: `NAME::sqlite`, and `NAME::postgres`, which needs a server.
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block) => {
        mod $name {
            use super::*;
            async fn run($database: $crate::office::Database) $body
            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::office::Database::Sqlite).await;
            }
            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn postgres() {
                run($crate::office::Database::Postgres).await;
            }
        }
    };
}
pub(crate) use on_both;

pub struct Office {
    pub desk: Desk,
    pub id: OfficeId,
    /// Where the database is, for another process.
    pub url: String,
    server: Option<(String, String)>,
    _folder: TempDir,
}

/// Monday, 23 November 2026, at noon in Brussels.
pub const NOON: Timestamp = Timestamp::from_millis(1_795_431_600_000);

pub fn now<T>(said: Outcome<Said<T>>) -> T {
    match said.unwrap() {
        Said::Now(value) => value,
        Said::Before(text) => panic!("said before: {text}"),
    }
}

pub fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// A desk on a database that exists, at a point in time.
pub async fn desk_at(url: &str, time: Timestamp) -> Desk {
    let db = Db::open(url, 4).await.unwrap();
    db.migrate().await.unwrap();
    let settings = Settings {
        base_url: "https://portaal.example/".parse().unwrap(),
        time_zone: "Europe/Brussels".into(),
        system_from: Some(EmailAddress::parse("portaal@platform.example").unwrap()),
        refusals_an_hour: 100,
        content_days: None,
        checks: None,
        seals: None,
    };
    Desk::new(db, Clock::held_at(time), &SecretKey::generate().unwrap(), settings)
}

impl Office {
    pub async fn new(database: Database) -> Self {
        Self::with(database, OfficeFields::default()).await
    }

    pub async fn with(database: Database, fields: OfficeFields) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (url, server) = match database {
            Database::Sqlite => (format!("sqlite:{}", folder.path().join("test.db").display()), None),
            Database::Postgres => {
                let server = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("run ./test");
                let name = format!("events_{}", Clock::system().id::<()>().uuid().simple());
                let admin = Db::open(&server, 1).await.unwrap();
                admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
                admin.close().await;
                let (base, _) = server.rsplit_once('/').unwrap();
                (format!("{base}/{name}"), Some((server, name)))
            }
        };
        let desk = desk_at(&url, NOON).await;
        let fields = OfficeFields {
            name: Some(name("Kantoor Peeters")),
            language: Some(Language::Nl),
            communication_address: Some(address("info")),
            ..fields
        };
        let id = now(desk.create_office(Actor::Console, fields, None).await.unwrap()).id;
        Self { desk, id, url, server, _folder: folder }
    }

    /// Closes the database and, on a server, removes it.
    pub async fn end(self) {
        self.desk.db().close().await;
        if let Some((server, name)) = self.server {
            let admin = Db::open(&server, 1).await.unwrap();
            admin.run_for_tests(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
            admin.close().await;
        }
    }

    pub async fn employee(&self, who: &str, pace: Pace) -> EmployeeId {
        let fields = EmployeeFields {
            name: Some(name(who)),
            email: Some(address(&who.to_lowercase())),
            language: Some(Language::Nl),
            role: Some(Role::Employee),
            ..EmployeeFields::default()
        };
        let id = now(self.desk.create_employee(Actor::Console, self.id, fields, None).await.unwrap()).id;
        let paces = Some(EventKind::ALL.map(|kind| (kind, pace)).into());
        self.change(id, EmployeeFields { paces, ..EmployeeFields::default() }).await;
        id
    }

    pub async fn change(&self, employee: EmployeeId, fields: EmployeeFields) {
        now(self.desk.change_employee(Actor::Console, self.id, employee, fields, None).await.unwrap());
    }

    pub async fn dossier(&self, title: &str, manager: EmployeeId) -> DossierId {
        let fields = DossierFields {
            name: Some(name(title)),
            manager_id: Some(Some(manager)),
            ..DossierFields::default()
        };
        now(self.desk.create_dossier(Actor::Console, self.id, fields, None).await.unwrap()).id
    }

    pub async fn post_all(&self, items: Vec<NewEvent>) -> Vec<Told> {
        let job = Job { actor: Actor::Console, office: self.id, items, once: None };
        now(self.desk.post_events(job).await.unwrap()).into_iter().map(|told| told.unwrap()).collect()
    }

    pub async fn post(&self, event: NewEvent) -> Told {
        self.post_all(vec![event]).await.pop().unwrap()
    }

    /// Moves the clock and does what is due. Returns how many mails that made.
    pub async fn forward(&self, by: Duration) -> usize {
        self.desk.clock().forward(by);
        self.desk.tell_due().await.unwrap()
    }

    /// Mails to employees and addresses of the office, oldest first.
    pub async fn mails(&self) -> Vec<Mail> {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page =
                self.desk.mails(Actor::Console, self.id, &Filter::default(), before, 200).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.mail.id);
            found.extend(page.into_iter().map(|tracked| tracked.mail));
        }
        found.reverse();
        found
    }

    pub async fn close(&self, event: EventId) {
        now(self.desk.close_event(Actor::Console, self.id, event, None).await.unwrap());
    }
}

pub fn address(local: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{local}@kantoor.example")).unwrap()
}

pub fn event(kind: EventKind, dossier: Option<DossierId>, summary: &str) -> NewEvent {
    NewEvent {
        kind,
        dossier,
        summary: Text::parse(summary).unwrap(),
        link: None,
        thread: None,
        occurred_at: None,
    }
}

/// What a mail tells, a text each; a digest's by dossier.
pub fn told(mail: &Mail) -> Vec<String> {
    let texts = |texts: &[Text]| texts.iter().map(ToString::to_string).collect();
    match &mail.content {
        Content::FailedTaskV1(notice)
        | Content::MessageV1(notice)
        | Content::VatDocumentsOkV1(notice)
        | Content::UserRequestV1(notice) => texts(&notice.texts),
        Content::DigestV1(digest) => digest
            .dossiers
            .iter()
            .flat_map(|dossier| {
                let title = dossier.dossier_name.as_ref().map_or_else(String::new, ToString::to_string);
                dossier.events.iter().map(move |event| format!("{title}: {}", event.text))
            })
            .collect(),
        other => panic!("no mail to the office: {other:?}"),
    }
}

/// Who got it, and what it tells.
pub fn line(mail: &Mail) -> String {
    format!("{} | {}", mail.to.address.local_part(), told(mail).join(" / "))
}
