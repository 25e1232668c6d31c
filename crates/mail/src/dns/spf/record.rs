//! A record becomes terms (RFC 7208 §4.6.1, §5, §6, §12).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{
    SpfResult,
    domain_spec::{DomainSpec, is_macro_string},
};

/// The longest term that is read, in octets. A name has 253; whoever writes more than this writes to harm.
const LONGEST_TERM: usize = 1000;

/// A record, read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SpfRecord {
    pub(super) directives: Vec<Directive>,
    /// The term, and where it leads. Without effect beside an `all` (§6.1).
    pub(super) redirect: Option<(String, DomainSpec)>,
}

/// A mechanism, and what it means when it matches.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) result: SpfResult,
    pub(super) mechanism: Mechanism,
    /// As it is in the record.
    pub(super) term: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mechanism {
    All,
    Include(DomainSpec),
    A(Option<DomainSpec>, Lengths),
    Mx(Option<DomainSpec>, Lengths),
    Ptr(Option<DomainSpec>),
    Exists(DomainSpec),
    Net(Net),
}

/// How many bits of an address count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lengths {
    v4: u32,
    v6: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Net {
    address: IpAddr,
    lengths: Lengths,
}

/// The term that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable(pub(super) String);

enum Term {
    Directive(Directive),
    Redirect(DomainSpec),
    Explanation,
    /// A modifier that nobody knows is skipped (§6).
    Unknown,
}

/// Whether a TXT record is one of SPF (§4.5).
pub(in crate::dns) fn is_spf(text: &str) -> bool {
    text.get(..6).is_some_and(|version| version.eq_ignore_ascii_case("v=spf1"))
        && matches!(text.as_bytes().get(6), None | Some(b' '))
}

/// Whether a record lets every server of the world send: `+all`, or `all` without a sign.
pub(in crate::dns) fn letting_anybody_send(text: &str) -> bool {
    terms(text).any(|term| matches!(term.to_ascii_lowercase().as_str(), "all" | "+all"))
}

/// The terms behind the version. Spaces alone are between them (§4.5): a tab makes one term of two.
pub(super) fn terms(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|term| !term.is_empty()).skip(1)
}

/// Whether a term can be read.
pub(super) fn is_readable(term: &str) -> bool {
    read(term).is_some()
}

impl SpfRecord {
    /// The record, or the first term that cannot be read. All of it is read before any of it is looked at (§4.6).
    pub(super) fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut record = Self { directives: Vec::new(), redirect: None };
        let mut explained = false;
        for term in terms(text) {
            let unreadable = || Unreadable(term.chars().take(200).collect());
            match read(term).ok_or_else(unreadable)? {
                Term::Directive(directive) => record.directives.push(directive),
                Term::Redirect(spec) => {
                    if record.redirect.replace((term.to_owned(), spec)).is_some() {
                        return Err(unreadable());
                    }
                }
                Term::Explanation => {
                    if std::mem::replace(&mut explained, true) {
                        return Err(unreadable());
                    }
                }
                Term::Unknown => {}
            }
        }
        Ok(record)
    }

    pub(super) fn has_all(&self) -> bool {
        self.directives.iter().any(|directive| directive.mechanism == Mechanism::All)
    }
}

fn read(term: &str) -> Option<Term> {
    if term.len() > LONGEST_TERM || !term.is_ascii() {
        return None;
    }
    // `name=` is a modifier, as soon as the equals sign comes before any sign that a mechanism has.
    let end = term.find(['=', ':', '/']).unwrap_or(term.len());
    if term[end..].starts_with('=') {
        return modifier(&term[..end].to_ascii_lowercase(), &term[end + 1..]);
    }
    let (result, rest) = match term.as_bytes().first()? {
        b'+' => (SpfResult::Pass, &term[1..]),
        b'-' => (SpfResult::Fail, &term[1..]),
        b'~' => (SpfResult::SoftFail, &term[1..]),
        b'?' => (SpfResult::Neutral, &term[1..]),
        _ => (SpfResult::Pass, term),
    };
    let mechanism = mechanism(rest)?;
    Some(Term::Directive(Directive { result, mechanism, term: term.to_owned() }))
}

fn modifier(name: &str, value: &str) -> Option<Term> {
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    match name {
        "redirect" => DomainSpec::parse(value).map(Term::Redirect),
        "exp" => DomainSpec::parse(value).map(|_| Term::Explanation),
        _ => (named && is_macro_string(value)).then_some(Term::Unknown),
    }
}

fn mechanism(text: &str) -> Option<Mechanism> {
    let end = text.find([':', '/']).unwrap_or(text.len());
    let name = text[..end].to_ascii_lowercase();
    let rest = &text[end..];
    let spec = |text: &str| DomainSpec::parse(text.strip_prefix(':')?);
    let optional = |text: &str| if text.is_empty() { Some(None) } else { spec(text).map(Some) };
    Some(match name.as_str() {
        "all" => rest.is_empty().then_some(Mechanism::All)?,
        "include" => Mechanism::Include(spec(rest)?),
        "exists" => Mechanism::Exists(spec(rest)?),
        "ptr" => Mechanism::Ptr(optional(rest)?),
        "a" | "mx" => {
            let (rest, lengths) = lengths(rest)?;
            let spec = optional(rest)?;
            if name == "a" { Mechanism::A(spec, lengths) } else { Mechanism::Mx(spec, lengths) }
        }
        "ip4" => Mechanism::Net(net(rest.strip_prefix(':')?, |text| {
            text.parse::<Ipv4Addr>().ok().map(IpAddr::from)
        })?),
        "ip6" => Mechanism::Net(net(rest.strip_prefix(':')?, |text| {
            text.parse::<Ipv6Addr>().ok().map(IpAddr::from)
        })?),
        _ => return None,
    })
}

