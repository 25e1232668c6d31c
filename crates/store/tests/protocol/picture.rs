//! What the database says of the mails, read in one look, and what no picture may ever show.

use std::{collections::BTreeMap, fmt};

use domain::{
    EmailAddress, Language, Mailbox, Name, Timestamp,
    delivery::PATIENCE,
    id::{LeaseId, MailId, OfficeId},
    mail::{Content, FollowUpNotice, Mail},
    sender::{SenderDecision, Step},
};
use serde_json::json;
use sqlx::FromRow;
use store::{Tx, deliveries, mails};
use uuid::Uuid;

use crate::{Checked, must};

/// How many mails there are: two of one sender, and one of another office.
pub(crate) const MAILS: usize = 3;
pub(crate) const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

pub(crate) const fn mail_id(mail: usize) -> MailId {
    MailId::new(Uuid::from_u128((5 << 64) | mail as u128))
}

/// Which mail an id stands for.
pub(crate) fn number(id: MailId) -> usize {
    id.uuid().as_u128() as u32 as usize
}

pub(crate) const fn office_of(mail: usize) -> OfficeId {
    OfficeId::new(Uuid::from_u128((1 << 64) | (mail / 2) as u128))
}

/// A mail of the database.
#[derive(Debug, Clone, PartialEq, Eq, Hash, FromRow)]
pub(crate) struct Row {
    pub(crate) in_queue: bool,
    pub(crate) has_ended: bool,
    pub(crate) state: String,
    pub(crate) cause: Option<String>,
    pub(crate) turn: i64,
    pub(crate) next_at: Option<i64>,
    pub(crate) attempts: i64,
    pub(crate) holds: i64,
    pub(crate) patience_ms: i64,
    pub(crate) lease_id: Option<Uuid>,
    pub(crate) lease_until: Option<i64>,
    pub(crate) worker: Option<i64>,
    /// The outcome that it ended with.
    pub(crate) outcome: Option<String>,
    /// How many attempts are written down.
    pub(crate) logged: i64,
}

impl Row {
    pub(crate) fn is(&self, state: &str) -> bool {
        self.state == state
    }

    /// Is a worker sending it under this lease?
    pub(crate) fn is_held_under(&self, lease: LeaseId) -> bool {
        self.is("sending") && self.lease_id == Some(lease.uuid())
    }
}

#[derive(FromRow)]
struct Found {
    #[sqlx(flatten)]
    row: Row,
    office_id: Uuid,
    probes: Option<i64>,
    probe_at: Option<i64>,
}

/// When the next probe of a held sender goes, and how many went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Lane {
    pub(crate) probes: i64,
    pub(crate) probe_at: i64,
}

/// All mails, by their numbers, and all held senders, by their offices.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Picture {
    pub(crate) mails: Vec<Row>,
    pub(crate) lanes: BTreeMap<Uuid, Lane>,
}

impl Picture {
    pub(crate) async fn of(tx: &mut Tx) -> store::Result<Self> {
        let found: Vec<Found> = tx
            .query(
                "SELECT q.mail_id IS NOT NULL AS in_queue, e.mail_id IS NOT NULL AS has_ended,
                    coalesce(q.state, e.state, 'nowhere') AS state, coalesce(q.cause, e.cause) AS cause,
                    coalesce(q.turn, 0) AS turn, q.next_at, coalesce(q.attempts, e.attempts, 0) AS attempts,
                    coalesce(q.holds, 0) AS holds, coalesce(q.patience_ms, 0) AS patience_ms, q.lease_id, q.lease_until,
                    q.worker, e.outcome, (SELECT count(*) FROM attempts a WHERE a.mail_id = m.id)
                        + CASE WHEN e.at IS NULL THEN 0 ELSE 1 END AS logged, m.office_id, h.probes, h.probe_at
                 FROM mails m LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
                 LEFT JOIN held_lanes h ON h.office_id = m.office_id ORDER BY m.id",
            )
            .fetch_all()
            .await?;
        let mut picture = Self::default();
        for Found { row, office_id, probes, probe_at } in found {
            let lane = probes.zip(probe_at).map(|(probes, probe_at)| Lane { probes, probe_at });
            picture.lanes.extend(lane.map(|lane| (office_id, lane)));
            picture.mails.push(row);
        }
        Ok(picture)
    }

