//! What client-users and the office write to each other, and who hears of it.

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    call::faults,
    example::{Office, text},
};

async fn mails(app: &TestApp, office: &Office, query: &str) -> Vec<Value> {
    let page = app.get(&office.key, &office.at(&format!("mails?{query}"))).expect(200).await;
    page["items"].as_array().unwrap().clone()
}

on_both! {
    async fn a_client_writes_the_office_hears_and_answers(app) {
        let office = app.office("maes").await;
        let body = json!({ "dossier_id": office.dossier, "client_user_id": office.client_user, "subject": "Factuur 117", "text": "Dag,\nmag die mee?" });
        let begun = app.post(&office.key, &office.at("conversations"), &body).expect(201).await;
        let message = json!({
            "id": begun["messages"][0]["id"], "number": 1, "by": "client", "client_user_id": office.client_user,
            "employee_id": null, "text": "Dag,\nmag die mee?", "created_at": "2026-11-23T16:00:00Z",
            "read_by_other_side": false, "event_id": begun["messages"][0]["event_id"],
        });
        assert_eq!(begun, json!({
            "id": begun["id"], "dossier_id": office.dossier, "subject": "Factuur 117", "created_at": "2026-11-23T16:00:00Z",
            "last_message_at": "2026-11-23T16:00:00Z", "message_count": 1, "unread_by_office": 1, "unread_by_client": 0,
            "messages": [message], "mails": begun["mails"],
        }));
        assert_eq!(begun["mails"].as_array().unwrap().len(), 1);
        let one = office.at(&format!("conversations/{}", text(&begun["id"])));
        let mut stored = begun.clone();
        stored.as_object_mut().unwrap().remove("mails");
        assert_eq!(app.get(&office.key, &one).expect(200).await, stored);
        let event = office.at(&format!("events/{}", text(&message["event_id"])));
        let heard = app.get(&office.key, &event).expect(200).await;
        assert_eq!((&heard["kind"], &heard["facts"]["by"], &heard["open"]), (&json!("message"), &json!("An Peeters"), &json!(true)));
        assert_eq!((&heard["mails"][0]["to"]["address"], &heard["mails"][0]["id"]), (&json!("mia@maes.example"), &begun["mails"][0]));

        let answer = json!({ "employee_id": office.employee, "text": "Ja hoor." });
        let answered = app.post(&office.key, &format!("{one}/messages"), &answer).expect(201).await;
        assert_eq!((&answered["number"], &answered["by"], &answered["employee_id"]), (&json!(2), &json!("office"), &json!(office.employee)));
        assert_eq!((&answered["event_id"], &answered["read_by_other_side"]), (&json!(null), &json!(false)));
        assert_eq!(app.get(&office.key, &event).expect(200).await["open"], false, "whoever answers has read");
        let mail = mails(&app, &office, "kind=office_message").await;
        assert_eq!((mail.len(), &mail[0]["to"]["address"]), (1, &json!("klant@client-of-maes.example")));
        assert_eq!((&answered["mails"], answered.get("messages")), (&json!([mail[0]["id"]]), None));
        let mail = app.get(&office.key, &office.at(&format!("mails/{}", text(&mail[0]["id"])))).expect(200).await;
        assert_eq!(mail["content"]["message"], json!({ "by": "Mia Maes", "text": "Ja hoor.", "link": "https://portal.example/" }));
        assert_eq!((&mail["decision"]["recipient"], &mail["decision"]["sender"]["step"]), (&json!(null), &json!("dossier_manager")));

        let read = app.post(&office.key, &format!("{one}/read"), &json!({ "by": "client" })).expect(200).await;
        assert_eq!((&read["unread_by_client"], &read["message_count"], read.get("messages")), (&json!(0), &json!(2), None));
        let seen = app.get(&office.key, &one).expect(200).await;
        assert_eq!(seen["messages"][1]["read_by_other_side"], true);
    }
}

on_both! {
    async fn the_office_sees_whom_it_reaches(app) {
        let office = app.office("maes").await;
        let dossier = app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Leeg" })).expect(201).await["id"].clone();
        let body = json!({ "dossier_id": dossier, "text": "Is daar iemand?" });
        let begun = app.post(&office.key, &office.at("conversations"), &body).expect(201).await;
        assert_eq!(begun["mails"], json!([]), "there is nobody");
        let mut newcomer = office.newcomer("nieuw@klant.example");
        newcomer["dossier_id"] = dossier;
        app.post(&office.key, &office.at("client-users"), &newcomer).expect(201).await;
        let one = office.at(&format!("conversations/{}/messages", text(&begun["id"])));
        let written = app.post(&office.key, &one, &json!({ "text": "Welkom!" })).expect(201).await;
        let sent = mails(&app, &office, "kind=office_message").await;
        assert_eq!((sent.len(), &sent[0]["to"]["address"]), (1, &json!("nieuw@klant.example")));
        assert_eq!(written["mails"], json!([sent[0]["id"]]));
    }
}