/// `…`, `…/24`, `…//64` or `…/24//64`. A name may hold slashes too: only what is digits to the end is a length.
fn lengths(text: &str) -> Option<(&str, Lengths)> {
    let (text, v6) = match text.rsplit_once("//") {
        Some((text, length)) if is_digits(length) => (text, length_of(length, 128)?),
        _ => (text, 128),
    };
    let (text, v4) = match text.rsplit_once('/') {
        Some((text, length)) if is_digits(length) => (text, length_of(length, 32)?),
        _ => (text, 32),
    };
    Some((text, Lengths { v4, v6 }))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// Without leading zeros (§12).
fn length_of(text: &str, most: u32) -> Option<u32> {
    let plain = is_digits(text) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|length| plain && *length <= most)
}

fn net(text: &str, address: impl Fn(&str) -> Option<IpAddr>) -> Option<Net> {
    let (text, length) = match text.split_once('/') {
        Some((text, length)) => (text, Some(length)),
        None => (text, None),
    };
    let address = address(text)?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = length.map_or(Some(most), |length| length_of(length, most))?;
    Some(Net { address, lengths: Lengths { v4: length, v6: length } })
}

impl Lengths {
    /// Whether two addresses are alike as far as they count.
    pub(super) fn alike(self, one: IpAddr, other: IpAddr) -> bool {
        match (one, other) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                let ignored = 32 - self.v4.min(32);
                (one.to_bits() ^ other.to_bits()).checked_shr(ignored).unwrap_or(0) == 0
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => {
                let ignored = 128 - self.v6.min(128);
                (one.to_bits() ^ other.to_bits()).checked_shr(ignored).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl Net {
    pub(super) fn holds(self, address: IpAddr) -> bool {
        self.lengths.alike(self.address, address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_from_other_texts() {
        for text in ["v=spf1", "v=spf1 -all", "V=SPF1 -all"] {
            assert!(is_spf(text), "{text}");
        }
        for text in
            ["v=spf10", "v=spf1-all", "v=spf1;-all", " v=spf1", "\"v=spf1", "spf2.0/pra", "", "v=sp", "v=spé"]
        {
            assert!(!is_spf(text), "{text}");
        }
    }

    #[test]
    fn terms_that_cannot_be_read_are_named() {
        for term in [
            "all:a.be",
            "all/8",
            "include",
            "include:",
            "include:localhost",
            "include=a.be.be:",
            "inlcude:a.be",
            "ip4",
            "ip4:300.1.1.1",
            "ip4:192.0.2.0/33",
            "ip4:192.0.2.0/08",
            "ip4:192.0.2",
            "ip4:a.be",
            "ip6:192.0.2.1",
            "ip6:2001:db8::/129",
            "ip6:2001:db8::1::",
            "a:192.0.2.1",
            "a/33",
            "a//129",
            "a/",
            "mx:",
            "ptr/24",
            "exists",
            "ipv4:192.0.2.1",
            "192.0.2.1",
            "-",
            "++all",
            "exp=",
            "redirect=",
            "redirect=a",
            "9a=b",
            "x=%",
            "müller",
            "include:müller.be",
            "a:a.be/24/64",
            "v=spf2", // a modifier, that one, and readable
        ] {
            let read = SpfRecord::parse(&format!("v=spf1 {term} -all"));
            if term == "v=spf2" || term == "include=a.be.be:" {
                assert!(read.is_ok(), "{term}");
            } else {
                assert_eq!(read, Err(Unreadable(term.to_owned())), "{term}");
            }
        }
        for twice in ["redirect=a.be redirect=b.be", "exp=a.be exp=a.be"] {
            assert!(SpfRecord::parse(&format!("v=spf1 {twice}")).is_err(), "{twice}");
        }
        assert!(SpfRecord::parse(&format!("v=spf1 a:{}.be", "a".repeat(1000))).is_err());
    }

    #[test]
    fn what_can_be_read_is_read() {
        let text = "v=spf1  +a mx/24 a:%{d/}.be/24//64 MX:a.be//64 ~PTR ?exists:%{i}.a.be IP4:192.0.2.0/24 \
                    ip6:2001:db8::/32 include:_spf.a.be foo.bar=%{d} exp=a.be Redirect=b.be -all ";
        let record = SpfRecord::parse(text).unwrap();
        assert_eq!(record.directives.len(), 10);
        assert!(record.has_all() && record.redirect.is_some());
    }

    #[test]
    fn nets_hold_what_they_should_at_every_length() {
        let holds = |net: &str, address: &str| {
            let record = SpfRecord::parse(&format!("v=spf1 {net}")).unwrap();
            let Mechanism::Net(net) = record.directives[0].mechanism else { panic!("no net") };
            net.holds(address.parse().unwrap())
        };
        assert!(holds("ip4:192.0.2.9/24", "192.0.2.200"));
        assert!(!holds("ip4:192.0.2.9/25", "192.0.2.200"));
        assert!(holds("ip4:10.0.0.0/0", "192.0.2.200"));
        assert!(holds("ip4:192.0.2.1", "192.0.2.1") && !holds("ip4:192.0.2.1", "192.0.2.2"));
        assert!(holds("ip6:2001:db8::/0", "::1") && !holds("ip6:2001:db8::/32", "2001:db9::1"));
        assert!(!holds("ip6:::/0", "192.0.2.1") && !holds("ip4:0.0.0.0/0", "::1"));
    }
}
