//! The sink's own replies (RFC 5321, 4.2; enhanced codes RFC 3463), and how any reply is written.

use std::io::Write as _;

/// A reply of one line whose text is fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Canned {
    pub(crate) code: u16,
    /// The enhanced status code, left out when the sink does not offer them.
    pub(crate) status: &'static str,
    pub(crate) text: &'static str,
}

const fn canned(code: u16, status: &'static str, text: &'static str) -> Canned {
    Canned { code, status, text }
}

pub(crate) const BYE: Canned = canned(221, "2.0.0", "bye");
pub(crate) const LOGGED_IN: Canned = canned(235, "2.7.0", "logged in");
pub(crate) const DONE: Canned = canned(250, "2.0.0", "ok");
pub(crate) const SENDER_OK: Canned = canned(250, "2.1.0", "sender ok");
pub(crate) const RECIPIENT_OK: Canned = canned(250, "2.1.5", "recipient ok");
pub(crate) const MAYBE: Canned = canned(252, "2.5.2", "send it and see");
pub(crate) const HELP: Canned = canned(214, "2.0.0", "this is a test server; see RFC 5321");
pub(crate) const GO_AHEAD: Canned = canned(354, "", "end with CRLF.CRLF");

pub(crate) const IDLE: Canned = canned(421, "4.4.2", "idle for too long");
pub(crate) const TOO_MANY_RECIPIENTS: Canned = canned(452, "4.5.3", "too many recipients");
pub(crate) const NO_TLS: Canned = canned(454, "4.7.0", "no TLS here");
pub(crate) const LINE_TOO_LONG: Canned = canned(500, "5.5.2", "line too long");
pub(crate) const BARE_LF: Canned = canned(500, "5.5.2", "a line ends in CRLF");
pub(crate) const CONTROL_CHARACTER: Canned = canned(500, "5.5.2", "control character in command");
pub(crate) const NOT_UTF8: Canned = canned(500, "5.5.2", "command is not UTF-8");
pub(crate) const UNKNOWN_COMMAND: Canned = canned(500, "5.5.1", "unknown command");
pub(crate) const NO_ARGUMENT: Canned = canned(501, "5.5.4", "this command takes no argument");
pub(crate) const NEEDS_ARGUMENT: Canned = canned(501, "5.5.4", "this command needs an argument");
pub(crate) const BAD_PATH: Canned = canned(501, "5.5.4", "expected <address>");
pub(crate) const BAD_SENDER: Canned = canned(501, "5.1.7", "not a mailbox");
pub(crate) const BAD_RECIPIENT: Canned = canned(501, "5.1.3", "not a mailbox");
pub(crate) const BAD_PARAMETER: Canned = canned(501, "5.5.4", "parameter is malformed");
pub(crate) const BAD_BASE64: Canned = canned(501, "5.5.2", "not base64");
pub(crate) const BAD_LOGIN: Canned = canned(501, "5.5.2", "not a PLAIN response");
pub(crate) const CANCELLED: Canned = canned(501, "5.7.0", "login cancelled");
pub(crate) const NOT_IMPLEMENTED: Canned = canned(502, "5.5.1", "not implemented");
pub(crate) const HELLO_FIRST: Canned = canned(503, "5.5.1", "say EHLO first");
pub(crate) const MAIL_FIRST: Canned = canned(503, "5.5.1", "MAIL first");
pub(crate) const NESTED_MAIL: Canned = canned(503, "5.5.1", "a mail is already under way");
pub(crate) const NO_SERVICE: Canned = canned(503, "5.5.1", "no service; QUIT");
pub(crate) const NO_AUTH: Canned = canned(503, "5.5.1", "login is not offered here");
pub(crate) const ALREADY_IN: Canned = canned(503, "5.5.1", "already logged in");
pub(crate) const UNKNOWN_MECHANISM: Canned = canned(504, "5.5.4", "unknown mechanism");
pub(crate) const LOGIN_FIRST: Canned = canned(530, "5.7.0", "log in first");
pub(crate) const WRONG_CREDENTIALS: Canned = canned(535, "5.7.8", "wrong user name or password");
pub(crate) const WRONG_TOKEN: Canned = canned(535, "5.7.8", "this token lets nobody in");
pub(crate) const TOO_BIG: Canned = canned(552, "5.3.4", "mail is too big");
pub(crate) const NOT_ASCII: Canned = canned(553, "5.6.7", "address is not ASCII");
pub(crate) const NO_RECIPIENTS: Canned = canned(554, "5.5.1", "no valid recipients");
pub(crate) const TEXT_LINE_TOO_LONG: Canned = canned(554, "5.6.0", "line of content is too long");
pub(crate) const UNKNOWN_PARAMETER: Canned = canned(555, "5.5.4", "unknown parameter");

/// Writes a reply of as many lines as `text` has.
pub(crate) fn write(out: &mut Vec<u8>, code: u16, text: &str) {
    let mut lines = text.lines().peekable();
    if lines.peek().is_none() {
        line(out, code, ' ', "", "");
    }
    while let Some(text) = lines.next() {
        let mark = if lines.peek().is_some() { '-' } else { ' ' };
        line(out, code, mark, "", text);
    }
}

/// Writes a reply of one line, its enhanced code only when `enhanced`.
pub(crate) fn write_canned(out: &mut Vec<u8>, reply: Canned, enhanced: bool) {
    let status = if enhanced { reply.status } else { "" };
    line(out, reply.code, ' ', status, reply.text);
}

fn line(out: &mut Vec<u8>, code: u16, mark: char, status: &str, text: &str) {
    let gap = if status.is_empty() { "" } else { " " };
    // Writing to a Vec cannot fail.
    let _ = write!(out, "{code}{mark}{status}{gap}{text}\r\n");
}
