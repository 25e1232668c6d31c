//! A domain with its two keys, their records, and every mail that we send.

use std::sync::LazyLock;

use domain::Language;
use mail::compose::Composer;
use mail::dkim::{Algorithm, Generation, KeyName, Pkcs8, PrivateKey, Record, Signer};

use crate::samples;

pub(crate) const DOMAIN: &str = "claes-vdb.example.be";

static KEYS: LazyLock<[Pkcs8; 2]> =
    LazyLock::new(|| Algorithm::ALL.map(|algorithm| PrivateKey::make(algorithm).unwrap()));

fn keys() -> Vec<(KeyName, PrivateKey)> {
    let key = |(algorithm, pkcs8): (Algorithm, &Pkcs8)| {
        let name = KeyName::new(DOMAIN, Generation::FIRST.selector(algorithm)).unwrap();
        (name, PrivateKey::read(algorithm, pkcs8).unwrap())
    };
    Algorithm::ALL.into_iter().zip(KEYS.iter()).map(key).collect()
}

/// Signs with both keys.
pub(crate) fn signer() -> Signer {
    Signer::new(keys()).unwrap()
}

pub(crate) fn signer_with(algorithm: Algorithm) -> Signer {
    Signer::new(keys().into_iter().filter(|(_, key)| key.algorithm() == algorithm).collect()).unwrap()
}

/// What the domain publishes.
pub(crate) fn records() -> &'static [Record] {
    static RECORDS: LazyLock<Vec<Record>> =
        LazyLock::new(|| keys().into_iter().map(|(name, key)| Record::of(name, &key)).collect());
    &RECORDS
}

/// The TXT record at this name, as a resolver gives it.
pub(crate) fn txt(name: &str) -> Option<String> {
    records().iter().find(|record| record.name().dns() == name).map(|record| record.value().to_owned())
}

/// A mail by a name for files, as it was composed.
pub(crate) struct Letter {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Every kind of mail, in every language.
pub(crate) fn letters() -> &'static [Letter] {
    static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
        let composer = Composer::new().unwrap();
        let letter = |language, sample: samples::Sample| Letter {
            name: format!("{}.{language}", sample.name),
            text: text(composer.compose(&sample.mail, sample.link().as_ref()).unwrap().bytes),
        };
        let all = |language| samples::all(language).into_iter().map(move |sample| (language, sample));
        Language::ALL.into_iter().flat_map(all).map(|(language, sample)| letter(language, sample)).collect()
    });
    &LETTERS
}

/// Is this the one language of its kind of mail in which everything is tried? Each kind takes the next.
pub(crate) fn in_full(at: usize) -> bool {
    let kinds = letters().len() / Language::ALL.len();
    at / kinds == at % kinds % Language::ALL.len()
}

/// Each kind of mail once.
pub(crate) fn kinds() -> impl Iterator<Item = &'static Letter> {
    letters().iter().enumerate().filter(|(at, _)| in_full(*at)).map(|(_, letter)| letter)
}

/// A signed mail is ASCII.
pub(crate) fn text(bytes: Vec<u8>) -> String {
    assert!(bytes.is_ascii());
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn sign(signer: &Signer, message: &str) -> String {
    text(signer.sign(message.as_bytes()).unwrap())
}
