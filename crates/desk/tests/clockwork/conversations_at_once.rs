//! Conversations in which many write, read and wait at the same time.

use std::collections::HashMap;

use desk::{
    Keyed, Once, Said,
    conversations::{Author, Side, StartConversation},
    offices::OfficeFields,
};
use domain::{event::Pace, time::minutes};
use futures::future::join_all;

use crate::{office::told, portal::*};

on_both! {
    async fn messages_that_come_at_once_are_numbered_one_by_one(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = Author::ClientUser(active(&office, dossier, "Zoe").await);
        let talk = start(&office, dossier, zoe, "Eén.").await.conversation.id;
        let other = another_process(&office).await;
        let writes = (0..20).map(|n| {
            let desk = if n % 2 == 0 { office.desk.clone() } else { other.clone() };
            let (id, author) = (office.id, if n % 5 == 0 { Author::Office } else { zoe });
            tokio::spawn(async move {
                now(desk
                    .write_message(CONSOLE, id, talk, author, text(&format!("bericht {n}")), None)
                    .await
                    .unwrap())
            })
        });
        for written in join_all(writes).await {
            written.unwrap();
        }
        let detail = office.desk.conversation(CONSOLE, office.id, talk).await.unwrap();
        let numbers: Vec<u32> = detail.messages.iter().map(|message| message.message.number).collect();
        assert_eq!(numbers, (1..=21).collect::<Vec<_>>());
        let last =
            detail.messages.iter().rfind(|m| m.message.author == Author::Office).unwrap().message.number;
        assert_eq!(detail.conversation.unread(Side::Office), 21 - last);
        other.db().close().await;
        office.end().await;
    }
}

on_both! {
    async fn of_twenty_requests_with_one_key_one_begins_a_conversation(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = Author::ClientUser(active(&office, dossier, "Zoe").await);
        let requests = (0..20).map(|_| {
            let (desk, id) = (office.desk.clone(), office.id);
            let keyed = Keyed { scope: "operator".into(), key: "k".into(), fingerprint: "f".into() };
            let start =
                StartConversation { dossier, author: zoe, subject: Some(name("Bon")), text: text("Dag!") };
            tokio::spawn(async move {
                let once = Once {
                    keyed,
                    encode: Box::new(|started: &desk::conversations::Started| {
                        started.detail.conversation.id.to_string()
                    }),
                };
                desk.start_conversation(CONSOLE, id, start, Some(once)).await.unwrap().unwrap()
            })
        });
        let said: Vec<_> = join_all(requests).await.into_iter().map(|said| said.unwrap()).collect();
        assert_eq!(said.iter().filter(|said| matches!(said, Said::Now(_))).count(), 1);
        assert_eq!(lines(&office).await, ["an | Dag!"]);
        office.end().await;
    }
}

on_both! {
    /// Clients write, the office reads and answers, and two processes tell what is due: every message that was read in
    /// time is told by nobody, and no other is told twice or lost.
    async fn what_is_written_read_and_told_at_once_is_read_or_told_once(database) {
        for _ in 0..rounds() {
            write_read_and_tell(database).await;
        }
    }
}

async fn write_read_and_tell(database: Database) {
    let delay = OfficeFields { message_delay_minutes: Some(1), ..OfficeFields::default() };
    let office = Office::with(database, delay).await;
    let an = office.employee("An", Pace::AtOnce).await;
    let dossier = office.dossier("Wafel", an).await;
    let zoe = Author::ClientUser(active(&office, dossier, "Zoe").await);
    let mut talks = Vec::new();
    for n in 0..4 {
        talks.push(start(&office, dossier, zoe, &format!("{n}-0")).await.conversation.id);
    }
    let processes = [office.desk.clone(), another_process(&office).await];
    let mut tasks = Vec::new();
    for (n, &talk) in talks.iter().enumerate() {
        let (id, desk) = (office.id, processes[n % 2].clone());
        tasks.push(tokio::spawn(async move {
            for m in 1..16 {
                let said = desk.write_message(CONSOLE, id, talk, zoe, text(&format!("{n}-{m}")), None).await;
                now(said.unwrap());
                desk.clock().forward(std::time::Duration::from_secs(10));
            }
        }));
        let desk = processes[(n + 1) % 2].clone();
        tasks.push(tokio::spawn(async move {
            for _ in 0..8 {
                now(desk.mark_read(CONSOLE, id, talk, Side::Office, None, None).await.unwrap());
                tokio::task::yield_now().await;
            }
        }));
    }
    for desk in processes.clone() {
        tasks.push(tokio::spawn(async move {
            for _ in 0..12 {
                desk.tell_due().await.unwrap();
                tokio::task::yield_now().await;
            }
        }));
    }
    for done in join_all(tasks).await {
        done.unwrap();
    }
    office.forward(minutes(60)).await;
    let mut times: HashMap<String, usize> = HashMap::new();
    for text in mails(&office).await.iter().flat_map(told) {
        *times.entry(text).or_default() += 1;
    }
    for talk in talks {
        for message in office.desk.conversation(CONSOLE, office.id, talk).await.unwrap().messages {
            let text = message.message.text.to_string();
            let event = message.message.event.unwrap();
            let kept = office.desk.event(CONSOLE, office.id, event).await.unwrap().kept;
            assert_eq!(message.read_by_other_side, kept.event.closed_at.is_some(), "{text}");
            let told = times.remove(&text).unwrap_or_default();
            assert!(told <= 1, "{text} was told {told} times");
            assert!(told == 1 || message.read_by_other_side, "{text} was neither read nor told");
            assert_eq!(told == 1, kept.heard.is_some(), "{text}");
        }
    }
    assert!(times.is_empty());
    processes[1].db().close().await;
    office.end().await;
}

on_both! {
    /// Many messages become due at the same moment; two processes tell them while the office reads: nobody waits for
    /// somebody who waits for them.
    async fn reading_while_two_processes_tell_the_same_messages_ends_well(database) {
        let delay = OfficeFields { message_delay_minutes: Some(1), ..OfficeFields::default() };
        let office = Office::with(database, delay).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = Author::ClientUser(active(&office, dossier, "Zoe").await);
        let processes = [office.desk.clone(), another_process(&office).await];
        let mut talks = Vec::new();
        for _ in 0..4 {
            talks.push(start(&office, dossier, zoe, "begin").await.conversation.id);
        }
        for _ in 0..rounds() {
            for m in 0..40 {
                write(&office, talks[m % 4], zoe, "bericht").await;
            }
            office.desk.clock().forward(minutes(1));
            let tell = processes
                .iter()
                .cloned()
                .map(|desk| tokio::spawn(async move { desk.tell_due().await.map(drop) }));
            let read = talks.iter().enumerate().map(|(n, &talk)| {
                let (desk, id) = (processes[n % 2].clone(), office.id);
                tokio::spawn(async move {
                    desk.mark_read(CONSOLE, id, talk, Side::Office, None, None).await.map(drop)
                })
            });
            for done in join_all(tell.chain(read)).await {
                done.unwrap().unwrap();
            }
        }
        processes[1].db().close().await;
        office.end().await;
    }
}
