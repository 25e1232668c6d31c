//! A command line.

/// Why a line cannot be a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadLine {
    /// It ends in LF alone.
    BareLf,
    /// It holds a control character; a CR or NUL in an address would be one.
    ControlCharacter,
    /// It is not UTF-8 (RFC 6531 §3.1 allows more than ASCII, and nothing else).
    NotUtf8,
}

/// The text of a line that must end in CRLF, without it.
///
/// # Errors
/// See [`BadLine`].
pub fn text(line: &[u8]) -> Result<&str, BadLine> {
    let line = line.strip_suffix(b"\r\n").ok_or(BadLine::BareLf)?;
    if line.iter().any(u8::is_ascii_control) {
        return Err(BadLine::ControlCharacter);
    }
    std::str::from_utf8(line).map_err(|_| BadLine::NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::{BadLine, text};

    #[test]
    fn a_line_is_text_that_ends_in_crlf() {
        assert_eq!(text("MAIL FROM:<zoë@x>\r\n".as_bytes()), Ok("MAIL FROM:<zoë@x>"));
        assert_eq!(text(b"NOOP\n"), Err(BadLine::BareLf));
        assert_eq!(text(b"NO\rOP\r\n"), Err(BadLine::ControlCharacter));
        assert_eq!(text(b"NOOP \xff\r\n"), Err(BadLine::NotUtf8));
    }
}
