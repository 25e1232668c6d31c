//! Writes the mails: from a decision and the things that it is about, to what is stored.

use domain::{
    Mailbox, Timestamp,
    client_user::ClientUser,
    delivery::PATIENCE,
    invitation::Invitation,
    mail::{AccessAdded, Contact, Content, FollowUpNotice, LinkRef, Mail, OpenLink, Welcome},
    office::Office,
    sender::{SenderDecision, Step},
};
use store::{Tx, dossiers::WelcomeContext};

use crate::{Desk, mail_setup::Senders};

mod notices;
mod replies;

/// When a mail that is held from its beginning goes out to see whether its sender is mended after all.
const FIRST_PROBE: std::time::Duration = domain::time::minutes(5);

pub(crate) use notices::{digest, notice};
pub(crate) use replies::office_message;

/// The welcome mail of somebody who was invited.
pub(crate) fn welcome(
    desk: &Desk,
    dossier: &WelcomeContext,
    sender: SenderDecision,
    user: &ClientUser,
    invitation: Invitation,
) -> Mail {
    let content = Content::WelcomeV1(welcome_values(desk, dossier, &sender, invitation));
    to_client(desk, dossier, sender, user, content)
}

/// The same link once more.
pub(crate) fn welcome_reminder(
    desk: &Desk,
    dossier: &WelcomeContext,
    sender: SenderDecision,
    user: &ClientUser,
    invitation: Invitation,
) -> Mail {
    let content = Content::WelcomeReminderV1(welcome_values(desk, dossier, &sender, invitation));
    to_client(desk, dossier, sender, user, content)
}

/// Tells somebody who is known here that they see one more dossier.
pub(crate) fn access_added(
    desk: &Desk,
    dossier: &WelcomeContext,
    sender: SenderDecision,
    user: &ClientUser,
    now: Timestamp,
) -> Mail {
    let open = user.state.invitation().ok().filter(|invitation| invitation.expires_at > now);
    let content = Content::AccessAddedV1(AccessAdded {
        office_name: dossier.office.name.clone(),
        dossier_name: dossier.dossier_name.clone(),
        open_link: open
            .map(|invitation| OpenLink { link: link(invitation), valid_until: invitation.expires_at }),
        time_zone: desk.0.settings.time_zone.clone(),
        contact: Contact::of(&sender),
    });
    to_client(desk, dossier, sender, user, content)
}

/// Tells the address that a welcome mail was sent from, if the office wants that and somebody reads the address.
pub(crate) fn follow_up_notice(desk: &Desk, dossier: &WelcomeContext, welcome: &Mail) -> Option<Mail> {
    let wanted = dossier.office.follow_up_notice && !welcome.sender.is_unread();
    wanted.then(|| {
        let id = desk.0.clock.id();
        Mail {
            id,
            message_id: message_id(desk, id),
            sender: system_sender(desk, &dossier.office),
            to: welcome.sender.decided(),
            language: dossier.office.language,
            content: Content::FollowUpNoticeV1(FollowUpNotice {
                office_name: dossier.office.name.clone(),
                dossier_name: dossier.dossier_name.clone(),
                client_user: welcome.to.clone(),
            }),
            ..welcome.clone()
        }
    })
}

/// Stores mails of an office's own affairs and puts them in the queue, in the unit of work of what caused them. They wait
/// for no mail set-up: what is wrong with one is among what they tell.
pub(crate) async fn post(tx: &mut Tx, mails: &[Mail]) -> Result<(), store::Error> {
    if mails.is_empty() {
        return Ok(());
    }
    store::mails::insert(tx, mails).await?;
    store::deliveries::insert(tx, mails, PATIENCE).await
}

/// Stores mails to clients, whose senders are these, in the same way. Those whose sender's domain is not ready are held.
pub(crate) async fn post_to_clients(
    tx: &mut Tx,
    desk: &Desk,
    mails: &[Mail],
    senders: &Senders,
) -> Result<(), store::Error> {
    post(tx, mails).await?;
    let held = |mail: &Mail| Some((mail.id, senders.hold(mail.office_id, &mail.sender)?));
    let held: Vec<_> = mails.iter().filter_map(held).collect();
    senders.look_soon(tx, desk, mails.iter().map(|mail| (mail.office_id, &mail.sender))).await?;
    let now = desk.0.clock.now();
    store::deliveries::hold_new(tx, &held, now, now + FIRST_PROBE).await
}

fn welcome_values(
    desk: &Desk,
    dossier: &WelcomeContext,
    sender: &SenderDecision,
    invitation: Invitation,
) -> Welcome {
    Welcome {
        office_name: dossier.office.name.clone(),
        dossier_name: dossier.dossier_name.clone(),
        link: link(invitation),
        valid_until: invitation.expires_at,
        time_zone: desk.0.settings.time_zone.clone(),
        contact: Contact::of(sender),
    }
}

fn link(invitation: Invitation) -> LinkRef {
    LinkRef { invitation: invitation.id, number: invitation.link_number }
}

fn to_client(
    desk: &Desk,
    dossier: &WelcomeContext,
    sender: SenderDecision,
    user: &ClientUser,
    content: Content,
) -> Mail {
    let id = desk.0.clock.id();
    Mail {
        id,
        office_id: dossier.office.id,
        dossier_id: Some(dossier.dossier_id),
        client_user_id: Some(user.id),
        event_id: None,
        created_at: desk.0.clock.now(),
        message_id: message_id(desk, id),
        sender,
        to: user.mailbox(),
        recipient: None,
        thread: None,
        language: user.language,
        content,
    }
}

/// The platform's address under the office's name; an installation without one uses the office's own.
fn system_sender(desk: &Desk, office: &Office) -> SenderDecision {
    let own = &office.communication_address;
    let address = desk.0.settings.system_from.as_ref().unwrap_or(own).clone();
    let from = Mailbox { name: office.name.clone(), address };
    SenderDecision {
        step: Step::SystemAddress,
        from,
        reply_to: None,
        on_behalf_of: None,
        skipped: Vec::new(),
    }
}

/// Unique for ever: the mail's id at the installation's host.
fn message_id(desk: &Desk, id: domain::id::MailId) -> String {
    format!("{id}@{}", host(desk))
}

/// The installation's host, as it stands behind the `@` of a `Message-ID`.
fn host(desk: &Desk) -> String {
    match desk.0.settings.base_url.host() {
        Some(url::Host::Domain(name)) => name.to_owned(),
        Some(url::Host::Ipv4(address)) => address.to_string(),
        // A colon cannot stand there (RFC 5322 §3.6.4).
        Some(url::Host::Ipv6(_)) | None => "localhost".to_owned(),
    }
}