on_both! {
    async fn what_is_read_is_read_up_to_a_message(app) {
        let office = app.office("maes").await;
        let one = office.at(&format!("conversations/{}", office.conversation));
        for text in ["Twee", "Drie"] {
            let body = json!({ "client_user_id": office.client_user, "text": text });
            app.post(&office.key, &format!("{one}/messages"), &body).expect(201).await;
        }
        let messages = app.get(&office.key, &one).expect(200).await["messages"].clone();
        let unread = async |body: Value| app.post(&office.key, &format!("{one}/read"), &body).expect(200).await["unread_by_office"].clone();
        assert_eq!(unread(json!({ "by": "office", "up_to": messages[1]["id"] })).await, 1);
        assert_eq!(unread(json!({ "by": "office", "up_to": messages[0]["id"] })).await, 1, "what was read stays read");
        let open = app.get(&office.key, &office.at("events?kind=message&open=true")).expect(200).await;
        assert_eq!((open["items"].as_array().unwrap().len(), &open["items"][0]["id"]), (1, &messages[2]["event_id"]));
        let list = async |query: &str| app.get(&office.key, &office.at(&format!("conversations?{query}"))).expect(200).await["items"].as_array().unwrap().len();
        assert_eq!((list("unread=true").await, list("unread=false").await), (1, 0));
        assert_eq!(unread(json!({ "by": "office", "up_to": null })).await, 0);
        assert_eq!((list("unread=true").await, list("unread=false").await, list(&format!("dossier_id={}", office.dossier)).await), (0, 1, 1));
        assert_eq!(app.get(&office.key, &office.at("conversations?unread=nee&dossier_id=x")).faults().await, ["dossier_id malformed", "unread unknown_value"]);
        let body = json!({ "dossier_id": office.dossier, "text": "Van ons" });
        let other = app.post(&office.key, &office.at("conversations"), &body).expect(201).await;
        let elsewhere = json!({ "by": "office", "up_to": other["messages"][0]["id"] });
        let problem = app.post(&office.key, &format!("{one}/read"), &elsewhere).refused(404, "not-found").await;
        assert_eq!(faults(&problem), ["up_to not_found"]);
        assert_eq!(app.post(&office.key, &format!("{one}/read"), &json!({ "by": "iedereen" })).faults().await, ["by unknown_value"]);
    }
}

on_both! {
    async fn only_those_who_take_part_can_write(app) {
        let office = app.office("maes").await;
        let one = office.at(&format!("conversations/{}/messages", office.conversation));
        let other = app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Ander" })).expect(201).await;
        let mut stranger = office.newcomer("vreemd@klant.example");
        stranger["dossier_id"] = other["id"].clone();
        let stranger = app.post(&office.key, &office.at("client-users"), &stranger).expect(201).await;
        app.patch(&office.key, &office.at(&format!("employees/{}", office.colleague)), &json!({ "active": false })).expect(200).await;
        let before = app.state(&office).await;
        let cases = [
            (json!({ "client_user_id": stranger["id"], "text": "x" }), vec!["client_user_id unknown_value"]),
            (json!({ "employee_id": office.colleague, "text": "x" }), vec!["employee_id unknown_value"]),
            (json!({ "client_user_id": office.client_user, "employee_id": office.employee, "text": "x" }), vec!["employee_id malformed"]),
            (json!({ "text": "" }), vec!["text missing"]),
            (json!({ "text": "a\u{0}b" }), vec!["text control_character"]),
            (json!({ "text": "a".repeat(10_001), "client_user_id": "x", "van": 1 }), vec!["client_user_id malformed", "text too_long", "van unknown_field"]),
        ];
        for (body, wanted) in cases {
            assert_eq!(app.post(&office.key, &one, &body).faults().await, wanted);
        }
        let begin = json!({ "dossier_id": office.dossier, "client_user_id": stranger["id"], "subject": "a\nb", "text": "x" });
        assert_eq!(app.post(&office.key, &office.at("conversations"), &begin).faults().await, ["subject control_character"]);
        let begin = json!({ "dossier_id": office.dossier, "client_user_id": stranger["id"], "text": "x" });
        assert_eq!(app.post(&office.key, &office.at("conversations"), &begin).faults().await, ["client_user_id unknown_value"]);
        assert_eq!(app.state(&office).await, before);
    }
}
