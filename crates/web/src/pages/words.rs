//! The sentences of `locales/`, one folder per language, built into the program.

use std::{borrow::Cow, collections::HashMap};

use domain::Language;
use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid};

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // The marks around values, for text of mixed direction, would come along when somebody copies an address.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const NL: LanguageIdentifier = langid!("nl");
const FR: LanguageIdentifier = langid!("fr");
const EN: LanguageIdentifier = langid!("en");
const DE: LanguageIdentifier = langid!("de");

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// The sentence of this key.
    pub(super) fn say(self, key: &str) -> String {
        self.find(key, &HashMap::new()).unwrap_or_else(|| missing(self.0, key))
    }

    /// The sentence of this key with one value filled in.
    pub(super) fn with(self, key: &str, name: &'static str, value: &str) -> String {
        self.fill(key, &[(name, value.into())])
    }

    /// The sentence of this key with its values filled in.
    pub(super) fn fill(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let values = values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        self.find(key, &values).unwrap_or_else(|| missing(self.0, key))
    }

    /// The sentence of `{prefix}-{code}`; of `{prefix}-other`, with the code in it, when that is not known.
    pub(super) fn of_code(self, prefix: &str, code: &str) -> String {
        let known = self.find(&format!("{prefix}-{code}"), &HashMap::new());
        known.unwrap_or_else(|| self.with(&format!("{prefix}-other"), "code", code))
    }

    fn find(self, key: &str, values: &HashMap<Cow<'static, str>, FluentValue<'_>>) -> Option<String> {
        let identifier = match self.0 {
            Language::Nl => &NL,
            Language::Fr => &FR,
            Language::En => &EN,
            Language::De => &DE,
        };
        LOCALES.lookup_single_language(identifier, key, Some(values)).ok()
    }
}

/// A sentence that is missing is a mistake of ours; the reader still gets the rest of the page.
fn missing(language: Language, key: &str) -> String {
    tracing::error!(%language, key, "a sentence is missing, or a value in it");
    key.to_owned()
}

/// What a language calls itself.
pub(super) const fn own_name(language: Language) -> &'static str {
    match language {
        Language::Nl => "Nederlands",
        Language::Fr => "Français",
        Language::En => "English",
        Language::De => "Deutsch",
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    /// Every key, with the values that its sentence asks for.
    fn keys(language: Language) -> BTreeSet<String> {
        let folder = root().join("locales").join(language.code());
        let mut keys = BTreeSet::new();
        for file in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            let mut key = String::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                    key = name.to_owned();
                    assert!(keys.insert(key.clone()), "{language}: {key} is there twice");
                }
                for value in line.split('$').skip(1) {
                    let name: String =
                        value.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    keys.insert(format!("{key} ${}", name.replace("hour_padded", "hour")));
                }
            }
        }
        keys
    }

    #[test]
    fn every_language_has_the_same_sentences_with_the_same_values() {
        let english = keys(Language::En);
        assert!(english.len() > 150);
        for language in Language::ALL {
            let own = keys(language);
            assert_eq!(
                english.symmetric_difference(&own).collect::<Vec<_>>(),
                Vec::<&String>::new(),
                "{language}"
            );
        }
    }

    #[test]
    fn every_sentence_that_a_page_asks_for_exists() {
        let known = keys(Language::En);
        let mut asked = 0;
        let mut look = |text: &str| {
            for start in [".say(\"", ".with(\"", ".fill(\""] {
                for rest in text.split(start).skip(1) {
                    let key = rest.split('"').next().unwrap();
                    assert!(known.contains(key), "{key}");
                    asked += 1;
                }
            }
        };
        let folders = [
            "src/pages",
            "src/pages/welcome",
            "src/pages/mailbox",
            "templates",
            "templates/welcome",
            "templates/mailbox",
        ];
        for file in folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).unwrap()) {
            let file = file.unwrap().path();
            if file.is_file() && !file.ends_with("words.rs") {
                look(&fs::read_to_string(file).unwrap());
            }
        }
        assert!(asked > 50, "{asked}");
    }

    #[test]
    fn a_code_that_nobody_knows_is_said_as_it_is() {
        assert_eq!(Words(Language::En).of_code("cause", "moonlight"), "Cause: moonlight");
    }

    #[test]
    fn one_is_not_many() {
        let say =
            |language, missing: i64| Words(language).fill("strength-short", &[("missing", missing.into())]);
        assert_eq!(say(Language::En, 1), "One more character is needed.");
        assert_eq!(say(Language::Nl, 3), "Er zijn nog 3 tekens nodig.");
        assert_eq!(say(Language::Fr, 1), "Il manque encore 1 caractère.");
    }
}
