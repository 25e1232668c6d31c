//! How much, and how soon.

use super::{Group, case};
use crate::blast::Manner;
use crate::kit::Kit;
use crate::postfix::Postfix;
use crate::product::database::Kind;
use crate::product::office::Letters;
use crate::scenarios::{e2e, events, far, latency, raw, raw_http, reference, sign};
use crate::sizes::Sizes;

const POSTFIX: &str = "Postfix";
const RAW_HTTP: &str = "raw HTTP";
const STEPWISE: &str = "raw SMTP, one command at a time";
/// To the relay, of ours and of the raw source: so that the relay is not what is waited for.
const CONNECTIONS: u32 = 64;

pub(super) fn throughput<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let raw = move |manner| raw::run(manner, CONNECTIONS as usize, sizes.raw_mails, sizes.mail_bytes);
    let mut cases = vec![
        case(STEPWISE, &[], move || raw(Manner::Stepwise)),
        case("raw SMTP, pipelined", &[], move || raw(Manner::Pipelined)),
    ];
    if sizes.postfix && Postfix::is_installed() {
        let run = move || reference::throughput(sizes.mails, sizes.mail_bytes);
        cases.push(case(POSTFIX, &[("of raw", STEPWISE)], run));
    }
    for (letters, what, connections) in [
        (Letters::Notices, "notices", Some(CONNECTIONS)),
        (Letters::Welcomes, "welcome mails", Some(CONNECTIONS)),
        (Letters::Notices, "notices, 8 connections", None),
    ] {
        for &kind in kinds {
            let name = format!("Postmeester on {}, {what}", kind.name());
            let run = move || {
                let connections = connections.map(|connections| connections.to_string());
                let settings =
                    connections.iter().map(|connections| ("SMTP_CONNECTIONS", connections.as_str()));
                e2e::run(kit, kind, letters, sizes.mails, &settings.collect::<Vec<_>>())
            };
            cases.push(case(name, &[("of raw", STEPWISE), ("to Postfix", POSTFIX)], run));
        }
    }
    Group {
        key: "e2e",
        title: "End to end: mails a second",
        explanation: "From the first request to the last mail in the relay. Ours come in through the API, a thousand \
            in a call, four calls at a time, and are decided, stored, rendered and sent, over 64 connections or over 8, \
            which is what `serve` uses unless told otherwise. Postfix gets finished mails over four SMTP connections, \
            pipelined, and sends them over up to 20, as it comes. Raw is a source and a sink of mail with nothing in \
            between, over 64 connections.",
        field: "mails_per_second",
        cases,
    }
}

pub(super) fn latencies<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let mails = sizes.latency_mails;
    let mut cases = Vec::new();
    if sizes.postfix && Postfix::is_installed() {
        cases.push(case(POSTFIX, &[], move || reference::latency(mails as u64, 10, sizes.mail_bytes)));
    }
    for &kind in kinds {
        let name = format!("Postmeester on {}", kind.name());
        cases.push(case(name, &[("to Postfix", POSTFIX)], move || latency::run(kit, kind, mails, 10)));
    }
    Group {
        key: "latency",
        title: "One mail at a time: milliseconds from the request to the relay",
        explanation: "Ten a second, whether the one before has arrived or not. Ours begin with the HTTP request, \
            Postfix's with MAIL on a connection that is open.",
        field: "p50_ms",
        cases,
    }
}

pub(super) fn single_events<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let mut cases = vec![case(RAW_HTTP, &[], move || raw_http::run(sizes.events))];
    for &kind in kinds {
        let held = format!("{}, mails wait", kind.name());
        let run = move |delivering| events::run(kit, kind, sizes.events, delivering);
        cases.push(case(held.clone(), &[("of raw", RAW_HTTP)], move || run(false)));
        let against = [("of raw", RAW_HTTP), ("to waiting", &*held)];
        cases.push(case(format!("{}, mails are sent meanwhile", kind.name()), &against, move || run(true)));
    }
    Group {
        key: "events",
        title: "Single events: requests a second",
        explanation: "64 connections, each with one request under way, answered once it is stored for good. Raw is a server \
            that reads requests of that size and answers them at once.",
        field: "requests_per_second",
        cases,
    }
}

pub(super) fn far_away<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let mut cases = Vec::new();
    for &kind in kinds {
        for connections in [1, 4, 8] {
            let name = format!(
                "{}, {connections} connection{}",
                kind.name(),
                if connections > 1 { "s" } else { "" }
            );
            cases.push(case(name, &[], move || far::run(kit, kind, connections, sizes.far_seconds)));
        }
    }
    Group {
        key: "far",
        title: "A relay that is 20 ms away",
        explanation: "The limit is one round trip a mail, 50 mails a second and connection: content, final dot and \
            the offer of the next mail go in one write. The sink holds each batch of replies back for 20 ms.",
        field: "mails_per_second",
        cases,
    }
}

pub(super) fn signatures<'a>(sizes: Sizes) -> Group<'a> {
    let case = |name, key| case(name, &[], move || sign::run(key, sizes.signatures, sizes.mail_bytes));
    Group {
        key: "signing",
        title: "What signing costs",
        explanation: "The hash of a mail and a DKIM signature of it, on one processor. This comes on top of what each mail costs \
            where domains are checked; nowhere else here are mails signed.",
        field: "mails_per_second",
        cases: vec![case("RSA-2048", sign::Key::Rsa2048), case("Ed25519", sign::Key::Ed25519)],
    }
}
