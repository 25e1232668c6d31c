//! DKIM: is the key that we sign with published, and is it that one (RFC 6376 §3.6, RFC 8463)?

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::delivery::SenderFault;
use serde::{Deserialize, Serialize};

use super::{
    known::{Failure, Known, NotYet},
    plan::{Algorithm, Plan, SigningKey},
    question::{Kind, Trouble},
    report::{Detail, Finding, Standing, ToPublish, Warning, shown},
    tags::{TagFault, Tags, is_space, listed},
};

/// What is wrong with a key, or with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum KeyFault {
    /// Nothing is there.
    Nothing,
    /// The name is an alias of one that has no key.
    AliasOfNothing {
        /// That name.
        target: String,
    },
    /// A text is there that is no key.
    NotAKey,
    /// More than one record: which counts is undefined (RFC 6376 §3.6.2.2).
    SeveralRecords {
        /// So many.
        count: usize,
    },
    /// It cannot be read as a list of tags.
    Unreadable {
        /// Why.
        why: TagFault,
    },
    /// `v=` is not `DKIM1`.
    Version {
        /// What it is.
        version: String,
    },
    /// There is no `p=`, or what it holds is not base64.
    NoPublicKey,
    /// `p=` is empty: the key was withdrawn.
    Revoked,
    /// `k=` is not what we sign with.
    OtherAlgorithm {
        /// What it is.
        algorithm: String,
    },
    /// `s=` does not hold `email` or `*`: the key is not for mail.
    NotForMail {
        /// What it is for.
        services: String,
    },
    /// `h=` does not hold `sha256`.
    NotForSha256 {
        /// What it is for.
        hashes: String,
    },
    /// A key, and not ours.
    OtherKey,
}

/// A key that is ours, and what had better be otherwise.
#[derive(Debug, Default, PartialEq, Eq)]
struct RightKey {
    testing: bool,
    version_not_first: bool,
}

/// How one key stands.
struct OneKey {
    standing: Standing,
    finding: Option<Finding>,
    warnings: Vec<Warning>,
}

/// What a check of the keys says.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) findings: Vec<Finding>,
    pub(super) warnings: Vec<Warning>,
    pub(super) records: Vec<ToPublish>,
}

/// 1. A key that is needed and not there is missing; a second one that is not there is a warning.
/// 2. A key that is there and is not ours is a mismatch, whichever it is: its signature fails at those who verify it.
pub(super) fn check(plan: &Plan, known: &Known) -> Result<Keys, NotYet> {
    let each: Vec<_> = plan.keys().map(|(key, needed)| one_key(plan, key, needed, known)).collect();
    let mut keys = Keys::default();
    for ((key, needed), one) in plan.keys().zip(each) {
        let OneKey { standing, finding, warnings } = one?;
        keys.records.push(ToPublish { record: plan.key_record(key), standing, needed });
        keys.findings.extend(finding);
        keys.warnings.extend(warnings);
    }
    Ok(keys)
}

fn one_key(plan: &Plan, key: &SigningKey, needed: bool, known: &Known) -> Result<OneKey, NotYet> {
    let name = plan.key_name(key);
    let texts = match known.texts(&name)? {
        Ok(found) => found.records,
        Err(Failure { name, trouble }) => return Ok(unknown(name, trouble)),
    };
    let fault = match texts.as_slice() {
        [] => match known.names(&name, Kind::Cname)? {
            Ok(found) if !found.records.is_empty() => {
                let target = found.records[0].clone();
                return Ok(absent(
                    plan,
                    key,
                    needed,
                    vec![format!("CNAME {target}.")],
                    KeyFault::AliasOfNothing { target },
                ));
            }
            _ => return Ok(absent(plan, key, needed, Vec::new(), KeyFault::Nothing)),
        },
        [text] if !looks_like_a_key(text) => {
            return Ok(absent(plan, key, needed, shown(&texts), KeyFault::NotAKey));
        }
        [text] => match read(text, key) {
            Ok(right) => return Ok(published(name, &right)),
            Err(fault) => fault,
        },
        several => KeyFault::SeveralRecords { count: several.len() },
    };
    let finding = Finding {
        cause: SenderFault::DkimMismatch,
        name,
        found: shown(&texts),
        wanted: Some(plan.key_record(key)),
        detail: Detail::Dkim(fault),
    };
    Ok(OneKey { standing: Standing::Wrong, finding: Some(finding), warnings: Vec::new() })
}

