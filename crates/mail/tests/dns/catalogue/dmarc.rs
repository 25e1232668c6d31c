//! Policies, and what belongs to the domain in `From`.

use domain::delivery::SenderFault::{self, DmarcUnaligned, DnsFailure};

use super::Mistake;

const RIGHT: &[SenderFault] = &[];
const UNALIGNED: &[SenderFault] = &[DmarcUnaligned];

/// Signed by the platform, and returned to it.
const NOT_OURS: &str = "! signing_domain desk.example
    ! return_path bounce.desk.example
    s1._domainkey.desk.example TXT v=DKIM1; p={rsa}
    s2._domainkey.desk.example TXT v=DKIM1; k=ed25519; p={ed25519}";
/// Signed by the organisation, for a subdomain.
const BY_ORGANISATION: &str = "! domain mail.office#.be
    ! signing_domain ^
    ! return_path bounce.desk.example
    s1._domainkey.^ TXT v=DKIM1; p={rsa}
    s2._domainkey.^ TXT v=DKIM1; k=ed25519; p={ed25519}";
/// Signed by the platform, returned to a subdomain.
const RETURNED_BELOW: &str = "! signing_domain desk.example
    ! return_path bounce.@
    s1._domainkey.desk.example TXT v=DKIM1; p={rsa}
    s2._domainkey.desk.example TXT v=DKIM1; k=ed25519; p={ed25519}
    bounce.@ TXT v=spf1 include:_spf.desk.example -all";

pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut all = Vec::new();
    // Everything is of the domain itself: whatever the record says, it is aligned.
    for (name, record) in [
        ("dmarc: reject", "v=DMARC1; p=reject"),
        ("dmarc: quarantine", "v=DMARC1; p=quarantine; pct=50"),
        ("dmarc: none", "v=DMARC1; p=none; rua=mailto:x"),
        ("dmarc: no spaces", "v=DMARC1;p=reject"),
        ("dmarc: many spaces", "v = DMARC1 ;  p = reject ; "),
        ("dmarc: policy in capitals", "v=DMARC1; p=REJECT"),
        ("dmarc: policy last", "v=DMARC1; rua=mailto:x; p=reject"),
        ("dmarc: strict", "v=DMARC1; p=reject; adkim=s; aspf=s"),
        ("dmarc: strict in capitals", "v=DMARC1; p=reject; adkim=S; aspf=S"),
        ("dmarc: strict, spelt out", "v=DMARC1; p=reject; adkim=strict; aspf=strict"),
        ("dmarc: no policy", "v=DMARC1; rua=mailto:x"),
        ("dmarc: only the version", "v=DMARC1"),
        ("dmarc: an unknown policy", "v=DMARC1; p=discard"),
        ("dmarc: an empty policy", "v=DMARC1; p="),
        ("dmarc: version in small letters", "v=dmarc1; p=reject"),
        ("dmarc: version 2", "v=DMARC2; p=reject"),
        ("dmarc: version last", "p=reject; v=DMARC1"),
        ("dmarc: no version", "p=reject"),
        ("dmarc: backslashes", "v=DMARC1\\; p=reject\\;"),
        ("dmarc: commas", "v=DMARC1, p=reject"),
        ("dmarc: quotes within", "\"v=DMARC1; p=reject\""),
        ("dmarc: colons", "v:DMARC1; p:reject"),
        ("dmarc: the policy twice", "v=DMARC1; p=reject; p=none"),
        ("dmarc: no semicolon", "v=DMARC1 p=reject"),
        ("dmarc: t=y", "v=DMARC1; p=reject; t=y"),
        ("dmarc: np", "v=DMARC1; p=none; np=reject"),
        ("dmarc: split", "v=DMA|RC1; p=rej|ect"),
        ("dmarc: two semicolons", "v=DMARC1;; p=reject"),
        ("dmarc: trailing garbage", "v=DMARC1; p=reject; what"),
        ("dmarc: another text", "google-site-verification=abc"),
    ] {
        all.push((name, RIGHT, format!("_dmarc.@ TXT {record}")));
    }
    for (name, causes, before, text) in [
        ("dmarc: none at all", RIGHT, "", "- _dmarc.@ TXT"),
        ("dmarc: two records", RIGHT, "", "_dmarc.@ TXT v=DMARC1; p=none\n _dmarc.@ TXT v=DMARC1; p=reject"),
        (
            "dmarc: beside another text",
            RIGHT,
            "",
            "_dmarc.@ TXT v=spf1 -all\n _dmarc.@ TXT v=DMARC1; p=reject",
        ),
        (
            "dmarc: at the domain itself",
            RIGHT,
            "",
            "- _dmarc.@ TXT\n @ TXT v=spf1 include:_spf.desk.example -all\n @ TXT v=DMARC1; p=reject",
        ),
        ("dmarc: the domain twice", RIGHT, "", "- _dmarc.@ TXT\n _dmarc.@.@ TXT v=DMARC1; p=reject"),
        ("dmarc: an alias", RIGHT, "", "_dmarc.@ CNAME policy.@.\n policy.@ TXT v=DMARC1; p=reject"),
        ("dmarc: an alias of nowhere", RIGHT, "", "_dmarc.@ CNAME policy.nowhere.example."),
        ("dmarc: does not answer", &[DnsFailure], "", "_dmarc.@ CNAME a.servfail.be."),
        ("dmarc: a wildcard with SPF", RIGHT, "", "- _dmarc.@ TXT\n *.@ TXT v=spf1 -all"),
        ("dmarc: nothing of the domain", UNALIGNED, NOT_OURS, ""),
        ("dmarc: nothing of the domain, p=none", UNALIGNED, NOT_OURS, "_dmarc.@ TXT v=DMARC1; p=none"),
        (
            "dmarc: nothing of the domain, strict",
            UNALIGNED,
            NOT_OURS,
            "_dmarc.@ TXT v=DMARC1; p=reject; adkim=s; aspf=s",
        ),
        ("dmarc: nothing of the domain, no policy", UNALIGNED, NOT_OURS, "- _dmarc.@ TXT"),
        ("dmarc: organisation signs, relaxed", RIGHT, BY_ORGANISATION, ""),
        (
            "dmarc: organisation signs, relaxed, said",
            RIGHT,
            BY_ORGANISATION,
            "_dmarc.@ TXT v=DMARC1; p=reject; adkim=r",
        ),
        (
            "dmarc: organisation signs, strict",
            UNALIGNED,
            BY_ORGANISATION,
            "_dmarc.@ TXT v=DMARC1; p=reject; adkim=s",
        ),
        (
            "dmarc: organisation signs, SPF strict",
            RIGHT,
            BY_ORGANISATION,
            "_dmarc.@ TXT v=DMARC1; p=reject; aspf=s",
        ),
        (
            "dmarc: organisation's policy, relaxed",
            RIGHT,
            BY_ORGANISATION,
            "- _dmarc.@ TXT\n _dmarc.^ TXT v=DMARC1; p=reject",
        ),
        (
            "dmarc: organisation's policy, strict",
            UNALIGNED,
            BY_ORGANISATION,
            "- _dmarc.@ TXT\n _dmarc.^ TXT v=DMARC1; p=reject; adkim=s",
        ),
        (
            "dmarc: own policy before the organisation's",
            RIGHT,
            BY_ORGANISATION,
            "_dmarc.@ TXT v=DMARC1; p=reject\n _dmarc.^ TXT v=DMARC1; p=reject; adkim=s",
        ),
        (
            "dmarc: two own records, and the organisation's",
            UNALIGNED,
            BY_ORGANISATION,
            "_dmarc.@ TXT v=DMARC1; p=none\n _dmarc.@ TXT v=DMARC1; p=reject\n _dmarc.^ TXT v=DMARC1; p=reject; adkim=s",
        ),
        (
            "dmarc: sp=none",
            RIGHT,
            BY_ORGANISATION,
            "- _dmarc.@ TXT\n _dmarc.^ TXT v=DMARC1; p=reject; sp=none",
        ),
        (
            "dmarc: sp=reject",
            RIGHT,
            BY_ORGANISATION,
            "- _dmarc.@ TXT\n _dmarc.^ TXT v=DMARC1; p=none; sp=reject",
        ),
        (
            "dmarc: an unknown sp",
            RIGHT,
            BY_ORGANISATION,
            "- _dmarc.@ TXT\n _dmarc.^ TXT v=DMARC1; p=reject; sp=x",
        ),
        ("dmarc: sp at the domain itself", RIGHT, "", "_dmarc.@ TXT v=DMARC1; p=reject; sp=none"),
        ("dmarc: returned below, relaxed", RIGHT, RETURNED_BELOW, ""),
        (
            "dmarc: returned below, strict",
            UNALIGNED,
            RETURNED_BELOW,
            "_dmarc.@ TXT v=DMARC1; p=reject; aspf=s",
        ),
        (
            "dmarc: returned below, DKIM strict",
            RIGHT,
            RETURNED_BELOW,
            "_dmarc.@ TXT v=DMARC1; p=reject; adkim=s",
        ),
        (
            "dmarc: a neighbour below the same public suffix",
            UNALIGNED,
            "! domain office#.co.uk\n ! signing_domain other.co.uk\n ! return_path other.co.uk",
            "other.co.uk TXT v=spf1 include:_spf.desk.example -all\n s1._domainkey.other.co.uk TXT p={rsa}\n - s2._domainkey.@ TXT",
        ),
        (
            "dmarc: a neighbour below a private suffix",
            UNALIGNED,
            "! domain office#.github.io\n ! signing_domain other.github.io\n ! return_path other.github.io",
            "other.github.io TXT v=spf1 include:_spf.desk.example -all\n s1._domainkey.other.github.io TXT p={rsa}",
        ),
        (
            "dmarc: three labels below the organisation",
            RIGHT,
            "! domain a.b.c.office#.co.uk\n ! signing_domain ^",
            "- _dmarc.@ TXT\n _dmarc.^ TXT v=DMARC1; p=reject\n s1._domainkey.^ TXT p={rsa}",
        ),
        (
            "dmarc: the name ends alike",
            UNALIGNED,
            "! domain office#.be\n ! signing_domain myoffice.be\n ! return_path myoffice.be",
            "myoffice.be TXT v=spf1 include:_spf.desk.example -all\n s1._domainkey.myoffice.be TXT p={rsa}",
        ),
    ] {
        all.push((name, causes, format!("{before}\n{text}")));
    }
    all
}
