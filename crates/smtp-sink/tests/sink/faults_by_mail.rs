//! Which mails a fault is for, and how often it strikes.

use smtp_sink::{Fault, Phase, Then};

use crate::client::{Client, sink_with};

fn refused() -> Then {
    Then::reply(550, "5.1.1 no such user")
}

#[tokio::test]
async fn a_fault_is_only_for_the_recipients_it_names() {
    let sink = sink_with(vec![
        Fault::at(Phase::RcptTo, refused()).recipient("Jan@example.nl"),
        Fault::at(Phase::RcptTo, refused()).recipient_contains("+gone"),
        Fault::at(Phase::RcptTo, refused()).recipient_domain("full.example"),
    ])
    .await;
    let mut client = Client::greeted(&sink).await;
    client.say("MAIL FROM:<>").await;
    for (address, code) in [
        ("jan@EXAMPLE.nl", "550"),
        ("piet@example.nl", "250"),
        ("piet+Gone@example.nl", "550"),
        ("piet@full.example", "550"),
        ("piet@not.full.example", "250"),
    ] {
        assert_eq!(&client.say(&format!("RCPT TO:<{address}>")).await[..3], code, "{address}");
    }
    assert_eq!(sink.fired(), [1, 1, 1]);
}

#[tokio::test]
async fn after_data_any_recipient_of_the_mail_counts() {
    let sink = sink_with(vec![
        Fault::at(Phase::Content, refused()).recipient("b@x").sender("office@example.be"),
        Fault::at(Phase::MailFrom, refused()).sender(""),
    ])
    .await;
    let mut client = Client::greeted(&sink).await;
    assert!(client.mail("a@x", "1@x").await.unwrap().starts_with("250"));
    assert!(client.mail("b@x", "2@x").await.unwrap().starts_with("550"));
    client.envelope("other@x", "b@x").await;
    assert!(client.say(".").await.starts_with("250"));
    assert!(client.say("MAIL FROM:<>").await.starts_with("550"));
}

#[tokio::test]
async fn a_fault_can_strike_at_every_nth_mail_for_a_while() {
    let sink = sink_with(vec![Fault::at(Phase::Content, refused()).after(1).every(3).first(2)]).await;
    let mut client = Client::greeted(&sink).await;
    let mut refusals = Vec::new();
    for number in 1..=12 {
        if client.mail("a@x", &format!("{number}@x")).await.unwrap().starts_with("550") {
            refusals.push(number);
        }
    }
    assert_eq!(refusals, [4, 7]);
}

#[tokio::test]
async fn the_first_rule_that_strikes_hides_the_occasion_from_those_after_it() {
    let sink = sink_with(vec![
        Fault::at(Phase::MailFrom, Then::reply(451, "4.3.0 a")).first(2),
        Fault::at(Phase::MailFrom, Then::reply(452, "4.3.0 b")).first(1),
    ])
    .await;
    let mut client = Client::greeted(&sink).await;
    for code in ["451", "451", "452", "250"] {
        assert_eq!(&client.say("MAIL FROM:<a@b>").await[..3], code);
    }
    assert_eq!(sink.fired(), [2, 1]);
}

#[tokio::test]
async fn a_command_that_is_wrong_anyway_does_not_use_up_a_fault() {
    let sink = sink_with(vec![Fault::at(Phase::RcptTo, refused()).first(1)]).await;
    let mut client = Client::greeted(&sink).await;
    assert!(client.say("RCPT TO:<a@b>").await.starts_with("503"));
    assert_eq!(sink.fired(), [0]);
}

#[tokio::test]
async fn faults_can_be_changed_in_the_middle_of_a_session() {
    let sink = sink_with(vec![Fault::at(Phase::MailFrom, refused())]).await;
    let mut client = Client::greeted(&sink).await;
    assert!(client.say("MAIL FROM:<a@b>").await.starts_with("550"));
    sink.set_faults(Vec::new());
    assert!(client.say("MAIL FROM:<a@b>").await.starts_with("250"));
}
