//! Content as it comes over the wire: dot-unstuffing, and finding the end (RFC 5321, 4.5.2).
//!
//! The bytes come in pieces cut anywhere, so what matters is kept as a state between them. A line ends in
//! CRLF and in nothing else: LF.LF, LF.CRLF and CR.CR are content. A relay that sees an end in one of
//! them can be made to see a second mail in the first ("SMTP smuggling").

/// Where the last piece ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// At the start of a line.
    Start,
    /// After a dot at the start of a line; the dot is not content.
    Dot,
    /// After that dot and a CR, which is content unless an LF follows.
    DotCr,
    /// Inside a line.
    Inside,
    /// Inside a line, after a CR.
    Cr,
}

/// Reads the content of one mail, of which it keeps the beginning when it is too long.
#[derive(Debug)]
pub struct Unstuffer {
    at: At,
    data: Vec<u8>,
    max_data: usize,
    /// Octets of content so far, also those not stored because they are too many.
    size: usize,
    line: usize,
    longest_line: usize,
}

impl Unstuffer {
    /// Reads content of which at most the first `max_data` octets are stored; `expected` is a guess at the size.
    #[must_use]
    pub fn new(max_data: usize, expected: usize) -> Self {
        let data = Vec::with_capacity(expected.min(max_data));
        Self { at: At::Start, data, max_data, size: 0, line: 0, longest_line: 0 }
    }

    /// Takes what it needs of `bytes`, and says how much that was and whether the end was reached.
    pub fn feed(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut used = 0;
        while let Some(&byte) = bytes.get(used) {
            match (self.at, byte) {
                (At::Start, b'.') => (self.at, used) = (At::Dot, used + 1),
                (At::Dot, b'\r') => (self.at, used) = (At::DotCr, used + 1),
                (At::DotCr, b'\n') => return (used + 1, true),
                (At::DotCr, _) => {
                    self.store(b"\r");
                    self.at = At::Cr;
                }
                _ => used += self.line(&bytes[used..]),
            }
        }
        (used, false)
    }

    /// Takes the line that starts or goes on here up to its CRLF, or all there is of it.
    fn line(&mut self, bytes: &[u8]) -> usize {
        let after_cr = self.at == At::Cr;
        let mut end = 0;
        while let Some(offset) = memchr::memchr(b'\n', &bytes[end..]) {
            let newline = end + offset;
            end = newline + 1;
            let crlf = if newline == 0 { after_cr } else { bytes[newline - 1] == b'\r' };
            if crlf {
                self.store(&bytes[..end]);
                (self.at, self.line) = (At::Start, 0);
                return end;
            }
        }
        self.store(bytes);
        self.at = if bytes.ends_with(b"\r") { At::Cr } else { At::Inside };
        bytes.len()
    }

    fn store(&mut self, bytes: &[u8]) {
        self.size += bytes.len();
        self.line += bytes.len();
        self.longest_line = self.longest_line.max(self.line);
        let room = self.max_data - self.data.len();
        self.data.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// Whether there was more than is stored.
    #[must_use]
    pub fn is_too_big(&self) -> bool {
        self.size > self.max_data
    }

    /// The longest line, in octets with its CRLF and without its stuffed dot.
    #[must_use]
    pub fn longest_line(&self) -> usize {
        self.longest_line
    }

    /// What was stored.
    #[must_use]
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }
}

#[cfg(test)]
#[path = "unstuff_tests.rs"]
mod tests;
