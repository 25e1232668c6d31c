//! What comes back, handed in by hand; and the addresses that are left alone by it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    app::TestApp,
    example::{Office, text},
};

/// A notification about a mail to this address, as a server writes it that returns the mail's headers.
fn notification(to: &str, action: &str, said: &str, header: &str) -> String {
    let status = said.split(' ').nth(1).unwrap();
    format!(
        "From: MAILER-DAEMON@mx.klant.example\nSubject: Undelivered\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"x\"\n\n--x\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.klant.example\n\n\
         Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n\n--x\n\
         Content-Type: text/rfc822-headers\n\n{header}\nSubject: Welkom\n\n--x--\n"
    )
}

const UNKNOWN: &str = "550 5.1.1 User unknown";

/// The header that a mail to this address carries.
fn header(app: &TestApp, mail: &str, to: &str) -> String {
    let seals = app.desk.settings().seals.as_ref().unwrap();
    let to = domain::EmailAddress::parse(to).unwrap();
    seals.header(mail.parse().unwrap(), &to, app.desk.clock().now()).trim_end().to_owned()
}

/// The office's welcome mail is handed over, as far as the database knows.
async fn sent(app: &TestApp, office: &Office) {
    app.ends(&office.mail, "sent", "").await;
    let handed = format!(
        "UPDATE endings SET cause = NULL, at = {}, took_ms = 1, outcome = 'accepted', phase = 'final_dot', reply = '250 ok',
            relay = 'x' WHERE mail_id = {{}}",
        app.desk.clock().now().millis()
    );
    app.sql(&handed, &office.mail).await;
}

async fn hand_in(app: &TestApp, message: &str) -> Value {
    app.post(&app.operator, "/bounces", &json!({ "message": message })).expect(202).await
}

on_both! {
    async fn a_mail_that_came_back_is_bounced_with_its_cause_wherever_it_is_seen(app) {
        let office = app.office("maes").await;
        sent(&app, &office).await;
        let to = "klant@client-of-maes.example";
        let message = notification(to, "failed", UNKNOWN, &header(&app, &office.mail, to));
        let call = app.push(&app.operator, "/bounces").header("content-type", "message/rfc822");
        let first = call.bytes(message.clone().into_bytes()).expect(202).await;
        assert_eq!(first, json!({ "result": "bounced", "reason": "address_unknown", "mail_id": office.mail }));
        let again = json!({ "result": "ignored", "reason": "already_bounced", "mail_id": null });
        assert_eq!(hand_in(&app, &message).await, again);

        let mail = office.at(&format!("mails/{}", office.mail));
        let seen = app.get(&office.key, &mail).expect(200).await;
        assert_eq!((&seen["state"], &seen["cause"]), (&json!("bounced"), &json!("address_unknown")));
        assert_eq!(seen["notifications"], json!([{
            "at": "2026-11-23T16:00:00Z", "action": "failed", "status": "5.1.1", "diagnostic": UNKNOWN,
            "reporting_mta": "mx.klant.example", "matched_by": "header", "cause": "address_unknown",
        }]));
        let listed = async |state: &str| {
            let page = app.get(&office.key, &office.at(&format!("mails?state={state}"))).expect(200).await;
            page["items"].as_array().unwrap().iter().map(|mail| text(&mail["id"])).collect::<Vec<_>>()
        };
        assert_eq!(listed("bounced").await, [office.mail.as_str()]);
        assert_eq!(listed("sent").await, [""; 0]);
        let of_user = app.get(&office.key, &office.at(&format!("mails?state=bounced&client_user_id={}", office.client_user)));
        assert_eq!(of_user.expect(200).await["items"][0]["id"], office.mail);
        app.push(&office.key, &format!("{mail}/retry")).refused(409, "mail-not-in-state").await;

        let path = office.at(&format!("client-users/{}", office.client_user));
        let user = app.get(&office.key, &path).expect(200).await;
        assert_eq!((&user["state"], &user["bounced"]), (&json!("invited"), &json!("address_unknown")));
        assert_eq!(user["welcome_mail"]["state"], "bounced");
        let tasks = app.get(&office.key, &office.at("events?kind=failed_task")).expect(200).await;
        let told: Vec<&Value> = tasks["items"].as_array().unwrap().iter().filter(|task| !task["facts"]["came_back"].is_null()).collect();
        assert_eq!(told.len(), 1, "the office is told once");
        assert_eq!(told[0]["summary"], format!("{to}: {UNKNOWN}"));
        assert_eq!(told[0]["facts"]["came_back"], "address_unknown");

        let alone = app.get(&office.key, &office.at("suppressions")).expect(200).await;
        assert_eq!(alone, json!({ "items": [{
            "address": to, "cause": "address_unknown", "since": "2026-11-23T16:00:00Z", "until": "2027-02-21T16:00:00Z",
            "mail_id": office.mail,
        }], "next": null }));

        let corrected = app.patch(&office.key, &path, &json!({ "email": "goed@client-of-maes.example" })).expect(200).await;
        assert_eq!((&corrected["bounced"], &corrected["welcome_mail"]["state"]), (&json!(null), &json!("queued")));
    }
}

