//! Belgian enterprise numbers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::input::Fault;

/// A Belgian enterprise number: ten digits, the first 0 or 1, the last two 97 minus the first eight modulo 97.
///
/// Written with or without dots, spaces and `BE`; kept and shown as `0123.456.749`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnterpriseNumber(String);

impl EnterpriseNumber {
    /// Reads a number; nine digits are one from before 2005 and get a 0 in front.
    ///
    /// # Errors
    /// [`Fault::Malformed`] when it is not nine or ten digits, [`Fault::BadCheckDigits`] when they do not fit.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        let text = text.get(..2).filter(|c| c.eq_ignore_ascii_case("be")).map_or(text, |c| &text[c.len()..]);
        if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '-' | '\u{a0}')) {
            return Err(Fault::Malformed);
        }
        let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 9 {
            digits.insert(0, '0');
        }
        if digits.len() != 10 || !digits.starts_with(['0', '1']) {
            return Err(Fault::Malformed);
        }
        let (body, check) = digits.split_at(8);
        let number = |part: &str| part.parse::<u64>().map_err(|_| Fault::Malformed);
        if 97 - number(body)? % 97 != number(check)? {
            return Err(Fault::BadCheckDigits);
        }
        Ok(Self(format!("{}.{}.{}", &digits[..4], &digits[4..7], &digits[7..])))
    }

    /// The number as `0123.456.749`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnterpriseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EnterpriseNumber {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<EnterpriseNumber> for String {
    fn from(number: EnterpriseNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_many_spellings() {
        for text in ["0202.239.951", "BE 0202.239.951", "be0202239951", "202239951", " 0202 239 951 "] {
            assert_eq!(EnterpriseNumber::parse(text).unwrap().as_str(), "0202.239.951", "{text}");
        }
    }

    #[test]
    fn a_typing_error_is_seen() {
        assert_eq!(EnterpriseNumber::parse("0202.239.952"), Err(Fault::BadCheckDigits));
        assert_eq!(EnterpriseNumber::parse("0202.293.951"), Err(Fault::BadCheckDigits));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "12", "2202.239.951", "NL0202239951", "0202.239.951.1", "０202239951", "é"] {
            assert_eq!(EnterpriseNumber::parse(text), Err(Fault::Malformed), "{text}");
        }
    }
}
