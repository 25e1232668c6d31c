//! What such a day asks of machines, and of a platform many times as large. Sums alone: what a mail costs is given.

use clap::Args;

/// How many times that day.
pub(super) const TIMES: [u64; 4] = [1, 10, 100, 1000];
/// No part is to be busier than this in the peak hour: minutes are fuller than their hour, and one machine may be away.
pub(super) const BUSY: f64 = 0.5;
/// A mail is stored, leased and recorded, each in a unit of work.
pub(super) const UNITS: f64 = 3.0;
const GIGABIT: f64 = 1e9;

/// What a mail costs. The figures are those of a benchmark; the defaults stand for it until it was run.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Costs {
    /// Processor time of `serve` and `worker` for a mail, from request to relay
    #[arg(long, default_value_t = 130.0, value_name = "MICROSECONDS")]
    pub(super) cpu_per_mail_us: f64,
    /// Processor time of PostgreSQL for a mail
    #[arg(long, default_value_t = 250.0, value_name = "MICROSECONDS")]
    pub(super) db_cpu_per_mail_us: f64,
    /// What the database writes to its disk for a mail, log and tables together
    #[arg(long, default_value_t = 12_000.0, value_name = "BYTES")]
    pub(super) written_per_mail: f64,
    /// What stays of a mail in the database
    #[arg(long, default_value_t = 4_000.0, value_name = "BYTES")]
    pub(super) stored_per_mail: f64,
    /// What a mail is on the way to the relay
    #[arg(long, default_value_t = 7_000.0, value_name = "BYTES")]
    pub(super) wire_per_mail: f64,
    /// Mails that share each of the three units of work: stored, leased, recorded
    #[arg(long, default_value_t = 8.0, value_name = "MAILS")]
    pub(super) mails_per_commit: f64,
    /// The most mails a second on one SQLite, end to end
    #[arg(long, default_value_t = 2_500.0, value_name = "MAILS")]
    pub(super) sqlite_mails_a_second: f64,
    /// The most mails a second on one PostgreSQL, end to end
    #[arg(long, default_value_t = 2_000.0, value_name = "MAILS")]
    pub(super) postgres_mails_a_second: f64,
    /// An assumption: the mails of a year, for each dossier
    #[arg(long, default_value_t = 24.0, value_name = "MAILS")]
    pub(super) mails_a_year_per_dossier: f64,
}

/// What the simulation saw of the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peak {
    pub(super) dossiers: f64,
    /// In the fullest hour.
    pub(super) mails_a_second: f64,
    /// Of these, how many go through the platform's relay, from 0 to 1.
    pub(super) share_of_platform: f64,
    /// What that relay takes in a second; none if it takes all.
    pub(super) platform_relay: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Database {
    Sqlite,
    Postgres,
    /// So many installations, each with its offices and its PostgreSQL.
    Several(u64),
}

/// A part of what there is today, and how busy it would be: 1 is all that it can.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Load {
    pub(super) part: &'static str,
    pub(super) busy: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Need {
    pub(super) times: u64,
    pub(super) dossiers: f64,
    pub(super) mails_a_second: f64,
    /// Busy in the peak hour, all of them.
    pub(super) worker_cores: f64,
    pub(super) database_cores: f64,
    /// When as many mails as given share one.
    pub(super) commits_a_second: f64,
    pub(super) written_a_second: f64,
    pub(super) stored_a_year: f64,
    pub(super) bits_a_second: f64,
    pub(super) database: Database,
    /// Of today's platform relay, one PostgreSQL, one gigabit: the busiest first.
    pub(super) loads: Vec<Load>,
}

pub(super) fn need(times: u64, peak: &Peak, costs: &Costs) -> Need {
    let of = times as f64;
    let (dossiers, mails_a_second) = (peak.dossiers * of, peak.mails_a_second * of);
    let bits_a_second = mails_a_second * costs.wire_per_mail * 8.0;
    let relay = peak.platform_relay.map(|takes| Load {
        part: "the platform relay's pace",
        busy: mails_a_second * peak.share_of_platform / takes,
    });
    let postgres = Load { part: "one PostgreSQL", busy: mails_a_second / costs.postgres_mails_a_second };
    let wire = Load { part: "1 Gbit/s to the relays", busy: bits_a_second / GIGABIT };
    let mut loads: Vec<Load> = relay.into_iter().chain([postgres, wire]).collect();
    loads.sort_by(|one, other| other.busy.total_cmp(&one.busy));
    let database = if mails_a_second <= costs.sqlite_mails_a_second * BUSY {
        Database::Sqlite
    } else if postgres.busy <= BUSY {
        Database::Postgres
    } else {
        Database::Several((postgres.busy / BUSY).ceil() as u64)
    };
    Need {
        times,
        dossiers,
        mails_a_second,
        worker_cores: mails_a_second * costs.cpu_per_mail_us / 1e6,
        database_cores: mails_a_second * costs.db_cpu_per_mail_us / 1e6,
        commits_a_second: mails_a_second * UNITS / costs.mails_per_commit,
        written_a_second: mails_a_second * costs.written_per_mail,
        stored_a_year: dossiers * costs.mails_a_year_per_dossier * costs.stored_per_mail,
        bits_a_second,
        database,
        loads,
    }
}
