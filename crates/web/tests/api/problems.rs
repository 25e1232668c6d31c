//! Each refusal is a problem document that says what to do.

use reqwest::Method;
use serde_json::json;

use crate::{app::BASE_URL, example::LISTS};

on_both! {
    async fn without_a_known_key_there_is_nothing(app) {
        let office = app.office("maes").await;
        let path = format!("/api/v1{}", office.path);
        let problem = app.call(Method::GET, &path);
        problem.refused(401, "unauthorized").await;
        let reply = app.call(Method::GET, &path).send().await;
        assert_eq!(reply.header("www-authenticate"), "Bearer realm=\"postmeester\"");
        for header in ["Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer pmk_nobody", &format!("Token {}", office.key)] {
            let reply = app.call(Method::GET, &path).header("authorization", header).send().await;
            assert_eq!(reply.status, 401, "{header}");
            assert!(reply.header("www-authenticate").starts_with("Bearer"), "{header}");
        }
        let reply = app.call(Method::GET, &path).header("authorization", &format!("bearer {}", office.key)).send().await;
        assert_eq!(reply.status, 200);
        app.call(Method::POST, &format!("{path}/dossiers")).json(&json!({})).refused(401, "unauthorized").await;
        app.call(Method::GET, "/api/v1/offices/geen-id").refused(401, "unauthorized").await;
    }
}

on_both! {
    async fn what_is_not_there_is_404(app) {
        let office = app.office("maes").await;
        let key = &office.key;
        for path in ["", "/", "/x", "/offices/", "/offices/x/y/z", "/employees"] {
            app.get(key, path).refused(404, "not-found").await;
        }
        app.get(key, "/offices/geen-id").refused(404, "not-found").await;
        app.get(key, &office.at("employees/geen-id")).refused(404, "not-found").await;
        app.get(&app.operator, "/offices/0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b").refused(404, "not-found").await;
        let nobody = "/offices/0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b";
        for list in LISTS.into_iter().chain(["recipient-settings", "reach"]) {
            app.get(&app.operator, &format!("{nobody}/{list}")).refused(404, "not-found").await;
        }
        let user = office.newcomer("jo@klant.example");
        app.post(&app.operator, &format!("{nobody}/client-users"), &user).refused(404, "not-found").await;
        app.post(&app.operator, &format!("{nobody}/client-users/bulk"), &json!([user])).refused(404, "not-found").await;
        let body = json!({ "name": "x", "language": "nl", "communication_address": "x@y.example" });
        app.post(key, "/offices", &body).refused(404, "not-found").await;
    }
}

on_both! {
    async fn a_method_that_cannot_be_used_is_405_with_those_that_can(app) {
        let office = app.office("maes").await;
        let cases = [
            (Method::PUT, "/offices".to_owned(), "GET,HEAD,POST"),
            (Method::DELETE, office.path.clone(), "GET,HEAD,PATCH"),
            (Method::GET, office.at("client-users/bulk"), "POST"),
            (Method::POST, "/openapi.json".to_owned(), "GET,HEAD"),
        ];
        for (method, path, allow) in cases {
            let call = || app.call(method.clone(), &format!("/api/v1{path}")).key(&office.key);
            call().refused(405, "method-not-allowed").await;
            let reply = call().send().await;
            let mut methods: Vec<&str> = reply.header("allow").split(',').map(str::trim).collect();
            methods.sort_unstable();
            assert_eq!(methods.join(","), allow, "{path}");
        }
    }
}

on_both! {
    async fn a_body_that_is_not_said_to_be_json_is_415(app) {
        let office = app.office("maes").await;
        let call = || app.push(&office.key, &office.at("dossiers"));
        let body = || b"{\"name\":\"Slagerij\"}".to_vec();
        call().bytes(body()).refused(415, "unsupported-media-type").await;
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "application/json; charset=latin1"] {
            call().header("content-type", kind).bytes(body()).refused(415, "unsupported-media-type").await;
        }
        call().header("content-type", "application/json").header("content-encoding", "gzip").bytes(body()).refused(415, "unsupported-media-type").await;
        for kind in ["application/json", "Application/JSON; charset=\"UTF-8\"", "application/vnd.maes+json"] {
            call().header("content-type", kind).bytes(body()).expect(201).await;
        }
    }
}

on_both! {
    async fn every_kind_of_problem_leads_to_a_page(app) {
        let document = app.call(Method::GET, "/api/v1/openapi.json").expect(200).await;
        let responses = document["components"]["responses"].as_object().unwrap().clone();
        assert_eq!(responses.len(), 17);
        for (name, response) in responses {
            let example = &response["content"]["application/problem+json"]["example"];
            assert_eq!(example["type"], format!("{BASE_URL}/problems/{name}"));
            let page = app.call(Method::GET, &format!("/problems/{name}")).send().await;
            assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{name}");
            assert!(page.text.contains(example["title"].as_str().unwrap()) && page.text.contains("What to do"));
        }
        let unknown = app.call(Method::GET, "/problems/x%3Cscript%3E").send().await;
        assert!(unknown.status == 404 && !unknown.text.contains("<script>"));
        assert_eq!(app.call(Method::GET, "/problems").send().await.status, 200);
    }
}

on_both! {
    async fn a_database_that_is_away_is_503_without_its_words(app) {
        let office = app.office("maes").await;
        app.desk.db().close().await;
        let call = || app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Slagerij" }));
        let problem = call().refused(503, "unavailable").await;
        assert!(!problem.to_string().to_lowercase().contains("pool"), "{problem}");
        let reply = call().send().await;
        assert_eq!(reply.header("retry-after"), "5");
        let instance = reply.json()["instance"].as_str().unwrap().to_owned();
        assert_eq!(instance, format!("urn:uuid:{}", reply.header("x-request-id")));
    }
}

on_both! {
    async fn every_answer_names_its_request_and_is_not_kept_by_a_cache(app) {
        let office = app.office("maes").await;
        let reply = app.get(&office.key, &office.path).header("x-request-id", "mine").send().await;
        assert_eq!(reply.header("x-request-id").len(), 36);
        assert_eq!(reply.header("cache-control"), "no-store");
        assert_eq!(reply.header("content-type"), "application/json");
    }
}
