//! What client-users do in the portal of an office; and another office, whose ids nobody here may use.

use desk::{
    Failure, Outcome, Refusal, Said,
    access::Actor,
    client_users::ClientUserFields,
    conversations::{Author, Conversation, ConversationDetail, MessageDetail, StartConversation},
    dossiers::DossierFields,
    invite::{Invite, Job},
    mails::Filter,
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Fault, FieldFault, Language, Text,
    dossier::VatPeriod,
    id::{ClientUserId, ConversationId, DossierId, OfficeId},
    mail::Mail,
};
use store::Db;

pub(crate) use crate::office::on_both;
pub use crate::office::{Database, Office, address, line, name, now};

pub const CONSOLE: Actor = Actor::Console;

/// How often a race is run; `./test` runs the whole of it.
pub fn rounds() -> usize {
    std::env::var("POSTMEESTER_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3)
}

pub fn text(text: &str) -> Text {
    Text::parse(text).unwrap()
}

pub fn field(field: &str, fault: Fault) -> Refusal {
    Refusal::InvalidInput(vec![FieldFault::new(field, fault)])
}

/// What a look at something was refused with.
pub fn refusal<T>(found: Result<T, Failure>) -> Refusal {
    match found {
        Err(Failure::Refused(refusal)) => refusal,
        Err(Failure::Broken(error)) => panic!("{error}"),
        Ok(_) => panic!("not refused"),
    }
}

/// What a write was refused with.
pub fn refused<T>(said: Result<Outcome<Said<T>>, store::Error>) -> Refusal {
    match said.unwrap() {
        Err(refusal) => refusal,
        Ok(_) => panic!("not refused"),
    }
}

fn email(local: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{}@klant.example", local.replace('ë', "e"))).unwrap()
}

async fn invite_at(office: &Office, id: OfficeId, dossier: DossierId, who: &str) -> ClientUserId {
    let email = email(&who.to_lowercase());
    let invite = Invite { dossier, email, name: name(who), language: Language::Fr, hold_welcome_mail: false };
    let job = Job { actor: CONSOLE, office: id, items: vec![invite], once: None };
    now(office.desk.invite(job).await.unwrap()).pop().unwrap().unwrap().id
}

/// Somebody who was invited and has set no password.
pub async fn invited(office: &Office, dossier: DossierId, who: &str) -> ClientUserId {
    invite_at(office, office.id, dossier, who).await
}

/// Somebody who has set a password.
pub async fn active(office: &Office, dossier: DossierId, who: &str) -> ClientUserId {
    let user = invited(office, dossier, who).await;
    let filter = Filter { client_user: Some(user), ..Filter::default() };
    let mails = office.desk.mails(CONSOLE, office.id, &filter, None, 1).await.unwrap();
    let token = office.desk.links().token(mails[0].mail.content.link().unwrap());
    let set = office.desk.set_first_password(&token, "wafels met slagroom in Zelzate").await.unwrap();
    assert!(matches!(set, desk::welcome::PasswordSet::Done(_)));
    user
}

pub async fn close_account(office: &Office, user: ClientUserId) {
    let closed = ClientUserFields { active: Some(false), ..ClientUserFields::default() };
    now(office.desk.change_client_user(CONSOLE, office.id, user, closed, None).await.unwrap());
}

pub async fn dossier_with_vat(office: &Office, title: &str, vat_period: VatPeriod) -> DossierId {
    dossier_at(office, office.id, title, vat_period).await
}

async fn dossier_at(office: &Office, id: OfficeId, title: &str, vat_period: VatPeriod) -> DossierId {
    let fields =
        DossierFields { name: Some(name(title)), vat_period: Some(vat_period), ..DossierFields::default() };
    now(office.desk.create_dossier(CONSOLE, id, fields, None).await.unwrap()).id
}

/// Another office in the same installation.
pub struct Elsewhere {
    pub office: OfficeId,
    pub dossier: DossierId,
    pub client: ClientUserId,
}

pub async fn elsewhere(office: &Office) -> Elsewhere {
    let fields = OfficeFields {
        name: Some(name("Kantoor Maes")),
        language: Some(Language::Nl),
        communication_address: Some(EmailAddress::parse("info@maes.example").unwrap()),
        ..OfficeFields::default()
    };
    let id = now(office.desk.create_office(CONSOLE, fields, None).await.unwrap()).id;
    let dossier = dossier_at(office, id, "Elders", VatPeriod::Monthly).await;
    Elsewhere { office: id, dossier, client: invite_at(office, id, dossier, "Bea").await }
}

/// The same office as another process sees it.
pub async fn another_process(office: &Office) -> desk::Desk {
    let db = Db::open(&office.url, 4).await.unwrap();
    let settings = office.desk.settings().clone();
    desk::Desk::new(db, office.desk.clock().clone(), &desk::SecretKey::generate().unwrap(), settings)
}

pub async fn start(office: &Office, dossier: DossierId, author: Author, words: &str) -> ConversationDetail {
    let start = StartConversation { dossier, author, subject: None, text: text(words) };
    now(office.desk.start_conversation(CONSOLE, office.id, start, None).await.unwrap()).detail
}

pub async fn write(
    office: &Office,
    conversation: ConversationId,
    author: Author,
    words: &str,
) -> MessageDetail {
    let said = office.desk.write_message(CONSOLE, office.id, conversation, author, text(words), None).await;
    now(said.unwrap()).detail
}

pub async fn look(office: &Office, conversation: ConversationId) -> Conversation {
    office.desk.conversation(CONSOLE, office.id, conversation).await.unwrap().conversation
}

/// The office's mails but for welcome mails, oldest first.
pub async fn mails(office: &Office) -> Vec<Mail> {
    let mut mails = office.mails().await;
    mails.retain(|mail| mail.content.link().is_none());
    mails
}

/// Who got them, and what they tell.
pub async fn lines(office: &Office) -> Vec<String> {
    mails(office).await.iter().map(line).collect()
}

/// What was done, and to what, oldest first; without what belongs to setting an office up.
pub async fn audited(office: &Office, actions: &[&str]) -> Vec<(String, serde_json::Value)> {
    let log = office.desk.audit_log(CONSOLE, office.id, None, 10_000).await.unwrap();
    let log = log.into_iter().filter(|line| actions.contains(&line.action.as_str()));
    log.map(|line| (line.action, line.detail)).collect()
}
