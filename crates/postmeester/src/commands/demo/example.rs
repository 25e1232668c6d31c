//! The example office of the demo.

use anyhow::{Context as _, ensure};
use desk::{
    Desk, Said,
    access::Actor,
    client_groups::ClientGroupFields,
    dossiers::DossierFields,
    employees::EmployeeFields,
    invite::{Invite, Job},
    mails::Filter,
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name,
    id::{DossierId, OfficeId},
    mail::MailKind,
    office::Role,
    sender::SenderDecision,
};
use url::Url;

/// An office with a client-user in each language.
pub(super) struct Example {
    pub(super) office: OfficeId,
    pub(super) office_name: Name,
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

/// Dossier, its manager, its group; the client-user's name, address and language.
type Line = (&'static str, Option<&'static str>, Option<&'static str>, &'static str, &'static str, Language);

/// One for each step of the cascade, and one for each language.
const CLIENTS: [Line; 4] = [
    (
        "Bakkerij De Wafel",
        Some("An Claes"),
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
        Some("Haven"),
        "Sam O'Brien",
        "sam.obrien@harbour-sons.example",
        Language::En,
    ),
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
        let manager = employee(desk, office).await?;
        let mut example = Self { office, office_name, mails: 0, welcomed: Vec::new() };
        let mut groups = std::collections::HashMap::new();
        for (name, address) in [("Horeca", Some("horeca@vandenbroucke.example")), ("Haven", None)] {
            let email = Some(address.map(EmailAddress::parse).transpose()?);
            let fields =
                ClientGroupFields { name: Some(Name::parse(name)?), email, members: Some(vec![manager]) };
            groups
                .insert(name, now(desk.create_client_group(Actor::Console, office, fields, None).await?)?.id);
        }
        for (dossier, managed, group, name, email, language) in CLIENTS {
            let fields = DossierFields {
                name: Some(Name::parse(dossier)?),
                manager_id: managed.map(|_| Some(manager)),
                client_group_id: group.map(|group| groups.get(group).copied()),
                ..DossierFields::default()
            };
            let dossier = now(desk.create_dossier(Actor::Console, office, fields, None).await?)?;
            let (email, name) = (EmailAddress::parse(email)?, Name::parse(name)?);
            let invite = Invite { dossier: dossier.id, email: email.clone(), name, language };
            let welcomed = example.welcome(desk, invite, dossier.name).await?;
            example.welcomed.push(welcomed);
            example.mails += 1;
        }
        Ok(example)
    }

    async fn welcome(&self, desk: &Desk, invite: Invite, dossier_name: Name) -> anyhow::Result<Welcomed> {
        let (dossier, email) = (invite.dossier, invite.email.clone());
        let job = Job { actor: Actor::Console, office: self.office, invites: vec![invite], once: None };
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

async fn employee(desk: &Desk, office: OfficeId) -> anyhow::Result<domain::id::EmployeeId> {
    let fields = EmployeeFields {
        name: Some(Name::parse("An Claes")?),
        email: Some(EmailAddress::parse("an.claes@vandenbroucke.example")?),
        language: Some(Language::Nl),
        role: Some(Role::Admin),
        active: None,
    };
    Ok(now(desk.create_employee(Actor::Console, office, fields, None).await?)?.id)
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
    let header = |name: &str| {
        let value = parsed.header_raw(name).unwrap_or_default().trim().to_owned();
        format!("{name}: {value}\n")
    };
    let headers: String = ["From", "Reply-To", "To", "Message-ID"]
        .into_iter()
        .filter(|name| parsed.header_raw(*name).is_some())
        .map(header)
        .collect();
    let subject = parsed.subject().unwrap_or_default();
    format!("{headers}Subject: {subject}\n\n{}", parsed.body_text(0).unwrap_or_default())
}
