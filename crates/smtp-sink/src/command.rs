//! A command line, taken apart as far as that needs no knowledge of the session.

use smtp_wire::line::{self, BadLine};

use crate::replies::{self, Canned};

/// The commands the sink knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Ehlo,
    Helo,
    Mail,
    Rcpt,
    Data,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
    Auth,
    StartTls,
}

const VERBS: [(&str, Verb); 13] = [
    ("MAIL", Verb::Mail),
    ("RCPT", Verb::Rcpt),
    ("DATA", Verb::Data),
    ("EHLO", Verb::Ehlo),
    ("HELO", Verb::Helo),
    ("RSET", Verb::Rset),
    ("NOOP", Verb::Noop),
    ("QUIT", Verb::Quit),
    ("VRFY", Verb::Vrfy),
    ("EXPN", Verb::Expn),
    ("HELP", Verb::Help),
    ("AUTH", Verb::Auth),
    ("STARTTLS", Verb::StartTls),
];

impl Verb {
    /// Whether a client must wait for the reply before it sends on (RFC 2920, 3.1; RFC 4954, 4).
    pub(crate) fn ends_a_group(self) -> bool {
        !matches!(self, Self::Mail | Self::Rcpt | Self::Rset | Self::Helo | Self::Help)
    }

    /// Whether the command stands alone, so that an argument is an error.
    fn is_bare(self) -> bool {
        matches!(self, Self::Data | Self::Rset | Self::Quit | Self::StartTls)
    }
}

/// The text of a line that must end in CRLF, without it.
pub(crate) fn text(line: &[u8]) -> Result<&str, Canned> {
    line::text(line).map_err(|bad| match bad {
        BadLine::BareLf => replies::BARE_LF,
        BadLine::ControlCharacter => replies::CONTROL_CHARACTER,
        BadLine::NotUtf8 => replies::NOT_UTF8,
    })
}

/// The command and its argument.
pub(crate) fn parse(text: &str) -> Result<(Verb, &str), Canned> {
    let (word, argument) = text.split_once(' ').unwrap_or((text, ""));
    let known = VERBS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    let (_, verb) = *known.ok_or(replies::UNKNOWN_COMMAND)?;
    let argument = argument.trim_end();
    if verb.is_bare() && !argument.is_empty() {
        return Err(replies::NO_ARGUMENT);
    }
    Ok((verb, argument))
}
