//! Answers, on standard output.

use std::io::{ErrorKind, Write as _, stdout};

/// Prints a text. A reader who has gone away, as `head` does, has seen enough.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    match stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
