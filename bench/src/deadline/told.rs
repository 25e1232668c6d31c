//! The day and the sizing table as Markdown.

use std::fmt::Write as _;

use domain::Timestamp;

use super::Setting;
use super::arrivals::{INVITED, Kind, deadline};
use super::day::{Day, Waits};
use super::offices::{Relay, Size};
use super::sizing::{BUSY, Costs, Database, Load, Need, Peak, TIMES, UNITS, need};
use crate::report::number;

const WAITS: &str = "mails | half of them within | 99 in 100 within | longest |\n";

pub(super) fn tell(setting: &Setting, day: &Day, took_s: f64) -> anyhow::Result<String> {
    let mut text = String::new();
    let (offices, dossiers) = (whole(setting.offices), whole(setting.dossiers));
    let pace = match setting.platform_pace {
        0 => "as many mails as come".to_owned(),
        pace => format!("{} mails a minute", whole(pace as usize)),
    };
    writeln!(
        text,
        "### The two days before a VAT deadline, simulated\n\n{offices} offices, {dossiers} dossiers, {} mails. The platform's \
         relay takes {pace}, and {} ms for each over {} connections; an office's own takes {} a minute, and {} ms \
         for each. Arrivals and relays are made up, and the clock does not wait; queue, turns, shares and paces are the \
         program's, on a real {} database, which costs no time here. It took {} s.\n",
        whole(day.mails()),
        setting.platform_latency_ms,
        setting.platform_connections,
        setting.own_pace,
        setting.own_latency_ms,
        setting.database.name(),
        number(took_s),
    )?;
    by_class(&mut text, day)?;
    writeln!(
        text,
        "\nA single welcome mail waits behind those that its own office had sent at once before: of a thousand, over a relay of \
         {} a minute, {} minutes at least.",
        setting.own_pace,
        (INVITED as f64 / f64::from(setting.own_pace)).round(),
    )?;
    by_size(&mut text, day, "Single welcome and password mails", Kind::Welcome)?;
    by_size(&mut text, day, "Notices", Kind::Notice)?;
    relays(&mut text, day)?;
    sizes(&mut text, setting, day)?;
    Ok(text)
}

fn row(text: &mut String, name: &str, waits: Option<Waits>) -> std::fmt::Result {
    match waits {
        None => writeln!(text, "| {name} | 0 | – | – | – |"),
        Some(of) => {
            let (p50, p99, longest) = (time(of.p50_s), time(of.p99_s), time(of.longest_s));
            writeln!(text, "| {name} | {} | {p50} | {p99} | {longest} |", whole(of.mails))
        }
    }
}

fn by_class(text: &mut String, day: &Day) -> std::fmt::Result {
    write!(
        text,
        "From the queue to the relay's yes:\n\n| class | relay | {WAITS}|---|---|--:|--:|--:|--:|\n"
    )?;
    for kind in Kind::ALL {
        for relay in Relay::ALL {
            let waits = day.waits(|of, through, _| of == kind && through == relay);
            row(text, &format!("{} | {}", kind.name(), relay.name()), waits)?;
        }
    }
    Ok(())
}

fn by_size(text: &mut String, day: &Day, what: &str, kind: Kind) -> std::fmt::Result {
    write!(
        text,
        "\n{what}, by the office's dossiers:\n\n| dossiers | relay | {WAITS}|---|---|--:|--:|--:|--:|\n"
    )?;
    for relay in Relay::ALL {
        for size in Size::ALL {
            let waits = day.waits(|of, through, large| of == kind && through == relay && large == size);
            row(text, &format!("{} | {}", size.name(), relay.name()), waits)?;
        }
    }
    Ok(())
}

fn relays(text: &mut String, day: &Day) -> std::fmt::Result {
    text.push_str(
        "\n| relay | longest queue | that was | last mail accepted | mails leased at a time |\n|---|--:|--:|--:|--:|\n",
    );
    for relay in Relay::ALL {
        let (longest, at) = day.longest_queue(relay);
        let mails = day.waits(|_, of, _| of == relay).map_or(0, |waits| waits.mails);
        let at_a_time = mails as f64 / day.leases[relay as usize].max(1) as f64;
        let (at, emptied) = (from_deadline(at), from_deadline(day.emptied(relay)));
        writeln!(text, "| {} | {} | {at} | {emptied} | {at_a_time:.1} |", relay.name(), whole(longest))?;
    }
    let (queued, accepted) = day.peak_hours();
    writeln!(
        text,
        "\nIn the fullest hour {} mails were queued; the relays took {} in theirs.",
        whole(queued),
        whole(accepted)
    )
}

