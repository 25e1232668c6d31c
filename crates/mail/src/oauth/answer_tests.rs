//! Answers of providers, as they come.

use domain::delivery::{Outcome, SenderFault, outcome};
use proptest::prelude::*;
use secrecy::ExposeSecret as _;

use super::*;

fn read(status: u16, body: &str) -> Result<Issued, TokenError> {
    super::read(status, None, body.as_bytes(), &["s3cret".to_owned()])
}

#[test]
fn a_token_comes_with_its_life_and_perhaps_a_new_refresh_token() {
    let microsoft =
        r#"{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"eyJ0"}"#;
    let issued = read(200, microsoft).expect("a token");
    assert_eq!((issued.token.expose_secret(), issued.life.as_secs()), ("eyJ0", 3599));
    assert!(issued.refresh_token.is_none());

    let rotated = r#"{"access_token":"a","token_type":"bearer","expires_in":"60","refresh_token":"next"}"#;
    let issued = read(200, rotated).expect("a token");
    assert_eq!(issued.life.as_secs(), 60);
    assert_eq!(issued.refresh_token.expect("rotated").expose_secret(), "next");
}

#[test]
fn a_life_that_is_unsaid_or_absurd_is_bounded() {
    for (said, seconds) in [
        ("", 300),
        (r#","expires_in":null"#, 300),
        (r#","expires_in":"soon""#, 300),
        (r#","expires_in":0"#, 0),
        (r#","expires_in":-5"#, 0),
        (r#","expires_in":1e300"#, 86_400),
        (r#","expires_in":"NaN""#, 0),
        (r#","expires_in":99999999999999999999"#, 86_400),
    ] {
        let issued = read(200, &format!(r#"{{"access_token":"a"{said}}}"#)).expect(said);
        assert_eq!(issued.life.as_secs(), seconds, "{said}");
    }
}

#[test]
fn a_refusal_says_what_it_comes_to() {
    use Refusal::*;
    for (status, body, reason, fault) in [
        (401, r#"{"error":"invalid_client","error_description":"AADSTS7000215"}"#, InvalidClient, true),
        (400, r#"{"error":"invalid_grant"}"#, InvalidGrant, true),
        (400, r#"{"error":"unauthorized_client"}"#, NotAllowed, true),
        (400, r#"{"error":"invalid_scope"}"#, NotAllowed, true),
        (
            400,
            r#"{"error":"invalid_request","error_description":"AADSTS90002: Tenant not found"}"#,
            Other,
            true,
        ),
        (404, "<html>not here</html>", Other, true),
        (403, "", Other, true),
        (429, r#"{"error":"too_many"}"#, NotNow, false),
        (500, "", NotNow, false),
        (503, r#"{"error":"invalid_client"}"#, NotNow, false),
    ] {
        let error = read(status, body).expect_err("refused");
        let TokenError::Refused { reason: said, .. } = &error else { panic!("{error:?}") };
        assert_eq!(*said, reason, "{status} {body}");
        let expected = match fault {
            true => Outcome::SenderFault(SenderFault::OauthToken),
            false => Outcome::RelayUnavailable,
        };
        assert_eq!(outcome(&error.to_ending()), expected, "{status} {body}");
    }
    let said = read(401, r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid"}"#)
        .expect_err("refused")
        .to_string();
    for word in ["401", "invalid_client", "AADSTS7000215", "client secret"] {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn a_secret_that_is_repeated_goes_no_further() {
    let body = r#"{"error":"invalid_client","error_description":"what is s3cret?\r\nline"}"#;
    let said = format!("{0} {0:?}", read(401, body).expect_err("refused"));
    assert!(said.contains("***") && !said.contains("s3cret") && !said.contains('\r'), "{said}");
}

#[test]
fn what_is_no_answer_is_called_nonsense_and_not_repeated() {
    let long = format!(r#"{{"access_token":"{}"}}"#, "x".repeat(9_000));
    for (status, body) in [
        (200, ""),
        (200, "<html>log in here, s3cret</html>"),
        (200, r#"{"access_token":"a b"}"#),
        (200, r#"{"access_token":"a\u0001b"}"#),
        (200, r#"{"access_token":""}"#),
        (200, r#"{"access_token":7}"#),
        (200, r#"{"access_token":"a","token_type":"mac"}"#),
        (200, r#"{"token_type":"Bearer","refresh_token":"s3cret"}"#),
        (200, long.as_str()),
        (302, ""),
        (100, ""),
    ] {
        let error = read(status, body).expect_err("nonsense");
        assert!(matches!(error, TokenError::Nonsense(_)), "{body}");
        assert!(!error.to_string().contains("s3cret"), "{error}");
        assert_eq!(outcome(&error.to_ending()), Outcome::RelayUnavailable);
    }
}

proptest! {
    #[test]
    fn any_answer_can_be_read(status: u16, body: Vec<u8>) {
        let _ = super::read(status, None, &body, &[]);
    }
}
