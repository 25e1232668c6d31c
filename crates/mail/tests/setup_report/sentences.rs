//! The four files of sentences say the same things, and all that is asked for; and they are well set.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use domain::{Language, delivery::SenderFault};
use mail::setup_report::{cause_for_admin, cause_for_technician, cause_title};

/// The sentences of a language by key, as they are written.
fn sentences(language: Language) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}/setup.ftl"));
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    for line in fs::read_to_string(path).expect("a file").lines().filter(|line| !line.starts_with('#')) {
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
            found.get_mut(&key).expect("a key before").push_str(line);
        }
    }
    found
}

/// Every key that stands in the code, and those that are made of a cause.
fn asked() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/setup_report");
    let files = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let classes = folder.join("html.rs");
    let code: String = files
        .filter(|path| *path != classes)
        .chain([folder.with_extension("rs")])
        .map(|path| fs::read_to_string(path).expect("a file"))
        .collect();
    let literals = code.split('"').filter(|text| text.starts_with("setup-"));
    let key = |text: &&str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let mut keys: BTreeSet<String> = literals.filter(key).map(str::to_owned).collect();
    for cause in SenderFault::ALL {
        let code = cause.code().replace('_', "-");
        keys.extend(
            ["title", "admin", "technician"].map(|register| format!("setup-cause-{code}-{register}")),
        );
    }
    keys
}

/// A sentence without what stands in backticks and what Fluent reads.
fn words_of(sentence: &str) -> String {
    sentence.split('`').step_by(2).collect::<Vec<_>>().join("x")
}

#[test]
fn every_language_has_every_sentence_that_is_asked_for_and_no_other() {
    let asked = asked();
    assert!(asked.len() > 150, "{}", asked.len());
    for language in Language::ALL {
        let there: BTreeSet<String> = sentences(language).into_keys().collect();
        let (missing, unused): (Vec<_>, Vec<_>) =
            (asked.difference(&there).collect(), there.difference(&asked).collect());
        assert!(
            missing.is_empty() && unused.is_empty(),
            "{language}: missing {missing:?}, unused {unused:?}"
        );
    }
}

#[test]
fn a_sentence_names_the_same_values_and_settings_in_every_language() {
    let values = |sentence: &str| {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let named = sentence
            .split('$')
            .skip(1)
            .map(|after| after.split(|c| !word(c)).next().expect("one").to_owned());
        named.collect::<BTreeSet<String>>()
    };
    // `name=value` is put into words.
    let settings = |sentence: &str| {
        let all = sentence.split('`').skip(1).step_by(2).map(str::to_lowercase);
        all.filter(|code| !code.contains("=v") && !code.contains("=w")).collect::<BTreeSet<String>>()
    };
    let english = sentences(Language::En);
    for language in Language::ALL {
        for (key, sentence) in sentences(language) {
            assert_eq!(values(&sentence), values(&english[&key]), "{language}: {key}");
            assert_eq!(settings(&sentence), settings(&english[&key]), "{language}: {key}");
        }
    }
}

#[test]
fn french_marks_do_not_slip_to_the_next_line() {
    for (key, sentence) in sentences(Language::Fr) {
        let words = words_of(&sentence);
        for (place, mark) in words.match_indices([':', ';', '?', '!', '»']) {
            assert!(words[..place].ends_with('\u{a0}'), "{key}: {mark:?} in {words:?}");
        }
        for (place, _) in words.match_indices('«') {
            assert!(words[place + '«'.len_utf8()..].starts_with('\u{a0}'), "{key}");
        }
    }
}

#[test]
fn no_typewriter_marks_are_left() {
    for language in Language::ALL {
        for (key, sentence) in sentences(language) {
            assert!(!words_of(&sentence).contains(['\'', '"']), "{language}: {key}");
            assert_eq!(sentence.matches('`').count() % 2, 0, "{language}: {key}");
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

#[test]
fn every_cause_has_a_title_and_words_for_both_readers() {
    for language in Language::ALL {
        let all = |say: fn(Language, SenderFault) -> String| -> BTreeSet<String> {
            SenderFault::ALL.into_iter().map(|cause| say(language, cause)).collect()
        };
        for (register, longest) in
            [(all(cause_title), 60), (all(cause_for_admin), 260), (all(cause_for_technician), 460)]
        {
            assert_eq!(register.len(), SenderFault::ALL.len(), "{language}");
            for said in register {
                assert!(said.chars().count() <= longest && !said.starts_with("setup-"), "{language}: {said}");
            }
        }
    }
}

/// The office's admin has never heard of any of these.
#[test]
fn the_admin_is_spared_the_words_of_technicians() {
    for language in Language::ALL {
        for cause in SenderFault::ALL {
            let said = cause_for_admin(language, cause);
            for word in [
                "DKIM",
                "SPF",
                "DMARC",
                "MX",
                "DNS",
                "TLS",
                "SMTP",
                "OAuth",
                "TXT",
                "record",
                "Eintrag",
                "enregistrement",
                "token",
            ] {
                assert!(!said.contains(word), "{language}: {word} in {said}");
            }
            assert!(said.matches(". ").count() <= 1, "{language}: two sentences at most: {said}");
        }
    }
}
