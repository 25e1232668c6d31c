//! The stored form of mails. Databases hold these texts: a change here makes stored mails unreadable, so it needs a new
//! variant beside the old one (`WelcomeV2`), not another name.

use super::*;
use crate::sender::{SkipReason, Skipped, Step};

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

#[test]
fn a_decision_is_stored_as_it_always_was() {
    let skipped = [
        (Step::DossierManager, SkipReason::NoManager),
        (Step::DossierManager, SkipReason::ManagerInactive),
        (Step::ClientGroup, SkipReason::NoGroup),
        (Step::ClientGroup, SkipReason::GroupWithoutAddress),
        (Step::FunctionalAddress, SkipReason::NoFunctionalAddress),
    ];
    let decision = SenderDecision {
        step: Step::CommunicationAddress,
        from: Mailbox { name: name("Kantoor"), address: address("info@kantoor.be") },
        reply_to: Some(address("an@kantoor.be")),
        skipped: skipped.map(|(step, reason)| Skipped { step, reason }).into(),
    };
    let stored = r#"{"step":"communication_address","from":{"name":"Kantoor","address":"info@kantoor.be"},"reply_to":"an@kantoor.be","skipped":[{"step":"dossier_manager","reason":"no_manager"},{"step":"dossier_manager","reason":"manager_inactive"},{"step":"client_group","reason":"no_group"},{"step":"client_group","reason":"group_without_address"},{"step":"functional_address","reason":"no_functional_address"}]}"#;
    assert_eq!(serde_json::to_string(&decision).unwrap(), stored);
    assert_eq!(serde_json::from_str::<SenderDecision>(stored).unwrap(), decision);
    assert_eq!(serde_json::to_string(&Step::SystemAddress).unwrap(), r#""system_address""#);
}

#[test]
fn what_a_mail_says_is_stored_as_it_always_was() {
    let link = LinkRef { invitation: InvitationId::new(uuid::Uuid::nil()), number: 2 };
    let contact = Contact { name: name("An"), address: address("an@kantoor.be"), sender_is_unread: true };
    let welcome = Welcome {
        office_name: name("Kantoor"),
        dossier_name: name("Wafel"),
        link,
        valid_until: Timestamp::from_millis(1_800_000_000_000),
        time_zone: "Europe/Brussels".into(),
        contact: contact.clone(),
    };
    let added = AccessAdded {
        office_name: name("Kantoor"),
        dossier_name: name("Wafel"),
        open_link: Some(OpenLink { link, valid_until: welcome.valid_until }),
        time_zone: "Europe/Brussels".into(),
        contact,
    };
    let client_user = Mailbox { name: name("Zo\u{eb}"), address: address("zoe@wafel.be") };
    let notice = FollowUpNotice { office_name: name("Kantoor"), dossier_name: name("Wafel"), client_user };
    let values = r#""office_name":"Kantoor","dossier_name":"Wafel","link":{"invitation":"00000000-0000-0000-0000-000000000000","number":2},"valid_until":"2027-01-15T08:00:00Z","time_zone":"Europe/Brussels","contact":{"name":"An","address":"an@kantoor.be","sender_is_unread":true}"#;
    let cases = [
        (Content::WelcomeV1(welcome.clone()), format!(r#"{{"template":"welcome_v1",{values}}}"#)),
        (Content::WelcomeReminderV1(welcome), format!(r#"{{"template":"welcome_reminder_v1",{values}}}"#)),
        (Content::AccessAddedV1(added), r#"{"template":"access_added_v1","office_name":"Kantoor","dossier_name":"Wafel","open_link":{"link":{"invitation":"00000000-0000-0000-0000-000000000000","number":2},"valid_until":"2027-01-15T08:00:00Z"},"time_zone":"Europe/Brussels","contact":{"name":"An","address":"an@kantoor.be","sender_is_unread":true}}"#.into()),
        (Content::FollowUpNoticeV1(notice), "{\"template\":\"follow_up_notice_v1\",\"office_name\":\"Kantoor\",\"dossier_name\":\"Wafel\",\"client_user\":{\"name\":\"Zo\u{eb}\",\"address\":\"zoe@wafel.be\"}}".into()),
    ];
    for (content, stored) in cases {
        assert_eq!(serde_json::to_string(&content).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Content>(&stored).unwrap(), content);
    }
}
