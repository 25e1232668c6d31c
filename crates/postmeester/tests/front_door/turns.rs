//! Offices take turns.

use serde_json::Value;
use smtp_sink::{Fault, Phase, Then};

use crate::harness::{Installation, client, on_both};

on_both! {
    /// One office's thousands delay another office's single mail by no more than a few.
    async fn a_single_mail_does_not_wait_for_another_offices_thousands(database) {
        let installation = Installation::start_with(database, &[("SMTP_CONNECTIONS", "2")]).await;
        installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::SlowReply(std::time::Duration::from_millis(5)))]);
        let (big, small) = (installation.office("Groot").await, installation.office("Klein").await);
        let (bigs, smalls) = (installation.dossier(&big, "A").await, installation.dossier(&small, "B").await);
        for batch in 0..2 {
            let items = (0..1000).map(|n| client(&bigs, &format!("big{}@klant.example", batch * 1000 + n)));
            let path = format!("/offices/{big}/client-users/bulk");
            assert_eq!(installation.api("POST", &path, Value::from(items.collect::<Vec<_>>())).await.0, 200);
        }
        let before = installation.sink.counts().accepted;
        assert_eq!(installation.invite(&small, &smalls, "jo@small.example").await.0, 201);
        let asked = installation.sink.counts().accepted;
        installation.arrived(2001).await;
        let mails = installation.sink.mails();
        let place = mails.iter().position(|mail| mail.rcpt_to == ["jo@small.example"]).unwrap() as u64;
        eprintln!("{database:?}: {before} sent when it was asked for, place {place}");
        assert!(asked < 1500, "the queue was not long enough to say anything");
        // What was leased already goes first: what the relay takes in a tenth of a second, 40 mails at most. A machine that
        // stalls for as long as it takes to send 200 more is not unfair.
        assert!(place <= asked + 250, "place {place}, {asked} were sent when it was queued");
    }
}
