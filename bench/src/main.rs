//! Postmeester's benchmark kit: `cargo run --release -p bench -- all`.
//!
//! * [`sink`] is the relay that is never the slow part, [`blast`] the source that never is, [`postfix`] what others do;
//! * [`product`] is an installation of ours, [`load`] what is asked of it, over [`http`];
//! * [`scenarios`] has a file for each question; [`plan`] says which are asked and what is compared with what;
//! * [`faults`] breaks things in the middle and counts what is left;
//! * [`deadline`] lets the scheduling live through the days before a VAT deadline, under a clock that does not wait;
//! * [`runner`] asks them in turns; [`report`] and [`plot`] tell the answers.

mod arguments;
mod blast;
mod clock;
mod deadline;
mod faults;
mod figures;
mod http;
mod kit;
mod load;
mod machine;
mod plan;
mod plot;
mod postfix;
mod product;
mod report;
mod runner;
mod scenarios;
mod sink;
mod sizes;

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::ensure;
use clap::Parser as _;

use arguments::{Arguments, Command};
use kit::Kit;
use product::database::Kind;
use product::office::Letters;
use sink::Sink;
use sizes::Sizes;

fn main() -> anyhow::Result<()> {
    let Arguments { binary, command } = Arguments::parse();
    let kit = || Kit::new(binary);
    match command {
        Command::All { runs, only, database, report } => {
            let kinds = database.map_or(vec![Kind::Sqlite, Kind::Postgres], |kind| vec![kind]);
            all(&kit()?, runs, &only, &kinds, &report)
        }
        Command::Short => short(&kit()?),
        Command::E2e { database, mails, connections, runs, welcomes } => {
            let kit = kit()?;
            let letters = if welcomes { Letters::Welcomes } else { Letters::Notices };
            let connections = connections.map(|n| n.to_string());
            let settings: Vec<_> = connections.iter().map(|n| ("SMTP_CONNECTIONS", n.as_str())).collect();
            for _ in 0..runs {
                let figures = scenarios::e2e::run(&kit, database, letters, mails, &settings)?;
                eprintln!("{}", serde_json::to_string(&figures)?);
            }
            Ok(())
        }
        Command::Sink { listen, reply_delay, dot_delay, fault } => {
            let sink = Sink::start(&listen)?;
            sink.faults().delay_replies(Duration::from_millis(reply_delay));
            sink.faults().delay_dots(Duration::from_millis(dot_delay));
            sink.faults().set(fault);
            loop {
                eprintln!("{}: {} mails, {} bytes", sink.url(), sink.ledger().mails(), sink.ledger().bytes());
                thread::sleep(Duration::from_secs(5));
            }
        }
        Command::Faults(asked) => faults::run(&kit()?, &asked),
        Command::Deadline(asked) => deadline::run(&asked),
        Command::Blast { to, mails, connections, size, stepwise } => {
            let manner = if stepwise { blast::Manner::Stepwise } else { blast::Manner::Pipelined };
            let began = blast::blast(to, manner, connections, mails, size)?;
            let seconds = clock::seconds(began, clock::now());
            eprintln!("{} mails/s", report::number(figures::rate(usize::try_from(mails)?, seconds)));
            Ok(())
        }
    }
}

fn all(kit: &Kit, runs: usize, only: &[String], kinds: &[Kind], report: &Path) -> anyhow::Result<()> {
    let machine = machine::describe(kit);
    let wanted = |key: &str| only.is_empty() || only.iter().any(|only| only == key);
    let mut measured = Vec::new();
    let picture = report.with_extension("svg");
    let mut name = None;
    for group in plan::groups(kit, Sizes::FULL, kinds).into_iter().filter(|group| wanted(group.key)) {
        let group = runner::measure(group, runs)?;
        if group.key == "e2e" {
            std::fs::write(&picture, plot::bars(&group, "mails_per_second", "raw")?)?;
            name = picture.file_name().map(|name| name.to_string_lossy().into_owned());
        }
        measured.push(group);
        // After each, so that what was measured is kept whatever happens next.
        report::write(report, name.as_deref(), &machine, runs, &measured)?;
    }
    ensure!(!measured.is_empty(), "nothing of that name is measured");
    eprintln!("{}", report.display());
    Ok(())
}

fn short(kit: &Kit) -> anyhow::Result<()> {
    let mut kinds = vec![Kind::Sqlite];
    if std::env::var_os("POSTMEESTER_TEST_POSTGRES").is_some() {
        kinds.push(Kind::Postgres);
    }
    for group in plan::groups(kit, Sizes::SHORT, &kinds) {
        runner::measure(group, 1)?;
    }
    Ok(())
}
