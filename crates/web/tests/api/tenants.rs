//! Nothing of another office can be reached: not in a path, not in a filter, not in a body; on every route that the
//! API describes, so that a new route is walked without anybody thinking of it.

use serde_json::Value;

use crate::{
    call::Reply,
    example::Office,
    walk::{Operation, document, operations, with},
};

/// 404, or a bulk answer whose every item is 404; and not a word of the other office.
fn nothing_of(reply: &Reply, other: &Office, sent: &str, what: &str) {
    let items = || {
        let body = reply.json();
        let results = body["results"].as_array().cloned().unwrap_or_default();
        !results.is_empty() && results.iter().all(|result| result["status"] == 404)
    };
    assert!(
        reply.status == 404 || (reply.status == 200 && items()),
        "{what}: {} {}",
        reply.status,
        reply.text
    );
    for told in other.ids().into_iter().filter(|id| !sent.contains(id)) {
        assert!(!reply.text.contains(told), "{what}: {}", reply.text);
    }
    assert!(!reply.text.contains("smit"), "{what}: {}", reply.text);
}

/// The attempts on `other` that an operation has room for, with `own` ids in all other places.
fn attempts(
    document: &Value,
    operation: &Operation,
    own: &Office,
    other: &Office,
) -> Vec<(String, Option<Value>)> {
    let body = operation.body_with(document, own, "walk");
    let own_path = operation.path_with(document, |name| own.id_text(name));
    let mut attempts = Vec::new();
    for asked in operation.ids_in_path() {
        let path =
            operation.path_with(document, |name| if name == asked { other } else { own }.id_text(name));
        attempts.push((path, body.clone()));
    }
    if !operation.ids_in_path().is_empty() {
        attempts.push((
            operation.path_with(document, |name| other.id_text(name)),
            operation.body_with(document, other, "walk"),
        ));
    }
    for asked in operation.ids_in_query(document) {
        attempts.push((with(&own_path, asked, &other.id_text(asked)), body.clone()));
    }
    for body in body.iter().flat_map(|body| operation.bodies_with_one_of(document, body, other)) {
        attempts.push((own_path.clone(), Some(body)));
    }
    if operation.query().contains("preview") {
        let looks: Vec<_> =
            attempts.iter().map(|(path, body)| (with(path, "preview", "true"), body.clone())).collect();
        attempts.extend(looks);
    }
    attempts
}

on_both! {
    async fn another_offices_ids_are_404_on_every_route_in_path_query_and_body(app) {
        let (own, other) = (app.office("maes").await, app.office("smit").await);
        let document = document(&app).await;
        let before = app.state(&other).await;
        let (mut walked, mut queries, mut bodies) = (0, 0, 0);
        for operation in operations(&document) {
            queries += operation.ids_in_query(&document).len();
            let body = operation.body_with(&document, &own, "walk");
            bodies += body.map_or(0, |body| operation.bodies_with_one_of(&document, &body, &other).len());
            for (path, body) in attempts(&document, &operation, &own, &other) {
                let what = format!("{} {path} {body:?}", operation.method);
                let reply = operation.call(&app, &own.key, &path, body.as_ref()).send().await;
                nothing_of(&reply, &other, &what, &what);
                walked += 1;
            }
        }
        assert_eq!(app.state(&other).await, before, "something was done to the other office");
        assert!(walked > 180 && queries >= 7 && bodies >= 25, "{walked} attempts, {queries} in queries, {bodies} in bodies");
    }
}

on_both! {
    async fn an_operators_key_does_not_mix_two_offices_either(app) {
        let (own, other) = (app.office("maes").await, app.office("smit").await);
        let document = document(&app).await;
        let before = app.state(&other).await;
        for operation in operations(&document).into_iter().filter(|operation| operation.path.contains("{office_id}")) {
            for (path, body) in attempts(&document, &operation, &own, &other) {
                // All ids of one office are what an operator may use.
                if path.contains(&other.id) && !operation.ids_in_path().iter().any(|id| path.contains(&own.id_text(id))) {
                    continue;
                }
                let what = format!("{} {path} {body:?}", operation.method);
                let reply = operation.call(&app, &app.operator, &path, body.as_ref()).send().await;
                let mixed = operation.ids_in_path().len() > 1 || path.contains(&own.id);
                if mixed {
                    nothing_of(&reply, &other, &what, &what);
                }
            }
        }
        assert_eq!(app.state(&other).await, before, "something was done to the other office");
    }
}

on_both! {
    async fn an_offices_key_lists_and_creates_no_offices_but_its_own(app) {
        let (own, _) = (app.office("maes").await, app.office("smit").await);
        let list = app.get(&own.key, "/offices?limit=200").expect(200).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        assert_eq!(list["items"][0]["id"], own.id);
        let body = serde_json::json!({ "name": "x", "language": "nl", "communication_address": "x@y.example" });
        app.post(&own.key, "/offices", &body).refused(404, "not-found").await;
    }
}
