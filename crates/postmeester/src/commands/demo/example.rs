//! The example office of the demo.

use anyhow::{Context as _, ensure};
use desk::{
    Desk, Said,
    access::Actor,
    dossiers::DossierFields,
    events::{self, NewEvent},
    import::{File, Mode},
    invite::{Invite, Job},
    mails::{Filter, MailState},
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name, Text,
    event::EventKind,
    id::{DossierId, OfficeId},
    mail::MailKind,
    sender::SenderDecision,
};
use url::Url;

/// An office with a client-user in each language.
pub(super) struct Example {
    pub(super) office: OfficeId,
    pub(super) office_name: Name,
    /// How many dossiers were imported.
    pub(super) imported: usize,
    /// How many mails go out.
    pub(super) mails: u64,
    welcomed: Vec<Welcomed>,
}

/// A client-user who was welcomed.
pub(super) struct Welcomed {
    pub(super) dossier: DossierId,
    pub(super) dossier_name: Name,
    pub(super) email: EmailAddress,
    pub(super) sender: SenderDecision,
    pub(super) message_id: String,
    pub(super) link: Url,
}

/// An export as an office has it, with the dirt that real ones have.
const EXPORT: &[u8] = include_bytes!("../../../../../examples/kantoor-example.csv");

/// Dossier, its manager, its group; the client-user's name, address and language.
type Line = (&'static str, Option<&'static str>, Option<&'static str>, &'static str, &'static str, Language);

/// One in each language; between them, the manager, a group, and the functional address in place of what is missing.
const CLIENTS: [Line; 4] = [
    (
        "Brasserie De Wafel",
        Some("Griet Vandenbroucke"),
        Some("Horeca"),
        "Zoë De Smet",
        "zoe@dewafel.example",
        Language::Nl,
    ),
    (
        "Café du Marché",
        None,
        Some("Horeca"),
        "Hélène Dupont",
        "helene.dupont@cafedumarche.example",
        Language::Fr,
    ),
    ("Ostbelgien Holz GmbH", None, None, "Jürgen Müller", "j.mueller@ostbelgien-holz.example", Language::De),
    (
        "Harbour & Sons Ltd",
        None,
        Some("Transport"),
        "Sam O'Brien",
        "sam.obrien@harbour-sons.example",
        Language::En,
    ),
];

/// What happened since, one of each kind; the dossier by its place among the clients.
const EVENTS: [(EventKind, usize, &str); 4] = [
    (
        EventKind::FailedTask,
        0,
        "De kassabon van 12 november kon niet gelezen worden: de foto is onscherp. Vraag de klant om een nieuwe, of boek hem met de hand.",
    ),
    (EventKind::VatDocumentsOk, 1, "2026-10"),
    (
        EventKind::Message,
        2,
        "Guten Tag,\nkönnen wir die Rechnung 2026-118 noch im Oktober buchen?\nJürgen Müller",
    ),
    (EventKind::UserRequest, 3, "Could Mary Harbour (mary.harbour@harbour-sons.example) have access too?"),
];

impl Example {
    pub(super) fn first(&self) -> &Welcomed {
        &self.welcomed[0]
    }

    /// Creates the office through the same doors as everybody.
    pub(super) async fn create(desk: &Desk) -> anyhow::Result<Self> {
        let office_name = Name::parse("Boekhoudkantoor Vandenbroucke & Zn.")?;
        let fields = OfficeFields {
            name: Some(office_name.clone()),
            language: Some(Language::Nl),
            communication_address: Some(EmailAddress::parse("info@vandenbroucke.example")?),
            functional_address: Some(Some(EmailAddress::parse("noreply@vandenbroucke.example")?)),
            ..OfficeFields::default()
        };
        let office = now(desk.create_office(Actor::Console, fields, None).await?)?.id;
        let mut example = Self { office, office_name, imported: 0, mails: 0, welcomed: Vec::new() };
        example.import(desk).await?;
        let managers = desk.employees(Actor::Console, office, None, 200).await?;
        let groups = desk.client_groups(Actor::Console, office, None, 200).await?;
        for (dossier, managed, group, name, email, language) in CLIENTS {
            let fields = DossierFields {
                name: Some(Name::parse(dossier)?),
                manager_id: managed
                    .map(|name| managers.iter().find(|m| m.name.as_str() == name).map(|m| m.id)),
                client_group_id: group
                    .map(|name| groups.iter().find(|g| g.name.as_str() == name).map(|g| g.id)),
                ..DossierFields::default()
            };
            let dossier = now(desk.create_dossier(Actor::Console, office, fields, None).await?)?;
            let (email, name) = (EmailAddress::parse(email)?, Name::parse(name)?);
            let invite = Invite {
                dossier: dossier.id,
                email: email.clone(),
                name,
                language,
                hold_welcome_mail: false,
            };
            let welcomed = example.welcome(desk, invite, dossier.name).await?;
            example.welcomed.push(welcomed);
            example.mails += 1;
        }
        example.mails += example.post_events(desk).await?;
        Ok(example)
    }

    /// Returns how many mails to the office that made.
    async fn post_events(&self, desk: &Desk) -> anyhow::Result<u64> {
        let event = |&(kind, client, summary): &(EventKind, usize, &str)| -> anyhow::Result<NewEvent> {
            let dossier = Some(self.welcomed[client].dossier);
            Ok(NewEvent {
                kind,
                dossier,
                summary: Text::parse(summary)?,
                link: None,
                thread: None,
                occurred_at: None,
            })
        };
        let items = EVENTS.iter().map(event).collect::<anyhow::Result<Vec<_>>>()?;
        let job = events::Job { actor: Actor::Console, office: self.office, items, once: None };
        let mut mails = 0;
        for told in now(desk.post_events(job).await?)? {
            mails += told?.mails.len() as u64;
        }
        Ok(mails)
    }

    async fn import(&mut self, desk: &Desk) -> anyhow::Result<()> {
        let file = File { name: "kantoor-example.csv".into(), bytes: EXPORT.to_vec() };
        let report = desk.import(Actor::Console, self.office, file, Mode::Real, |_| {}).await??;
        ensure!(report.stored, "the example could not be imported:\n{report}");
        self.imported = report.totals.dossiers_created;
        self.mails = report.totals.mails as u64;
        Ok(())
    }

    async fn welcome(&self, desk: &Desk, invite: Invite, dossier_name: Name) -> anyhow::Result<Welcomed> {
        let (dossier, email) = (invite.dossier, invite.email.clone());
        let job = Job { actor: Actor::Console, office: self.office, items: vec![invite], once: None };
        let invited = now(desk.invite(job).await?)?.pop().context("no answer")??;
        let queued = invited.mail.context("no mail")?;
        ensure!(queued.kind == MailKind::Welcome, "the example's clients are new");
        let filter = Filter { client_user: Some(invited.id), ..Filter::default() };
        let stored =
            desk.mails(Actor::Console, self.office, &filter, None, 1).await?.pop().context("no mail")?;
        let link = stored.mail.content.link().context("a welcome mail has a link")?;
        let (sender, message_id, link) = (queued.sender, stored.mail.message_id, desk.links().url(link));
        Ok(Welcomed { dossier, dossier_name, email, sender, message_id, link })
    }
}

/// In words, once the outcome is recorded.
pub(super) async fn handed_over(desk: &Desk, example: &Example, client: &Welcomed) -> anyhow::Result<String> {
    let filter = Filter { to: Some(client.email.clone()), ..Filter::default() };
    for _ in 0..1000 {
        let mut mails = desk.mails(Actor::Console, example.office, &filter, None, 1).await?;
        let delivery = mails.pop().context("the mail is gone")?.delivery;
        if let (MailState::Sent, Some(queue_id)) = (delivery.state, delivery.relay_queue_id) {
            return Ok(format!("handed over to the mail server, which calls it {queue_id}"));
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    anyhow::bail!("the mail was not handed over")
}

/// The value of something that was done for the first time.
fn now<T>(outcome: desk::Outcome<Said<T>>) -> anyhow::Result<T> {
    match outcome? {
        Said::Now(value) => Ok(value),
        Said::Before(_) => anyhow::bail!("the example office is made once"),
    }
}

/// The text part of a message, with its headers that people read.
pub(super) fn text_of(message: &[u8]) -> String {
    let Some(parsed) = mail_parser::MessageParser::default().parse(message) else {
        return String::from_utf8_lossy(message).into_owned();
    };
    let told = |label: &str, address: Option<&mail_parser::Address<'_>>| {
        let first = address.and_then(mail_parser::Address::first);
        first.map_or_else(String::new, |a| {
            let quoted = a.name().map(|name| format!("\"{name}\" ")).unwrap_or_default();
            format!("{label}: {quoted}<{}>\n", a.address().unwrap_or_default())
        })
    };
    let mut headers =
        told("From", parsed.from()) + &told("Reply-To", parsed.reply_to()) + &told("To", parsed.to());
    headers += &format!("Message-ID: <{}>\n", parsed.message_id().unwrap_or_default());
    let subject = parsed.subject().unwrap_or_default();
    format!("{headers}Subject: {subject}\n\n{}", parsed.body_text(0).unwrap_or_default())
}
