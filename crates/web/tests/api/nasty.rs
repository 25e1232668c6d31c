//! Names, addresses and headers that are out to break something: carried correctly, or refused.

use reqwest::Method;
use serde_json::{Value, json};

on_both! {
    async fn real_names_are_carried_as_they_are(app) {
        let office = app.office("maes").await;
        for (n, name) in ["O'Brien, \"Jo\" <x>", "Zoë Ünlü 王", "Bakkerij & Zn. (bvba); DROP TABLE", "👩‍🌾 Hoeve", "{}[]%00\\u0000"].into_iter().enumerate() {
            let dossier = app.post(&office.key, &office.at("dossiers"), &json!({ "name": name })).expect(201).await;
            assert_eq!(dossier["name"], name);
            let employee = json!({ "name": name, "email": format!("e{n}@maes.example"), "language": "nl", "role": "admin" });
            let employee = app.post(&office.key, &office.at("employees"), &employee).expect(201).await;
            let change = json!({ "manager_id": employee["id"] });
            let path = office.at(&format!("dossiers/{}", dossier["id"].as_str().unwrap()));
            app.patch(&office.key, &path, &change).expect(200).await;
            let user = json!({ "dossier_id": dossier["id"], "email": format!("k{n}@klant.example"), "name": name, "language": "nl" });
            let user = app.post(&office.key, &office.at("client-users"), &user).expect(201).await;
            assert_eq!(user["welcome_mail"]["sender"]["from"]["name"], name);
            let mail = office.at(&format!("mails/{}", user["welcome_mail"]["id"].as_str().unwrap()));
            let mail = app.get(&office.key, &mail).expect(200).await;
            assert_eq!((&mail["to"]["name"], &mail["content"]["dossier_name"]), (&json!(name), &json!(name)));
        }
    }
}

on_both! {
    async fn names_and_addresses_that_carry_a_header_are_refused(app) {
        let office = app.office("maes").await;
        let users = office.at("client-users");
        for bad in ["Jo\r\nBcc: x@y.example", "Jo\nx", "Jo\u{0}", "Jo\u{202e}x"] {
            let mut body = office.newcomer("jo@klant.example");
            body["name"] = json!(bad);
            assert_eq!(app.post(&office.key, &users, &body).faults().await, ["name control_character"], "{bad:?}");
        }
        let addresses = [
            ("jo@klant.example\r\nBcc: x@y.example", "control_character"), ("jo", "malformed"), ("", "missing"),
            ("\"jo x\"@klant.example", "malformed"), ("jo@localhost", "bad_domain"), ("jo@[127.0.0.1]", "bad_domain"),
            ("zoë@klant.example", "non_ascii_local_part"), ("jo<x>@klant.example", "malformed"),
        ];
        for (address, code) in addresses {
            let call = app.post(&office.key, &users, &office.newcomer(address));
            assert_eq!(call.faults().await, [format!("email {code}")], "{address:?}");
        }
        let long = office.newcomer(&format!("{}@klant.example", "a".repeat(65)));
        assert_eq!(app.post(&office.key, &users, &long).faults().await, ["email too_long"]);
    }
}

on_both! {
    async fn a_value_of_the_wrong_type_is_named_by_its_field(app) {
        let office = app.office("maes").await;
        for wrong in [json!(7), json!(true), json!([]), json!({}), json!(1.5)] {
            let body = json!({ "dossier_id": wrong, "email": wrong, "name": wrong, "language": wrong, "hold_welcome_mail": "ja" });
            assert_eq!(
                app.post(&office.key, &office.at("client-users"), &body).faults().await,
                ["dossier_id malformed", "email malformed", "name malformed", "language malformed", "hold_welcome_mail malformed"],
            );
        }
        for (days, code) in [(json!(0), "out_of_range"), (json!(31), "out_of_range"), (json!(-3), "out_of_range"), (json!(1.5), "malformed"), (json!("14"), "malformed"), (json!(1e300), "malformed")] {
            let call = app.patch(&office.key, &office.path, &json!({ "invitation_days": days }));
            assert_eq!(call.faults().await, [format!("invitation_days {code}")], "{days}");
        }
        let call = app.post(&office.key, &office.at("client-users"), &json!([]));
        assert_eq!(call.faults().await, ["body malformed"]);
    }
}

