//! What was measured on, and with what.

use std::fs;

use crate::kit::Kit;
use crate::postfix::Postfix;
use crate::product::process::run;

/// Lines for the report.
pub(crate) fn describe(kit: &Kit) -> Vec<String> {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let after = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once([':', '=']).map_or("", |(_, value)| value).trim().trim_matches('"').to_owned()
    };
    let processors = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let kib: u64 = after(&read("/proc/meminfo"), "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0);
    let told =
        |program: &str, arguments: &[&str]| run(program, arguments).unwrap_or_else(|_| "unknown".into());
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let changed = !told("git", &["-C", root, "status", "--porcelain", "--", "crates"]).is_empty();
    let mut lines = vec![
        format!("{processors} processors ({}), {} GiB of memory", after(&cpu, "model name"), kib / (1 << 20)),
        format!(
            "{}, Linux {}",
            after(&read("/etc/os-release"), "PRETTY_NAME"),
            read("/proc/sys/kernel/osrelease").trim()
        ),
        format!(
            "Postmeester {}{}, {}",
            told("git", &["-C", root, "rev-parse", "--short", "HEAD"]),
            if changed { " with changes" } else { "" },
            told("rustc", &["--version"])
        ),
    ];
    if Postfix::is_installed() {
        lines.push(format!("Postfix {}", Postfix::version().unwrap_or_default()));
    }
    if let Ok(version) = kit.postgres().and_then(|server| server.psql(None, "SHOW server_version")) {
        lines.push(format!("PostgreSQL {version}, as it comes"));
    }
    let load = read("/proc/loadavg");
    let load: Vec<&str> = load.split_ascii_whitespace().take(1).collect();
    lines.push(format!("Load average at the beginning: {}", load.concat()));
    lines
}
