//! The mails themselves, as the program stores them, with little to say.

use anyhow::anyhow;
use domain::event::{Facts, Pace};
use domain::id::{InvitationId, MailId, OfficeId};
use domain::mail::{Contact, Content, Digest, LinkRef, Mail, Notice, Welcome};
use domain::office::Office;
use domain::sender::{SenderDecision, Step};
use domain::time::days;
use domain::{EmailAddress, Fault, Language, Mailbox, Name, Text, Timestamp, WebLink};
use uuid::Uuid;

use super::arrivals::{Arrival, Kind};

/// What all mails have in common.
pub(super) struct Letters {
    office_name: Name,
    sender: Mailbox,
    client: Mailbox,
    text: Text,
    link: WebLink,
}

impl Letters {
    pub(super) fn new() -> anyhow::Result<Self> {
        let valid = |fault: Fault| anyhow!("{fault:?}");
        let mailbox = |name: &str, address: &str| {
            Ok::<_, Fault>(Mailbox { name: Name::parse(name)?, address: EmailAddress::parse(address)? })
        };
        Ok(Self {
            office_name: Name::parse("Kantoor Peeters").map_err(valid)?,
            sender: mailbox("Kantoor Peeters", "kantoor@example.be").map_err(valid)?,
            client: mailbox("An Janssens", "an@example.be").map_err(valid)?,
            text: Text::parse("All documents for the third quarter are in.").map_err(valid)?,
            link: WebLink::parse("https://portal.example.be/vat").map_err(valid)?,
        })
    }

    pub(super) fn office(&self, id: OfficeId, created_at: Timestamp) -> Office {
        Office {
            id,
            name: self.office_name.clone(),
            language: Language::Nl,
            communication_address: self.sender.address.clone(),
            functional_address: None,
            always_functional_sender: false,
            follow_up_notice: false,
            reminders: false,
            invitation_days: 7,
            message_delay_minutes: 0,
            failed_tasks_at_once: false,
            user_requests_at_once: false,
            escalation_hours: None,
            created_at,
        }
    }

    /// The mail of an arrival, by its number: [`number`] finds it again.
    pub(super) fn mail(&self, number: usize, arrival: &Arrival, office: OfficeId) -> Mail {
        let id = id(number, arrival.at);
        let sender = SenderDecision {
            step: Step::CommunicationAddress,
            from: self.sender.clone(),
            reply_to: None,
            on_behalf_of: None,
            skipped: Vec::new(),
        };
        Mail {
            id: MailId::new(id),
            office_id: office,
            dossier_id: None,
            client_user_id: None,
            event_id: None,
            created_at: arrival.at,
            message_id: format!("{id}@example.be"),
            content: self.content(id, arrival, &sender),
            sender,
            to: self.client.clone(),
            recipient: None,
            thread: None,
            language: Language::Nl,
        }
    }

    fn content(&self, id: Uuid, arrival: &Arrival, sender: &SenderDecision) -> Content {
        let (office_name, link) = (self.office_name.clone(), self.link.clone());
        let time_zone = "Europe/Brussels".to_owned();
        match arrival.kind {
            Kind::Welcome | Kind::Invitation => Content::WelcomeV1(Welcome {
                office_name,
                dossier_name: self.client.name.clone(),
                link: LinkRef { invitation: InvitationId::new(id), number: 1 },
                valid_until: arrival.at + days(7),
                time_zone,
                contact: Contact::of(sender),
            }),
            Kind::Notice => Content::VatDocumentsOkV1(Notice {
                office_name,
                dossier_name: Some(self.client.name.clone()),
                texts: vec![self.text.clone()],
                facts: Facts::default(),
                occurred_at: arrival.at,
                time_zone,
                link,
            }),
            Kind::Digest => Content::DigestV1(Digest {
                office_name,
                pace: Pace::Hourly,
                dossiers: Vec::new(),
                time_zone,
                link,
            }),
        }
    }
}

/// An id of version 7 whose last part is the arrival's number.
fn id(number: usize, at: Timestamp) -> Uuid {
    let time = u128::from(at.millis().unsigned_abs()) << 80;
    Uuid::from_u128(time | 7 << 76 | 2 << 62 | number as u128)
}

/// Which arrival a mail is of.
pub(super) fn number(mail: MailId) -> usize {
    (mail.uuid().as_u128() & 0xffff_ffff) as usize
}
