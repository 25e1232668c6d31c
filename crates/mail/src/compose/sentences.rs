//! The sentences of `locales/`, one file per language, built into the program.

use std::{borrow::Cow, collections::HashMap};

use domain::Language;
use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid};

use super::templates::TemplateError;

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // The marks around values, for text of mixed direction, would be seen as boxes in some mail programs.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const NL: LanguageIdentifier = langid!("nl");
const FR: LanguageIdentifier = langid!("fr");
const EN: LanguageIdentifier = langid!("en");
const DE: LanguageIdentifier = langid!("de");

/// What a sentence can say, by name.
pub(crate) type Arguments<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

/// The sentence of this key, in this language and no other.
pub(crate) fn say(language: Language, key: &str, arguments: &Arguments<'_>) -> Result<String, TemplateError> {
    let identifier = match language {
        Language::Nl => &NL,
        Language::Fr => &FR,
        Language::En => &EN,
        Language::De => &DE,
    };
    LOCALES
        .lookup_single_language(identifier, key, Some(arguments))
        .map_err(|source| TemplateError::Sentence { language, key: key.to_owned(), source: Box::new(source) })
}