on_both! {
    async fn every_fault_of_a_request_is_told_at_once(app) {
        let office = app.office("maes").await;
        let nobody = "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b";
        let group = json!({ "name": "", "email": "x", "members": [office.employee, "x", 7], "leden": [] });
        assert_eq!(
            app.post(&office.key, &office.at("client-groups"), &group).faults().await,
            ["name missing", "email malformed", "members[1] malformed", "members[2] malformed", "leden unknown_field"],
        );
        // Of those that are ids, the places are those of the request, not of some order of ours.
        let group = json!({ "name": "Nieuw", "members": [nobody, office.employee, "00000000-0000-7000-8000-000000000000"] });
        let problem = app.post(&office.key, &office.at("client-groups"), &group).refused(404, "not-found").await;
        assert_eq!(crate::call::faults(&problem), ["members[0] not_found", "members[2] not_found"]);
        let path = office.at(&format!("client-groups/{}", office.client_group));
        let problem = app.patch(&office.key, &path, &group).refused(404, "not-found").await;
        assert_eq!(crate::call::faults(&problem), ["members[0] not_found", "members[2] not_found"]);
        let dossier = json!({ "name": "X", "enterprise_number": "0202.239.952", "manager_id": "x", "vat_period": "yearly" });
        assert_eq!(
            app.post(&office.key, &office.at("dossiers"), &dossier).faults().await,
            ["enterprise_number bad_check_digits", "manager_id malformed", "vat_period unknown_value"],
        );
    }
}

on_both! {
    async fn what_an_event_says_is_carried_or_refused(app) {
        let office = app.office("maes").await;
        let post = |field: &str, value: Value| {
            let mut body = office.happening("message");
            body[field] = value;
            app.post(&office.key, &office.at("events"), &body)
        };
        let carried = [
            ("summary", "a".repeat(10_000)), ("summary", "<script>alert(1)</script>\n{{ 7*7 }}\t%0d%0aBcc: x@y.be".into()), ("summary", "👩‍🌾 Zoë 王 عربي".into()),
            ("link", "https://portaal.example/taken?x=1&y=%0d%0a#z".into()), ("link", format!("https://x.be/{}", "a".repeat(1987))),
            ("thread", "王".repeat(200)), ("thread", "'; DROP TABLE events; --".into()),
        ];
        for (field, value) in carried {
            let posted = post(field, json!(value)).expect(202).await;
            let seen = app.get(&office.key, &office.at(&format!("events/{}", posted["id"].as_str().unwrap()))).expect(200).await;
            assert_eq!(seen[field], value);
        }
        let lines = post("summary", json!(" Een\r\ntwee \r\n")).expect(202).await;
        let seen = app.get(&office.key, &office.at(&format!("events/{}", lines["id"].as_str().unwrap()))).expect(200).await;
        assert_eq!(seen["summary"], "Een\ntwee");
        let before = app.state(&office).await;
        let refused = [
            ("summary", json!(""), "missing"), ("summary", json!(" \n "), "missing"), ("summary", json!(null), "missing"),
            ("summary", json!("a".repeat(10_001)), "too_long"), ("summary", json!("a\u{0}b"), "control_character"),
            ("summary", json!("a\u{202e}b"), "control_character"), ("summary", json!("a\u{7}"), "control_character"), ("summary", json!(["x"]), "malformed"),
            ("link", json!("javascript:alert(1)"), "malformed"), ("link", json!("JaVaScRiPt://x.be/%0aalert(1)"), "malformed"),
            ("link", json!("data:text/html,x"), "malformed"), ("link", json!("//x.be"), "malformed"), ("link", json!("/taken/7"), "malformed"),
            ("link", json!("https://an:pw@x.be/"), "malformed"), ("link", json!("https://"), "malformed"), ("link", json!(7), "malformed"),
            ("link", json!(format!("https://x.be/{}", "a".repeat(2000))), "too_long"),
            ("thread", json!("a\nReferences: <x@y>"), "control_character"), ("thread", json!("a".repeat(201)), "too_long"), ("thread", json!(""), "missing"),
            ("kind", json!("welcome"), "unknown_value"), ("kind", json!(null), "missing"), ("dossier_id", json!("x"), "malformed"),
            ("occurred_at", json!("gisteren"), "malformed"), ("occurred_at", json!("2026-11-23"), "malformed"), ("occurred_at", json!(0), "malformed"),
            ("occurred_at", json!("1969-12-31T23:59:59Z"), "out_of_range"), ("occurred_at", json!("99999-01-01T00:00:00Z"), "malformed"),
            ("office_id", json!(office.id), "unknown_field"), ("facts", json!({}), "unknown_field"),
        ];
        for (field, value, code) in refused {
            assert_eq!(post(field, value.clone()).faults().await, [format!("{field} {code}")], "{field} {value}");
        }
        assert_eq!(app.state(&office).await, before);
        let empty = app.post(&office.key, &office.at("events"), &json!({})).faults().await;
        assert_eq!(empty, ["kind missing", "summary missing"]);
    }
}

