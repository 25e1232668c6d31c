//! The four files of sentences say the same things, and all that is asked for.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use domain::Language;

/// The sentences of a language by key, as they are written.
fn sentences(language: Language) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}/mail.ftl"));
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        if !line.starts_with(' ')
            && let Some((name, sentence)) = line.split_once(" =")
        {
            key = name.to_owned();
            assert_eq!(
                found.insert(key.clone(), sentence.trim().to_owned()),
                None,
                "{language}: {key} twice"
            );
        } else if !line.is_empty() {
            found.get_mut(&key).unwrap().push_str(line);
        }
    }
    found
}

fn keys_in(text: &str) -> BTreeSet<String> {
    text.split("[[").skip(1).map(|after| after.split("]]").next().unwrap().to_owned()).collect()
}

fn keys_of_all_layouts(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                keys_of_all_layouts(&path)
            } else {
                keys_in(&fs::read_to_string(path).unwrap())
            }
        })
        .collect()
}

/// The values that a sentence names. `hour_padded` is `hour` for those who write `09:05`.
fn values_in(sentence: &str) -> BTreeSet<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let named = sentence.split('$').skip(1).map(|after| after.split(|c| !word(c)).next().unwrap());
    named.map(|name| name.trim_end_matches("_padded").to_owned()).collect()
}

#[test]
fn every_language_has_every_sentence_that_is_asked_for_and_no_other() {
    let mut asked = keys_of_all_layouts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"));
    let values = ["moment", "month", "kind", "notifications", "working-hours", "vat-month", "vat-quarter"];
    asked.extend(values.map(str::to_owned));
    for language in Language::ALL {
        let there: BTreeSet<String> = sentences(language).into_keys().collect();
        assert_eq!(there, asked, "{language}");
    }
}

#[test]
fn a_sentence_names_the_same_values_in_every_language() {
    let english = sentences(Language::En);
    for language in Language::ALL {
        for (key, sentence) in sentences(language) {
            assert_eq!(values_in(&sentence), values_in(&english[&key]), "{language}: {key}");
        }
    }
}

#[test]
fn french_double_punctuation_does_not_slip_to_the_next_line() {
    for (key, sentence) in sentences(Language::Fr) {
        for (place, mark) in sentence.match_indices([':', ';', '?', '!']) {
            assert!(sentence[..place].ends_with('\u{a0}'), "{key}: {mark:?} in {sentence:?}");
        }
    }
}

#[test]
fn nobody_is_addressed_as_a_friend() {
    let informal = [
        (Language::Nl, &["je", "jij", "jou", "jouw", "jullie"][..]),
        (Language::Fr, &["tu", "te", "toi", "ton", "ta", "tes"][..]),
        (Language::De, &["du", "dir", "dich", "dein", "deine", "deinen"][..]),
    ];
    for (language, words) in informal {
        for (key, sentence) in sentences(language) {
            let lower = sentence.to_lowercase();
            let said: BTreeSet<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
            assert!(words.iter().all(|word| !said.contains(word)), "{language}: {key}");
        }
    }
}
