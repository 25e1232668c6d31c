//! Groups of commands in one segment (RFC 2920).

use smtp_sink::{Fault, Phase, Then};

use crate::client::{Client, content, sink, sink_with};

#[tokio::test]
async fn a_group_is_answered_in_order() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<>\r\nRCPT TO:<e@f>\r\nDATA\r\n").await;
    assert_eq!(client.codes(5).await, [250, 250, 501, 250, 354]);
    client.send(format!("{}.\r\n", content("1@x"))).await;
    assert_eq!(client.codes(1).await, [250]);
    let mail = sink.mail(1).unwrap();
    assert_eq!(mail.rcpt_to, ["c@d", "e@f"]);
    assert!(mail.pipelined);
    assert_eq!(sink.counts().out_of_turn, 0);
}

#[tokio::test]
async fn two_commands_together_are_enough_to_be_pipelined() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.say("MAIL FROM:<a@b>").await;
    client.send("RCPT TO:<c@d>\r\nDATA\r\n").await;
    assert_eq!(client.codes(2).await, [250, 354]);
    client.say(".").await;
    assert!(sink.mails()[0].pipelined);
}

#[tokio::test]
async fn data_after_a_refused_recipient_is_refused() {
    let faults = vec![Fault::at(Phase::RcptTo, Then::reply(550, "5.1.1 no such user"))];
    let sink = sink_with(faults).await;
    let mut client = Client::greeted(&sink).await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n").await;
    assert_eq!(client.reply().await, "250 2.1.0 sender ok");
    assert_eq!(client.reply().await, "550 5.1.1 no such user");
    assert_eq!(client.reply().await, "554 5.5.1 no valid recipients");
    assert_eq!(client.say("RSET").await, "250 2.0.0 ok");
    assert_eq!(sink.counts().accepted, 0);
}

#[tokio::test]
async fn a_group_after_a_refused_sender_is_refused_to_its_end() {
    let sink = sink_with(vec![Fault::at(Phase::MailFrom, Then::reply(451, "4.3.0 later")).first(1)]).await;
    let mut client = Client::greeted(&sink).await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n").await;
    assert_eq!(client.codes(3).await, [451, 503, 503]);
    assert_eq!(client.mail("c@d", "1@x").await.unwrap(), "250 2.0.0 queued as S000001");
}

#[tokio::test]
async fn the_next_mail_may_follow_the_content_in_the_same_segment() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    let group = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n";
    client.send(group).await;
    assert_eq!(client.codes(3).await, [250, 250, 354]);
    for number in 1..=20 {
        client.send(format!("{}.\r\n{group}", content(&format!("{number}@x")))).await;
        assert_eq!(client.reply().await, format!("250 2.0.0 queued as S{number:06}"));
        assert_eq!(client.codes(3).await, [250, 250, 354]);
    }
    client.send(".\r\nQUIT\r\n").await;
    assert_eq!(client.codes(2).await, [250, 221]);
    assert_eq!(sink.counts().accepted, 21);
    assert!(sink.mails().iter().all(|mail| mail.pipelined));
}

#[tokio::test]
async fn content_that_does_not_wait_for_354_is_noticed() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n").await;
    assert_eq!(client.codes(5).await, [250, 250, 354, 250, 221]);
    assert_eq!(sink.counts().out_of_turn, 1);
}

#[tokio::test]
async fn a_group_cut_anywhere_is_answered_all_the_same() {
    let sink = sink().await;
    let group = b"MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n";
    for cut in 1..group.len() {
        let mut client = Client::greeted(&sink).await;
        client.send(&group[..cut]).await;
        tokio::task::yield_now().await;
        client.send(&group[cut..]).await;
        assert_eq!(client.codes(3).await, [250, 250, 354], "cut at {cut}");
    }
}
