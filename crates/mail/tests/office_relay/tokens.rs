//! When a provider is asked, and what comes of its answers.

use std::sync::Arc;
use std::time::Duration;

use domain::delivery::{Ending, Phase};
use futures::FutureExt as _;
use mail::guard::Guard;
use mail::oauth::{Grant, Refusal, TokenError, Tokens};
use tokio::task::JoinSet;
use tokio::time::{self, sleep};

use crate::provider::{Kept, Provider, given};
use crate::support::{credential, this_machine, tokens};

/// Lets time pass at once.
async fn jump(seconds: u64) {
    jump_ms(seconds * 1_000).await;
}

async fn jump_ms(milliseconds: u64) {
    time::pause();
    time::advance(Duration::from_millis(milliseconds)).await;
    time::resume();
}

#[tokio::test]
async fn a_provider_is_asked_once_by_client_credentials_however_many_want_a_token() {
    let provider = Provider::for_seconds(3600).await;
    let credential = credential(&provider);
    let mut asking = JoinSet::new();
    for _ in 0..50 {
        let credential = Arc::clone(&credential);
        asking.spawn(async move { credential.token().await.map(|_| ()) });
    }
    assert!(asking.join_all().await.iter().all(Result::is_ok));
    assert_eq!(provider.asked(), 1);
    let sent = provider.sent().remove(0);
    let sent: Vec<_> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        sent,
        [
            ("client_id", "id"),
            ("client_secret", "s3cret"),
            ("grant_type", "client_credentials"),
            ("scope", "smtp")
        ]
    );
}

#[tokio::test]
async fn a_token_is_renewed_five_minutes_before_it_ends_or_a_tenth_of_its_life() {
    for (life, kept, renewed) in [(3600, 3_295, 3_305), (600, 535, 545), (0, 0, 0)] {
        let provider = Provider::for_seconds(life).await;
        let credential = credential(&provider);
        credential.token().await.expect("given");
        if life > 0 {
            jump(kept).await;
            credential.token().await.expect("kept");
            assert_eq!(provider.asked(), 1, "{life}");
        }
        jump(renewed - kept).await;
        credential.token().await.expect("renewed");
        assert_eq!(provider.asked(), 2, "{life}");
    }
}

#[tokio::test]
async fn a_token_that_is_still_good_is_used_when_it_cannot_be_renewed() {
    let provider = Provider::that(|number, _| match number {
        1 => (200, given(1, 3600)),
        _ => (503, String::new()),
    })
    .await;
    let credential = credential(&provider);
    credential.token().await.expect("given");
    jump(3_400).await;
    credential.token().await.expect("still good");
    assert_eq!(provider.asked(), 2, "it was tried");
    jump(300).await;
    let error = credential.token().await.expect_err("it has ended");
    assert!(matches!(error, TokenError::Refused { status: 503, reason: Refusal::NotNow, .. }), "{error:?}");
}

