//! SPF records that ask too much.

use std::fmt::Write;

use domain::delivery::SenderFault::{self, SpfNotAuthorised, SpfTooManyLookups};

use super::Mistake;

const RIGHT: &[SenderFault] = &[];
const TOO_MANY: &[SenderFault] = &[SpfTooManyLookups];
const REFUSED: &[SenderFault] = &[SpfNotAuthorised];

pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut all = Vec::new();
    for (name, count, causes) in [
        ("lookups: nine includes and ours", 9, RIGHT),
        ("lookups: ten includes and ours", 10, TOO_MANY),
        ("lookups: eleven includes and ours", 11, TOO_MANY),
        ("lookups: twenty includes and ours", 20, TOO_MANY),
        ("lookups: forty includes and ours", 40, TOO_MANY),
    ] {
        all.push((name, causes, includes(count, "include:_spf.desk.example -all")));
    }
    all.push(("lookups: ours, and then twenty", RIGHT, {
        includes(20, "-all").replacen("v=spf1", "v=spf1 include:_spf.desk.example", 1)
    }));
    all.push((
        "lookups: twenty, and then our addresses",
        TOO_MANY,
        includes(20, "ip4:192.0.2.7 ip6:2001:db8::7 -all"),
    ));
    all.push((
        "lookups: ten, and then our addresses",
        RIGHT,
        includes(10, "ip4:192.0.2.7 ip6:2001:db8::7 -all"),
    ));
    for (name, deep, causes) in [
        ("lookups: ten deep", 9, RIGHT),
        ("lookups: eleven deep", 10, TOO_MANY),
        ("lookups: thirty deep", 30, TOO_MANY),
    ] {
        all.push((name, causes, deeper(deep, "include")));
    }
    all.push(("lookups: redirects ten deep", RIGHT, deeper(9, "redirect")));
    all.push(("lookups: redirects eleven deep", TOO_MANY, deeper(10, "redirect")));
    all.push(("lookups: ten addresses and ours", TOO_MANY, terms("a:mx.@", 10)));
    all.push(("lookups: nine addresses and ours", RIGHT, terms("a:mx.@", 9)));
    all.push(("lookups: ten servers and ours", TOO_MANY, terms("mx", 10)));
    all.push(("lookups: ten ptr and ours", TOO_MANY, terms("ptr:office.example", 10)));
    all.push((
        "lookups: of every kind", TOO_MANY,
        "@ TXT v=spf1 a:mx.@ mx ptr:office.example a:mx.@ mx a:mx.@ mx a:mx.@ mx a:mx.@ exists:out.desk.example -all"
            .to_owned(),
    ));
    all.push((
        "lookups: a loop with itself",
        TOO_MANY,
        "@ TXT v=spf1 include:@ include:_spf.desk.example -all".to_owned(),
    ));
    all.push(("lookups: a redirect to itself", TOO_MANY, "@ TXT v=spf1 redirect=@".to_owned()));
    all.push((
        "lookups: a loop of two",
        TOO_MANY,
        "@ TXT v=spf1 include:two.@ include:_spf.desk.example -all\n two.@ TXT v=spf1 include:@ -all"
            .to_owned(),
    ));
    all.push((
        "lookups: a loop of three, by redirect", TOO_MANY,
        "@ TXT v=spf1 include:two.@ -all\n two.@ TXT v=spf1 redirect=three.@\n three.@ TXT v=spf1 include:two.@".to_owned(),
    ));
    all.push((
        "lookups: a loop behind ours",
        RIGHT,
        "@ TXT v=spf1 include:_spf.desk.example include:@ -all".to_owned(),
    ));
    for (name, terms, causes) in [
        ("void: two", "a:n1.@ a:n2.@", RIGHT),
        ("void: three", "a:n1.@ a:n2.@ a:n3.@", REFUSED),
        ("void: three behind ours", "include:_spf.desk.example a:n1.@ a:n2.@ a:n3.@", RIGHT),
        ("void: two servers", "mx:n1.@ mx:n2.@", RIGHT),
        ("void: three servers", "mx:n1.@ mx:n2.@ mx:n3.@", REFUSED),
        ("void: three exists", "exists:n1.@ exists:n2.@ exists:n3.@", REFUSED),
        ("void: of every kind", "a:n1.@ mx:n2.@ exists:n3.@", REFUSED),
        ("void: names without an address", "a:empty.@ a:empty2.@ a:empty3.@", REFUSED),
        ("void: an IPv4 address alone, three times", "a:four.@ a:four2.@ a:four3.@", REFUSED),
        ("void: three in an include", "include:void.@", REFUSED),
        ("void: two here, one in an include", "a:n1.@ a:n2.@ include:one.@", REFUSED),
        ("void: aliases of nowhere", "a:alias1.@ a:alias2.@ a:alias3.@", REFUSED),
        ("void: labels that no name has", "a:%{l}..@ a:n1.@ a:n2.@", RIGHT),
    ] {
        all.push((
            name,
            causes,
            format!(
                "@ TXT v=spf1 {terms} include:_spf.desk.example -all
             empty.@ TXT x\n empty2.@ TXT x\n empty3.@ TXT x
             four.@ A 192.0.2.9\n four2.@ A 192.0.2.9\n four3.@ A 192.0.2.9
             void.@ TXT v=spf1 a:n1.@ a:n2.@ a:n3.@ -all
             one.@ TXT v=spf1 a:n3.@ -all
             alias1.@ CNAME n1.@.\n alias2.@ CNAME n2.@.\n alias3.@ CNAME n3.@."
            ),
        ));
    }
    all.push(("lookups: ten mail servers", RIGHT, servers(10)));
    all.push(("lookups: eleven mail servers", REFUSED, servers(11)));
    all.push((
        "long: 3,000 addresses",
        RIGHT,
        format!("@ TXT v=spf1{} include:_spf.desk.example -all", nets(3000)),
    ));
    all.push(("long: 60 addresses, not ours", REFUSED, format!("@ TXT v=spf1{} -all", nets(60))));
    all.push((
        "long: a name of 260 characters",
        RIGHT,
        format!("@ TXT v=spf1 a:{}desk.example include:_spf.desk.example -all", "abcdefghi.".repeat(25)),
    ));
    all.push((
        "long: a label of 64 characters",
        RIGHT,
        format!("@ TXT v=spf1 a:{}.desk.example include:_spf.desk.example -all", "a".repeat(64)),
    ));
    all
}

