//! Lists, page by page, without gaps and without repeats.

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    example::{LISTS, text},
};

/// Every id of a list, page by page.
async fn walk(app: &TestApp, key: &str, path: &str, limit: u32) -> Vec<String> {
    walk_by(app, key, path, limit, "id").await
}

async fn walk_by(app: &TestApp, key: &str, path: &str, limit: u32, id: &str) -> Vec<String> {
    let (mut ids, mut query) = (Vec::new(), format!("{path}?limit={limit}"));
    loop {
        let page = app.get(key, &query).expect(200).await;
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit as usize);
        ids.extend(items.iter().map(|item| text(&item[id])));
        let Value::String(next) = &page["next"] else { return ids };
        assert_eq!(items.len(), limit as usize, "only the last page is short");
        query = format!("{path}?limit={limit}&cursor={next}");
    }
}

on_both! {
    async fn every_list_is_walked_without_gaps_or_repeats(app) {
        let office = app.office("maes").await;
        let items: Vec<Value> = (0..220).map(|n| office.newcomer(&format!("klant{n}@klant.example"))).collect();
        let made = app.post(&office.key, &office.at("client-users/bulk"), &items.into()).expect(200).await;
        let mut wanted = vec![office.client_user.clone()];
        wanted.extend(made["results"].as_array().unwrap().iter().map(|result| text(&result["body"]["id"])));
        for limit in [1, 7, 50, 200] {
            let found = walk(&app, &office.key, &office.at("client-users"), limit).await;
            assert_eq!(found, wanted, "{limit} at a time");
        }
        let mails = walk(&app, &office.key, &office.at("mails"), 13).await;
        assert_eq!(mails.len(), 225);
        assert!(mails.is_sorted_by(|a, b| a > b), "newest first, each once");
        let log = walk(&app, &office.key, &office.at("audit"), 100).await;
        assert_eq!(log.len(), 227);
        assert!(log.is_sorted_by(|a, b| a < b));
    }
}

on_both! {
    async fn the_short_lists_have_pages_too(app) {
        let office = app.office("maes").await;
        for n in 0..4 {
            let employee = json!({ "name": "M", "email": format!("m{n}@maes.example"), "language": "nl", "role": "admin" });
            app.post(&office.key, &office.at("employees"), &employee).expect(201).await;
            app.post(&office.key, &office.at("client-groups"), &json!({ "name": format!("G{n}") })).expect(201).await;
            app.post(&office.key, &office.at("dossiers"), &json!({ "name": format!("D{n}") })).expect(201).await;
            app.bare_office(&format!("kantoor{n}")).await;
        }
        for list in ["employees", "client-groups", "dossiers"] {
            let ids = walk(&app, &office.key, &office.at(list), 2).await;
            assert_eq!(ids.len(), if list == "employees" { 6 } else { 5 }, "{list}");
            assert!(ids.is_sorted_by(|a, b| a < b), "{list}");
        }
        assert_eq!(walk(&app, &app.operator, "/offices", 2).await.len(), 5);
        assert_eq!(walk(&app, &office.key, "/offices", 1).await, [office.id]);
    }
}

on_both! {
    async fn the_lists_of_what_happened_have_pages(app) {
        let office = app.office("maes").await;
        for n in 1..=4 {
            app.post(&office.key, &office.at("events"), &office.happening("failed_task")).expect(202).await;
            let request = json!({ "dossier_id": office.dossier, "email": format!("n{n}@klant.example"), "name": "N", "language": "nl" });
            app.post(&office.key, &office.at("user-requests"), &request).expect(201).await;
            app.post(&office.key, &office.at("conversations"), &json!({ "dossier_id": office.dossier, "text": "Dag" })).expect(201).await;
            let period = json!({ "period": format!("2026-0{n}") });
            app.post(&office.key, &office.at(&format!("dossiers/{}/vat-confirmations", office.dossier)), &period).expect(201).await;
        }
        for (list, id, count) in [("events", "id", 16), ("user-requests", "id", 5), ("conversations", "id", 5), ("vat-confirmations", "event_id", 5)] {
            let ids = walk_by(&app, &office.key, &office.at(list), 3, id).await;
            assert_eq!(ids.len(), count, "{list}");
            let sorted = if id == "id" { ids.is_sorted_by(|a, b| a > b) } else { ids.is_sorted_by(|a, b| a < b) };
            assert!(sorted, "{list}");
        }
    }
}

on_both! {
    async fn a_list_that_grows_while_it_is_walked_repeats_nothing(app) {
        let office = app.office("maes").await;
        let items: Vec<Value> = (0..9).map(|n| office.newcomer(&format!("klant{n}@klant.example"))).collect();
        app.post(&office.key, &office.at("client-users/bulk"), &items.into()).expect(200).await;
        let first = app.get(&office.key, &office.at("mails?limit=5")).expect(200).await;
        app.post(&office.key, &office.at("client-users"), &office.newcomer("nieuw@klant.example")).expect(201).await;
        let next = text(&first["next"]);
        let second = app.get(&office.key, &office.at(&format!("mails?limit=200&cursor={next}"))).expect(200).await;
        let ids = |page: &Value| page["items"].as_array().unwrap().iter().map(|m| text(&m["id"])).collect::<Vec<_>>();
        let all = [ids(&first), ids(&second)].concat();
        assert_eq!(all.len(), 14);
        assert!(all.is_sorted_by(|a, b| a > b));
        assert_eq!(second["next"], json!(null));
    }
}

on_both! {
    async fn a_cursor_that_was_made_up_or_is_another_lists_is_refused(app) {
        let office = app.office("maes").await;
        app.bare_office("smit").await;
        let other = text(&app.get(&app.operator, "/offices?limit=1").expect(200).await["next"]);
        for cursor in ["x", "%00", "bWVuc2Vu", &other, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            for list in LISTS {
                let call = app.get(&office.key, &office.at(&format!("{list}?cursor={cursor}")));
                assert_eq!(call.faults().await, ["cursor malformed"], "{list} {cursor}");
            }
        }
        for (limit, code) in [("0", "out_of_range"), ("201", "out_of_range"), ("-1", "malformed"), ("x", "malformed"), ("99999999999999999999", "out_of_range")] {
            let call = app.get(&office.key, &office.at(&format!("mails?limit={limit}")));
            assert_eq!(call.faults().await, [format!("limit {code}")], "{limit}");
        }
        let call = app.get(&office.key, &office.at("mails?limit=1&limit=2"));
        assert_eq!(call.faults().await, ["limit malformed"]);
    }
}
