//! Where answers go.

use domain::delivery::SenderFault::{self, DkimMissing, DnsFailure, NoMx, SpfMissing};

use super::Mistake;

const RIGHT: &[SenderFault] = &[];
const NONE: &[SenderFault] = &[NoMx];

pub(crate) fn mistakes() -> Vec<Mistake> {
    [
        ("mx: right", RIGHT, ""),
        ("mx: two", RIGHT, "@ MX 10 mx.@.\n @ MX 20 mx2.@.\n mx2.@ A 192.0.2.201"),
        ("mx: IPv6 only", RIGHT, "- mx.@ A"),
        ("mx: IPv4 only", RIGHT, "- mx.@ AAAA"),
        ("mx: of another domain", RIGHT, "@ MX 0 out.desk.example."),
        ("mx: an alias", RIGHT, "@ MX 10 alias.@.\n alias.@ CNAME mx.@."),
        ("mx: null", NONE, "@ MX 0 ."),
        ("mx: null beside another", RIGHT, "@ MX 0 .\n @ MX 10 mx.@."),
        ("mx: none", NONE, "- @ MX"),
        ("mx: none, but an address", RIGHT, "- @ MX\n @ A 192.0.2.200"),
        ("mx: none, but an IPv6 address", RIGHT, "- @ MX\n @ AAAA 2001:db8::200"),
        ("mx: none, but at www", NONE, "- @ MX\n www.@ A 192.0.2.200"),
        ("mx: below mail", NONE, "- @ MX\n mail.@ MX 10 mx.@."),
        ("mx: a server without an address", NONE, "- mx.@ A\n - mx.@ AAAA"),
        ("mx: a server that does not exist", NONE, "@ MX 10 nowhere.example."),
        ("mx: the domain twice", NONE, "@ MX 10 mx.@.@."),
        ("mx: an address for a name", NONE, "@ MX 10 192.0.2.200."),
        ("mx: a server without an address, another with", RIGHT, "@ MX 10 nowhere.example.\n @ MX 20 mx.@."),
        ("mx: twenty servers", RIGHT, &(0..20).map(|n| format!("@ MX {n} mx.@.\n")).collect::<String>()),
        ("mx: does not answer", &[DnsFailure], "@ MX 10 a.servfail.be."),
        ("mx: one does not answer, another does", RIGHT, "@ MX 10 a.servfail.be.\n @ MX 20 mx.@."),
        (
            "mx: nothing at all", &[DkimMissing, SpfMissing, NoMx],
            "- @ TXT\n - @ MX\n - s1._domainkey.@ TXT\n - s2._domainkey.@ TXT\n - _dmarc.@ TXT\n - mx.@ A\n - mx.@ AAAA",
        ),
        ("mx: the whole domain does not answer", &[DnsFailure], "! domain office#.servfail.be"),
    ]
    .into_iter()
    .map(|(name, causes, text)| (name, causes, text.to_owned()))
    .collect()
}
