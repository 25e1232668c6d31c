//! `kill -9` while digests and unread messages are told: nothing is lost, nothing is told twice.
//!
//! The process that is killed is this test program itself, started again to do nothing but tell what is due at a point
//! in time.

use std::{
    collections::HashMap,
    process::{Command, Stdio},
    time::Duration,
};

use desk::{events::NewEvent, offices::OfficeFields};
use domain::{
    Timestamp,
    event::{EventKind, Pace},
    time::hours,
};

use crate::office::{NOON, Office, desk_at, event, name, on_both, told};

const URL: &str = "POSTMEESTER_TEST_TELL_URL";
const TIME: &str = "POSTMEESTER_TEST_TELL_AT";

/// Not a test: what the tests below start, and kill.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tells_what_is_due_when_it_is_asked_to() {
    let (Ok(url), Ok(time)) = (std::env::var(URL), std::env::var(TIME)) else { return };
    let desk = desk_at(&url, Timestamp::from_millis(time.parse().unwrap())).await;
    desk.tell_due().await.unwrap();
    desk.db().close().await;
}

/// Tells what is due at a point in time, and is killed after a while if it has not ended by then. True when it had.
async fn tell(url: &str, at: Timestamp, after: Duration) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["killed::tells_what_is_due_when_it_is_asked_to", "--exact"])
        .env(URL, url)
        .env(TIME, at.millis().to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    tokio::time::sleep(after).await;
    let ended = child.try_wait().unwrap();
    // SIGKILL: nothing of it runs on.
    let _ = child.kill();
    child.wait().unwrap();
    ended.is_some_and(|status| status.success())
}

on_both! {
    async fn nothing_is_lost_and_nothing_told_twice(database) {
        let fields = OfficeFields { message_delay_minutes: Some(30), ..OfficeFields::default() };
        let office = Office::with(database, fields).await;
        let (people, each) = (12, 25);
        for n in 0..people {
            let employee = office.employee(&format!("Medewerker{n}"), if n % 2 == 0 { Pace::Hourly } else { Pace::AtOnce }).await;
            let dossier = office.dossier(&format!("Dossier {n}"), employee).await;
            let tasks = (0..each).map(|e| event(EventKind::FailedTask, Some(dossier), &format!("taak {n}-{e}")));
            let messages = (0..each).map(|e| NewEvent {
                thread: Some(name(&format!("gesprek {n}-{}", e % 5))),
                ..event(EventKind::Message, Some(dossier), &format!("bericht {n}-{e}"))
            });
            office.post_all(tasks.chain(messages).collect()).await;
        }
        // Killed ever later, until one gets to the end.
        let at_once = office.mails().await.len();
        let (mut kills, mut halfway, mut after) = (0, 0, Duration::from_millis(4));
        while !tell(&office.url, NOON + hours(2), after).await {
            kills += 1;
            halfway += usize::from(office.mails().await.len() > at_once);
            after += Duration::from_millis(if after < Duration::from_millis(150) { 2 } else { 50 });
        }
        // Messages to employees with a digest went into it an hour ago; that one is due by now.
        while !tell(&office.url, NOON + hours(5), Duration::from_secs(2)).await {}
        let mut times: HashMap<String, usize> = HashMap::new();
        for mail in office.mails().await {
            for text in told(&mail) {
                let text = text.rsplit(": ").next().unwrap().to_owned();
                *times.entry(format!("{} {text}", mail.to.address.local_part())).or_default() += 1;
            }
        }
        assert_eq!(times.len(), people * each * 2, "after {kills} kills");
        assert!(times.values().all(|times| *times == 1), "{times:?}");
        println!("{database:?}: killed {kills} times, {halfway} of them with some of what was due told");
        assert!(kills > 2, "it was hardly killed");
        office.end().await;
    }
}
