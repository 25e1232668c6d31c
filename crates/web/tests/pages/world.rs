//! An office, its clients, a mailbox, and the pages on a port of their own.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use desk::{
    Clock, Desk, Said, SecretKey, Settings,
    access::Actor,
    client_groups::ClientGroupFields,
    deliver::{self, Route},
    dossiers::DossierFields,
    employees::EmployeeFields,
    events::{self, NewEvent},
    invite::{Invite, Job},
    mails::{Filter, MailState},
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name, Text, Timestamp,
    event::EventKind,
    id::{ClientUserId, DossierId, EmployeeId, OfficeId},
    office::Role,
    recipients::{Choice, Configuration},
};
use mail::{
    compose::Composer,
    smtp::{Relay, Timeouts},
};
use smtp_sink::Sink;
use store::Db;
use tokio_util::sync::CancellationToken;
use url::Url;
use web::App;

pub(crate) const OFFICE: &str = "Fiduciaire Léonard & Vandenbroucke";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) office: OfficeId,
    pub(crate) manager: EmployeeId,
    address: SocketAddr,
    folder: tempfile::TempDir,
}

/// Somebody who was welcomed, with the token of their first link.
pub(crate) struct Client {
    pub(crate) id: ClientUserId,
    pub(crate) token: String,
}

/// `2026-11-23T15:45:00Z`, a quarter to five in Brussels.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_795_448_700_000);

impl World {
    /// With a mailbox, at [`NOW`].
    pub(crate) async fn start() -> Self {
        Self::start_at(NOW, true).await
    }