/// As many includes, each of a domain of its own.
fn includes(count: usize, rest: &str) -> String {
    let mut text = "@ TXT v=spf1".to_owned();
    for number in 0..count {
        let _ = write!(text, " include:i{number}.@");
    }
    let _ = write!(text, " {rest}");
    for number in 0..count {
        let _ = write!(text, "\n i{number}.@ TXT v=spf1 ip4:198.51.100.{number} -all");
    }
    text
}

/// Each leads to the next, and the last to ours.
fn deeper(deep: usize, how: &str) -> String {
    let sign = if how == "include" { "include:" } else { "redirect=" };
    let mut text = format!("@ TXT v=spf1 {sign}d1.@");
    for number in 1..deep {
        let _ = write!(text, "\n d{number}.@ TXT v=spf1 {sign}d{}.@", number + 1);
    }
    let _ = write!(text, "\n d{deep}.@ TXT v=spf1 {sign}_spf.desk.example");
    text
}

fn terms(term: &str, count: usize) -> String {
    format!("@ TXT v=spf1{} include:_spf.desk.example -all", format!(" {term}").repeat(count))
}

fn servers(count: usize) -> String {
    let mut text = "@ TXT v=spf1 mx:many.@ include:_spf.desk.example -all".to_owned();
    for number in 0..count {
        let _ = write!(
            text,
            "\n many.@ MX 10 m{number}.@.\n m{number}.@ A 192.0.2.99\n m{number}.@ AAAA 2001:db8::99"
        );
    }
    text
}

fn nets(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = write!(text, " ip4:10.{}.{}.1", number / 256, number % 256);
        text
    })
}
