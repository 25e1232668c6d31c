//! The content of a mail arrives byte for byte.

use proptest::prelude::*;
use smtp_sink::Sink;
use tokio::runtime::Runtime;

use crate::client::{Client, sink};

#[tokio::test]
async fn a_mail_is_kept_with_its_envelope_and_its_exact_bytes() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.say("MAIL FROM:<Office@example.be> SIZE=100 BODY=8BITMIME").await;
    client.say("RCPT TO:<a@example.nl>").await;
    client.say("RCPT TO:<B@example.nl>").await;
    client.say("DATA").await;
    client.send("Message-ID: <1@x>\r\n\r\n..one\r\ncaf\u{e9} \n.\nbare\r\n.\r\n").await;
    assert_eq!(client.reply().await, "250 2.0.0 queued as S000001");

    let mail = sink.mail(1).unwrap();
    assert_eq!(mail.mail_from, "Office@example.be");
    assert_eq!(mail.rcpt_to, ["a@example.nl", "B@example.nl"]);
    assert_eq!(mail.data, "Message-ID: <1@x>\r\n\r\n.one\r\ncaf\u{e9} \n.\nbare\r\n".as_bytes());
    assert_eq!(mail.message_id.as_deref(), Some("1@x"));
    assert_eq!((mail.number, mail.connection, mail.pipelined), (1, 1, false));
}

#[tokio::test]
async fn a_bare_lf_cannot_smuggle_in_a_second_mail() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.envelope("a@b", "c@d").await;
    client.send("x\n.\r\nMAIL FROM:<evil@b>\r\nRCPT TO:<c@d>\r\nDATA\r\ny\r\n.\n\r\n.\r\n").await;
    assert_eq!(client.reply().await, "250 2.0.0 queued as S000001");
    assert_eq!(sink.counts().accepted, 1);
    assert_eq!(
        sink.mails()[0].data,
        b"x\n.\r\nMAIL FROM:<evil@b>\r\nRCPT TO:<c@d>\r\nDATA\r\ny\r\n\n\r\n",
        "the dot at the start of a line goes, for `.LF` is not `.CRLF`"
    );
}

#[tokio::test]
async fn a_connection_that_ends_inside_a_mail_leaves_none() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.envelope("a@b", "c@d").await;
    client.send("half a mail\r\n.").await;
    drop(client);
    let mut other = Client::greeted(&sink).await;
    other.say("NOOP").await;
    assert_eq!(sink.counts().accepted, 0);
}

async fn sent_in_pieces(sink: &Sink, content: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut client = Client::greeted(sink).await;
    client.envelope("a@b", "c@d").await;
    let mut stuffed = Vec::new();
    for line in content.split_inclusive(|byte| *byte == b'\n') {
        // Only after CRLF does a line start; `.` stands for itself after a bare LF.
        if line.starts_with(b".") && (stuffed.is_empty() || stuffed.ends_with(b"\r\n")) {
            stuffed.push(b'.');
        }
        stuffed.extend_from_slice(line);
    }
    stuffed.extend_from_slice(b".\r\n");
    let mut rest = stuffed.as_slice();
    for cut in cuts.iter().cycle() {
        let (piece, after) = rest.split_at((*cut).min(rest.len()));
        client.send(piece).await;
        // Lets the sink read this piece by itself.
        tokio::task::yield_now().await;
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    assert!(client.reply().await.starts_with("250 "));
    sink.mails().last().unwrap().data.clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn content_survives_any_cutting_into_segments(
        bytes in proptest::collection::vec(prop::sample::select(b"..\r\n\na\xe9".to_vec()), 0..80),
        cuts in proptest::collection::vec(1_usize..12, 1..20),
    ) {
        let content = [bytes.as_slice(), b"\r\n"].concat();
        let kept = Runtime::new().unwrap().block_on(async {
            let sink = sink().await;
            sent_in_pieces(&sink, &content, &cuts).await
        });
        prop_assert_eq!(kept, content);
    }
}