on_both! {
    async fn ten_thousand_members_are_refused_in_one_line(app) {
        let office = app.office("maes").await;
        let members: Vec<&str> = vec![&office.employee; 10_000];
        let call = app.post(&office.key, &office.at("client-groups"), &json!({ "name": "Alle", "members": members }));
        assert_eq!(call.faults().await, ["members too_long"]);
        let recipients = vec![json!({ "role": "admins" }); 10_000];
        let body = json!({ "configuration": "personalised", "recipients": recipients });
        assert_eq!(app.put(&office.key, &office.at("recipient-settings/message"), &body).faults().await, ["recipients too_long"]);
        let members: Vec<&str> = vec![&office.employee; 1000];
        let group = app.post(&office.key, &office.at("client-groups"), &json!({ "name": "Alle", "members": members }));
        assert_eq!(group.expect(201).await["members"], json!([office.employee]));
    }
}

on_both! {
    async fn a_large_body_is_refused_and_the_answer_arrives(app) {
        let office = app.office("maes").await;
        let users = office.at("client-users");
        let large = || format!("{{\"name\":\"{}\"}}", "x".repeat(10_000_000)).into_bytes();
        for key in [office.key.as_str(), "pmk_nobody"] {
            let reply = app.push(key, &users).header("content-type", "application/json").bytes(large()).send().await;
            assert_eq!(reply.status, if key == "pmk_nobody" { 401 } else { 413 }, "{}", reply.text);
        }
        let call = app.push(&office.key, &users).header("content-type", "application/json").bytes(large());
        call.refused(413, "payload-too-large").await;
        app.call(Method::POST, "/api/v1/nergens").bytes(large()).refused(404, "not-found").await;
        app.call(Method::PUT, "/api/v1/offices").bytes(large()).refused(405, "method-not-allowed").await;
    }
}

on_both! {
    async fn a_body_that_does_not_say_its_size_is_measured(app) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let office = app.office("maes").await;
        let mut stream = tokio::net::TcpStream::connect(app.address.trim_start_matches("http://")).await.unwrap();
        let head = format!(
            "POST /api/v1{} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
            office.at("client-users"), office.key,
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let chunk = format!("{:x}\r\n{}\r\n", 65_536, "x".repeat(65_536));
        for _ in 0..64 {
            stream.write_all(chunk.as_bytes()).await.unwrap();
        }
        stream.write_all(b"0\r\n\r\n").await.unwrap();
        let mut answer = [0; 512];
        let length = stream.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}

on_both! {
    async fn a_client_that_asks_first_is_told_before_it_sends(app) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let office = app.office("maes").await;
        let mut stream = tokio::net::TcpStream::connect(app.address.trim_start_matches("http://")).await.unwrap();
        let head = format!(
            "POST /api/v1{} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: 10000000\r\nexpect: 100-continue\r\n\r\n",
            office.at("client-users"), office.key,
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 512];
        let length = stream.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}

on_both! {
    async fn json_that_is_deep_or_odd_is_refused(app) {
        let office = app.office("maes").await;
        let send = |body: Vec<u8>| app.push(&office.key, &office.at("dossiers")).header("content-type", "application/json").bytes(body);
        send("[".repeat(100_000).into_bytes()).refused(400, "malformed-json").await;
        send(b"{\"name\":\"\\ud800\"}".to_vec()).refused(400, "malformed-json").await;
        send(b"{\"name\":\"\xff\"}".to_vec()).refused(400, "malformed-json").await;
        send(Vec::new()).refused(400, "malformed-json").await;
        let problem = send(b"{\n \"name\": Jo }".to_vec()).refused(400, "malformed-json").await;
        assert_eq!((&problem["line"], &problem["column"]), (&json!(2), &json!(10)));
        assert!(problem["detail"].as_str().unwrap().contains("line 2"), "{problem}");
        let twice = send(b"{\"name\":\"a\",\"name\":\"b\"}".to_vec()).expect(201).await;
        assert!(matches!(&twice["name"], Value::String(_)));
    }
}
