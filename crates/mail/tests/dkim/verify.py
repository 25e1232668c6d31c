"""Checks the signatures of mails with dkimpy, which knows nothing of ours.

    verify.py FOLDER

FOLDER/records.json is {name: TXT}, the DNS; FOLDER/mails holds the mails. Printed is one line for each signature,
from above: file, position, algorithm, and `ok` or what is wrong.
"""

import json
import pathlib
import sys

import dkim
import nacl.signing  # without it dkimpy passes over Ed25519 in silence  # noqa: F401

folder = pathlib.Path(sys.argv[1])
records = json.loads((folder / "records.json").read_text())


def txt(name, timeout=5):
    record = records.get(name.decode().rstrip("."))
    return record and record.encode()


for path in sorted((folder / "mails").iterdir()):
    mail = path.read_bytes()
    signatures = [value for name, value in dkim.rfc822_parse(mail)[0] if name.lower() == b"dkim-signature"]
    for at, signature in enumerate(signatures):
        algorithm = dkim.util.parse_tag_value(signature)[b"a"].decode()
        try:
            verdict = "ok" if dkim.DKIM(mail).verify(idx=at, dnsfunc=txt) else "the signature is wrong"
        except dkim.DKIMException as error:
            verdict = str(error)
        print(path.name, at, algorithm, verdict.replace("\n", " "), sep="\t")
