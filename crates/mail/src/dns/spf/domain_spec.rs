//! Names with macros in them (RFC 7208 §7).

use std::{fmt::Write, net::IpAddr};

/// `%{i}.spf.example.be`, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DomainSpec(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Macro { letter: char, keep: usize, reverse: bool, delimiters: String, escape: bool },
}

/// What macros stand for.
pub(super) struct Values<'v> {
    pub(super) local_part: &'v str,
    pub(super) sender_domain: &'v str,
    /// Of the record that is evaluated.
    pub(super) domain: &'v str,
    pub(super) address: IpAddr,
    pub(super) helo: &'v str,
    /// The name that the address has and that has the address; `unknown` without one.
    pub(super) validated: &'v str,
}

impl DomainSpec {
    /// A `domain-spec`: it ends in a macro, or in a label that can be one of the topmost.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (parts, ends_in_macro) = parts(text)?;
        let ends_well = match parts.last()? {
            _ if ends_in_macro => true,
            Part::Literal(literal) => ends_in_top_label(literal),
            Part::Macro { .. } => true,
        };
        ends_well.then_some(Self(parts))
    }

    /// Whether the name of the sending server has to be known.
    pub(super) fn asks_for_a_name(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Macro { letter: 'p', .. }))
    }

    /// The name. What is longer than a name may be loses labels on the left (§7.3).
    pub(super) fn expand(&self, values: &Values<'_>) -> String {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(text) => name.push_str(text),
                Part::Macro { letter, keep, reverse, delimiters, escape } => {
                    let value = transformed(&values.of(*letter), *keep, *reverse, delimiters);
                    name.push_str(&if *escape { escaped(&value) } else { value });
                }
            }
        }
        let mut name = name.strip_suffix('.').unwrap_or(&name);
        while name.len() > 253 {
            let Some((_, rest)) = name.split_once('.') else { break };
            name = rest;
        }
        name.to_owned()
    }
}

/// A `macro-string`: what modifiers that nobody knows have to be (§6).
pub(super) fn is_macro_string(text: &str) -> bool {
    text.is_empty() || parts(text).is_some()
}

/// And whether the last of them was a macro, or an escape such as `%%`.
fn parts(text: &str) -> Option<(Vec<Part>, bool)> {
    if text.is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    let mut ends_in_macro = false;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        ends_in_macro = c == '%';
        if c != '%' {
            // Visible ASCII (§7.1).
            if !c.is_ascii_graphic() {
                return None;
            }
            literal.push(c);
            continue;
        }
        let what = rest.chars().next()?;
        match what {
            '%' => literal.push('%'),
            '_' => literal.push(' '),
            '-' => literal.push_str("%20"),
            '{' => {
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                let end = rest.find('}')?;
                parts.push(one_macro(&rest[1..end])?);
                rest = &rest[end..];
            }
            _ => return None,
        }
        rest = &rest[1..];
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Some((parts, ends_in_macro))
}

