//! Logging in to a relay by token.

use std::sync::Arc;

use domain::delivery::{Ending, Outcome, Phase, SenderFault, outcome};
use mail::smtp::{Connection, Envelope, Relay};
use smtp_sink::{Fault, Offers, Phase as At, Sink, Then};
use tokio::task::JoinSet;

use crate::provider::{Provider, given};
use crate::support::{
    by_password, by_token, credential, patience, relay_at, set_tokens, sink_offering, sink_taking,
};

async fn open(sink: &Sink, relay: &Relay) -> Result<Connection, Ending> {
    let opened = Connection::open(relay, &patience()).await;
    assert_eq!(sink.counts().out_of_turn, 0);
    opened
}

#[tokio::test]
async fn a_token_lets_mails_through_by_whichever_way_the_relay_offers() {
    for (xoauth2, oauthbearer) in [(true, true), (true, false), (false, true)] {
        let provider = Provider::for_seconds(3600).await;
        let sink = sink_offering(Offers { xoauth2, oauthbearer, ..Offers::default() }, &["token-1"]).await;
        let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
        let mut connection = open(&sink, &relay).await.expect("logged in");
        let envelope = Envelope::new("jo@example.be", "an@example.be", 0).expect("addresses");
        assert_eq!(connection.offer(envelope).await, Ok(()));
        assert!(matches!(connection.hand_over(b"hello\r\n", None).await.0, Ending::Taken(_)));
        connection.quit().await;
    }
}

#[tokio::test]
async fn a_token_that_is_longer_than_a_command_is_sent_after_it() {
    let long = "x".repeat(4_000);
    let body = format!(r#"{{"access_token":"{long}","expires_in":3600}}"#);
    for (xoauth2, oauthbearer) in [(true, false), (false, true)] {
        let body = body.clone();
        let provider = Provider::that(move |_, _| (200, body.clone())).await;
        let sink = sink_offering(Offers { xoauth2, oauthbearer, ..Offers::default() }, &[&long]).await;
        let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
        open(&sink, &relay).await.expect("logged in").quit().await;
    }
}

#[tokio::test]
async fn a_token_that_was_taken_back_is_replaced_and_nobody_notices() {
    let provider = Provider::for_seconds(3600).await;
    let sink = sink_taking(&["token-1"]).await;
    let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
    open(&sink, &relay).await.expect("by the first").quit().await;
    set_tokens(&sink, &["token-2"]);
    open(&sink, &relay).await.expect("by the second").quit().await;
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_relay_that_takes_no_token_is_asked_twice_and_its_words_are_kept() {
    let provider = Provider::for_seconds(3600).await;
    let sink = sink_taking(&[]).await;
    let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
    let ending = open(&sink, &relay).await.expect_err("refused");
    let Ending::Refused(Phase::AuthToken, reply) = &ending else { panic!("{ending:?}") };
    assert_eq!((reply.code, reply.text.as_str()), (535, "this token lets nobody in"));
    assert_eq!(outcome(&ending), Outcome::SenderFault(SenderFault::OauthToken));
    assert_eq!((provider.asked(), sink.counts().connections), (2, 2));
}

#[tokio::test]
async fn many_connections_whose_token_is_refused_ask_for_one_new_one() {
    let provider = Provider::for_seconds(3600).await;
    let sink = Arc::new(sink_taking(&["token-1"]).await);
    let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
    open(&sink, &relay).await.expect("by the first").quit().await;
    set_tokens(&sink, &["token-2"]);
    let mut opening = JoinSet::new();
    for _ in 0..20 {
        let (sink, relay) = (Arc::clone(&sink), relay.clone());
        opening.spawn(async move { open(&sink, &relay).await.map(|_| ()) });
    }
    assert!(opening.join_all().await.iter().all(Result::is_ok));
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_relay_that_is_busy_at_the_log_in_costs_no_token() {
    let provider = Provider::for_seconds(3600).await;
    let sink = sink_taking(&["token-1"]).await;
    sink.set_faults(vec![Fault::at(At::Auth, Then::reply(454, "4.7.0 later")).first(1)]);
    let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
    let ending = open(&sink, &relay).await.expect_err("later");
    assert_eq!(outcome(&ending), Outcome::RelayUnavailable);
    open(&sink, &relay).await.expect("now").quit().await;
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_token_that_the_relay_repeats_goes_no_further() {
    for said in ["500 what is token-1?\r\n", "token-1 is no reply\r\n", "550-x\r\n550 5.7.0 no token-1\r\n"] {
        let provider = Provider::that(|_, _| (200, given(1, 3600))).await;
        let sink = sink_taking(&["token-1"]).await;
        sink.set_faults(vec![Fault::at(At::Auth, Then::Garbage(said.as_bytes().to_vec()))]);
        let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
        let shown = format!("{:?}", open(&sink, &relay).await.expect_err("refused"));
        assert!(shown.contains("***") && !shown.contains("token-1"), "{shown}");
    }
}

#[tokio::test]
async fn a_relay_that_does_not_offer_the_log_in_is_sent_none() {
    let provider = Provider::for_seconds(3600).await;
    let sink = sink_offering(Offers { xoauth2: true, ..Offers::default() }, &["token-1"]).await;
    let relay = relay_at(sink.addr().port(), by_password("jo@example.be", "hunter2"));
    let ending = open(&sink, &relay).await.expect_err("tokens alone");
    assert_eq!(outcome(&ending), Outcome::SenderFault(SenderFault::AuthRejected));

    let sink = sink_offering(Offers::default(), &[]).await;
    let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
    let ending = open(&sink, &relay).await.expect_err("no log-in at all");
    assert!(matches!(&ending, Ending::NotOffered(Phase::AuthToken, _)), "{ending:?}");
    assert_eq!(outcome(&ending), Outcome::SenderFault(SenderFault::OauthToken));
}

#[tokio::test]
async fn without_a_token_the_relay_is_not_bothered() {
    let provider =
        Provider::that(|_, _| (400, r#"{"error":"invalid_grant","error_description":"gone"}"#.to_owned()))
            .await;
    let sink = sink_taking(&["token-1"]).await;
    let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
    let ending = open(&sink, &relay).await.expect_err("no token");
    let Ending::Refused(Phase::Token, reply) = &ending else { panic!("{ending:?}") };
    assert_eq!((reply.code, reply.text.as_str()), (400, "invalid_grant gone"));
    assert_eq!(outcome(&ending), Outcome::SenderFault(SenderFault::OauthToken));
    assert_eq!(sink.counts().connections, 0);
}
