//! The bounds that keep a runaway client from taking the test machine with it.

use std::time::Duration;

/// What a client may not exceed. The defaults are those of RFC 5321, 4.5.3, where it gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections open at once; one more is answered `421 4.3.2` and closed.
    pub connections: usize,
    /// Octets of a command line with its CRLF. RFC 5321 asks for 512, and the extensions offered here add
    /// at most 26 (SIZE), 17 (8BITMIME), 10 (SMTPUTF8) and 500 (AUTH=). A longer line is skipped to its end
    /// and answered `500 5.5.2`. AUTH lines have their own limit of 12,288 (RFC 4954, 4). At most 12,288.
    pub command_line: usize,
    /// Octets of a line of content with its CRLF, before dot-stuffing. A mail with a longer one is read to
    /// its end and refused with `554 5.6.0`.
    pub text_line: usize,
    /// Octets of content, dot-unstuffed; offered as SIZE. A larger mail is refused with `552 5.3.4`, at
    /// MAIL when its SIZE= says so and otherwise after it was read (and not stored).
    pub data: usize,
    /// Recipients of one mail; one more is answered `452 4.5.3`.
    pub recipients: usize,
    /// How long a connection may be silent, or leave replies unread, before `421 4.4.2` ends it.
    pub idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            command_line: 1_065,
            text_line: 1_000,
            data: 35 * 1024 * 1024,
            recipients: 1_000,
            idle: Duration::from_secs(300),
        }
    }
}