on_both! {
    async fn what_is_made_up_or_about_somebody_else_changes_nothing(app) {
        let office = app.office("maes").await;
        let to = "klant@client-of-maes.example";
        let header = header(&app, &office.mail, to);
        let ignored = |reason: &str| json!({ "result": "ignored", "reason": reason, "mail_id": null });
        let failed = notification(to, "failed", UNKNOWN, &header);
        // A worker has it: nobody knows yet what became of it.
        app.sql("UPDATE queue SET state = 'sending' WHERE mail_id = {}", &office.mail).await;
        app.post(&app.operator, "/bounces", &json!({ "message": failed })).refused(503, "unavailable").await;
        app.sql("UPDATE queue SET state = 'queued' WHERE mail_id = {}", &office.mail).await;
        assert_eq!(hand_in(&app, &failed).await, ignored("never_sent"));
        sent(&app, &office).await;
        let before = app.state(&office).await;
        let flipped = format!("{}{}", &header[..header.len() - 2], if header.ends_with("aa") { "bb" } else { "aa" });
        let cases = [
            (notification(to, "failed", UNKNOWN, "X-Nothing: 1"), "unsigned"),
            (notification(to, "failed", UNKNOWN, &flipped), "forged"),
            (notification("iemand@anders.example", "failed", UNKNOWN, &header), "other_recipient"),
            ("Subject: Dag\n\nTot morgen.\n".to_owned(), "something_else"),
            (String::new(), "something_else"),
        ];
        for (message, reason) in cases {
            assert_eq!(hand_in(&app, &message).await, ignored(reason), "{message}");
        }
        assert_eq!(app.state(&office).await, before);
        // A key of an office hands nothing in, not even about its own mails.
        app.post(&office.key, "/bounces", &json!({ "message": failed })).refused(404, "not-found").await;
    }
}

on_both! {
    async fn a_delay_is_noted_once_and_changes_nothing_else(app) {
        let office = app.office("maes").await;
        sent(&app, &office).await;
        let to = "klant@client-of-maes.example";
        let delayed = notification(to, "delayed", "450 4.2.2 mailbox full", &header(&app, &office.mail, to));
        let noted = json!({ "result": "noted", "reason": "delayed", "mail_id": office.mail });
        assert_eq!(hand_in(&app, &delayed).await, noted);
        assert_eq!(hand_in(&app, &delayed).await["reason"], "already_known");
        let mail = app.get(&office.key, &office.at(&format!("mails/{}", office.mail))).expect(200).await;
        assert_eq!((&mail["state"], mail["notifications"].as_array().unwrap().len()), (&json!("sent"), 1));
        assert_eq!(app.get(&office.key, &office.at("suppressions")).expect(200).await["items"], json!([]));
    }
}

on_both! {
    async fn a_message_is_handed_in_once_for_each_key(app) {
        let office = app.office("maes").await;
        sent(&app, &office).await;
        let to = "klant@client-of-maes.example";
        let message = notification(to, "failed", UNKNOWN, &header(&app, &office.mail, to));
        for once in ["k", "k"] {
            let call = app.push(&app.operator, "/bounces").once(once).header("content-type", "message/rfc822");
            let answer = call.bytes(message.clone().into_bytes()).expect(202).await;
            assert_eq!(answer["result"], "bounced");
        }
        let other = app.post(&app.operator, "/bounces", &json!({ "message": "x" })).once("k");
        other.refused(422, "idempotency-key-reused").await;
    }
}

on_both! {
    async fn a_suppression_is_lifted_by_hand_and_that_is_in_the_audit_log(app) {
        let (office, smit) = (app.office("maes").await, app.office("smit").await);
        sent(&app, &office).await;
        let to = "klant@client-of-maes.example";
        let message = notification(to, "failed", UNKNOWN, &header(&app, &office.mail, to));
        assert_eq!(hand_in(&app, &message).await["result"], "bounced");
        let path = "suppressions/KLANT%40client-of-maes.example";
        // Another office's key and another office's list have nothing to do with it.
        app.delete(&smit.key, &smit.at(path)).expect(204).await;
        app.delete(&smit.key, &office.at(path)).refused(404, "not-found").await;
        assert_eq!(app.get(&smit.key, &smit.at("suppressions")).expect(200).await["items"], json!([]));
        assert_eq!(app.get(&office.key, &office.at("suppressions")).expect(200).await["items"].as_array().unwrap().len(), 1);
        let entries = async || {
            let log = app.get(&office.key, &office.at("audit?limit=200")).expect(200).await;
            log["items"].as_array().unwrap().iter().filter(|line| line["action"] == "suppression_lifted").count()
        };
        for _ in 0..2 {
            app.delete(&office.key, &office.at(path)).expect(204).await;
            assert_eq!(app.get(&office.key, &office.at("suppressions")).expect(200).await["items"], json!([]));
            assert_eq!(entries().await, 1, "asked twice, done once");
        }
        app.call(Method::DELETE, &format!("/api/v1{}", office.at("suppressions/geen-adres"))).key(&office.key).refused(404, "not-found").await;
    }
}
