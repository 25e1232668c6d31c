//! A platform that sends, and domains that are set up for it.

use mail::dns::{
    Algorithm, Answer, DomainName, DomainReport, Egress, Plan, Question, SigningKey, check_with,
};

use crate::zone::Zone;

/// The public halves of the keys: ours, and others.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) rsa: String,
    pub(crate) ed25519: String,
    pub(crate) other_rsa: String,
    pub(crate) other_ed25519: String,
}

impl Keys {
    /// Keys of which nobody has the private halves.
    pub(crate) fn fixed() -> Self {
        Self {
            rsa: concat!(
                "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu0v7QbVDwoIO32ZHZxv4T90hMIfzyuB68tdCN6zDzpEkkn",
                "2T5lrG77zPliBqRlTZF94N5+MvS0/HcGcJHvKBu/mzkKDqy5xcPh7lOyZrwCNtMY5/F3t8XNPE1Ej83obgyTkBeXyF",
                "2490tPHoCjrRu27KqeYIkHMad/z2jM/tty3YCJGQbisqAhKZYKc0eHdkQ26Shd3tGtIDxcCLJzl5N30mPnntmLT8Op",
                "d+qaD6U58HDCMNl/mHhShQA0sI6cmhzlU1SEmkkWXL/40ZV8l/mZG4xvgMACDB0kUO/rQkuzl7NelHl+UEuSu+X05Z",
                "Y6hAFWv0lHYLgHW57UD+kwQW2QIDAQAB"
            )
            .to_owned(),
            ed25519: "1XJ6d1LxGbOsVAI7hpe70JDkCdjF3IyOIgNBrxipvqU=".to_owned(),
            other_rsa: concat!(
                "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA58cigOMAM0cwySQrcLyKG96uOUgzrlworQOSyr2s89QilP",
                "bmfVmk6O9SI/3yQlMlgaRdpEQO498toMRlqP/5aLhMRk9ijZjrJ3ZHdVWmiQIvMGvvmYjKhnM5gPEgThXF9N1ayqip",
                "K/vMwxuS1VMUt6xiw5DEUgL1oFxVlsKuyJ7EaoM1v6ASxbH1tiBoReUyztaZ74TATxDgpgvuWpohfERP9Wc4GtMIfc",
                "AwSmL/AXMXj/sSCMxsY8aMx3EAO2IXnGeG98aGe3HzWaQPiBVs9TYRmTm1buhLQ+2PFhKPe1rPQ3ryZVnnvMGs/2zy",
                "1VBXauQvU4V8gGFPUNVykSjtTwIDAQAB"
            )
            .to_owned(),
            other_ed25519: "3foMrkTrrjMDEuEIaW/zAaJBs6DYIlbOpnvHpmdjtxQ=".to_owned(),
        }
    }
}

pub(crate) fn name(text: &str) -> DomainName {
    DomainName::parse(text).expect(text)
}

/// Mail of this domain, signed and returned by itself, from an IPv4 and an IPv6 server.
pub(crate) fn plan(domain: &str, keys: &Keys) -> Plan {
    let key = |selector: &str, algorithm, public: &str| SigningKey {
        selector: selector.to_owned(),
        algorithm,
        public: public.to_owned(),
        alias: None,
    };
    Plan {
        domain: name(domain),
        signing_domain: name(domain),
        key: key("s1", Algorithm::Rsa, &keys.rsa),
        second_key: Some(key("s2", Algorithm::Ed25519, &keys.ed25519)),
        return_path: name(domain),
        egress: egress("_spf.desk.example"),
    }
}

pub(crate) fn egress(include: &str) -> Egress {
    let addresses = vec!["192.0.2.7".parse().expect("one"), "2001:db8::7".parse().expect("one")];
    Egress::new(addresses, Some(name(include)), name("out.desk.example")).expect("some")
}

/// The platform's own names.
pub(crate) const PLATFORM: &str = "
    _spf.desk.example TXT v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 -all
    out.desk.example A 192.0.2.7
    out.desk.example AAAA 2001:db8::7
    7.2.0.192.in-addr.arpa PTR out.desk.example.
    7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR out.desk.example.
    bounce.desk.example TXT v=spf1 include:_spf.desk.example -all
";

/// The records of a domain that is set up right; `@` is the domain.
pub(crate) const RIGHT: &str = "
    @ TXT v=spf1 include:_spf.desk.example -all
    s1._domainkey.@ TXT v=DKIM1; k=rsa; p={rsa}
    s2._domainkey.@ TXT v=DKIM1; k=ed25519; p={ed25519}
    _dmarc.@ TXT v=DMARC1; p=reject
    @ MX 10 mx.@.
    mx.@ A 192.0.2.200
    mx.@ AAAA 2001:db8::200
";

/// `@` is the domain, `^` its organisational domain, `{rsa}` and the like the keys.
pub(crate) fn filled(text: &str, domain: &str, keys: &Keys) -> String {
    text.replace("{rsa}", &keys.rsa)
        .replace("{ed25519}", &keys.ed25519)
        .replace("{other_rsa}", &keys.other_rsa)
        .replace("{other_ed25519}", &keys.other_ed25519)
        .replace('@', domain)
        .replace('^', name(domain).organisation().as_str())
}

/// A domain with the right records, but for those of the names and types in this text.
pub(crate) fn zone(text: &str, domain: &str, keys: &Keys) -> Zone {
    let mut zone = Zone::new(&filled(RIGHT, domain, keys));
    zone.join(Zone::new(PLATFORM));
    replace(&mut zone, &filled(text, domain, keys));
    zone
}

/// A line `- name TYPE` only takes away; the others take the place of what was there.
pub(crate) fn replace(zone: &mut Zone, text: &str) {
    let (away, lines): (Vec<_>, Vec<_>) =
        text.lines().map(str::trim_start).partition(|line| line.starts_with("- "));
    let added = Zone::new(&lines.join("\n"));
    zone.replace(&added);
    for line in away {
        let without = Zone::new(&format!("{} ", &line[2..]));
        zone.take(&without);
    }
}

/// What we say of it.
pub(crate) async fn report(zone: &Zone, plan: &Plan) -> DomainReport {
    check_with(|question| std::future::ready(answer(zone, &question)), plan).await
}

fn answer(zone: &Zone, question: &Question) -> Answer {
    zone.answer(question)
}
