//! An office with a dossier, a courier, a relay, and a clock that stands still.

use std::{sync::Arc, time::Duration};

use desk::{
    Clock, Desk, Outcome, Said, SecretKey, Settings,
    access::Actor,
    deliver::{self, Route},
    dossiers::DossierFields,
    invite::{Invite, Invited, Job},
    mails::{Filter, MailDetail, MailState, Tracked},
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name, Timestamp,
    id::{ClientUserId, DossierId, MailId, OfficeId},
};
use mail::{
    compose::Composer,
    smtp::{Relay, Timeouts},
};
use smtp_sink::Sink;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

pub struct Place {
    pub desk: Desk,
    pub sink: Sink,
    pub office: OfficeId,
    pub dossier: DossierId,
    stop: CancellationToken,
    _folder: TempDir,
}

fn fields(name: &str) -> OfficeFields {
    OfficeFields {
        name: Some(Name::parse(name).unwrap()),
        language: Some(Language::Nl),
        communication_address: Some(EmailAddress::parse("info@kantoor.example").unwrap()),
        ..OfficeFields::default()
    }
}

fn now<T>(said: Outcome<Said<T>>) -> T {
    match said.unwrap() {
        Said::Now(value) => value,
        Said::Before(text) => panic!("said before: {text}"),
    }
}

impl Place {
    pub async fn new() -> Self {
        Self::with(fields("Kantoor Peeters")).await
    }

    pub async fn with_reminders() -> Self {
        Self::with(OfficeFields { reminders: Some(true), ..fields("Kantoor Peeters") }).await
    }

    pub async fn with_follow_up() -> Self {
        Self::with(OfficeFields { follow_up_notice: Some(true), ..fields("Kantoor Peeters") }).await
    }

    async fn with(fields: OfficeFields) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let db = store::Db::open(&url, 4).await.unwrap();
        db.migrate().await.unwrap();
        let key = SecretKey::generate().unwrap();
        let settings = Settings {
            base_url: "https://portaal.example/".parse().unwrap(),
            time_zone: "Europe/Brussels".into(),
            system_from: None,
            refusals_an_hour: 100,
            content_days: std::num::NonZeroU32::new(30),
            checks: None,
            seals: Some(key.seals("bounces.example").unwrap()),
        };
        let clock = Clock::held_at(Timestamp::from_millis(1_795_000_000_000));
        let desk = Desk::new(db, clock, &key, settings);
        let sink = Sink::start(smtp_sink::Config::default()).await.unwrap();
        let route = Route {
            relay: Relay::from_url(&sink.url()).unwrap(),
            timeouts: Timeouts::default(),
            connections: 1,
            messages_a_minute: None,
        };
        let stop = CancellationToken::new();
        tokio::spawn(deliver::deliver(desk.clone(), Arc::new(Composer::new().unwrap()), route, stop.clone()));
        let office = now(desk.create_office(Actor::Console, fields, None).await.unwrap()).id;
        let dossier = Self::dossier_at(&desk, office).await;
        Self { desk, sink, office, dossier, stop, _folder: folder }
    }

    async fn dossier_at(desk: &Desk, office: OfficeId) -> DossierId {
        let fields = DossierFields {
            name: Some(Name::parse("Bakkerij De Wafel").unwrap()),
            ..DossierFields::default()
        };
        now(desk.create_dossier(Actor::Console, office, fields, None).await.unwrap()).id
    }

    pub fn actor(&self) -> Actor {
        Actor::Console
    }

    pub async fn another_office(&self) -> OfficeId {
        now(self.desk.create_office(Actor::Console, fields("Kantoor Maes"), None).await.unwrap()).id
    }

    pub async fn invite_at(&self, office: OfficeId, email: &str) -> Outcome<Invited> {
        let invite = Invite {
            dossier: Self::dossier_at(&self.desk, office).await,
            email: EmailAddress::parse(email).unwrap(),
            name: Name::parse("Zoë De Smet").unwrap(),
            language: Language::Nl,
            hold_welcome_mail: false,
        };
        let job = Job { actor: Actor::Console, office, items: vec![invite], once: None };
        now(self.desk.invite(job).await.unwrap()).pop().unwrap()
    }

    pub async fn invite_all(&self, invites: Vec<Invite>) -> Vec<Outcome<Invited>> {
        let job = Job { actor: Actor::Console, office: self.office, items: invites, once: None };
        now(self.desk.invite(job).await.unwrap())
    }

    pub async fn invite(&self, invite: Invite) -> Invited {
        self.invite_all(vec![invite]).await.pop().unwrap().unwrap()
    }

    /// Moves the clock; whatever is written then rings the courier's bell.
    pub async fn forward(&self, by: Duration) {
        self.desk.clock().forward(by);
        let same = OfficeFields::default();
        now(self.desk.change_office(Actor::Console, self.office, same, None).await.unwrap());
    }

    pub async fn mail(&self, mail: MailId) -> MailDetail {
        self.desk.mail(Actor::Console, self.office, mail).await.unwrap()
    }

    /// The mail, once it is in this state after at least so many attempts.
    pub async fn until(&self, mail: MailId, state: MailState, attempts: usize) -> Tracked {
        self.until_any(mail, &[state], attempts).await
    }

    /// The same, for one of several states.
    pub async fn until_any(&self, mail: MailId, states: &[MailState], attempts: usize) -> Tracked {
        for _ in 0..2000 {
            let found = self.mail(mail).await;
            if states.contains(&found.tracked.delivery.state) && found.attempts.len() >= attempts {
                return found.tracked;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("never {states:?}: {:?}", self.mail(mail).await);
    }

    pub async fn want_reminders(&self) {
        let fields = OfficeFields { reminders: Some(true), ..OfficeFields::default() };
        now(self.desk.change_office(Actor::Console, self.office, fields, None).await.unwrap());
    }

    pub async fn mails(&self) -> Vec<Tracked> {
        self.desk.mails(Actor::Console, self.office, &Filter::default(), None, 100).await.unwrap()
    }

    /// The token of a client-user's newest link.
    pub async fn token(&self, user: ClientUserId) -> String {
        let filter = Filter { client_user: Some(user), ..Filter::default() };
        let mails = self.desk.mails(Actor::Console, self.office, &filter, None, 1).await.unwrap();
        self.desk.links().token(mails[0].mail.content.link().unwrap())
    }

    /// Waits until nothing is to be sent.
    pub async fn quiet(&self) {
        for _ in 0..4000 {
            let counts = self.desk.queue_counts().await.unwrap();
            if counts.iter().all(|(state, ..)| !matches!(state, MailState::Queued | MailState::Sending)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("never quiet");
    }

    pub async fn stop_delivering(&self) {
        self.stop.cancel();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
