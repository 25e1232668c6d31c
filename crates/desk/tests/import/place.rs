//! An office on a database of its own, and files to import into it.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use desk::{
    Clock, Desk, Outcome, Said, SecretKey, Settings,
    access::Actor,
    dossiers::DossierFields,
    employees::EmployeeFields,
    import::{File, Mode, Report},
    invite::{Invite, Job},
    mails::Filter,
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name, Timestamp,
    dossier::Dossier,
    id::OfficeId,
    office::{Employee, Role},
    sender::SenderDecision,
};
use store::Db;
use tempfile::TempDir;

pub(crate) struct Place {
    pub(crate) desk: Desk,
    pub(crate) office: OfficeId,
    folder: Option<TempDir>,
    /// The PostgreSQL server and the database on it, which is dropped in the end.
    server: Option<(Db, String)>,
}

const TABLES: [&str; 12] = [
    "SELECT count(*) FROM offices",
    "SELECT count(*) FROM employees",
    "SELECT count(*) FROM client_groups",
    "SELECT count(*) FROM client_group_members",
    "SELECT count(*) FROM dossiers",
    "SELECT count(*) FROM client_users",
    "SELECT count(*) FROM client_user_dossiers",
    "SELECT count(*) FROM invitations",
    "SELECT count(*) FROM address_claims",
    "SELECT count(*) FROM mails",
    "SELECT count(*) FROM queue",
    "SELECT count(*) FROM idempotency_keys",
];

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub(crate) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn now<T>(said: Result<Outcome<Said<T>>, store::Error>) -> T {
    match said.unwrap().unwrap() {
        Said::Now(value) => value,
        Said::Before(text) => panic!("said before: {text}"),
    }
}