    pub(crate) async fn start_at(now: Timestamp, with_mailbox: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("world.db").display()), 4).await.unwrap();
        db.migrate().await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let settings = Settings {
            base_url: Url::parse(&format!("http://{address}/")).unwrap(),
            time_zone: "Europe/Brussels".into(),
            system_from: Some(self::address("postmeester@portaal.example.be")),
            refusals_an_hour: 100,
            content_days: None,
            checks: None,
            seals: None,
        };
        let desk = Desk::new(db, Clock::held_at(now), &SecretKey::generate().unwrap(), settings);
        let mailbox = match with_mailbox {
            true => Some(Arc::new(Sink::start(smtp_sink::Config::default()).await.unwrap())),
            false => None,
        };
        let app = App { desk: desk.clone(), mailbox, metrics: None };
        let facts = web::pages::Facts::new(vec![web::pages::Fact {
            about: "Operator’s key".into(),
            text: "pmk_example".into(),
            link: None,
        }]);
        let router = web::router(app.clone()).layer(axum::Extension(facts));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let office = create_office(&desk).await;
        let manager = employee(&desk, office, "Sofie Claes", true).await;
        Self { app, office, manager, address, folder }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.app.desk
    }

    pub(crate) fn sink(&self) -> &Sink {
        self.app.mailbox.as_deref().unwrap()
    }

    /// Where the database is.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) async fn employee(&self, name: &str, active: bool) -> EmployeeId {
        employee(self.desk(), self.office, name, active).await
    }

    pub(crate) async fn dossier(&self, fields: DossierFields) -> DossierId {
        done(self.desk().create_dossier(Actor::Console, self.office, fields, None).await.unwrap()).id
    }

    pub(crate) async fn group(&self, group: &str, email: Option<&str>) -> domain::id::ClientGroupId {
        let fields = ClientGroupFields {
            name: Some(name(group)),
            email: Some(email.map(address)),
            members: Some(vec![self.manager]),
        };
        done(self.desk().create_client_group(Actor::Console, self.office, fields, None).await.unwrap()).id
    }

    /// Welcomes somebody in a dossier of the office's manager.
    pub(crate) async fn client(&self, language: Language, who: &str, email: &str) -> Client {
        let fields = DossierFields {
            name: Some(name(&format!("Dossier {who}"))),
            manager_id: Some(Some(self.manager)),
            ..DossierFields::default()
        };
        let dossier = self.dossier(fields).await;
        self.client_of(dossier, language, who, email).await
    }

    pub(crate) async fn client_of(
        &self,
        dossier: DossierId,
        language: Language,
        who: &str,
        email: &str,
    ) -> Client {
        let invite =
            Invite { dossier, email: address(email), name: name(who), language, hold_welcome_mail: false };
        let job = Job { actor: Actor::Console, office: self.office, items: vec![invite], once: None };
        let id = done(self.desk().invite(job).await.unwrap()).pop().unwrap().unwrap().id;
        Client { id, token: self.newest_token(id).await }
    }

    /// The token of the link that was sent last.
    pub(crate) async fn newest_token(&self, id: ClientUserId) -> String {
        let filter = Filter { client_user: Some(id), ..Filter::default() };
        let mails = self.desk().mails(Actor::Console, self.office, &filter, None, 50).await.unwrap();
        let link = mails.iter().find_map(|mail| mail.mail.content.link()).unwrap();
        self.desk().links().token(link)
    }

    /// Something happens in a dossier, or in none.
    pub(crate) async fn happens(&self, kind: EventKind, dossier: Option<DossierId>, summary: &str) {
        let (link, thread, occurred_at) = (None, None, None);
        let summary = Text::parse(summary).unwrap();
        let event = NewEvent { kind, dossier, summary, link, thread, occurred_at };
        let job = events::Job { actor: Actor::Console, office: self.office, items: vec![event], once: None };
        assert!(done(self.desk().post_events(job).await.unwrap()).iter().all(Result::is_ok));
    }

    /// The office chooses who hears of a kind.
    pub(crate) async fn choose(&self, kind: EventKind, choices: Vec<Choice>) {
        let chosen = Configuration::Personalised(choices);
        done(self.desk().choose_recipients(Actor::Console, self.office, kind, chosen, None).await.unwrap());
    }

    /// Changes an employee.
    pub(crate) async fn change(&self, employee: EmployeeId, fields: EmployeeFields) {
        let changed = self.desk().change_employee(Actor::Console, self.office, employee, fields, None);
        done(changed.await.unwrap());
    }

    /// A new link for them, which makes those before it worthless.
    pub(crate) async fn renew(&self, id: ClientUserId) -> String {
        let answers = done(self.desk().resend(Actor::Console, self.office, vec![id], None).await.unwrap());
        assert!(answers.iter().all(Result::is_ok));
        self.newest_token(id).await
    }

    pub(crate) async fn withdraw(&self, id: ClientUserId) {
        done(self.desk().withdraw(Actor::Console, self.office, id, None).await.unwrap());
    }

    pub(crate) fn forward(&self, by: Duration) {
        self.desk().clock().forward(by);
    }

    /// Hands over all that is due to the mailbox, as the program does it.
    pub(crate) async fn deliver(&self) {
        let route = Route {
            relay: Relay::from_url(&self.sink().url()).unwrap(),
            timeouts: Timeouts::default(),
            connections: 1,
            messages_a_minute: None,
        };
        let stop = CancellationToken::new();
        let composer = Arc::new(Composer::new().unwrap());
        let courier = tokio::spawn(deliver::deliver(self.desk().clone(), composer, route, stop.clone()));
        let under_way = |counts: Vec<(MailState, i64, Duration)>| {
            counts.iter().any(|(state, ..)| matches!(state, MailState::Queued | MailState::Sending))
        };
        // The first look of a courier puts what is due into the queue.
        tokio::time::sleep(Duration::from_millis(200)).await;
        while under_way(self.desk().queue_counts().await.unwrap()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.cancel();
        courier.await.unwrap();
    }
}

async fn create_office(desk: &Desk) -> OfficeId {
    let fields = OfficeFields {
        name: Some(name(OFFICE)),
        language: Some(Language::Nl),
        communication_address: Some(address("info@leonard-vandenbroucke.example.be")),
        functional_address: Some(Some(address("noreply@leonard-vandenbroucke.example.be"))),
        follow_up_notice: Some(true),
        ..OfficeFields::default()
    };
    done(desk.create_office(Actor::Console, fields, None).await.unwrap()).id
}

async fn employee(desk: &Desk, office: OfficeId, who: &str, active: bool) -> EmployeeId {
    let email = format!("{}@leonard-vandenbroucke.example.be", who.to_lowercase().replace(' ', "."));
    let fields = EmployeeFields {
        name: Some(name(who)),
        email: Some(address(&email)),
        language: Some(Language::Nl),
        role: Some(Role::Employee),
        active: Some(active),
        ..EmployeeFields::default()
    };
    done(desk.create_employee(Actor::Console, office, fields, None).await.unwrap()).id
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub(crate) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn done<T>(outcome: desk::Outcome<Said<T>>) -> T {
    match outcome.unwrap() {
        Said::Now(value) => value,
        Said::Before(_) => unreachable!("nothing here is asked twice"),
    }
}
