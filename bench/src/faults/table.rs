//! The table, for people: printed, and kept up to date between two markers of a file.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::Row;
use super::plan::Fault;
use crate::product::process::run;

const BEGIN: &str = "<!-- faults: written by `bench faults --report` -->";
const END: &str = "<!-- end of faults -->";
const HEAD: &str = "| fault | database | accepted | lost | twice | at most | next mail, s | last mail, s | |\n\
    |---|---|--:|--:|--:|--:|--:|--:|---|\n";

fn line(row: &Row) -> String {
    let it = &row.outcome;
    let seconds = |at: Option<f64>| at.map_or("–".to_owned(), |at| format!("{at:.1}"));
    let numbers = [it.accepted.to_string(), it.lost.to_string(), it.twice.to_string(), it.bound.to_string()];
    let times = [seconds(it.next), seconds(it.last)];
    let verdict = if it.passes() { "pass" } else { "**fail**" };
    format!("{} {} | {} | {verdict} |", start(row), numbers.join(" | "), times.join(" | "))
}

/// By which a line is found again.
fn start(row: &Row) -> String {
    format!("| {} | {} |", row.title, row.kind.name())
}

/// To look at.
pub(super) fn print(rows: &[Row]) {
    eprint!("\n{HEAD}");
    rows.iter().for_each(|row| eprintln!("{}", line(row)));
}

/// Replaces these lines in the file's table, and leaves the others.
pub(super) fn update(file: &Path, machine: &[String], rows: &[Row], all: &[Fault]) -> anyhow::Result<()> {
    let text = fs::read_to_string(file)?;
    let (before, rest) = text.split_once(BEGIN).context("the file has no place for the table")?;
    let (old, after) = rest.split_once(END).context("the table has no end")?;
    let is_new = |line: &str| rows.iter().any(|row| line.starts_with(&start(row)));
    let is_known = |line: &str| all.iter().any(|fault| line.starts_with(&format!("| {} |", fault.title)));
    let mut lines: Vec<String> =
        old.lines().filter(|line| is_known(line) && !is_new(line)).map(str::to_owned).collect();
    lines.extend(rows.iter().map(line));
    let place = |line: &String| {
        let named = |fault: &Fault| line.starts_with(&format!("| {} |", fault.title));
        (all.iter().position(named), !line.contains("| SQLite |"))
    };
    lines.sort_by_key(place);
    let mut table = format!("{BEGIN}\n\nLast run {}, on\n\n", run("date", ["+%F"])?);
    for line in machine {
        writeln!(table, "* {line}")?;
    }
    writeln!(table, "\n{HEAD}{}\n", lines.join("\n"))?;
    fs::write(file, format!("{before}{table}{END}{after}"))?;
    Ok(())
}
