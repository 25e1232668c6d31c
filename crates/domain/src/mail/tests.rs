//! The stored form of mails. Databases hold these texts: a change here makes stored mails unreadable, so it needs a new
//! variant beside the old one (`WelcomeV2`), not another name.

use super::*;
use crate::{
    id::EmployeeId,
    recipients,
    sender::{SkipReason, Skipped, Step},
};

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
        on_behalf_of: None,
        skipped: skipped.map(|(step, reason)| Skipped { step, reason }).into(),
    };
    let stored = r#"{"step":"communication_address","from":{"name":"Kantoor","address":"info@kantoor.be"},"reply_to":"an@kantoor.be","skipped":[{"step":"dossier_manager","reason":"no_manager"},{"step":"dossier_manager","reason":"manager_inactive"},{"step":"client_group","reason":"no_group"},{"step":"client_group","reason":"group_without_address"},{"step":"functional_address","reason":"no_functional_address"}]}"#;
    assert_eq!(serde_json::to_string(&decision).unwrap(), stored);
    assert_eq!(serde_json::from_str::<SenderDecision>(stored).unwrap(), decision);
    let stored = r#"{"step":"communication_address","from":{"name":"Kantoor","address":"portaal@platform.be"},"reply_to":"an@kantoor.be","on_behalf_of":"info@kantoor.be","skipped":[]}"#;
    pin(
        &SenderDecision { skipped: Vec::new(), ..decision }.on_behalf(&address("portaal@platform.be")),
        stored,
    );
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

#[test]
fn what_is_left_of_a_mail_is_stored_as_it_always_was() {
    let notice = Content::notice(EventKind::FailedTask, notice());
    let stored =
        r#"{"template":"forgotten","kind":"failed_task","office_name":"Kantoor","dossier_name":"Wafel"}"#;
    pin(&notice.forgotten(), stored);
    assert_eq!(
        (notice.forgotten().kind(), notice.forgotten().forgotten()),
        (notice.kind(), notice.forgotten())
    );
}

/// Writes and reads one stored text.
fn pin<T: Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T, stored: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), stored);
    assert_eq!(serde_json::from_str::<T>(stored).unwrap(), *value);
}

fn text(text: &str) -> Text {
    Text::parse(text).unwrap()
}

fn web_link() -> WebLink {
    WebLink::parse("https://portaal.be/7").unwrap()
}

fn notice() -> Notice {
    Notice {
        office_name: name("Kantoor"),
        dossier_name: Some(name("Wafel")),
        texts: vec![text("Dag,\n\u{e9}\u{e9}n"), text("Twee")],
        facts: Facts {
            by: Some(name("Zo\u{eb}")),
            period: Some("2026-11".parse().unwrap()),
            taken_back: true,
            newcomer: Some(Mailbox { name: name("Joris"), address: address("joris@wafel.be") }),
            undelivered: Some(Mailbox { name: name("An"), address: address("an@wafel.be") }),
            broken_domains: vec!["kantoor.be".to_owned()],
            came_back: Some(crate::bounce::Cause::AddressUnknown),
        },
        occurred_at: Timestamp::from_millis(1_800_000_000_000),
        time_zone: "Europe/Brussels".into(),
        link: web_link(),
    }
}

