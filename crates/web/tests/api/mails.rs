//! What became of each mail, and what can be done about it.

use serde_json::json;

use crate::example::text;

on_both! {
    async fn a_mail_tells_its_whole_story(app) {
        let office = app.office("maes").await;
        let sql = "INSERT INTO attempts (mail_id, at, took_ms, outcome, phase, reply, relay)
            VALUES ({}, 1795449601000, 120, 'try_later', 'rcpt_to', '450 4.7.1 later', 'smtp.example:25')";
        app.sql(sql, &office.mail).await;
        let mail = app.get(&office.key, &office.at(&format!("mails/{}", office.mail))).expect(200).await;
        assert_eq!(mail, json!({
            "id": office.mail, "kind": "welcome", "state": "queued", "cause": null, "next_at": null,
            "changed_at": "2026-11-23T16:00:00Z", "relay_queue_id": null,
            "from": { "name": "Mia Maes", "address": "mia@maes.example" },
            "to": { "name": "An Peeters", "address": "klant@client-of-maes.example" },
            "client_user_id": office.client_user, "dossier_id": office.dossier, "event_id": null,
            "created_at": "2026-11-23T16:00:00Z",
            "message_id": format!("{}@portal.example", office.mail), "language": "nl",
            "decision": { "sender": {
                "step": "dossier_manager", "from": { "name": "Mia Maes", "address": "mia@maes.example" },
                "reply_to": null, "on_behalf_of": null, "skipped": [],
            }, "recipient": null },
            "content": {
                "template": "welcome_v1", "office_name": "maes", "dossier_name": "Bakkerij De Wafel",
                "link_valid_until": "2026-12-07T16:00:00Z",
                "contact": { "name": "Mia Maes", "address": "mia@maes.example" }, "client_user": null,
                "notice": null, "digest": null, "message": null,
            },
            "attempts": [{
                "at": "2026-11-23T16:00:01Z", "took_ms": 120, "outcome": "try_later", "phase": "rcpt_to",
                "reply": "450 4.7.1 later", "relay": "smtp.example:25",
            }],
            "notifications": [],
        }));
        assert!(!mail.to_string().contains("/welcome/"));
    }
}

on_both! {
    async fn mails_are_listed_newest_first_and_filtered(app) {
        let office = app.office("maes").await;
        app.patch(&office.key, &office.path, &json!({ "follow_up_notice": true })).expect(200).await;
        let user = app.post(&office.key, &office.at("client-users"), &office.newcomer("jo@klant.example")).expect(201).await;
        let second = text(&user["welcome_mail"]["id"]);
        app.push(&office.key, &office.at(&format!("mails/{second}/cancel"))).expect(200).await;
        let list = async |query: &str| {
            let page = app.get(&office.key, &office.at(&format!("mails?{query}"))).expect(200).await;
            page["items"].as_array().unwrap().iter().map(|mail| text(&mail["id"])).collect::<Vec<_>>()
        };
        let all = list("").await;
        assert!(all.is_sorted_by(|a, b| a > b));
        assert_eq!((all.len(), all[6].as_str()), (7, office.mail.as_str()), "two of each welcome, one of each event");
        assert_eq!(list("kind=welcome").await, [second.as_str(), office.mail.as_str()]);
        assert_eq!(list("kind=follow_up_notice").await.len(), 1);
        assert_eq!(list("state=cancelled").await, [second.as_str()]);
        assert_eq!(list("state=queued&kind=welcome").await, [office.mail.as_str()]);
        assert_eq!(list("to=JO@klant.EXAMPLE").await, [second.as_str()]);
        assert_eq!(list(&format!("client_user_id={}&state=&limit=5", office.client_user)).await, [office.mail.as_str()]);
        let of_event = list(&format!("event_id={}", office.event)).await;
        assert_eq!((of_event.len(), &of_event), (1, &list("kind=failed_task").await));
        let call = app.get(&office.key, &office.at("mails?state=lost&kind=x&to=y&client_user_id=z&event_id=w&sort=id&limit=0"));
        assert_eq!(call.faults().await, [
            "state unknown_value", "kind unknown_value", "to malformed", "client_user_id malformed",
            "event_id malformed", "limit out_of_range", "sort unknown_field",
        ]);
    }
}

on_both! {
    async fn a_held_mail_is_released_and_a_failed_one_retried(app) {
        let office = app.office("maes").await;
        let mail = office.at(&format!("mails/{}", office.mail));
        app.push(&office.key, &format!("{mail}/release")).refused(409, "mail-not-in-state").await;
        app.push(&office.key, &format!("{mail}/retry")).refused(409, "mail-not-in-state").await;
        app.sql("UPDATE queue SET state = 'held', cause = 'send_as_denied', next_at = 1 WHERE mail_id = {}", &office.mail).await;
        let held = app.get(&office.key, &mail).expect(200).await;
        assert_eq!((&held["state"], &held["cause"]), (&json!("held"), &json!("send_as_denied")));
        let released = app.push(&office.key, &format!("{mail}/release")).expect(202).await;
        assert_eq!(released, json!({ "id": office.mail, "state": "queued" }));
        app.ends(&office.mail, "failed", "recipient_refused").await;
        let retried = app.push(&office.key, &format!("{mail}/retry")).expect(202).await;
        assert_eq!(retried, json!({ "id": office.mail, "state": "queued" }));
        let seen = app.get(&office.key, &mail).expect(200).await;
        assert_eq!((&seen["state"], &seen["cause"]), (&json!("queued"), &json!(null)));
        let cancelled = app.push(&office.key, &format!("{mail}/cancel")).expect(200).await;
        assert_eq!(cancelled, json!({ "id": office.mail, "state": "cancelled" }));
        assert_eq!(app.get(&office.key, &mail).expect(200).await["state"], "cancelled");
        app.sql("UPDATE endings SET state = 'sent', relay_queue_id = '4Zx' WHERE mail_id = {}", &office.mail).await;
        app.push(&office.key, &format!("{mail}/cancel")).refused(409, "mail-not-in-state").await;
        assert_eq!(app.get(&office.key, &mail).expect(200).await["relay_queue_id"], "4Zx");
    }
}
