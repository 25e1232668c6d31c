//! The mails that the tests and the example make: one of each kind, and the variants that read differently.

use domain::{
    EmailAddress, Language, Mailbox, Name, Timestamp,
    mail::{AccessAdded, Contact, Content, FollowUpNotice, LinkRef, Mail, OpenLink, Welcome},
    sender::{SenderDecision, Step},
};
use url::Url;

pub mod events;
pub mod reasons;

/// A mail by a name for files and snapshots.
pub struct Sample {
    pub name: &'static str,
    pub mail: Mail,
}

impl Sample {
    /// The link that its mail holds, if it holds one.
    pub fn link(&self) -> Option<Url> {
        self.mail.content.link().map(|_| link())
    }
}

/// As long as real ones, with 256 bits.
pub fn link() -> Url {
    Url::parse("https://portaal.example.be/welcome/vK3mQ9xZ1rT7bN5cW8yF2hJ6dL4pS0gAeUoIiYqXkMw").unwrap()
}

pub fn all(language: Language) -> Vec<Sample> {
    let sample = |name, to, sender: SenderDecision, content| Sample {
        name,
        mail: mail(language, to, sender, content),
    };
    let (manager, office, unread) = (by_manager(), by_office(), by_unread_address());
    let mut samples = vec![
        sample("welcome", reader(), manager.clone(), Content::WelcomeV1(welcome(&manager))),
        sample("welcome_unread_sender", reader(), unread.clone(), Content::WelcomeV1(welcome(&unread))),
        sample("welcome_nasty_names", nasty_reader(), nasty_sender(), Content::WelcomeV1(nasty_welcome())),
        sample("reminder", reader(), office.clone(), Content::WelcomeReminderV1(welcome(&office))),
        sample("access_added", reader(), manager.clone(), Content::AccessAddedV1(added(&manager, None))),
        sample(
            "access_added_open_link",
            reader(),
            office.clone(),
            Content::AccessAddedV1(added(&office, Some(open_link()))),
        ),
        sample("follow_up_notice", manager.from, by_office(), Content::FollowUpNoticeV1(notice())),
    ];
    samples.extend(events::all(language));
    samples
}

/// `2026-11-23T15:45:00Z`, a quarter to five in Brussels, and the link is good for fourteen days.
pub const CREATED_AT: Timestamp = Timestamp::from_millis(1_795_448_700_000);
const VALID_UNTIL: Timestamp = Timestamp::from_millis(CREATED_AT.millis() + 14 * 24 * 3_600_000);

pub fn mail(language: Language, to: Mailbox, sender: SenderDecision, content: Content) -> Mail {
    Mail {
        id: "019ab1c2-d3e4-7f50-8a6b-7c8d9e0f1a2b".parse().unwrap(),
        office_id: "019ab1c2-0000-7000-8000-000000000001".parse().unwrap(),
        dossier_id: None,
        client_user_id: None,
        event_id: None,
        created_at: CREATED_AT,
        message_id: "019ab1c2-d3e4-7f50-8a6b-7c8d9e0f1a2b@portaal.example.be".to_owned(),
        sender,
        to,
        recipient: None,
        thread: None,
        language,
        content,
    }
}

pub fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn mailbox(display: &str, at: &str) -> Mailbox {
    Mailbox { name: name(display), address: address(at) }
}

pub fn sender(step: Step, from: Mailbox, reply_to: Option<EmailAddress>) -> SenderDecision {
    SenderDecision { step, from, reply_to, on_behalf_of: None, skipped: vec![] }
}

/// The platform's own address, from which an office hears of its events.
pub fn by_platform() -> SenderDecision {
    sender(Step::SystemAddress, mailbox(OFFICE, "postmeester@portaal.example.be"), None)
}

const OFFICE: &str = "Accountantskantoor Claes & Vandenbroucke";
const DOSSIER: &str = "Bakkerij De Gouden Korst bv";

fn reader() -> Mailbox {
    mailbox("Marie-José Vandenberghe", "mariejose.vandenberghe@telenet.example")
}

fn by_manager() -> SenderDecision {
    sender(Step::DossierManager, mailbox("Sofie Claes", "sofie.claes@claes-vdb.example.be"), None)
}

fn by_office() -> SenderDecision {
    sender(Step::CommunicationAddress, mailbox(OFFICE, "info@claes-vdb.example.be"), None)
}

fn by_unread_address() -> SenderDecision {
    let reply_to = Some(address("info@claes-vdb.example.be"));
    sender(Step::FunctionalAddress, mailbox(OFFICE, "noreply@claes-vdb.example.be"), reply_to)
}

pub fn welcome(sender: &SenderDecision) -> Welcome {
    Welcome {
        office_name: name(OFFICE),
        dossier_name: name(DOSSIER),
        link: link_ref(),
        valid_until: VALID_UNTIL,
        time_zone: "Europe/Brussels".to_owned(),
        contact: Contact::of(sender),
    }
}

pub fn added(sender: &SenderDecision, open_link: Option<OpenLink>) -> AccessAdded {
    AccessAdded {
        office_name: name(OFFICE),
        dossier_name: name("Immo Zénith & Zonen nv"),
        open_link,
        time_zone: "Europe/Brussels".to_owned(),
        contact: Contact::of(sender),
    }
}

pub fn notice() -> FollowUpNotice {
    FollowUpNotice { office_name: name(OFFICE), dossier_name: name(DOSSIER), client_user: reader() }
}

pub fn open_link() -> OpenLink {
    OpenLink { link: link_ref(), valid_until: VALID_UNTIL }
}

pub fn link_ref() -> LinkRef {
    LinkRef { invitation: "019ab1c2-0000-7000-8000-000000000002".parse().unwrap(), number: 1 }
}

fn nasty_reader() -> Mailbox {
    mailbox("<script>alert(\"Zoë\")</script>", "zoe@example.be")
}

fn nasty_sender() -> SenderDecision {
    sender(Step::DossierManager, mailbox("O'Brien, \"Jo\" <x>", "jo.o'brien+a&b@müller.be"), None)
}

fn nasty_welcome() -> Welcome {
    Welcome {
        office_name: name("Fiduciaire <b>L’Élan</b> & {{ link }} 王 👩‍🌾"),
        dossier_name: name(
            "'; --\" </td></table> Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ),
        ..welcome(&nasty_sender())
    }
}
