//! What the listener says (RFC 5321 §4.2, RFC 2033, RFC 3463).

pub(super) const BYE: &str = "221 2.0.0 bye\r\n";
pub(super) const DONE: &str = "250 2.0.0 ok\r\n";
pub(super) const SENDER_OK: &str = "250 2.1.0 ok\r\n";
pub(super) const RECIPIENT_OK: &str = "250 2.1.5 ok\r\n";
pub(super) const MAYBE: &str = "252 2.5.2 send it and see\r\n";
pub(super) const GO_AHEAD: &str = "354 end with CRLF.CRLF\r\n";
pub(super) const KEPT: &str = "250 2.0.0 kept\r\n";

pub(super) const STOPPING: &str = "421 4.3.2 stopping; come back\r\n";
pub(super) const TOO_MANY_CONNECTIONS: &str = "421 4.3.2 too many connections; come back\r\n";
pub(super) const TOO_SLOW: &str = "421 4.4.2 too slow\r\n";
pub(super) const TOO_MANY_FAULTS: &str = "421 4.7.0 too many faults\r\n";
pub(super) const TRY_LATER: &str = "451 4.3.0 could not be stored; come back\r\n";
pub(super) const TOO_MANY_RECIPIENTS: &str = "452 4.5.3 too many recipients\r\n";

pub(super) const NO_SUCH_COMMAND: &str = "500 5.5.1 no such command\r\n";
pub(super) const NOT_A_LINE: &str = "500 5.5.2 not a command line\r\n";
pub(super) const SAY_LHLO: &str = "500 5.5.1 this is LMTP (RFC 2033): say LHLO\r\n";
pub(super) const BAD_ARGUMENT: &str = "501 5.5.4 bad argument\r\n";
pub(super) const LHLO_FIRST: &str = "503 5.5.1 LHLO first\r\n";
pub(super) const MAIL_FIRST: &str = "503 5.5.1 MAIL first\r\n";
pub(super) const NESTED_MAIL: &str = "503 5.5.1 a message is under way\r\n";
pub(super) const NO_RECIPIENTS: &str = "503 5.5.1 no valid recipients\r\n";
pub(super) const NOT_OURS: &str = "550 5.1.1 no mail of this installation has this return path\r\n";
pub(super) const NOT_ASCII: &str = "553 5.6.7 an address that is not ASCII needs SMTPUTF8\r\n";
pub(super) const UNKNOWN_PARAMETER: &str = "555 5.5.4 unknown parameter\r\n";