impl Place {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display()), 4).await.unwrap();
        Self { folder: Some(folder), ..Self::on(db).await }
    }

    pub(crate) async fn postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES");
        let server = Db::open(&url, 1).await.unwrap();
        let name = format!("import_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        server.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (root, _) = url.rsplit_once('/').unwrap();
        let db = Db::open(&format!("{root}/{name}"), 4).await.unwrap();
        Self { server: Some((server, name)), ..Self::on(db).await }
    }

    async fn on(db: Db) -> Self {
        db.migrate().await.unwrap();
        let settings = Settings {
            base_url: "https://portaal.example/".parse().unwrap(),
            time_zone: "Europe/Brussels".into(),
            system_from: None,
            refusals_an_hour: 100,
            content_days: None,
            checks: None,
            seals: None,
        };
        let clock = Clock::held_at(Timestamp::from_millis(1_795_000_000_000));
        let desk = Desk::new(db, clock, &SecretKey::generate().unwrap(), settings);
        let office =
            Self::office_of(&desk, "Boekhoudkantoor Vandenbroucke & Zn.", "vandenbroucke.example").await;
        Self { desk, office, folder: None, server: None }
    }

    async fn office_of(desk: &Desk, title: &str, domain: &str) -> OfficeId {
        let fields = OfficeFields {
            name: Some(name(title)),
            language: Some(Language::Nl),
            communication_address: Some(address(&format!("info@{domain}"))),
            functional_address: Some(Some(address(&format!("portaal@{domain}")))),
            ..OfficeFields::default()
        };
        now(desk.create_office(Actor::Console, fields, None).await).id
    }

    pub(crate) async fn close(self) {
        self.desk.db().close().await;
        if let Some((server, name)) = self.server {
            server.run_for_tests(&format!("DROP DATABASE {name}")).await.unwrap();
        }
        drop(self.folder);
    }

    /// Another office, with these client-users.
    pub(crate) async fn another_office_with(&self, emails: &[String]) -> OfficeId {
        let office = Self::office_of(&self.desk, "Kantoor Maes", "maes.example").await;
        let dossier = self
            .dossier(office, DossierFields { name: Some(name("Elders")), ..DossierFields::default() })
            .await;
        for emails in emails.chunks(1000) {
            let invite = |email: &String| Invite {
                dossier: dossier.id,
                email: address(email),
                name: name("Bea Bezet"),
                language: Language::Nl,
                hold_welcome_mail: false,
            };
            let invites = emails.iter().map(invite).collect();
            let job = Job { actor: Actor::Console, office, items: invites, once: None };
            assert!(now(self.desk.invite(job).await).iter().all(Result::is_ok));
        }
        office
    }

    pub(crate) async fn dossier(&self, office: OfficeId, fields: DossierFields) -> Dossier {
        now(self.desk.create_dossier(Actor::Console, office, fields, None).await)
    }

    pub(crate) async fn employee(&self, title: &str, email: &str) -> Employee {
        let fields = EmployeeFields {
            name: Some(name(title)),
            email: Some(address(email)),
            language: Some(Language::Nl),
            role: Some(Role::Admin),
            ..EmployeeFields::default()
        };
        now(self.desk.create_employee(Actor::Console, self.office, fields, None).await)
    }

    pub(crate) async fn dismiss(&self, employee: &Employee) {
        let fields = EmployeeFields { active: Some(false), ..EmployeeFields::default() };
        now(self.desk.change_employee(Actor::Console, self.office, employee.id, fields, None).await);
    }

    pub(crate) async fn import(&self, mode: Mode, file: impl Into<Vec<u8>>) -> Report {
        let file = File { name: "lijst.csv".into(), bytes: file.into() };
        self.desk.import(Actor::Console, self.office, file, mode, |_| {}).await.unwrap().unwrap()
    }

    /// Imports what must be right.
    pub(crate) async fn imported(&self, file: impl Into<Vec<u8>>) -> Report {
        let report = self.import(Mode::Real, file).await;
        assert_eq!(report.errors, [], "{report}");
        report
    }

    /// The errors of a dry run: line, column, code.
    pub(crate) async fn errors(&self, file: impl Into<Vec<u8>>) -> Vec<(u32, String, &'static str)> {
        let told = |error: &desk::import::report::LineError| {
            let column = error.column.map(|column| column.title().to_owned()).unwrap_or_default();
            (error.line.unwrap_or_default(), column, error.code.code())
        };
        self.import(Mode::DryRun, file).await.errors.iter().map(told).collect()
    }

    /// How many rows each table has, without the audit log.
    pub(crate) async fn counts(&self) -> Vec<i64> {
        let mut tx = self.desk.db().read().await.unwrap();
        let mut counts = Vec::new();
        for sql in TABLES {
            let (count,): (i64,) = tx.query(sql).fetch_one().await.unwrap();
            counts.push(count);
        }
        counts
    }

    pub(crate) async fn dossiers(&self) -> BTreeMap<String, Dossier> {
        let all = self.desk.dossiers(Actor::Console, self.office, None, 10_000).await.unwrap();
        all.into_iter().map(|dossier| (dossier.name.to_string(), dossier)).collect()
    }

    /// The senders of the office's stored mails, by recipient, kind and dossier.
    pub(crate) async fn senders(&self) -> BTreeMap<(String, &'static str, String), SenderDecision> {
        let names: BTreeMap<_, _> =
            self.dossiers().await.into_values().map(|d| (d.id, d.name.to_string())).collect();
        let all =
            self.desk.mails(Actor::Console, self.office, &Filter::default(), None, 100_000).await.unwrap();
        let told = |tracked: desk::mails::Tracked| {
            let mail = tracked.mail;
            let dossier = names[&mail.dossier_id.unwrap()].clone();
            ((mail.to.address.key(), mail.content.kind().code(), dossier), mail.sender)
        };
        all.into_iter().map(told).collect()
    }
}

/// The senders that a report promises, by recipient, kind and dossier.
pub(crate) fn promised(report: &Report) -> BTreeMap<(String, &'static str, String), SenderDecision> {
    let told = |line: &desk::import::report::LineReport| {
        let to = line.client_user.as_ref()?.email.key();
        let dossier = line.dossier.as_ref()?.name.to_string();
        Some(((to, line.mail?.code(), dossier), line.sender.clone()?))
    };
    report.lines.iter().filter_map(told).collect()
}
