//! The path and the parameters of MAIL and RCPT (RFC 5321, 4.1.2).
//!
//! Strict where a client could get it wrong (no space after the colon, angle brackets, lengths) and
//! uninterested in the rest: which atoms a local part may hold is for `domain` to know.

/// The parts of `FROM:<path> parameters`.
#[derive(Debug, PartialEq, Eq)]
pub struct Path<'a> {
    /// The address, without angle brackets and source route; empty for `<>`.
    pub address: &'a str,
    /// What follows, such as `SIZE=1000 BODY=8BITMIME`.
    pub parameters: &'a str,
}

/// Reads the argument of MAIL (`keyword` is `FROM:`) or RCPT (`TO:`); `None` is a syntax error.
#[must_use]
pub fn parse<'a>(argument: &'a str, keyword: &str) -> Option<Path<'a>> {
    let start = argument.get(..keyword.len())?;
    let path = argument[keyword.len()..].strip_prefix('<')?;
    if !start.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let end = closing_bracket(path)?;
    let parameters = &path[end + 1..];
    if !parameters.is_empty() && !parameters.starts_with(' ') {
        return None;
    }
    Some(Path { address: without_route(&path[..end]), parameters: parameters.trim() })
}

/// Whether this can be a recipient or a sender that is not empty.
#[must_use]
pub fn is_mailbox(address: &str) -> bool {
    if address.eq_ignore_ascii_case("postmaster") {
        return true;
    }
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let plain = |part: &str| !part.contains([' ', '<', '>', '"', '@', ',', ';']);
    (1..=64).contains(&local.len())
        && (1..=255).contains(&domain.len())
        && (quoted || plain(local))
        && plain(domain)
}

/// Where the path ends: the first `>` that is not inside a quoted string.
fn closing_bracket(path: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (index, byte) in path.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(index),
            _ => {}
        }
    }
    None
}

/// `@a,@b:user@c` is `user@c`: source routes are accepted and ignored (RFC 5321, appendix C).
fn without_route(path: &str) -> &str {
    match path.split_once(':') {
        Some((route, address)) if route.starts_with('@') => address,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, is_mailbox, parse};

    #[test]
    fn a_path_ends_at_its_bracket_and_parameters_follow() {
        let read = |argument| parse(argument, "FROM:");
        assert_eq!(read("from:<> SIZE=5"), Some(Path { address: "", parameters: "SIZE=5" }));
        assert_eq!(read("FROM:<@a,@b:c@d>"), Some(Path { address: "c@d", parameters: "" }));
        assert_eq!(read(r#"FROM:<"a>\"b"@c>"#), Some(Path { address: r#""a>\"b"@c"#, parameters: "" }));
        for wrong in ["FROM: <a@b>", "FROM:a@b", "FROM:<a@b", "TO:<a@b>", "FROM:<a@b>SIZE=1", "", "FROM"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_mailbox_has_a_local_part_and_a_domain() {
        for right in ["a@b.nl", "Postmaster", "\"a b\"@c", "a@[127.0.0.1]"] {
            assert!(is_mailbox(right), "{right}");
        }
        for wrong in ["", "a", "@b", "a@", "a b@c", "a@b@c", &format!("{}@b", "a".repeat(65))] {
            assert!(!is_mailbox(wrong), "{wrong}");
        }
    }
}
