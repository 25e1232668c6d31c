//! A process that we started: ended with us, and never by its name.

use std::ffi::OsStr;
use std::fs;
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::clock;

#[derive(Debug)]
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn spawn(command: &mut Command) -> anyhow::Result<Self> {
        let name = command.get_program().to_owned();
        Ok(Self(command.spawn().with_context(|| format!("{} does not start", name.display()))?))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// SIGSTOP, SIGCONT and the like, by name.
    pub(crate) fn signal(&self, signal: &str) -> anyhow::Result<()> {
        run("kill", [&format!("-{signal}"), &self.id().to_string()]).map(drop)
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// Asks it to end, and waits for that.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.signal("TERM")?;
        let ended = || !matches!(self.0.try_wait(), Ok(None));
        ensure!(
            clock::wait_until(Duration::from_secs(30), Duration::from_millis(5), ended),
            "it does not stop"
        );
        Ok(())
    }

    /// The kibibytes of memory it has (`Rss`), or its fair share of them (`Pss`).
    pub(crate) fn kibibytes(&self, which: &str) -> anyhow::Result<u64> {
        let told = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.id()))?;
        let line = told.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':'));
        let number = line.and_then(|line| line.split_ascii_whitespace().next()).context("no such figure")?;
        Ok(number.parse()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs a program to its end and returns what it printed.
pub(crate) fn run<A: AsRef<OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = A>,
) -> anyhow::Result<String> {
    output(Command::new(program).args(arguments))
}

/// Runs a command to its end and returns what it printed.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().display().to_string();
    let output = command.output().with_context(|| format!("{name} cannot be run"))?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