    pub(crate) fn lane_of(&self, mail: usize) -> Option<&Lane> {
        self.lanes.get(&office_of(mail).uuid())
    }

    /// No accepted mail is lost: each is in the queue or over, never both and never neither; and whatever is in the queue
    /// goes on by itself: in its turn, at a time, with the next probe of its sender, or when its lease ends.
    pub(crate) fn no_mail_is_lost(&self) -> Checked {
        must(self.mails.len() == MAILS, || "a mail is gone".into())?;
        for (mail, row) in self.mails.iter().enumerate() {
            let goes_on = match row.state.as_str() {
                "queued" => row.turn >= 0,
                "sending" => row.lease_id.is_some() && row.lease_until.is_some() && row.worker.is_some(),
                "deferred" => row.next_at.is_some(),
                "held" => self.lane_of(mail).is_some(),
                "sent" | "failed" | "cancelled" => row.has_ended,
                _ => false,
            };
            must(goes_on && row.in_queue != row.has_ended, || format!("mail {mail} is lost: {row:?}"))?;
            let free = row.lease_id.is_none() && row.lease_until.is_none() && row.worker.is_none();
            must(row.is("sending") || free, || {
                format!("nobody sends mail {mail}, and it is leased: {row:?}")
            })?;
        }
        Ok(())
    }

    pub(crate) fn all_are_over(&self) -> bool {
        self.mails.iter().all(|row| row.has_ended)
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (mail, row) in self.mails.iter().enumerate() {
            write!(f, "\n  mail {mail}: {row:?}")?;
        }
        write!(f, "\n  held senders: {:?}", self.lanes.values())
    }
}

/// The offices, once.
pub(crate) async fn open_offices(tx: &mut Tx) -> store::Result<()> {
    let rows: Vec<_> = (0..MAILS).step_by(2).map(|mail| json!({"id": office_of(mail)})).collect();
    tx.query(
        "INSERT INTO offices (id, name, language, communication_address, functional_address_send_only,
            always_functional_sender, follow_up_notice, reminders, invitation_days, created_at)
         SELECT r.id, 'Office', 'en', 'office@example.be', FALSE, FALSE, FALSE, FALSE, 7, 0 FROM ROWS(id uuid)
         WHERE TRUE ON CONFLICT (id) DO NOTHING",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// Stores all mails and queues them, as whoever causes a mail does.
pub(crate) async fn accept_mails(tx: &mut Tx) -> store::Result<()> {
    let all: Vec<Mail> = (0..MAILS).map(mail).collect();
    mails::insert(tx, &all).await?;
    deliveries::insert(tx, &all, PATIENCE).await
}

fn mail(mail: usize) -> Mail {
    let name = |text: &str| Name::parse(text).expect("a name");
    let mailbox = |address: &str| Mailbox {
        name: name("Somebody"),
        address: EmailAddress::parse(address).expect("an address"),
    };
    let step = Step::CommunicationAddress;
    Mail {
        id: mail_id(mail),
        office_id: office_of(mail),
        dossier_id: None,
        client_user_id: None,
        event_id: None,
        created_at: START,
        message_id: format!("{mail}@example.be"),
        sender: SenderDecision {
            step,
            from: mailbox("office@example.be"),
            reply_to: None,
            on_behalf_of: None,
            skipped: vec![],
        },
        to: mailbox("client@example.be"),
        recipient: None,
        thread: None,
        language: Language::En,
        content: Content::FollowUpNoticeV1(FollowUpNotice {
            office_name: name("Office"),
            dossier_name: name("Dossier"),
            client_user: mailbox("client@example.be"),
        }),
    }
}
