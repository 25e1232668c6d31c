//! What an office may fill in, and what is sent of it.

use domain::{Fault, FieldFault};
use secrecy::SecretString;

use super::Grant;

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn faults(grant: Result<Grant, Vec<FieldFault>>) -> Vec<(String, Fault)> {
    grant.expect_err("wrong").into_iter().map(|fault| (fault.field, fault.code)).collect()
}

#[test]
fn microsoft_is_asked_as_the_program_itself() {
    let grant = Grant::microsoft365(" office.onmicrosoft.com ", " id ", &secret(" s3cret\n")).expect("right");
    let url = "https://login.microsoftonline.com/office.onmicrosoft.com/oauth2/v2.0/token";
    assert_eq!(grant.endpoint().as_str(), url);
    assert_eq!(
        grant.form(None),
        [
            ("client_id", "id"),
            ("client_secret", "s3cret"),
            ("grant_type", "client_credentials"),
            ("scope", "https://outlook.office365.com/.default"),
        ]
    );
}

#[test]
fn google_is_asked_by_the_refresh_token_or_by_the_one_that_replaced_it() {
    let grant = Grant::google("id", &secret("s3cret"), &secret("old")).expect("right");
    assert_eq!(grant.endpoint().as_str(), "https://oauth2.googleapis.com/token");
    assert_eq!(grant.form(None)[2..], [("grant_type", "refresh_token"), ("refresh_token", "old")]);
    assert_eq!(grant.form(Some(&secret("new")))[3], ("refresh_token", "new"));
}

#[test]
fn what_is_wrong_is_told_by_field() {
    let ok = secret("s3cret");
    assert_eq!(
        faults(Grant::microsoft365("", "", &secret(" "))),
        [("tenant", Fault::Missing), ("client_id", Fault::Missing), ("client_secret", Fault::Missing)]
            .map(|(field, fault)| (field.to_owned(), fault))
    );
    for tenant in ["a/b", "a?b", "..", "a b", "é"] {
        assert_eq!(
            faults(Grant::microsoft365(tenant, "id", &ok)),
            [("tenant".to_owned(), Fault::Malformed)],
            "{tenant}"
        );
    }
    assert_eq!(
        faults(Grant::google("id", &ok, &secret("a\r\nb"))),
        [("refresh_token".to_owned(), Fault::ControlCharacter)]
    );
    for (url, fault) in [
        ("", Fault::Missing),
        ("token", Fault::Malformed),
        ("http://provider.example/token", Fault::Malformed),
        ("ftp://127.0.0.1/token", Fault::Malformed),
        ("https://jo:x@provider.example/token", Fault::Malformed),
        ("https://provider.example/token#x", Fault::Malformed),
    ] {
        let grant = Grant::other(url, "id", &ok, None, None);
        assert_eq!(faults(grant), [("token_url".to_owned(), fault)], "{url}");
    }
    for url in ["https://provider.example/token?x=y", "http://127.0.0.1:8080/token", "http://[::1]/token"] {
        assert!(Grant::other(url, "id", &ok, Some("smtp"), None).is_ok(), "{url}");
    }
}

#[test]
fn no_secret_is_shown() {
    let grant = Grant::google("id", &secret("s3cret"), &secret("r3fresh")).expect("right");
    let shown = format!("{grant:?}");
    assert!(shown.contains("id") && !shown.contains("s3cret") && !shown.contains("r3fresh"), "{shown}");
}

#[test]
fn a_rotated_refresh_token_leaves_a_grant_the_same_and_another_does_not() {
    let with = |token: &str| Grant::google("id", &secret("s"), &secret(token)).expect("right");
    let rotated = secret("second");
    assert!(with("first").is_same(&with("first"), None));
    assert!(with("first").is_same(&with("second"), Some(&rotated)));
    assert!(with("first").is_same(&with("first"), Some(&rotated)), "somebody reads what was stored before");
    assert!(!with("first").is_same(&with("third"), Some(&rotated)));
    assert!(
        !with("first").is_same(&Grant::google("id", &secret("t"), &secret("first")).expect("right"), None)
    );
}
