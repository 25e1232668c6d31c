//! Keys.

use domain::delivery::SenderFault::{self, DkimMismatch, DkimMissing, DnsFailure};

use super::Mistake;

const RIGHT: &[SenderFault] = &[];
const OTHER: &[SenderFault] = &[DkimMismatch];
const MISSING: &[SenderFault] = &[DkimMissing];

/// In the place of the RSA key.
fn keys(causes: &'static [SenderFault], of: &[(&'static str, &str)]) -> Vec<Mistake> {
    of.iter().map(|(name, record)| (*name, causes, format!("s1._domainkey.@ TXT {record}"))).collect()
}

pub(crate) fn mistakes() -> Vec<Mistake> {
    let right = keys(
        RIGHT,
        &[
            ("dkim: right", "v=DKIM1; k=rsa; p={rsa}"),
            ("dkim: no version", "k=rsa; p={rsa}"),
            ("dkim: no algorithm", "v=DKIM1; p={rsa}"),
            ("dkim: only the key", "p={rsa}"),
            ("dkim: no spaces", "v=DKIM1;k=rsa;p={rsa}"),
            ("dkim: many spaces", "v = DKIM1 ;  k = rsa ;  p = {rsa} ; "),
            ("dkim: semicolon at the end", "v=DKIM1; k=rsa; p={rsa};"),
            ("dkim: t=y", "v=DKIM1; k=rsa; t=y; p={rsa}"),
            ("dkim: t=s", "v=DKIM1; k=rsa; t=s; p={rsa}"),
            ("dkim: t=y:s", "v=DKIM1; k=rsa; t=y:s; p={rsa}"),
            ("dkim: s=email", "v=DKIM1; k=rsa; s=email; p={rsa}"),
            ("dkim: s=*", "v=DKIM1; k=rsa; s=*; p={rsa}"),
            ("dkim: s=email:tlsrpt", "v=DKIM1; k=rsa; s=tlsrpt:email; p={rsa}"),
            ("dkim: h=sha256", "v=DKIM1; k=rsa; h=sha256; p={rsa}"),
            ("dkim: h=sha1:sha256", "v=DKIM1; k=rsa; h=sha1:sha256; p={rsa}"),
            ("dkim: g=*", "v=DKIM1; g=*; k=rsa; p={rsa}"),
            ("dkim: notes", "v=DKIM1; k=rsa; n=Zo we it; p={rsa}"),
            ("dkim: unknown tags", "v=DKIM1; k=rsa; office=x; p={rsa}"),
            ("dkim: version at the end", "k=rsa; p={rsa}; v=DKIM1"),
            ("dkim: split before the key", "v=DKIM1; k=rsa; |p={rsa}"),
            ("dkim: split in a tag", "v=DK|IM1; k=r|sa; p={rsa}"),
        ],
    );
    let other = keys(
        OTHER,
        &[
            ("dkim: another key", "v=DKIM1; k=rsa; p={other_rsa}"),
            ("dkim: cut off", "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"),
            ("dkim: withdrawn", "v=DKIM1; k=rsa; p="),
            ("dkim: withdrawn, with spaces", "v=DKIM1; k=rsa; p= ;"),
            ("dkim: the other algorithm's key", "v=DKIM1; k=ed25519; p={ed25519}"),
            ("dkim: another algorithm's name", "v=DKIM1; k=ed25519; p={rsa}"),
            ("dkim: an unknown algorithm", "v=DKIM1; k=dsa; p={rsa}"),
            ("dkim: RSA in capitals", "v=DKIM1; k=RSA; p={rsa}"),
            ("dkim: version in small letters", "v=dkim1; k=rsa; p={rsa}"),
            ("dkim: version 2", "v=DKIM2; k=rsa; p={rsa}; n=DKIM1"),
            ("dkim: backslashes", "v=DKIM1\\; k=rsa\\; p={rsa}"),
            ("dkim: quotes within", "\"v=DKIM1; k=rsa; p={rsa}\""),
            ("dkim: quote at the end", "v=DKIM1; k=rsa; p={rsa}\""),
            ("dkim: two semicolons", "v=DKIM1;; k=rsa; p={rsa}"),
            ("dkim: commas", "v=DKIM1, k=rsa, p={rsa}"),
            ("dkim: the key twice", "v=DKIM1; k=rsa; p={rsa}; p={rsa}"),
            ("dkim: no key", "v=DKIM1; k=rsa"),
            ("dkim: key in capitals", "v=DKIM1; k=rsa; P={rsa}"),
            ("dkim: key without a tag", "v=DKIM1; k=rsa; {rsa}"),
            ("dkim: PEM", "v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----{rsa}-----END PUBLIC KEY-----"),
            ("dkim: for other services", "v=DKIM1; k=rsa; s=tlsrpt; p={rsa}"),
            ("dkim: for other hashes", "v=DKIM1; k=rsa; h=sha1; p={rsa}"),
            ("dkim: one octet more", "v=DKIM1; k=rsa; p=AA{rsa}"),
            ("dkim: the record within the record", "s1._domainkey IN TXT v=DKIM1; k=rsa; p={rsa}"),
        ],
    );
    let missing = keys(
        MISSING,
        &[
            ("dkim: another text", "google-site-verification=abc"),
            ("dkim: an SPF record", "v=spf1 -all"),
            ("dkim: empty", ""),
        ],
    );
    let mut all = [right, other, missing].concat();
    for (name, causes, text) in [
        ("dkim: none", MISSING, "- s1._domainkey.@ TXT\n - s2._domainkey.@ TXT"),
        ("dkim: only Ed25519", MISSING, "- s1._domainkey.@ TXT"),
        ("dkim: only RSA", RIGHT, "- s2._domainkey.@ TXT"),
        ("dkim: only RSA, and only that is used", RIGHT, "! keys 1\n - s2._domainkey.@ TXT"),
        ("dkim: another Ed25519", OTHER, "s2._domainkey.@ TXT v=DKIM1; k=ed25519; p={other_ed25519}"),
        ("dkim: Ed25519 withdrawn", OTHER, "s2._domainkey.@ TXT v=DKIM1; k=ed25519; p="),
        ("dkim: Ed25519 as RSA", OTHER, "s2._domainkey.@ TXT v=DKIM1; p={ed25519}"),
        (
            "dkim: keys changed about",
            OTHER,
            "s1._domainkey.@ TXT v=DKIM1; k=ed25519; p={ed25519}\n s2._domainkey.@ TXT v=DKIM1; k=rsa; p={rsa}",
        ),
        (
            "dkim: two records",
            OTHER,
            "s1._domainkey.@ TXT v=DKIM1; k=rsa; p={rsa}\n s1._domainkey.@ TXT v=DKIM1; k=rsa; p={other_rsa}",
        ),
        (
            "dkim: another text beside it",
            OTHER,
            "s1._domainkey.@ TXT v=DKIM1; k=rsa; p={rsa}\n s1._domainkey.@ TXT v=spf1 -all",
        ),
        (
            "dkim: an alias",
            RIGHT,
            "! alias k1.@.desk.example\n s1._domainkey.@ CNAME k1.@.desk.example.\n k1.@.desk.example TXT v=DKIM1; p={rsa}",
        ),
        (
            "dkim: an alias where a text was meant",
            RIGHT,
            "s1._domainkey.@ CNAME k1.@.\n k1.@ TXT v=DKIM1; p={rsa}",
        ),
        (
            "dkim: an alias of an alias",
            RIGHT,
            "s1._domainkey.@ CNAME k1.@.\n k1.@ CNAME k2.@.\n k2.@ TXT v=DKIM1; p={rsa}",
        ),
        (
            "dkim: an alias of another key",
            OTHER,
            "s1._domainkey.@ CNAME k1.@.\n k1.@ TXT v=DKIM1; p={other_rsa}",
        ),
        (
            "dkim: an alias of nowhere",
            MISSING,
            "! alias k1.@.desk.example\n s1._domainkey.@ CNAME k1.@.desk.example.",
        ),
        ("dkim: an alias with the domain twice", MISSING, "s1._domainkey.@ CNAME k1.desk.example.@."),
        ("dkim: an alias of itself", MISSING, "s1._domainkey.@ CNAME s1._domainkey.@."),
        ("dkim: the domain twice", MISSING, "- s1._domainkey.@ TXT\n s1._domainkey.@.@ TXT v=DKIM1; p={rsa}"),
        ("dkim: without _domainkey", MISSING, "- s1._domainkey.@ TXT\n s1.@ TXT v=DKIM1; p={rsa}"),
        ("dkim: _domainkeys", MISSING, "- s1._domainkey.@ TXT\n s1._domainkeys.@ TXT v=DKIM1; p={rsa}"),
        (
            "dkim: another selector",
            MISSING,
            "- s1._domainkey.@ TXT\n default._domainkey.@ TXT v=DKIM1; p={rsa}",
        ),
        (
            "dkim: a wildcard that says something else",
            MISSING,
            "- s1._domainkey.@ TXT\n - s2._domainkey.@ TXT\n *.@ TXT v=spf1 -all",
        ),
        (
            "dkim: a wildcard of keys",
            RIGHT,
            "- s1._domainkey.@ TXT\n - s2._domainkey.@ TXT\n ! keys 1\n *._domainkey.@ TXT v=DKIM1; p={rsa}",
        ),
        ("dkim: does not answer", &[DnsFailure], "s1._domainkey.@ CNAME k1.servfail.be."),
        (
            "dkim: signed by the organisation",
            RIGHT,
            "! domain mail.office#.be\n ! signing_domain ^\n s1._domainkey.^ TXT v=DKIM1; p={rsa}",
        ),
    ] {
        all.push((name, causes, text.to_owned()));
    }
    all
}
