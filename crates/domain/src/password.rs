//! Which passwords are good enough.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

use crate::input::Fault;

/// The fewest characters of a password.
pub const MIN: usize = 12;
/// The most characters of a password; more only cost the hash time.
pub const MAX: usize = 128;

/// A password as it is judged, hashed and compared: composed letters, and every kind of space an ordinary one (RFC 8265
/// §4.2, `OpaqueString`). Without this, an é that was typed on a Mac opens no door on a PC.
#[must_use]
pub fn prepared(typed: &str) -> String {
    typed.nfc().map(|c| if c.is_whitespace() && !c.is_control() { ' ' } else { c }).collect()
}

/// How strong a password is, as zxcvbn estimates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (very hard to guess).
    pub score: u8,
}

/// Estimates a password; `known` are words that an attacker would try first, such as the person's name, the
/// address and the office.
#[must_use]
pub fn strength(password: &str, known: &[&str]) -> Strength {
    // zxcvbn's own time grows with the length; what is past MAX is refused anyway.
    let head: String = password.chars().take(MAX).collect();
    Strength { score: u8::from(zxcvbn::zxcvbn(&head, known).score()) }
}

/// Is the password good enough to be set?
///
/// # Errors
/// [`Fault::TooShort`] under 12 characters, [`Fault::TooLong`] over 128, [`Fault::TooWeak`] when it is
/// estimated below 3 of 4.
pub fn check(password: &str, known: &[&str]) -> Result<(), Fault> {
    match password.chars().count() {
        n if n < MIN => Err(Fault::TooShort),
        n if n > MAX => Err(Fault::TooLong),
        _ if strength(password, known).score < 3 => Err(Fault::TooWeak),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_strength_are_both_asked() {
        assert_eq!(check("kort", &[]), Err(Fault::TooShort));
        assert_eq!(check(&"é".repeat(129), &[]), Err(Fault::TooLong));
        assert_eq!(check("passwordpassword", &[]), Err(Fault::TooWeak));
        assert_eq!(check("zeven blauwe fietsen", &[]), Ok(()));
    }

    #[test]
    fn one_password_typed_on_two_keyboards_is_one() {
        assert_eq!(prepared("blauwe e\u{301}clair\u{a0}nu"), prepared("blauwe \u{e9}clair nu"));
        assert_ne!(prepared("Blauw"), prepared("blauw"));
    }

    #[test]
    fn words_from_the_persons_own_data_do_not_help() {
        let known = ["Marie-Jeanne", "Vandenbroucke", "marie@vandenbroucke.be"];
        assert!(strength("vandenbroucke", &known).score < strength("vandenbroucke", &[]).score);
    }
}
