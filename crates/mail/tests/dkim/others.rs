//! What others say of our signatures: dkimpy of both, OpenDKIM of each alone.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use mail::dkim::Algorithm;
use tempfile::TempDir;

use crate::{
    changes,
    support::{in_full, letters, records, sign, signer, signer_with},
};

/// A mail as a file, and whether its signatures hold.
struct Filed {
    name: String,
    text: String,
    holds: bool,
}

/// Every mail as it is; and of each kind, in one language after the other, all that can become of it.
fn filed(sign: impl Fn(&str) -> String) -> Vec<Filed> {
    let mut filed = Vec::new();
    for (at, letter) in letters().iter().enumerate() {
        let signed = sign(&letter.text);
        let file = |(what, text), holds| Filed { name: format!("{}.{what}.eml", letter.name), text, holds };
        if in_full(at) {
            filed.extend(changes::forgeries(&signed).into_iter().map(|change| file(change, false)));
            filed.extend(changes::relayed(&signed).into_iter().map(|change| file(change, true)));
        } else {
            filed.push(file(("untouched".to_owned(), signed), true));
        }
    }
    for (name, body) in ODD_BODIES {
        let message = format!("From: a@{}\r\nDate: {DATE}\r\n\r\n{body}", crate::support::DOMAIN);
        filed.push(Filed { name: format!("body-{name}.eml"), text: sign(&message), holds: true });
    }
    filed
}

const DATE: &str = "Mon, 23 Nov 2026 15:45:00 +0000";

/// As they arrive: SMTP ends every line.
const ODD_BODIES: [(&str, &str); 8] = [
    ("empty", ""),
    ("one-empty-line", "\r\n"),
    ("blank", " \t\r\n\r\n  \r\n"),
    ("dots", ".\r\n..\r\n. .\r\n"),
    ("space-first", " a\r\n\tb\r\n"),
    ("space-last", "a \t\r\n \r\n\r\n"),
    ("only-the-second-line", "\r\na\r\n"),
    ("like-a-header", "From: b@example.be\r\n\r\nSubject: x\r\n"),
];

/// Writes the mails and the DNS into a new folder.
fn folder(filed: &[Filed]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("mails")).unwrap();
    for mail in filed {
        fs::write(folder.path().join("mails").join(&mail.name), &mail.text).unwrap();
    }
    let dns: BTreeMap<_, _> = records().iter().map(|record| (record.name().dns(), record.value())).collect();
    fs::write(folder.path().join("records.json"), serde_json::to_string(&dns).unwrap()).unwrap();
    let lines: String = dns.iter().map(|(name, value)| format!("{name} {value}\n")).collect();
    fs::write(folder.path().join("records.txt"), lines).unwrap();
    folder
}

/// A tool's path: from the environment, or where Debian puts it.
fn tool(variable: &str, debian: &str) -> PathBuf {
    env::var_os(variable).map_or_else(|| PathBuf::from(debian), PathBuf::from)
}

fn run(command: &mut Command, package: &str) -> String {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{}: {error} (Debian: apt-get install {package})", command.get_program().display())
    });
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    said.into_owned()
}

#[test]
#[ignore = "needs dkimpy; ./test runs it"]
fn dkimpy_agrees_on_every_mail_in_every_language_and_on_what_becomes_of_it() {
    let signer = signer();
    let filed = filed(|message| sign(&signer, message));
    let folder = folder(&filed);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dkim/verify.py");
    let python = tool("POSTMEESTER_TEST_PYTHON", "/usr/bin/python3");
    let said = run(Command::new(python).arg(script).arg(folder.path()), "python3-dkim python3-nacl");
    let mut verdicts: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for line in said.lines() {
        let [file, _, algorithm, verdict] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{said}")
        };
        verdicts.entry(file).or_default().push((algorithm, verdict));
    }
    for mail in &filed {
        let found = verdicts.get(mail.name.as_str()).unwrap_or_else(|| panic!("{}: {said}", mail.name));
        let algorithms: Vec<_> = found.iter().map(|(algorithm, _)| *algorithm).collect();
        assert_eq!(algorithms, ["rsa-sha256", "ed25519-sha256"], "{}", mail.name);
        let right = found.iter().all(|(_, verdict)| (*verdict == "ok") == mail.holds);
        assert!(right, "{}: {found:?}\n{}", mail.name, mail.text);
    }
    println!("{} mails, {} of them forged", filed.len(), filed.iter().filter(|mail| !mail.holds).count());
}

/// It tells of one signature a mail, so each algorithm signs alone.
#[test]
#[ignore = "needs opendkim; ./test runs it"]
fn opendkim_agrees_on_each_algorithm_alone() {
    for algorithm in Algorithm::ALL {
        let signer = signer_with(algorithm);
        let filed = filed(|message| sign(&signer, message));
        let folder = folder(&filed);
        let path = |mail: &Filed| folder.path().join("mails").join(&mail.name).display().to_string();
        let configuration = folder.path().join("opendkim.conf");
        let keys = folder.path().join("records.txt");
        fs::write(&configuration, format!("Mode v\nTestPublicKeys {}\n", keys.display())).unwrap();
        for some in filed.chunks(100) {
            // The last one holds: that it was looked at shows that all were.
            let last = filed.last().expect("the odd bodies hold");
            let paths: Vec<_> = some.iter().chain([last]).map(path).collect();
            let opendkim = tool("POSTMEESTER_TEST_OPENDKIM", "/usr/sbin/opendkim");
            let said = run(
                Command::new(opendkim).arg("-x").arg(&configuration).args(["-v", "-t", &paths.join(",")]),
                "opendkim",
            );
            for mail in some.iter().chain([last]) {
                let start = format!("opendkim: {}: verification (", path(mail));
                let about: Vec<_> = said.lines().filter(|line| line.starts_with(&start)).collect();
                let held = about.iter().any(|line| line.ends_with(" succeeded"));
                assert_eq!(held, mail.holds, "{}: {about:?}\n{said}", mail.name);
            }
        }
    }
}
