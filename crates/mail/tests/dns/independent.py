"""What others make of the same zones: pyspf, dkimpy and authheaders, asking the name server that the test has started.

    independent.py keys                 two pairs of keys, and two others' public halves, as JSON
    independent.py verdicts PORT        reads cases (JSON) from stdin, writes a verdict for each
    independent.py suite FILE           the RFC 7208 test suite (YAML), as JSON
"""

import base64
import functools
import json
import re
import sys

MESSAGE = b"From: office@%b\r\nSubject: a test\r\n\r\nHello.\r\n"


def keys():
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric import rsa
    from nacl.signing import SigningKey

    def rsa_pair():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(s.Encoding.PEM, s.PrivateFormat.TraditionalOpenSSL, s.NoEncryption())
        public = key.public_key().public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
        return private.decode(), base64.b64encode(public).decode()

    def ed25519_pair():
        key = SigningKey.generate()
        return base64.b64encode(bytes(key)).decode(), base64.b64encode(bytes(key.verify_key)).decode()

    (rsa_private, rsa_public), (ed_private, ed_public) = rsa_pair(), ed25519_pair()
    return {
        "private": {"rsa": rsa_private, "ed25519": ed_private},
        "public": {
            "rsa": rsa_public,
            "ed25519": ed_public,
            "other_rsa": rsa_pair()[1],
            "other_ed25519": ed25519_pair()[1],
        },
    }


def ask_only(port):
    """Makes every library ask our server, and nobody else."""
    import dns.resolver

    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = port
    resolver.lifetime = 5
    dns.resolver.default_resolver = resolver
    return resolver


def spf_verdict(case, address):
    import spf

    query = spf.query(
        i=address, s="postmaster@" + case["return_path"], h=case["helo"], strict=True, timeout=5, querytime=20
    )
    return query.check()[0]


def dkim_verdict(case, selector, algorithm, private, resolver):
    """`pass` when every record at the name verifies our signature; whichever of several counts is undefined."""
    import dkim
    import dns.resolver

    name = f"{selector}._domainkey.{case['signing_domain']}."
    try:
        records = [b"".join(record.strings) for record in resolver.resolve(name, "TXT")]
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return "none"
    except dns.exception.DNSException:
        return "temperror"
    message = MESSAGE % case["domain"].encode()
    signature = dkim.sign(
        message,
        selector.encode(),
        case["signing_domain"].encode(),
        private[algorithm].encode(),
        signature_algorithm=algorithm.encode() + b"-sha256",
        include_headers=[b"from", b"subject"],
    )
    for record in records:
        try:
            good = dkim.DKIM(signature + message).verify(dnsfunc=lambda *_, record=record, **__: record)
        except Exception:  # whatever it stumbles over, it does not verify
            good = False
        if not good:
            return "fail"
    return "pass"


@functools.cache
def suffixes(file):
    import authheaders.dmarc_lookup

    with open(file, encoding="utf-8") as lines:
        return authheaders.dmarc_lookup.PublicSuffixList(lines)


def dmarc_verdict(case, newer):
    import authheaders
    import authres

    # It reads its list of suffixes for every question: once is enough.
    authheaders.dmarc_lookup.get_org_domain_from_suffix_list = lambda file, domain: suffixes(
        str(file)
    ).get_public_suffix(domain)
    spf = authres.SPFAuthenticationResult(result="pass", smtp_mailfrom="postmaster@" + case["return_path"])
    dkim = authres.DKIMAuthenticationResult(result="pass", header_d=case["signing_domain"])
    try:
        result, _, _, policy = authheaders.dmarc_per_from(
            case["domain"], spf_result=spf, dkim_result=dkim, dmarcbis=newer
        )
    except Exception:  # it has no word for a record that it cannot read
        return "unreadable"
    return result if result == "none" else f"{result} {policy.lower()}"


def verdicts(port):
    resolver = ask_only(port)
    given = json.load(sys.stdin)
    return [
        {
            "spf": [spf_verdict(case, address) for address in case["addresses"]],
            "dkim": [
                dkim_verdict(case, selector, algorithm, given["private"], resolver)
                for selector, algorithm in case["keys"]
            ],
            "dmarc": dmarc_verdict(case, False),
            "newer_dmarc": dmarc_verdict(case, True),
        }
        for case in given["cases"]
    ]


def suite(file):
    import yaml

    cases = []
    with open(file, "rb") as text:
        for part in yaml.safe_load_all(text):
            records, silent = zone(part.get("zonedata", {}))
            for name, test in part["tests"].items():
                helo = test["helo"]
                sender = test["mailfrom"] or "postmaster@" + helo
                local, _, domain = sender.rpartition("@")
                results = test["result"]
                cases.append(
                    {
                        "name": f"{part['description']}: {name}",
                        "address": test["host"],
                        "local_part": local or "postmaster",
                        "domain": domain,
                        "helo": helo,
                        "results": results if isinstance(results, list) else [results],
                        "records": records,
                        "silent": silent,
                    }
                )
    return cases


def zone(data):
    """Records as name, type, value; and the names that answer nothing else. A record of the old type SPF is a TXT too."""
    records, silent = [], []
    for name, entries in data.items():
        kinds = {kind for entry in entries if isinstance(entry, dict) for kind in entry}
        for entry in entries:
            if entry == "TIMEOUT":
                silent.append(name.lower())
                continue
            ((kind, value),) = entry.items()
            if kind == "SPF" and "TXT" not in kinds:
                kind = "TXT"
            if value == "NONE" or kind == "SPF":
                continue
            if kind == "MX":
                value = f"{value[0]} {value[1]}."
            elif isinstance(value, list):
                value = "".join(value)
            records.append([name, kind, re.sub(r"[|]", "", str(value))])
    return records, silent


def main(arguments):
    match arguments:
        case ["keys"]:
            return keys()
        case ["verdicts", port]:
            return verdicts(int(port))
        case ["suite", file]:
            return suite(file)
    sys.exit(__doc__)


json.dump(main(sys.argv[1:]), sys.stdout)
