//! SPF records, and what is written in them.

use domain::delivery::SenderFault::{self, DnsFailure, SpfMissing, SpfNotAuthorised};

use super::Mistake;

const RIGHT: &[SenderFault] = &[];
const REFUSED: &[SenderFault] = &[SpfNotAuthorised];

/// A record, in the place of the right one.
fn records(causes: &'static [SenderFault], of: &[(&'static str, &str)]) -> Vec<Mistake> {
    of.iter().map(|(name, record)| (*name, causes, format!("@ TXT {record}"))).collect()
}

pub(crate) fn mistakes() -> Vec<Mistake> {
    let right = records(
        RIGHT,
        &[
            ("spf: right", "v=spf1 include:_spf.desk.example -all"),
            ("spf: by addresses", "v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 -all"),
            ("spf: by nets", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all"),
            ("spf: net of length 0", "v=spf1 ip4:0.0.0.0/0 ip6:::/0 -all"),
            ("spf: capitals", "V=SPF1 INCLUDE:_SPF.DESK.EXAMPLE -ALL"),
            ("spf: +all", "v=spf1 +all"),
            ("spf: all without a sign", "v=spf1 mx all"),
            ("spf: plus before include", "v=spf1 +include:_spf.desk.example -all"),
            ("spf: several spaces", "v=spf1   include:_spf.desk.example    -all   "),
            ("spf: split in a word", "v=spf1 include:_spf.desk|.example -all"),
            ("spf: split at a space", "v=spf1 |include:_spf.desk.example| -all"),
            ("spf: empty strings", "|v=spf1 include:_spf.desk.example -all|"),
            ("spf: final dot in include", "v=spf1 include:_spf.desk.example. -all"),
            ("spf: no all", "v=spf1 include:_spf.desk.example"),
            ("spf: after ?all of nobody", "v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 ?all"),
            ("spf: redirect", "v=spf1 redirect=_spf.desk.example"),
            ("spf: redirect first", "v=spf1 redirect=nowhere.example include:_spf.desk.example -all"),
            ("spf: unknown modifier", "v=spf1 include:_spf.desk.example office=%{d} -all"),
            ("spf: a of another", "v=spf1 a:out.desk.example -all"),
            ("spf: a with lengths", "v=spf1 a:out.desk.example/24//64 -all"),
            ("spf: exists", "v=spf1 exists:out.desk.example -all"),
            ("spf: ptr", "v=spf1 ptr:desk.example -all"),
            ("spf: ptr of the name itself", "v=spf1 ptr:out.desk.example -all"),
            ("spf: explanation", "v=spf1 include:_spf.desk.example exp=why.@ -all"),
            (
                "spf: mapped address in ip6 besides",
                "v=spf1 ip6:::ffff:192.0.2.7 include:_spf.desk.example -all",
            ),
            ("spf: version repeated later", "v=spf1 include:_spf.desk.example v=spf1 -all"),
        ],
    );
    let refused = records(
        REFUSED,
        &[
            ("spf: not ours", "v=spf1 mx -all"),
            ("spf: nothing but -all", "v=spf1 -all"),
            ("spf: nothing but ~all", "v=spf1 ~all"),
            ("spf: nothing but ?all", "v=spf1 ?all"),
            ("spf: nothing", "v=spf1"),
            ("spf: only IPv4", "v=spf1 ip4:192.0.2.7 -all"),
            ("spf: only IPv6", "v=spf1 ip6:2001:db8::7 -all"),
            ("spf: after -all", "v=spf1 -all include:_spf.desk.example"),
            ("spf: after ~all", "v=spf1 mx ~all include:_spf.desk.example"),
            (
                "spf: refused before",
                "v=spf1 -ip4:192.0.2.0/24 ?ip6:2001:db8::/32 include:_spf.desk.example -all",
            ),
            ("spf: minus before include", "v=spf1 -include:_spf.desk.example -all"),
            ("spf: tilde before include", "v=spf1 ~include:_spf.desk.example -all"),
            ("spf: question mark before include", "v=spf1 ?include:_spf.desk.example -all"),
            ("spf: net beside", "v=spf1 ip4:192.0.3.0/24 ip6:2001:db9::/32 -all"),
            ("spf: length too long", "v=spf1 ip4:192.0.2.0/30 ip6:2001:db8::/126 -all"),
            ("spf: redirect beside all", "v=spf1 -all redirect=_spf.desk.example"),
            ("spf: mapped address in ip6", "v=spf1 ip6:::ffff:192.0.2.7 ip6:2001:db8::7 -all"),
            ("spf: ptr of another", "v=spf1 ptr:office.example -all"),
            ("spf: ptr of a name that ends alike", "v=spf1 ptr:esk.example -all"),
        ],
    );
    // `permerror`: nobody evaluates these.
    let unreadable = records(
        REFUSED,
        &[
            ("spf: misspelt include", "v=spf1 inlcude:_spf.desk.example -all"),
            ("spf: misspelt mechanism at the end", "v=spf1 include:_spf.desk.example -al"),
            ("spf: colon at all", "v=spf1 include:_spf.desk.example -all:"),
            ("spf: semicolons", "v=spf1 include:_spf.desk.example; -all"),
            ("spf: semicolon at the end", "v=spf1 include:_spf.desk.example -all;"),
            ("spf: full stop at the end", "v=spf1 include:_spf.desk.example -all."),
            ("spf: quote at the end", "v=spf1 include:_spf.desk.example -all\""),
            ("spf: commas", "v=spf1 include:_spf.desk.example, -all"),
            ("spf: space after the colon", "v=spf1 include: _spf.desk.example -all"),
            ("spf: space after the sign", "v=spf1 include:_spf.desk.example - all"),
            ("spf: two signs", "v=spf1 include:_spf.desk.example --all"),
            ("spf: a long dash", "v=spf1 include:_spf.desk.example –all"),
            ("spf: no-break space", "v=spf1 include:_spf.desk.example\u{a0}-all"),
            ("spf: an address without ip4", "v=spf1 192.0.2.7 include:_spf.desk.example -all"),
            ("spf: ipv4", "v=spf1 ipv4:192.0.2.7 include:_spf.desk.example -all"),
            ("spf: ip4 of a name", "v=spf1 ip4:out.desk.example include:_spf.desk.example -all"),
            ("spf: ip4 with three parts", "v=spf1 ip4:192.0.2 include:_spf.desk.example -all"),
            ("spf: ip4 with 256", "v=spf1 ip4:192.0.2.256 include:_spf.desk.example -all"),
            ("spf: ip4 with length 33", "v=spf1 ip4:192.0.2.0/33 include:_spf.desk.example -all"),
            ("spf: ip4 of an IPv6 address", "v=spf1 ip4:2001:db8::7 include:_spf.desk.example -all"),
            ("spf: ip6 of an IPv4 address", "v=spf1 ip6:192.0.2.7 include:_spf.desk.example -all"),
            ("spf: ip6 with length 129", "v=spf1 ip6:2001:db8::/129 include:_spf.desk.example -all"),
            ("spf: ip4 with an equals sign and a colon", "v=spf1 ip4: include:_spf.desk.example -all"),
            ("spf: a of an address", "v=spf1 a:192.0.2.7 include:_spf.desk.example -all"),
            ("spf: mx with length 33", "v=spf1 mx/33 include:_spf.desk.example -all"),
            ("spf: include of nothing", "v=spf1 include: -all"),
            ("spf: include without a colon", "v=spf1 include -all"),
            ("spf: include of one label", "v=spf1 include:localhost include:_spf.desk.example -all"),
            ("spf: include of an URL", "v=spf1 include:http://desk.example/ include:_spf.desk.example -all"),
            (
                "spf: include of another script",
                "v=spf1 include:müller.example include:_spf.desk.example -all",
            ),
            ("spf: include with a length", "v=spf1 include:_spf.desk.example/24 -all"),
            ("spf: ptr with a length", "v=spf1 ptr/24 include:_spf.desk.example -all"),
            ("spf: exists of nothing", "v=spf1 exists include:_spf.desk.example -all"),
            ("spf: two redirects", "v=spf1 redirect=_spf.desk.example redirect=_spf.desk.example"),
            ("spf: redirect to nothing", "v=spf1 redirect="),
            ("spf: redirect to nowhere", "v=spf1 redirect=nowhere.desk.example"),
            ("spf: macro without an end", "v=spf1 exists:%{i.desk.example include:_spf.desk.example -all"),
            (
                "spf: macro of an unknown letter",
                "v=spf1 exists:%{x}.desk.example include:_spf.desk.example -all",
            ),
            ("spf: macro of explanations", "v=spf1 exists:%{t}.desk.example include:_spf.desk.example -all"),
            (
                "spf: macro that keeps nothing",
                "v=spf1 exists:%{d0}.desk.example include:_spf.desk.example -all",
            ),
            ("spf: a lone per cent", "v=spf1 exists:100%.desk.example include:_spf.desk.example -all"),
            (
                "spf: include of a domain without a record",
                "v=spf1 include:out.desk.example include:_spf.desk.example -all",
            ),
            ("spf: include of nowhere", "v=spf1 include:nowhere.desk.example include:_spf.desk.example -all"),
            ("spf: include that is misspelt", "v=spf1 include:_spf.desk.exmaple -all"),
            ("spf: a tab", "v=spf1 include:_spf.desk.example\t-all"),
            ("spf: a bracket", "v=spf1 include:_spf.desk.example [-all]"),
            ("spf: a letter that is not ASCII", "v=spf1 include:_spf.desk.example -äll"),
        ],
    );
    let missing = records(
        &[SpfMissing],
        &[
            ("spf: another text", "google-site-verification=abc"),
            ("spf: version 10", "v=spf10 include:_spf.desk.example -all"),
            ("spf: no version", "include:_spf.desk.example -all"),
            ("spf: space before the version", " v=spf1 include:_spf.desk.example -all"),
            ("spf: quotes within", "\"v=spf1 include:_spf.desk.example -all\""),
            ("spf: spaces in the version", "v = spf1 include:_spf.desk.example -all"),
            ("spf: a semicolon after the version", "v=spf1; include:_spf.desk.example -all"),
            ("spf: a comma after the version", "v=spf1,include:_spf.desk.example -all"),
            ("spf: sender id", "spf2.0/pra include:_spf.desk.example -all"),
            ("spf: split without a space", "v=spf1|include:_spf.desk.example -all"),
            ("spf: a tab after the version", "v=spf1\tinclude:_spf.desk.example -all"),
            ("spf: empty", ""),
            ("spf: the name within the text", "@ IN TXT v=spf1 include:_spf.desk.example -all"),
        ],
    );
    let mut all = [right, refused, unreadable, missing].concat();
    for (name, causes, text) in [
        ("spf: none", &[SpfMissing][..], "- @ TXT"),
        ("spf: below _spf", &[SpfMissing], "- @ TXT\n _spf.@ TXT v=spf1 include:_spf.desk.example -all"),
        ("spf: at www", &[SpfMissing], "- @ TXT\n www.@ TXT v=spf1 include:_spf.desk.example -all"),
        ("spf: by a wildcard", &[SpfMissing], "- @ TXT\n *.@ TXT v=spf1 include:_spf.desk.example -all"),
        (
            "spf: beside other texts",
            RIGHT,
            "@ TXT MS=ms123\n @ TXT v=spf1 include:_spf.desk.example -all\n @ TXT x",
        ),
        ("spf: two records", REFUSED, "@ TXT v=spf1 include:_spf.desk.example -all\n @ TXT v=spf1 mx ~all"),
        (
            "spf: two records with redirect and +all",
            REFUSED,
            "@ TXT v=spf1 redirect=_spf.desk.example\n @ TXT v=spf1 mx +all",
        ),
        ("spf: two records that differ in case", REFUSED, "@ TXT v=spf1 +all\n @ TXT V=spf1 +all"),
        ("spf: three records", REFUSED, "@ TXT v=spf1 a\n @ TXT v=spf1 mx\n @ TXT v=spf1 ?all"),
        (
            "spf: sender id beside it",
            RIGHT,
            "@ TXT v=spf1 include:_spf.desk.example -all\n @ TXT spf2.0/mfrom,pra -all",
        ),
        (
            "spf: another version beside it",
            RIGHT,
            "@ TXT v=spf1 include:_spf.desk.example -all\n @ TXT v=spf2 -all",
        ),
        (
            "spf: include with two records",
            REFUSED,
            "@ TXT v=spf1 include:two.@ include:_spf.desk.example -all\n two.@ TXT v=spf1 a\n two.@ TXT v=spf1 mx",
        ),
        (
            "spf: include that cannot be read",
            REFUSED,
            "@ TXT v=spf1 include:bad.@ include:_spf.desk.example -all\n bad.@ TXT v=spf1 ipv4:192.0.2.1",
        ),
        (
            "spf: include that refuses everybody",
            RIGHT,
            "@ TXT v=spf1 include:no.@ include:_spf.desk.example -all\n no.@ TXT v=spf1 -all",
        ),
        (
            "spf: include within an include that is refused",
            REFUSED,
            "@ TXT v=spf1 -include:mid.@ +all\n mid.@ TXT v=spf1 include:_spf.desk.example -all",
        ),
        (
            "spf: include within an include that is neutral",
            REFUSED,
            "@ TXT v=spf1 include:mid.@ -all\n mid.@ TXT v=spf1 ?include:_spf.desk.example -all",
        ),
        (
            "spf: include of an alias",
            RIGHT,
            "@ TXT v=spf1 include:alias.@ -all\n alias.@ CNAME _spf.desk.example.",
        ),
        (
            "spf: include of an alias of nowhere",
            REFUSED,
            "@ TXT v=spf1 include:alias.@ include:_spf.desk.example -all\n alias.@ CNAME nowhere.desk.example.",
        ),
        (
            "spf: redirect to a record that redirects",
            RIGHT,
            "@ TXT v=spf1 redirect=mid.@\n mid.@ TXT v=spf1 redirect=_spf.desk.example",
        ),
        (
            "spf: redirect within an include",
            RIGHT,
            "@ TXT v=spf1 include:mid.@ -all\n mid.@ TXT v=spf1 redirect=_spf.desk.example",
        ),
        (
            "spf: mail server that sends",
            RIGHT,
            "@ TXT v=spf1 mx -all\n mx.@ A 192.0.2.7\n mx.@ AAAA 2001:db8::7",
        ),
        ("spf: mail server in the same net", RIGHT, "@ TXT v=spf1 mx/24//64 -all"),
        ("spf: the domain's own address", RIGHT, "@ TXT v=spf1 a -all\n @ A 192.0.2.7\n @ AAAA 2001:db8::7"),
        ("spf: an alias of our server", RIGHT, "@ TXT v=spf1 a:send.@ -all\n send.@ CNAME out.desk.example."),
        (
            "spf: macros of domain and address",
            RIGHT,
            "@ TXT v=spf1 exists:%{ir}.%{v}._ip.%{d} -all\n 7.2.0.192.in-addr._ip.@ A 127.0.0.2\n \
             7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._ip.@ A 127.0.0.2",
        ),
        (
            "spf: macro of the sender's domain",
            RIGHT,
            "@ TXT v=spf1 include:%{o}.spf.@ -all\n @.spf.@ TXT v=spf1 include:_spf.desk.example -all",
        ),
        ("spf: macro of the greeting", RIGHT, "@ TXT v=spf1 a:%{h} -all"),
        (
            "spf: macro of the local part",
            RIGHT,
            "@ TXT v=spf1 exists:%{l}.users.@ -all\n postmaster.users.@ A 127.0.0.2",
        ),
        ("spf: macro of the name", RIGHT, "@ TXT v=spf1 a:%{p} -all"),
        (
            "spf: macro of the sender, escaped",
            REFUSED,
            "@ TXT v=spf1 exists:%{S}.users.@ -all\n postmaster.users.@ A 127.0.0.2",
        ),
        ("spf: macro of two labels", RIGHT, "@ TXT v=spf1 include:_spf.%{h2} -all"),
        (
            "spf: macro in redirect",
            RIGHT,
            "@ TXT v=spf1 redirect=%{d}.spf.@\n @.spf.@ TXT v=spf1 include:_spf.desk.example -all",
        ),
        (
            "spf: the name does not answer",
            &[DnsFailure],
            "@ TXT v=spf1 include:a.servfail.be include:_spf.desk.example -all",
        ),
        (
            "spf: a name does not answer behind ours",
            RIGHT,
            "@ TXT v=spf1 include:_spf.desk.example a:a.servfail.be -all",
        ),
        (
            "spf: an address does not answer",
            &[DnsFailure],
            "@ TXT v=spf1 a:a.servfail.be include:_spf.desk.example -all",
        ),
        (
            "spf: servers do not answer",
            &[DnsFailure],
            "@ TXT v=spf1 mx:a.servfail.be include:_spf.desk.example -all",
        ),
        (
            "spf: exists does not answer",
            &[DnsFailure],
            "@ TXT v=spf1 exists:a.servfail.be include:_spf.desk.example -all",
        ),
        ("spf: redirect does not answer", &[DnsFailure], "@ TXT v=spf1 redirect=a.servfail.be"),
        (
            "spf: our own include is broken",
            RIGHT,
            "! include bad.desk.example\n @ TXT v=spf1 ip4:192.0.2.7 ip6:2001:db8::7",
        ),
        ("spf: none, and our own include is broken", &[SpfMissing], "! include bad.desk.example\n - @ TXT"),
        (
            "spf: of the platform's return path",
            RIGHT,
            "! return_path bounce.desk.example\n @ TXT v=spf1 -all",
        ),
        (
            "spf: return path of a subdomain",
            RIGHT,
            "! return_path bounce.@\n bounce.@ TXT v=spf1 include:_spf.desk.example -all",
        ),
        (
            "spf: return path of an alias of ours",
            RIGHT,
            "! return_path bounce.@\n bounce.@ CNAME bounce.desk.example.",
        ),
        ("spf: return path of a subdomain without one", &[SpfMissing], "! return_path bounce.@"),
    ] {
        all.push((name, causes, text.to_owned()));
    }
    all
}