#[test]
fn what_a_mail_about_an_event_says_is_stored_as_it_always_was() {
    let values = "\"office_name\":\"Kantoor\",\"dossier_name\":\"Wafel\",\"texts\":[\"Dag,\\n\u{e9}\u{e9}n\",\"Twee\"],\"by\":\"Zo\u{eb}\",\"period\":\"2026-11\",\"taken_back\":true,\"newcomer\":{\"name\":\"Joris\",\"address\":\"joris@wafel.be\"},\"undelivered\":{\"name\":\"An\",\"address\":\"an@wafel.be\"},\"broken_domains\":[\"kantoor.be\"],\"came_back\":\"address_unknown\",\"occurred_at\":\"2027-01-15T08:00:00Z\",\"time_zone\":\"Europe/Brussels\",\"link\":\"https://portaal.be/7\"";
    let bare = r#""office_name":"Kantoor","dossier_name":null,"texts":["Twee"],"occurred_at":"2027-01-15T08:00:00Z","time_zone":"Europe/Brussels","link":"https://portaal.be/7""#;
    for (kind, template) in [
        (EventKind::FailedTask, "failed_task_v1"),
        (EventKind::Message, "message_v1"),
        (EventKind::VatDocumentsOk, "vat_documents_ok_v1"),
        (EventKind::UserRequest, "user_request_v1"),
    ] {
        pin(&Content::notice(kind, notice()), &format!(r#"{{"template":"{template}",{values}}}"#));
        let least =
            Notice { dossier_name: None, texts: vec![text("Twee")], facts: Facts::default(), ..notice() };
        pin(&Content::notice(kind, least), &format!(r#"{{"template":"{template}",{bare}}}"#));
    }
}

#[test]
fn what_a_digest_says_is_stored_as_it_always_was() {
    let event = |kind, facts| DigestEvent {
        event: EventId::new(uuid::Uuid::nil()),
        kind,
        text: text("Twee"),
        facts,
        occurred_at: Timestamp::from_millis(1_800_000_000_000),
        link: web_link(),
        because: because(recipients::Step::DossierManager),
    };
    let digest = |pace, dossiers| {
        Content::DigestV1(Digest {
            office_name: name("Kantoor"),
            pace,
            dossiers,
            time_zone: "Europe/Brussels".into(),
            link: web_link(),
        })
    };
    let quarter = Facts { period: Some("2026-Q4".parse().unwrap()), ..Facts::default() };
    let dossiers = vec![
        DigestDossier {
            dossier_name: Some(name("Wafel")),
            events: vec![
                event(EventKind::VatDocumentsOk, quarter),
                event(EventKind::FailedTask, Facts::default()),
            ],
        },
        DigestDossier { dossier_name: None, events: vec![event(EventKind::UserRequest, notice().facts)] },
    ];
    let start = r#""event":"00000000-0000-0000-0000-000000000000""#;
    let end = r#""occurred_at":"2027-01-15T08:00:00Z","link":"https://portaal.be/7","because":{"step":"dossier_manager","skipped":[]}}"#;
    let stored = [
        r#"{"template":"digest_v1","office_name":"Kantoor","pace":"daily","dossiers":["#,
        &format!(r#"{{"dossier_name":"Wafel","events":[{{{start},"kind":"vat_documents_ok","text":"Twee","period":"2026-Q4",{end},"#),
        &format!(r#"{{{start},"kind":"failed_task","text":"Twee",{end}]}},"#),
        &format!("{{\"dossier_name\":null,\"events\":[{{{start},\"kind\":\"user_request\",\"text\":\"Twee\",\"by\":\"Zo\u{eb}\",\"period\":\"2026-11\",\"taken_back\":true,\"newcomer\":{{\"name\":\"Joris\",\"address\":\"joris@wafel.be\"}},\"undelivered\":{{\"name\":\"An\",\"address\":\"an@wafel.be\"}},\"broken_domains\":[\"kantoor.be\"],\"came_back\":\"address_unknown\",{end}]}}],"),
        r#""time_zone":"Europe/Brussels","link":"https://portaal.be/7"}"#,
    ]
    .concat();
    pin(&digest(Pace::Daily, dossiers), &stored);
    for (pace, code) in [(Pace::Hourly, "hourly"), (Pace::AtOnce, "at_once")] {
        let stored = format!(
            r#"{{"template":"digest_v1","office_name":"Kantoor","pace":"{code}","dossiers":[],"time_zone":"Europe/Brussels","link":"https://portaal.be/7"}}"#
        );
        pin(&digest(pace, vec![]), &stored);
    }
}

#[test]
fn what_an_office_writes_is_stored_as_it_always_was() {
    let message = OfficeMessage {
        office_name: name("Kantoor"),
        dossier_name: name("Wafel"),
        by: name("An"),
        text: text("Dag,\n\u{e9}\u{e9}n"),
        link: web_link(),
        contact: Contact { name: name("An"), address: address("an@kantoor.be"), sender_is_unread: false },
    };
    pin(
        &Content::OfficeMessageV1(message),
        "{\"template\":\"office_message_v1\",\"office_name\":\"Kantoor\",\"dossier_name\":\"Wafel\",\"by\":\"An\",\"text\":\"Dag,\\n\u{e9}\u{e9}n\",\"link\":\"https://portaal.be/7\",\"contact\":{\"name\":\"An\",\"address\":\"an@kantoor.be\",\"sender_is_unread\":false}}",
    );
}

fn because(step: recipients::Step) -> Because {
    Because {
        step,
        skipped: vec![],
        employee_id: None,
        chosen: None,
        instead_of: None,
        left_out: vec![],
        open_for_hours: None,
    }
}

#[test]
fn why_somebody_hears_is_stored_as_it_always_was() {
    use recipients::{Absent, Choice, ChosenRole, LeftOut, LeftOutReason, SkipReason, Skipped, Step};

    let (one, other) = ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002");
    let (an, jan): (EmployeeId, EmployeeId) = (one.parse().unwrap(), other.parse().unwrap());
    let steps =
        ["personalised", "dossier_manager", "client_group", "functional_address", "communication_address"];
    for (step, code) in Step::ALL.into_iter().zip(steps) {
        pin(&because(step), &format!(r#"{{"step":"{code}","skipped":[]}}"#));
    }
    let choices = [
        (Choice::Employee(an), format!(r#"{{"employee_id":"{one}"}}"#)),
        (Choice::Role(ChosenRole::DossierManager), r#"{"role":"dossier_manager"}"#.to_owned()),
        (Choice::Role(ChosenRole::ClientGroup), r#"{"role":"client_group"}"#.to_owned()),
        (Choice::Role(ChosenRole::Admins), r#"{"role":"admins"}"#.to_owned()),
    ];
    for (choice, stored) in choices {
        pin(
            &Because { employee_id: Some(an), chosen: Some(choice), ..because(Step::Personalised) },
            &format!(r#"{{"step":"personalised","skipped":[],"employee_id":"{one}","chosen":{stored}}}"#),
        );
    }

    let skipped = [
        (Step::Personalised, SkipReason::NobodyLeft),
        (Step::DossierManager, SkipReason::NoManager),
        (Step::DossierManager, SkipReason::ManagerInactive),
        (Step::ClientGroup, SkipReason::NoGroup),
        (Step::ClientGroup, SkipReason::GroupWithoutAddress),
        (Step::FunctionalAddress, SkipReason::NoFunctionalAddress),
        (Step::FunctionalAddress, SkipReason::SendOnly),
        (Step::FunctionalAddress, SkipReason::ToldBefore),
    ];
    let left_out = [
        (Choice::Employee(an), LeftOutReason::Inactive),
        (Choice::Employee(jan), LeftOutReason::NoAccess),
        (Choice::Role(ChosenRole::Admins), LeftOutReason::Nobody),
        (Choice::Employee(an), LeftOutReason::DeputyInactive),
        (Choice::Employee(an), LeftOutReason::DeputyNoAccess),
    ];
    let all = Because {
        step: Step::CommunicationAddress,
        skipped: skipped.map(|(step, reason)| Skipped { step, reason }).into(),
        employee_id: Some(an),
        chosen: None,
        instead_of: Some(Absent { employee_id: jan, name: name("Zo\u{eb}") }),
        left_out: left_out.map(|(who, reason)| LeftOut { who, reason }).into(),
        open_for_hours: Some(8),
    };
    let stored = [
        r#"{"step":"communication_address","skipped":[{"step":"personalised","reason":"nobody_left"},"#,
        r#"{"step":"dossier_manager","reason":"no_manager"},{"step":"dossier_manager","reason":"manager_inactive"},"#,
        r#"{"step":"client_group","reason":"no_group"},{"step":"client_group","reason":"group_without_address"},"#,
        r#"{"step":"functional_address","reason":"no_functional_address"},"#,
        r#"{"step":"functional_address","reason":"send_only"},{"step":"functional_address","reason":"told_before"}],"#,
        &format!(r#""employee_id":"{one}","#),
        &format!("\"instead_of\":{{\"employee_id\":\"{other}\",\"name\":\"Zo\u{eb}\"}},"),
        &format!(r#""left_out":[{{"employee_id":"{one}","reason":"inactive"}},"#),
        &format!(r#"{{"employee_id":"{other}","reason":"no_access"}},{{"role":"admins","reason":"nobody"}},"#),
        &format!(r#"{{"employee_id":"{one}","reason":"deputy_inactive"}},"#),
        &format!(r#"{{"employee_id":"{one}","reason":"deputy_no_access"}}],"open_for_hours":8}}"#),
    ]
    .concat();
    pin(&all, &stored);
}
