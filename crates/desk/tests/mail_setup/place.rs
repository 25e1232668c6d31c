//! Offices whose domains are checked, a courier, a relay, a DNS, and a clock that stands still; on either database.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use desk::{
    Clock, Desk, Outcome, Said, SecretKey, Settings,
    access::Actor,
    deliver::{self, Route},
    dossiers::DossierFields,
    events::Kept,
    invite::{Invite, Invited, Job},
    mail_setup::{Checks, MailSetupDetail, dns},
    mails::{Filter, MailDetail, MailState, Tracked},
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name, Timestamp,
    id::{DossierId, MailId, OfficeId},
};
use mail::{
    compose::Composer,
    smtp::{Relay, Timeouts},
};
use smtp_sink::Sink;
use store::Db;
use tokio_util::sync::CancellationToken;

use crate::zone::Zone;

#[derive(Clone, Copy)]
pub enum Database {
    Sqlite,
    Postgres,
}

pub struct Place {
    pub desk: Desk,
    pub sink: Sink,
    pub zone: Zone,
    pub key: SecretKey,
    stop: CancellationToken,
    admin: Option<(Db, String)>,
    folder: tempfile::TempDir,
}

/// An office with a dossier.
#[derive(Clone, Copy)]
pub struct Office {
    pub id: OfficeId,
    pub dossier: DossierId,
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub fn now<T>(said: Outcome<Said<T>>) -> T {
    match said.unwrap() {
        Said::Now(value) => value,
        Said::Before(text) => panic!("said before: {text}"),
    }
}

fn settings(zone: &Zone) -> Settings {
    let egress = dns::Egress::new(
        vec!["192.0.2.25".parse().unwrap()],
        None,
        dns::DomainName::parse("out.portaal.example").unwrap(),
    );
    Settings {
        base_url: "https://portaal.example/".parse().unwrap(),
        time_zone: "Europe/Brussels".into(),
        system_from: Some(address("portaal@platform.example")),
        refusals_an_hour: 100,
        content_days: None,
        seals: None,
        checks: Some(Checks { ask: zone.ask(), egress: egress.unwrap(), return_path: None }),
    }
}

impl Place {
    pub async fn run<F>(database: Database, test: impl FnOnce(Arc<Self>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let place = Arc::new(Self::start(database).await);
        let outcome = tokio::spawn(test(place.clone())).await;
        place.stop.cancel();
        tokio::time::sleep(Duration::from_millis(100)).await;
        place.desk.db().close().await;
        if let Some((admin, name)) = &place.admin {
            admin.run_for_tests(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        }
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    }

    async fn start(database: Database) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let folder = tempfile::tempdir().unwrap();
        let (db, admin) = match database {
            Database::Sqlite => {
                let url = format!("sqlite:{}", folder.path().join("test.db").display());
                (Db::open(&url, 4).await.unwrap(), None)
            }
            Database::Postgres => {
                let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES");
                let admin = Db::open(&url, 1).await.unwrap();
                let name = format!("setup_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
                admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
                let (server, _) = url.rsplit_once('/').unwrap();
                (Db::open(&format!("{server}/{name}"), 8).await.unwrap(), Some((admin, name)))
            }
        };
        db.migrate().await.unwrap();
        let (zone, key) = (Zone::default(), SecretKey::generate().unwrap());
        let clock = Clock::held_at(Timestamp::from_millis(1_795_000_000_000));
        let desk = Desk::new(db, clock, &key, settings(&zone));
        let sink = Sink::start(smtp_sink::Config::default()).await.unwrap();
        let place = Self { desk, sink, zone, key, stop: CancellationToken::new(), admin, folder };
        place.deliver();
        place
    }

    fn deliver(&self) {
        let route = Route {
            relay: Relay::from_url(&self.sink.url()).unwrap(),
            timeouts: Timeouts::default(),
            connections: 1,
            messages_a_minute: None,
        };
        let composer = Arc::new(Composer::new().unwrap());
        tokio::spawn(deliver::deliver(self.desk.clone(), composer, route, self.stop.clone()));
    }

    /// Another process on the same database.
    pub fn another_desk(&self) -> Desk {
        let _ = &self.folder;
        Desk::new(self.desk.db().clone(), self.desk.clock().clone(), &self.key, settings(&self.zone))
    }

    /// An office that sends from `info@{domain}`.
    pub async fn office(&self, domain: &str) -> Office {
        self.zone.takes_mail(domain);
        let fields = OfficeFields {
            name: Some(name("Kantoor Peeters")),
            language: Some(Language::Nl),
            communication_address: Some(address(&format!("info@{domain}"))),
            ..OfficeFields::default()
        };
        let id = now(self.desk.create_office(Actor::Console, fields, None).await.unwrap()).id;
        let fields = DossierFields { name: Some(name("Bakkerij De Wafel")), ..DossierFields::default() };
        let dossier = now(self.desk.create_dossier(Actor::Console, id, fields, None).await.unwrap()).id;
        Office { id, dossier }
    }

    /// One whose domain is set up right.
    pub async fn ready_office(&self, domain: &str) -> Office {
        let office = self.office(domain).await;
        let setup = self.check(office).await;
        self.zone.publish(&setup);
        assert!(self.check(office).await.ready);
        office
    }

    pub async fn check(&self, office: Office) -> MailSetupDetail {
        now(self.desk.check_mail_setup(Actor::Console, office.id, None).await.unwrap())
    }

    pub async fn invite(&self, office: Office, email: &str, hold: bool) -> Outcome<Invited> {
        let invite = Invite {
            dossier: office.dossier,
            email: address(email),
            name: name("Zoë De Smet"),
            language: Language::Nl,
            hold_welcome_mail: hold,
        };
        let job = Job { actor: Actor::Console, office: office.id, items: vec![invite], once: None };
        now(self.desk.invite(job).await.unwrap()).pop().unwrap()
    }

    /// The id of the mail that one who was created is welcomed by.
    pub async fn welcome(&self, office: Office, email: &str, hold: bool) -> MailId {
        self.invite(office, email, hold).await.unwrap().mail.unwrap().id
    }

    pub async fn mail(&self, office: Office, mail: MailId) -> MailDetail {
        self.desk.mail(Actor::Console, office.id, mail).await.unwrap()
    }

    pub async fn mails(&self, office: Office) -> Vec<Tracked> {
        self.desk.mails(Actor::Console, office.id, &Filter::default(), None, 100).await.unwrap()
    }

    pub async fn events(&self, office: Office) -> Vec<Kept> {
        self.desk
            .events(Actor::Console, office.id, &desk::events::Filter::default(), None, 100)
            .await
            .unwrap()
    }

    /// The mail, once it is in this state.
    pub async fn until(&self, office: Office, mail: MailId, state: MailState) -> MailDetail {
        for _ in 0..2000 {
            let found = self.mail(office, mail).await;
            if found.tracked.delivery.state == state {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("never {state:?}: {:?}", self.mail(office, mail).await);
    }

    /// What a worker knows of domains is forgotten by then.
    pub async fn a_few_seconds(&self) {
        tokio::time::sleep(Duration::from_millis(5100)).await;
    }

    /// What came in for this address, as text.
    pub fn received(&self, to: &str) -> Vec<String> {
        let mails = self.sink.mails();
        let to_them = mails.iter().filter(|mail| mail.rcpt_to == [to]);
        to_them.map(|mail| String::from_utf8(mail.data.clone()).unwrap()).collect()
    }
}
