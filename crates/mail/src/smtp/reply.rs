//! The relay's replies (RFC 5321 §4.2): found in what comes in, however it is cut, and held in one place that is
//! used again for each.
//!
//! A reply is bounded in octets and lines, so that a relay gone mad costs a connection and no memory.

use domain::delivery::Reply;
use memchr::memchr;

/// The most lines of one reply.
const MOST_LINES: usize = 100;
/// The most octets of one reply.
const MOST_OCTETS: usize = 64 * 1024;
/// The most characters of a reply's text that are kept.
const LONGEST_TEXT: usize = 500;
/// What is read at once; few replies are longer.
const READ: usize = 4 * 1024;

/// What has come in and was not yet read, and the reply read last.
#[derive(Default)]
pub(super) struct Incoming {
    bytes: Vec<u8>,
    /// What was used of `bytes`.
    used: usize,
    /// How much after that is known to hold no line ending.
    searched: usize,
    /// Lines and octets of the reply that is being read; zero between two.
    lines: usize,
    octets: usize,
    answer: Answer,
}

/// A reply as it came.
#[derive(Default)]
pub(super) struct Answer {
    /// Of the last line, which alone counts when they differ.
    pub(super) code: u16,
    enhanced: Option<(u16, u16, u16)>,
    /// The lines without their codes.
    text: String,
}

/// What came in is no reply. Holds what to say about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable(pub(super) String);

impl Incoming {
    /// Where to append what comes in.
    pub(super) fn space(&mut self) -> &mut Vec<u8> {
        self.bytes.drain(..self.used);
        self.used = 0;
        self.bytes.reserve(READ);
        &mut self.bytes
    }

    /// Whether something came in that nobody has read.
    pub(super) fn has_more(&self) -> bool {
        self.used < self.bytes.len()
    }

    /// Reads on in the reply; true when it is complete, and [`Incoming::answer`] is it.
    pub(super) fn read_on(&mut self) -> Result<bool, Unreadable> {
        while let Some(end) = memchr(b'\n', &self.bytes[self.used + self.searched..]) {
            let end = std::mem::take(&mut self.searched) + end;
            let line = &self.bytes[self.used..self.used + end];
            self.used += end + 1;
            self.octets += end + 1;
            self.lines += 1;
            check(self.octets, self.lines)?;
            if self.answer.take_line(line.strip_suffix(b"\r").unwrap_or(line), self.lines == 1)? {
                (self.lines, self.octets) = (0, 0);
                return Ok(true);
            }
        }
        self.searched = self.bytes.len() - self.used;
        check(self.octets + self.searched, self.lines)?;
        Ok(false)
    }

    pub(super) fn answer(&self) -> &Answer {
        &self.answer
    }
}

fn check(octets: usize, lines: usize) -> Result<(), Unreadable> {
    if octets > MOST_OCTETS || lines > MOST_LINES {
        return Err(Unreadable("the relay's reply has no end".to_owned()));
    }
    Ok(())
}

impl Answer {
    /// `250-text` or `250 text`; true for the latter, which is the last line.
    fn take_line(&mut self, line: &[u8], is_first: bool) -> Result<bool, Unreadable> {
        let (code, is_last, text) = split_line(line).ok_or_else(|| {
            Unreadable(format!("the relay's reply cannot be read: {}", String::from_utf8_lossy(line)))
        })?;
        if is_first {
            self.text.clear();
            self.enhanced = None;
        } else {
            self.text.push('\n');
        }
        let text = String::from_utf8_lossy(text);
        let (enhanced, words) = split_enhanced(&text);
        self.code = code;
        self.enhanced = self.enhanced.or(enhanced);
        self.text.push_str(words);
        Ok(is_last)
    }

    /// The text, a line for each of the reply.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The reply as it is stored and shown, without these secrets.
    pub(super) fn to_reply(&self, secrets: &[String]) -> Reply {
        Reply { code: self.code, enhanced: self.enhanced, text: presentable(&self.text, secrets) }
    }
}

/// The code, whether the line is the last, and what follows.
fn split_line(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let [a @ b'2'..=b'5', b @ b'0'..=b'9', c @ b'0'..=b'9', rest @ ..] = line else { return None };
    let code = [a, b, c].iter().fold(0, |code, digit| code * 10 + u16::from(**digit - b'0'));
    match rest {
        [] => Some((code, true, rest)),
        [b' ', text @ ..] => Some((code, true, text)),
        [b'-', text @ ..] => Some((code, false, text)),
        _ => None,
    }
}

/// The enhanced status code (RFC 2034 §4) in front of the text, if there is one.
fn split_enhanced(text: &str) -> (Option<(u16, u16, u16)>, &str) {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut numbers = word.split('.').map(|part| {
        let right = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        right.then(|| part.parse().ok()).flatten()
    });
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(Some(class @ (2 | 4 | 5))), Some(Some(subject)), Some(Some(detail)), None) => {
            (Some((class, subject, detail)), rest)
        }
        _ => (None, text),
    }
}

/// What the relay said, on one line that is not too long. A relay may repeat a command that it does not like, so
/// secrets are taken out, and before the text is cut, lest a part of one be left.
pub(crate) fn presentable(text: &str, secrets: &[String]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret.as_str(), "***");
    }
    let line: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(LONGEST_TEXT) {
        None => line,
        Some(_) => line.chars().take(LONGEST_TEXT - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
#[path = "reply_tests.rs"]
mod tests;
