//! How many mails a second; in release:
//! `cargo test --release -p mail --test smtp -- --ignored --nocapture mails_a_second`

use domain::delivery::Ending;
use mail::smtp::Connection;
use smtp_sink::{Config, Keep, Sink};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::support::{relay, to};

const CONNECTIONS: usize = 8;
/// A debug build only shows that it runs.
const EACH: usize = if cfg!(debug_assertions) { 500 } else { 25_000 };

async fn hand_over_all(url: String, content: Vec<u8>) {
    let mut connection = Connection::open(&relay(&url), &mail::smtp::Timeouts::default()).await.expect("up");
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    for number in 1..=EACH {
        let next = (number < EACH).then(|| to("jo@example.be"));
        let (ending, offered) = connection.hand_over(&content, next).await;
        assert!(matches!(ending, Ending::Taken(_)) && offered != Some(Err(ending)));
    }
    connection.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement; takes a while, and means something in release only"]
async fn mails_a_second() {
    let sink =
        Sink::start(Config { keep: Keep::CountsOnly, ..Config::default() }).await.expect("a free port");
    let line = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod te=\r\n";
    let content = line.repeat(6_000 / line.len()).into_bytes();
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..CONNECTIONS {
        tasks.spawn(hand_over_all(sink.url(), content.clone()));
    }
    tasks.join_all().await;
    let seconds = start.elapsed().as_secs_f64();
    let count = sink.counts().accepted;
    assert_eq!(count, (CONNECTIONS * EACH) as u64);
    println!(
        "{count} mails of {} octets in {seconds:.2} s: {:.0} a second",
        content.len(),
        count as f64 / seconds
    );
}
