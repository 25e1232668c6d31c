//! All faults, in the order of the table.

use super::trial::Outcome;
use super::{clocks, commit, cut, disk, failover, freeze, kills, relay, tls};
use crate::kit::Kit;
use crate::product::database::Kind::{self, Postgres, Sqlite};

type Run = fn(&Kit, Kind, usize) -> anyhow::Result<Outcome>;

pub(super) struct Fault {
    pub(super) name: &'static str,
    /// As the table says it.
    pub(super) title: &'static str,
    pub(super) kinds: &'static [Kind],
    /// Part of the short version, on these.
    pub(super) short: &'static [Kind],
    /// Only when it is asked for by name.
    pub(super) slow: bool,
    pub(super) run: Run,
}

const BOTH: &[Kind] = &[Sqlite, Postgres];
const SERVER: &[Kind] = &[Postgres];

fn fault(name: &'static str, title: &'static str, kinds: &'static [Kind], run: Run) -> Fault {
    Fault { name, title, kinds, short: &[], slow: false, run }
}

pub(super) fn all() -> Vec<Fault> {
    vec![
        fault("none", "nothing", BOTH, kills::nothing),
        Fault { short: &[Sqlite], ..fault("kill", "`kill -9` of the one `serve`", BOTH, kills::the_one) },
        fault("kill-ten", "`kill -9` ten times at random moments", BOTH, kills::ten_times),
        Fault {
            short: SERVER,
            ..fault("kill-one-of-two", "`kill -9` of one of two workers", SERVER, kills::one_of_two)
        },
        fault("kill-one", "`kill -9` of one of three workers beside `serve`", SERVER, kills::one_of_three),
        fault("kill-three", "`kill -9` of all three that deliver", SERVER, kills::all_three),
        fault("kill-postgres", "`kill -9` of PostgreSQL", SERVER, kills::postgres),
        fault("stop-postgres", "PostgreSQL stopped with `-m immediate`", SERVER, kills::postgres_immediate),
        fault("lose-primary", "the primary killed, with a standby", SERVER, failover::killed),
        fault("hang-primary", "the primary hangs, with a standby", SERVER, failover::hangs),
        Fault { short: SERVER, ..fault("commit", "answers to `COMMIT` lost", SERVER, commit::answer_lost) },
        fault("freeze", "the one `serve` frozen for 75 s", BOTH, freeze::the_one),
        fault("freeze-one", "one of two workers frozen for 75 s", SERVER, freeze::one_of_two),
        fault("cut-database", "`serve` cut off from PostgreSQL for 30 s", SERVER, cut::database),
        fault("cut-worker", "a worker cut off from PostgreSQL for 30 s", SERVER, cut::worker_and_database),
        fault("cut-relay", "cut off from the relay for 30 s", BOTH, cut::relay),
        fault("full-disk", "the database's disk full for 5 s", BOTH, disk::full),
        fault("relay-drops", "the relay hangs up, in each phase", BOTH, relay::drops),
        fault("relay-421", "the relay says 421, in each phase", BOTH, relay::closes),
        fault("relay-garbage", "the relay says what is no reply, in each phase", BOTH, relay::garbage),
        fault("relay-takes-drops", "the relay takes mails and hangs up", BOTH, relay::takes_and_drops),
        fault("relay-stalls", "the relay says nothing more on some connections", BOTH, relay::stalls),
        fault("relay-half-lines", "the relay says half a line on some connections", BOTH, relay::half_lines),
        Fault {
            slow: true,
            ..fault(
                "relay-stalls-end",
                "the relay says nothing after some mails",
                BOTH,
                relay::stalls_at_the_end,
            )
        },
        fault("tls", "the relay's TLS breaks for 10 s", BOTH, tls::breaks),
        fault("clock-forward", "the clock is set an hour forward", BOTH, clocks::forward),
        fault("clock-back", "the clock is set an hour back", BOTH, clocks::back),
    ]
}