#[tokio::test]
async fn while_a_token_that_is_still_good_is_renewed_nobody_waits() {
    let provider = Provider::for_seconds(3600).await;
    let credential = credential(&provider);
    credential.token().await.expect("given");
    jump(3_400).await;
    let renewing = tokio::spawn({
        let credential = Arc::clone(&credential);
        async move { credential.token().await.map(|_| ()) }
    });
    while provider.asked() < 2 {
        tokio::task::yield_now().await;
    }
    credential.token().now_or_never().expect("at once").expect("still good");
    assert!(!renewing.is_finished(), "the provider takes 20 ms");
    renewing.await.expect("no panic").expect("renewed");
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_provider_that_fails_is_left_alone_for_longer_and_longer_and_half_a_minute_at_most() {
    let provider = Provider::that(|number, _| match number {
        ..=7 => (503, String::new()),
        _ => (200, given(number, 3600)),
    })
    .await;
    let credential = credential(&provider);
    credential.token().await.expect_err("away");
    for (failures, pause) in (1..).zip([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]) {
        // A moment passes by itself, too.
        jump_ms(pause - 900).await;
        credential.token().await.expect_err("left alone");
        assert_eq!(provider.asked(), failures);
        jump_ms(900).await;
        credential.token().await.expect_err("still away");
        assert_eq!(provider.asked(), failures + 1);
    }
    jump(30).await;
    credential.token().await.expect("back");
    assert_eq!(provider.asked(), 8);
}

#[tokio::test]
async fn a_provider_that_wants_to_be_left_alone_is_for_as_long_as_it_says() {
    let provider = Provider::that(|number, _| match number {
        1 => (429, String::new()),
        _ => (200, given(number, 3600)),
    })
    .await;
    let credential = credential(&provider);
    credential.token().await.expect_err("two minutes, it says");
    jump(110).await;
    credential.token().await.expect_err("not yet");
    assert_eq!(provider.asked(), 1);
    jump(10).await;
    credential.token().await.expect("now");
}

#[tokio::test]
async fn everybody_is_told_what_a_provider_said_without_asking_it_again() {
    let provider = Provider::that(|_, _| {
        (401, r#"{"error":"invalid_client","error_description":"AADSTS7000215 s3cret"}"#.to_owned())
    })
    .await;
    let credential = credential(&provider);
    for _ in 0..20 {
        let error = credential.token().await.expect_err("refused");
        let TokenError::Refused { status: 401, reason: Refusal::InvalidClient, .. } = &error else {
            panic!("{error:?}")
        };
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
        let Ending::Refused(Phase::Token, reply) = error.to_ending() else { panic!("{error:?}") };
        assert_eq!((reply.code, reply.text.as_str()), (401, "invalid_client AADSTS7000215 ***"));
    }
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_renewal_goes_on_though_whoever_asked_for_it_has_gone() {
    let provider = Provider::for_seconds(3600).await;
    let credential = credential(&provider);
    let given_up = tokio::time::timeout(Duration::from_millis(5), credential.token()).await;
    assert!(given_up.is_err(), "the provider takes 20 ms");
    sleep(Duration::from_millis(200)).await;
    credential.token().await.expect("given meanwhile");
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_refused_token_is_not_given_out_again_and_one_that_was_replaced_changes_nothing() {
    let provider = Provider::for_seconds(3600).await;
    let credential = credential(&provider);
    let first = credential.token().await.expect("given");
    credential.refused(&first);
    credential.token().await.expect("another");
    assert_eq!(provider.asked(), 2);
    credential.refused(&first);
    credential.token().await.expect("the same");
    assert_eq!(provider.asked(), 2, "it was another that was refused");
}

#[tokio::test]
async fn a_refresh_token_that_was_replaced_is_handed_over_and_used_from_then_on() {
    let provider = Provider::that(|number, _| {
        let refresh =
            if number < 3 { format!(r#","refresh_token":"refresh-{number}""#) } else { String::new() };
        (200, format!(r#"{{"access_token":"token-{number}","expires_in":0{refresh}}}"#))
    })
    .await;
    let (tokens, kept) = (tokens(&provider), Arc::new(Kept::default()));
    *kept.fail.lock().expect("no panic") = 1;
    let credential = tokens.credential("office", provider.refreshing_grant("refresh-0"), Some(kept.clone()));
    let kept = || kept.tokens.lock().expect("no panic").clone();
    credential.token().await.expect("given");
    assert!(kept().is_empty(), "the disk was full");
    for _ in 0..3 {
        credential.token().await.expect("given");
    }
    assert_eq!(kept(), ["refresh-2"], "each once, and the newest");
    let used: Vec<_> = provider.sent().iter().map(|sent| sent["refresh_token"].clone()).collect();
    assert_eq!(used, ["refresh-0", "refresh-1", "refresh-2", "refresh-2"]);

    // What was stored before, and what is stored now, are this credential's; another is not.
    let same = |token| {
        Arc::ptr_eq(&credential, &tokens.credential("office", provider.refreshing_grant(token), None))
    };
    assert!(same("refresh-0") && same("refresh-2") && !same("refresh-9"));
}

#[tokio::test]
async fn an_office_whose_grant_is_the_same_keeps_its_token_and_another_office_has_its_own() {
    let provider = Provider::for_seconds(3600).await;
    let tokens = tokens(&provider);
    for key in ["one", "one", "two", "two"] {
        tokens.credential(key, provider.grant(), None).token().await.expect("given");
    }
    assert_eq!(provider.asked(), 2);
    let other = Grant::other(&provider.url, "id", &"new".into(), Some("smtp"), None).expect("right");
    tokens.credential("one", other, None).token().await.expect("given");
    assert_eq!(provider.asked(), 3, "the secret is another");
    tokens.forget("two");
    tokens.credential("two", provider.grant(), None).token().await.expect("given");
    assert_eq!(provider.asked(), 4);
}

#[tokio::test]
async fn an_answer_that_is_none_is_not_followed_nor_read_without_end() {
    for (status, body, why) in [
        (302, String::new(), "302"),
        (307, String::new(), "307"),
        (200, "<html>".to_owned(), "Syntax"),
        (200, "x".repeat(100_000), "no end"),
    ] {
        let provider = Provider::that(move |_, _| (status, body.clone())).await;
        let error = credential(&provider).token().await.expect_err("nonsense");
        let TokenError::Nonsense(said) = &error else { panic!("{error:?}") };
        assert!(said.contains(why), "{said}");
    }
}

#[tokio::test]
async fn a_provider_is_only_looked_for_where_the_guard_lets_an_office_go() {
    let provider = Provider::for_seconds(3600).await;
    let by_name = provider.url.replace("127.0.0.1", "localhost");
    let this_machine_at_443 = this_machine(&[]);
    let elsewhere = Guard::allowing(vec!["10.0.0.0/8".parse().expect("a network")], vec![provider.port]);
    for (url, guard, why) in [
        (&provider.url, &elsewhere, "an address of this machine itself"),
        (&by_name, &elsewhere, "an address of this machine itself"),
        (&provider.url, &this_machine_at_443, "443"),
    ] {
        let grant = Grant::other(url, "id", &"s3cret".into(), None, None).expect("right");
        let tokens = Tokens::new(guard.clone()).expect("HTTP can be used");
        let error = tokens.credential("office", grant, None).token().await.expect_err("inside");
        let TokenError::Unreachable(said) = &error else { panic!("{error:?}") };
        assert!(said.contains(why) && said.contains("operator"), "{said}");
        assert!(matches!(error.to_ending(), Ending::Broken(Phase::Token, _)));
    }
    assert_eq!(provider.asked(), 0);
    let grant = Grant::other(&by_name, "id", &"s3cret".into(), None, None).expect("right");
    let allowed = Tokens::new(this_machine(&[provider.port])).expect("HTTP can be used");
    allowed.credential("office", grant, None).token().await.expect("by its name");
}

#[tokio::test]
async fn a_provider_that_is_down_cannot_be_reached() {
    let grant = Grant::other("http://127.0.0.1:9/token", "id", &"s3cret".into(), None, None).expect("right");
    let tokens = Tokens::new(this_machine(&[9])).expect("HTTP can be used");
    let error = tokens.credential("office", grant, None).token().await.expect_err("down");
    assert!(matches!(error, TokenError::Unreachable(_)), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}