fn unknown(name: String, trouble: Trouble) -> OneKey {
    let finding = dns_failure(name, trouble);
    OneKey { standing: Standing::Unknown, finding: Some(finding), warnings: Vec::new() }
}

/// A name gave no answer.
pub(super) fn dns_failure(name: String, trouble: Trouble) -> Finding {
    let detail = Detail::Dns { trouble };
    Finding { cause: SenderFault::DnsFailure, name, found: Vec::new(), wanted: None, detail }
}

fn absent(plan: &Plan, key: &SigningKey, needed: bool, found: Vec<String>, fault: KeyFault) -> OneKey {
    let name = plan.key_name(key);
    if !needed {
        let warnings = vec![Warning::DkimSecondKeyMissing { name }];
        return OneKey { standing: Standing::Missing, finding: None, warnings };
    }
    let wanted = Some(plan.key_record(key));
    let detail = Detail::Dkim(fault);
    let finding = Finding { cause: SenderFault::DkimMissing, name, found, wanted, detail };
    OneKey { standing: Standing::Missing, finding: Some(finding), warnings: Vec::new() }
}

fn published(name: String, right: &RightKey) -> OneKey {
    let mut warnings = Vec::new();
    if right.testing {
        warnings.push(Warning::DkimTesting { name: name.clone() });
    }
    if right.version_not_first {
        warnings.push(Warning::DkimVersionNotFirst { name });
    }
    OneKey { standing: Standing::Right, finding: None, warnings }
}

/// Whether somebody meant a text to be a key. A wildcard often answers here with something else.
fn looks_like_a_key(text: &str) -> bool {
    let version = text.to_ascii_lowercase().contains("dkim1");
    version
        || text
            .split(';')
            .any(|part| part.trim_start().starts_with("p=") || part.trim_start().starts_with("P="))
}

/// The record is this key, or what is wrong with it; tags that nobody knows are skipped (RFC 6376 §3.6.1).
fn read(text: &str, key: &SigningKey) -> Result<RightKey, KeyFault> {
    let tags = Tags::parse(text).map_err(|why| KeyFault::Unreadable { why })?;
    if let Some(version) = tags.get("v").filter(|version| *version != "DKIM1") {
        return Err(KeyFault::Version { version: version.chars().take(100).collect() });
    }
    let public = tags.get("p").ok_or(KeyFault::NoPublicKey)?;
    let public: String = public.chars().filter(|c| !is_space(*c)).collect();
    if public.is_empty() {
        return Err(KeyFault::Revoked);
    }
    let algorithm = tags.get("k").unwrap_or(Algorithm::Rsa.code());
    if algorithm != key.algorithm.code() {
        return Err(KeyFault::OtherAlgorithm { algorithm: algorithm.chars().take(100).collect() });
    }
    if let Some(services) =
        tags.get("s").filter(|value| !listed(value).any(|one| matches!(one, "*" | "email")))
    {
        return Err(KeyFault::NotForMail { services: services.chars().take(100).collect() });
    }
    if let Some(hashes) = tags.get("h").filter(|value| !listed(value).any(|one| one == "sha256")) {
        return Err(KeyFault::NotForSha256 { hashes: hashes.chars().take(100).collect() });
    }
    let theirs = STANDARD.decode(&public).map_err(|_| KeyFault::NoPublicKey)?;
    if STANDARD.decode(&key.public).ok().as_ref() != Some(&theirs) {
        return Err(KeyFault::OtherKey);
    }
    Ok(RightKey {
        testing: tags.get("t").is_some_and(|flags| listed(flags).any(|flag| flag == "y")),
        version_not_first: tags.get("v").is_some() && tags.first().is_some_and(|(name, _)| name != "v"),
    })
}
