//! Everything that a relay can do wrong, at every moment, and what the client makes of it.

use std::time::Duration;

use domain::delivery::{Ending, Phase, Reply};
use mail::smtp::{Connection, Timeouts};
use smtp_sink::{Config, Credentials, Fault, Offers, Phase as At, Sink, Then};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::{broken, content, impatience, patience, relay, reply, to};

/// What the client is expected to say: `Refused` with the code, or `Broken` with these words.
#[derive(Debug, Clone, Copy)]
enum Says {
    /// And the connection stays usable, once there was a session.
    Refused(Phase, u16),
    /// And the connection is over.
    Broken(Phase, &'static str),
    /// All is well after all.
    Nothing,
}
use Says::{Broken, Nothing, Refused};

const GONE: &str = "the relay closed the connection";
const SILENT: &str = "no reply within 150ms";
const UNREADABLE: &str = "the relay's reply cannot be read: what?";

/// For each moment: 4xx, 5xx, 421 and hanging up, hanging up, silence, garbage.
#[rustfmt::skip]
const TABLE: [(At, [Says; 6]); 9] = {
    use Phase::{Auth, Data, Ehlo, FinalDot, Greeting, MailFrom, RcptTo, Tls};
    const fn row(phase: Phase) -> [Says; 6] {
        [Refused(phase, 450), Refused(phase, 550), Refused(phase, 421), Broken(phase, GONE), Broken(phase, SILENT), Broken(phase, UNREADABLE)]
    }
    // A relay that refuses EHLO for good gets HELO.
    const EHLO: [Says; 6] = {
        let [a, _, c, d, e, f] = row(Ehlo);
        [a, Nothing, c, d, e, f]
    };
    [
        (At::Connect, row(Greeting)),
        (At::Greeting, row(Greeting)),
        (At::Ehlo, EHLO),
        (At::StartTls, row(Tls)),
        (At::Auth, row(Auth)),
        (At::MailFrom, row(MailFrom)),
        (At::RcptTo, row(RcptTo)),
        (At::Data, row(Data)),
        (At::Content, row(FinalDot)),
    ]
};

fn ways_to_fail() -> [(Then, Timeouts); 6] {
    [
        (Then::reply(450, "later"), patience()),
        (Then::reply(550, "never"), patience()),
        (Then::reply_then_drop(421, "closing"), patience()),
        (Then::Drop, patience()),
        (Then::Stall(Duration::MAX), impatience()),
        (Then::Garbage(b"what?\r\n".to_vec()), patience()),
    ]
}

fn check(ending: &Result<(), Ending>, expected: Says, case: &str) {
    match (expected, ending) {
        (Nothing, Ok(())) => {}
        (Refused(phase, code), Err(Ending::Refused(at, said))) => {
            let text = match code {
                421 => "closing",
                450 => "later",
                _ => "never",
            };
            assert_eq!((*at, said), (phase, &reply(code, text)), "{case}");
        }
        (Broken(phase, why), Err(ending)) => assert_eq!(broken(ending), (phase, why), "{case}"),
        _ => panic!("{case}: {expected:?} expected, and got {ending:?}"),
    }
}

async fn sink(at: At, pipelining: bool) -> (Sink, String) {
    let offers = Offers { pipelining, starttls: at == At::StartTls, ..Offers::default() };
    let credentials = if at == At::Auth { vec![Credentials::new("jo", "hunter2")] } else { vec![] };
    let sink = Sink::start(Config { offers, credentials, ..Config::default() }).await.expect("a free port");
    let url = match at {
        At::StartTls => sink.url().replace("smtp://", "smtp+starttls://"),
        At::Auth => sink.url().replace("smtp://", "smtp://jo:hunter2@"),
        _ => sink.url(),
    };
    (sink, url)
}

/// Hands over a mail, offered alone, and says how it ended.
async fn hand_over(connection: &mut Connection, number: usize) -> Result<(), Ending> {
    connection.offer(to("jo@example.be")).await?;
    match connection.hand_over(&content(number), None).await.0 {
        Ending::Taken(_) => Ok(()),
        ending => Err(ending),
    }
}

#[tokio::test]
async fn every_fault_at_every_phase_ends_as_it_should() {
    for (at, expected) in TABLE {
        for ((then, timeouts), expected) in ways_to_fail().into_iter().zip(expected) {
            for pipelining in [true, false] {
                let case = format!("{at:?} {then:?}, pipelining {pipelining}");
                let (sink, url) = sink(at, pipelining).await;
                sink.set_faults(vec![Fault::at(at, then.clone()).first(1)]);
                let mut connection = match Connection::open(&relay(&url), &timeouts).await {
                    Ok(connection) => connection,
                    Err(ending) => {
                        check(&Err(ending), expected, &case);
                        continue;
                    }
                };
                check(&hand_over(&mut connection, 1).await, expected, &case);
                let goes_on = matches!(expected, Refused(_, 450 | 550) | Nothing);
                assert_eq!(connection.is_open(), goes_on, "{case}");
                if goes_on {
                    assert_eq!(hand_over(&mut connection, 2).await, Ok(()), "{case}, the mail after it");
                    assert_eq!(sink.counts().connections, 1, "{case}");
                }
                connection.quit().await;
            }
        }
    }
}

#[tokio::test]
async fn every_fault_of_the_mail_offered_along_leaves_the_mail_before_it_taken() {
    for (at, expected) in &TABLE[5..] {
        for ((then, timeouts), expected) in ways_to_fail().into_iter().zip(*expected) {
            for pipelining in [true, false] {
                let case = format!("{at:?} {then:?}, pipelining {pipelining}");
                let (sink, url) = sink(*at, pipelining).await;
                sink.set_faults(vec![Fault::at(*at, then.clone()).after(1).first(1)]);
                let mut connection = Connection::open(&relay(&url), &timeouts).await.expect("up");
                assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
                let (first, offered) = connection.hand_over(&content(1), Some(to("an@example.be"))).await;
                assert!(matches!(first, Ending::Taken(_)), "{case}: {first:?}");
                let second = match offered.expect("asked for") {
                    Ok(()) => match connection.hand_over(&content(2), None).await.0 {
                        Ending::Taken(_) => Ok(()),
                        ending => Err(ending),
                    },
                    Err(ending) => Err(ending),
                };
                check(&second, expected, &case);
                let goes_on = matches!(expected, Refused(_, 450 | 550));
                assert_eq!(connection.is_open(), goes_on, "{case}");
                if goes_on {
                    assert_eq!(hand_over(&mut connection, 3).await, Ok(()), "{case}");
                    assert_eq!(sink.mails().last().expect("kept").rcpt_to, ["jo@example.be"], "{case}");
                }
                assert_eq!(sink.counts().out_of_turn, 0, "{case}");
            }
        }
    }
}

#[tokio::test]
async fn a_refused_mail_leaves_the_one_offered_along_with_it_alone() {
    let (sink, url) = sink(At::Content, true).await;
    sink.set_faults(vec![Fault::at(At::Content, Then::reply(554, "5.7.1 spam")).first(1)]);
    let mut connection = Connection::open(&relay(&url), &patience()).await.expect("up");
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    let (first, offered) = connection.hand_over(&content(1), Some(to("an@example.be"))).await;
    let said = Reply { code: 554, enhanced: Some((5, 7, 1)), text: "spam".to_owned() };
    assert_eq!((first, offered), (Ending::Refused(Phase::FinalDot, said), Some(Ok(()))));
    assert!(matches!(connection.hand_over(&content(2), None).await.0, Ending::Taken(_)));
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn a_relay_that_takes_a_mail_and_says_nothing_leaves_it_uncertain_and_the_next_untouched() {
    for (then, timeouts) in [
        (Then::DropAfterAccept, patience()),
        (Then::Drop, patience()),
        (Then::SlowReply(Duration::from_secs(60)), impatience()),
    ] {
        let (sink, url) = sink(At::Content, true).await;
        sink.set_faults(vec![Fault::at(At::Content, then)]);
        let mut connection = Connection::open(&relay(&url), &timeouts).await.expect("up");
        assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
        let (first, offered) = connection.hand_over(&content(1), Some(to("an@example.be"))).await;
        assert_eq!(broken(&first).0, Phase::FinalDot);
        let offered = offered.expect("asked for").expect_err("it cannot go on");
        assert_eq!(broken(&offered).0, Phase::MailFrom);
        assert!(!connection.is_open());
    }
}

#[tokio::test]
async fn a_relay_that_hangs_up_in_a_content_that_has_left_us_leaves_it_uncertain() {
    let (sink, url) = sink(At::Content, true).await;
    sink.set_faults(vec![Fault::at(At::Content, Then::DropMidData(10))]);
    let mut connection = Connection::open(&relay(&url), &patience()).await.expect("up");
    let ending = hand_over(&mut connection, 1).await.expect_err("it hangs up");
    assert_eq!(broken(&ending).0, Phase::FinalDot, "how much of it was read cannot be known");
}

#[tokio::test]
async fn a_relay_that_hangs_up_in_a_content_whose_dot_has_not_left_us_did_not_take_it() {
    let (sink, url) = sink(At::Content, true).await;
    sink.set_faults(vec![Fault::at(At::Content, Then::DropMidData(1_000))]);
    let mut connection = Connection::open(&relay(&url), &patience()).await.expect("up");
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    let (ending, offered) = connection.hand_over(&large(), Some(to("an@example.be"))).await;
    assert_eq!(broken(&ending).0, Phase::Content);
    assert_eq!(broken(&offered.expect("asked for").expect_err("over")).0, Phase::MailFrom);
    assert!(!connection.is_open());
}

#[tokio::test]
async fn a_relay_that_takes_no_more_of_a_content_did_not_take_the_mail() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("smtp://{}", listener.local_addr().expect("bound"));
    let stuck = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        for reply in ["220 a\r\n", "250 a\r\n", "250 a\r\n", "250 a\r\n", "354 a\r\n"] {
            stream.write_all(reply.as_bytes()).await.expect("said");
            let _ = stream.read(&mut [0; 100]).await.expect("the next command, or the first of the content");
        }
        std::future::pending::<()>().await;
    });
    let timeouts = Timeouts { content: Duration::from_millis(150), ..patience() };
    let mut connection = Connection::open(&relay(&url), &timeouts).await.expect("up");
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    let ending = connection.hand_over(&large(), None).await.0;
    assert_eq!(broken(&ending), (Phase::Content, "the relay takes no more"));
    stuck.abort();
}

/// More than what the sockets of both sides hold.
fn large() -> Vec<u8> {
    b"0123456789012345678901234567890123456789\r\n".repeat(700_000)
}