fn sizes(text: &mut String, setting: &Setting, day: &Day) -> std::fmt::Result {
    let costs = &setting.costs;
    let Costs { cpu_per_mail_us, db_cpu_per_mail_us, .. } = costs;
    writeln!(
        text,
        "\n### What it takes\n\nMeasured, where they were given from a benchmark, and guessed where nothing was: {cpu_per_mail_us} µs \
         of our processors for a mail and {db_cpu_per_mail_us} µs of the database's, {} bytes written, {} kept, {} on the wire; \
         {} mails that share a unit of work; {} mails a second at most on one SQLite, {} on one PostgreSQL. Assumed: {} mails a \
         year for each dossier. Counted in the simulation: the mails of the peak hour. Computed from these: everything in the \
         table, as if nothing but the number of offices grew and nothing were to be more than half busy in the peak hour. No \
         such day was sent through a real installation, at 1 × or beyond.\n",
        whole(costs.written_per_mail as usize),
        whole(costs.stored_per_mail as usize),
        whole(costs.wire_per_mail as usize),
        costs.mails_per_commit,
        whole(costs.sqlite_mails_a_second as usize),
        whole(costs.postgres_mails_a_second as usize),
        costs.mails_a_year_per_dossier,
    )?;
    text.push_str(
        "Cores: as many as are busy in the peak hour, and as many as to be half busy. Units of work are fsyncs: fewest when as \
         many mails as given share each, most when a relay is given one mail at a time. Where SQLite would do, PostgreSQL does \
         too, and may have a standby. What breaks first is looked for in what there is at 1 ×: the platform's relay, one \
         PostgreSQL, a gigabit.\n\n\
         | | dossiers | mails/s | our cores | database cores | units of work/s | written, MB/s | kept a year, GB | network, \
         Mbit/s | database | what breaks first |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|\n",
    );
    let peak = peak(setting, day);
    TIMES.iter().try_for_each(|&times| size(text, &need(times, &peak, costs)))
}

/// As it would be at scale 1, whatever scale was run.
fn peak(setting: &Setting, day: &Day) -> Peak {
    Peak {
        dossiers: setting.dossiers as f64 / setting.scale,
        mails_a_second: day.peak_hours().0 as f64 / 3600.0 / setting.scale,
        share_of_platform: day.share_of(Relay::Platform),
        platform_relay: (setting.platform_pace > 0)
            .then(|| f64::from(setting.platform_pace) / 60.0 / setting.scale),
    }
}

fn size(text: &mut String, need: &Need) -> std::fmt::Result {
    let database = match need.database {
        Database::Sqlite => "SQLite on one machine".to_owned(),
        Database::Postgres => "PostgreSQL".to_owned(),
        Database::Several(installations) => {
            format!("{installations} installations with a PostgreSQL each, by office")
        }
    };
    let told = |load: &Load| format!("{} {} %", load.part, number(load.busy * 100.0));
    let short: Vec<String> = need.loads.iter().filter(|load| load.busy > BUSY).map(told).collect();
    let short = if short.is_empty() { "nothing".to_owned() } else { short.join(", ") };
    writeln!(
        text,
        "| {} × | {} | {} | {} | {} | {} | {} | {} | {} | {database} | {short} |",
        need.times,
        number(need.dossiers),
        number(need.mails_a_second),
        cores(need.worker_cores),
        cores(need.database_cores),
        range(need.commits_a_second, need.mails_a_second * UNITS),
        number(need.written_a_second / 1e6),
        number(need.stored_a_year / 1e9),
        number(need.bits_a_second / 1e6),
    )
}

fn range(from: f64, to: f64) -> String {
    format!("{}–{}", number(from), number(to))
}

/// Busy, and as many as to be half busy.
fn cores(busy: f64) -> String {
    format!("{}, {}", number(busy), whole((busy / BUSY).ceil() as usize))
}

/// Seconds, as people say it.
fn time(seconds: f64) -> String {
    match seconds {
        ..0.1 => format!("{:.0} ms", seconds * 1000.0),
        ..120.0 => format!("{seconds:.1} s"),
        _ => format!("{:.0} min", seconds / 60.0),
    }
}

fn from_deadline(at: Timestamp) -> String {
    let (after, before) = (at.since(deadline()).as_secs_f64(), deadline().since(at).as_secs_f64());
    if before == 0.0 && after < 0.1 {
        "at the deadline".to_owned()
    } else if before > 0.0 {
        format!("{} before the deadline", time(before))
    } else {
        format!("{} after it", time(after))
    }
}

fn whole(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
