//! A sentence, with the values in it told from the words: a page shows them in another letter.

use std::fmt;

/// Where a value begins and ends in what Fluent gives back: two code points that are no characters, and that
/// [`visible`] lets nobody bring in.
pub(super) const VALUE: char = '\u{fdd0}';
pub(super) const VALUE_END: char = '\u{fdd1}';

/// A sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line(pub(super) Vec<Piece>);

/// Part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words.
    Words(String),
    /// A name, a term, a setting: something to be read letter by letter.
    Code(String),
}

impl Line {
    /// Reads a sentence as Fluent gives it. What a sentence itself writes letter by letter stands in backticks; a
    /// backtick in a value is a backtick.
    pub(super) fn read(said: &str) -> Self {
        let mut line = Self::default();
        let mut now = String::new();
        let (mut in_value, mut in_code) = (false, false);
        for c in said.chars() {
            match c {
                VALUE | VALUE_END => {
                    line.push(std::mem::take(&mut now), in_value || in_code);
                    in_value = c == VALUE;
                }
                '`' if !in_value => {
                    line.push(std::mem::take(&mut now), in_code);
                    in_code = !in_code;
                }
                c => now.push(c),
            }
        }
        line.push(now, in_value || in_code);
        line
    }

    /// The sentence as a numbered one.
    pub(super) fn numbered(mut self, number: usize) -> Self {
        self.0.insert(0, Piece::Words(format!("{number}. ")));
        self
    }

    fn push(&mut self, text: String, is_code: bool) {
        if !text.is_empty() {
            self.0.push(if is_code { Piece::Code(text) } else { Piece::Words(text) });
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Words(text) | Piece::Code(text) => f.write_str(text),
        })
    }
}

/// What a stranger wrote, `most` characters at most, on one line: what cannot be seen is shown by its number, since it
/// is often what is wrong with a record.
pub(super) fn visible(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut chars = text.chars();
    for c in chars.by_ref().take(most) {
        if can_be_seen(c) {
            shown.push(c);
        } else {
            shown.push_str(&format!("<U+{:04X}>", u32::from(c)));
        }
    }
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Not: controls, spaces that are none (a no-break space is how a record breaks that was copied from a page), marks
/// that hide or turn, fillers, what is for private use, and what is no character.
fn can_be_seen(c: char) -> bool {
    !(c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(u32::from(c),
            0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
            | 0x202a..=0x202e | 0x2060..=0x206f | 0x3164 | 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xfe00..=0xfe0f
            | 0xfeff | 0xffa0 | 0xfff0..=0xfffb | 0xe_0000..)
        || u32::from(c) & 0xfffe == 0xfffe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_what_stands_in_backticks_are_told_from_words() {
        let line = Line::read(&format!("At {VALUE}a`b{VALUE_END} stands `p=`, not {VALUE}q{VALUE_END}."));
        let (words, code) =
            (|text: &str| Piece::Words(text.to_owned()), |text: &str| Piece::Code(text.to_owned()));
        let pieces = [
            words("At "),
            code("a`b"),
            words(" stands "),
            code("p="),
            words(", not "),
            code("q"),
            words("."),
        ];
        assert_eq!(line.0, pieces);
        assert_eq!(line.to_string(), "At a`b stands p=, not q.");
    }

    #[test]
    fn what_cannot_be_seen_is_shown_by_its_number() {
        assert_eq!(
            visible("v=spf1\u{a0}mx\u{202e}\u{200b}\n-all", 99),
            "v=spf1<U+00A0>mx<U+202E><U+200B><U+000A>-all"
        );
        assert_eq!(visible(&format!("{VALUE}é\u{10ffff}"), 99), "<U+FDD0>é<U+10FFFF>");
        assert_eq!(visible("abcdef", 3), "abc…");
        assert_eq!(visible("abc", 3), "abc");
    }
}