/// What is between the braces: a letter, how many labels, `r`, delimiters.
fn one_macro(text: &str) -> Option<Part> {
    let letter = text.chars().next()?;
    // `c`, `r` and `t` are for explanations alone.
    if !"slodiphv".contains(letter.to_ascii_lowercase()) {
        return None;
    }
    let rest = &text[1..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let keep = match &rest[..digits] {
        "" => usize::MAX,
        // More than a number holds is more than any name has.
        number => number.parse().unwrap_or(usize::MAX),
    };
    let rest = &rest[digits..];
    let (reverse, delimiters) = match rest.strip_prefix(['r', 'R']) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let good = keep > 0 && delimiters.chars().all(|c| ".-+,/_=".contains(c));
    good.then(|| Part::Macro {
        letter: letter.to_ascii_lowercase(),
        keep,
        reverse,
        delimiters: if delimiters.is_empty() { ".".to_owned() } else { delimiters.to_owned() },
        escape: letter.is_ascii_uppercase(),
    })
}

/// `domain-end` (§7.1): a dot, and a label that is not all digits and neither begins nor ends with a hyphen.
fn ends_in_top_label(literal: &str) -> bool {
    let literal = literal.strip_suffix('.').unwrap_or(literal);
    let Some((_, top)) = literal.rsplit_once('.') else { return false };
    !top.is_empty()
        && top.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !top.starts_with('-')
        && !top.ends_with('-')
        && !top.chars().all(|c| c.is_ascii_digit())
}

impl Values<'_> {
    fn of(&self, letter: char) -> String {
        match letter {
            's' => format!("{}@{}", self.local_part, self.sender_domain),
            'l' => self.local_part.to_owned(),
            'o' => self.sender_domain.to_owned(),
            'd' => self.domain.to_owned(),
            'i' => dotted(self.address),
            'p' => self.validated.to_owned(),
            'h' => self.helo.to_owned(),
            _ if self.address.is_ipv4() => "in-addr".to_owned(),
            _ => "ip6".to_owned(),
        }
    }
}

/// An IPv6 address is its 32 nibbles (§7.3).
pub(super) fn dotted(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let digits = format!("{:032x}", address.to_bits());
            digits.chars().map(String::from).collect::<Vec<_>>().join(".")
        }
    }
}

fn transformed(value: &str, keep: usize, reverse: bool, delimiters: &str) -> String {
    let mut labels: Vec<&str> = value.split(|c| delimiters.contains(c)).collect();
    if reverse {
        labels.reverse();
    }
    let skip = labels.len().saturating_sub(keep);
    labels[skip..].join(".")
}

/// All but the unreserved characters of RFC 3986 §2.3.
fn escaped(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(text: &str, address: &str) -> Option<String> {
        let values = Values {
            local_part: "strong-bad",
            sender_domain: "email.example.com",
            domain: "email.example.com",
            address: address.parse().unwrap(),
            helo: "mx.example.org",
            validated: "unknown",
        };
        DomainSpec::parse(text).map(|spec| spec.expand(&values))
    }

    #[test]
    fn macros_stand_for_what_the_rfcs_examples_say() {
        // RFC 7208 §7.4.
        for (text, name) in [
            ("%{s}", "strong-bad@email.example.com"),
            ("%{o}", "email.example.com"),
            ("%{d4}", "email.example.com"),
            ("%{d2}", "example.com"),
            ("%{d1}", "com"),
            ("%{dr}", "com.example.email"),
            ("%{d2r}", "example.email"),
            ("%{l}", "strong-bad"),
            ("%{l-}", "strong.bad"),
            ("%{lr-}", "bad.strong"),
            ("%{l1r-}", "strong"),
            ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
            ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
            ("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"),
            ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
            ("%{S}.a.be", "strong-bad%40email.example.com.a.be"),
            ("%%%_%-.a.be.", "% %20.a.be"),
        ] {
            assert_eq!(expand(text, "192.0.2.3").as_deref(), Some(name), "{text}");
        }
        assert_eq!(
            expand("%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01").unwrap(),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
        );
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for text in [
            "",
            "localhost",
            "a.123",
            "192.0.2.1",
            "a.-b",
            "a.b-",
            "a b.be",
            "a.be..",
            "%",
            "%a.be",
            "%{",
            "%{}",
            "%{x}",
            "%{t}.be",
            "%{d0}",
            "%{d.r}",
            "%{i}nothing",
            "müller.be",
            "a.be/24",
        ] {
            assert_eq!(expand(text, "192.0.2.3"), None, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_too_long_loses_labels_on_the_left() {
        let long = format!("first.{}be", "abcdefghi.".repeat(25));
        assert_eq!(expand(&long, "192.0.2.3").unwrap().len(), 252);
        assert!(!expand(&long, "192.0.2.3").unwrap().contains("first"));
    }
}
