//! What is sent is what arrives.

use domain::delivery::Ending;
use proptest::prelude::*;
use smtp_sink::Sink;

use crate::support::{connect, sink_that, to};

async fn arrives(sink: &Sink, content: &[u8]) -> Vec<u8> {
    let mut connection = connect(sink).await;
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    let (ending, next) = connection.hand_over(content, Some(to("an@example.be"))).await;
    assert!(matches!((ending, next), (Ending::Taken(_), Some(Ok(())))));
    sink.mails().pop().expect("kept").data.clone()
}

#[test]
fn lines_of_anything_arrive_exactly() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let sink = runtime.block_on(sink_that(true));
    let byte = prop_oneof![Just(b'.'), any::<u8>()].prop_filter("within a line", |b| !b"\r\n".contains(b));
    let line = proptest::collection::vec(byte, 0..20);
    let lines = proptest::collection::vec(line, 0..20);
    proptest!(|(lines in lines)| {
        let content: Vec<u8> = lines.iter().flat_map(|line| [line.as_slice(), b"\r\n"].concat()).collect();
        prop_assert_eq!(runtime.block_on(arrives(&sink, &content)), content);
    });
}

#[tokio::test]
async fn a_mail_cannot_hold_another() {
    let sink = sink_that(true).await;
    let smuggled = b"a\n.\nMAIL FROM:<x@y>\r\n.\r\nRCPT\n.\r\nDATA\r.\r\n";
    let arrived = arrives(&sink, smuggled).await;
    assert_eq!(arrived, b"a\r\n.\r\nMAIL FROM:<x@y>\r\n.\r\nRCPT\r\n.\r\nDATA\r\n.\r\n");
    assert_eq!(sink.counts().accepted, 1);
}
