//! Who reads the page: which language they chose, and which their browser asks for.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use domain::Language;

/// The languages of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader {
    /// Chosen with the page's language switch: `?lang=fr`.
    pub(super) chosen: Option<Language>,
    /// What the browser asks for.
    browser: Option<Language>,
}

impl Reader {
    /// The language for a page about nobody we know.
    pub(super) fn language(self) -> Language {
        self.chosen.or(self.browser).unwrap_or(Language::En)
    }

    /// The language for a page to somebody whose own we know.
    pub(super) fn language_or(self, own: Language) -> Language {
        self.chosen.unwrap_or(own)
    }

    /// The same reader, who sent a form: the page that it stood on had this language.
    pub(super) fn who_chose(self, lang: Option<&str>) -> Self {
        Self { chosen: lang.and_then(|lang| lang.parse().ok()).or(self.chosen), ..self }
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let mut chosen = query.filter(|(name, _)| name == "lang");
        Ok(Self {
            chosen: chosen.next().and_then(|(_, lang)| lang.parse().ok()),
            browser: preferred(&parts.headers),
        })
    }
}

/// The best of ours in `Accept-Language` (RFC 9110 §12.5.4); of two that are wanted as much, the first.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(Language, f32)> = None;
    for range in wanted.split(',').take(50) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(0.0);
        let Ok(language) = tag.split('-').next().unwrap_or_default().parse::<Language>() else { continue };
        if weight > best.map_or(0.0, |(_, best)| best) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_our_languages_that_the_browser_asks_for() {
        let cases = [
            ("fr-BE,fr;q=0.9,en;q=0.8", Some(Language::Fr)),
            ("en;q=0.7, nl-BE;q=0.9, *;q=0.1", Some(Language::Nl)),
            ("pt-BR,pt;q=0.9,de;q=0.2", Some(Language::De)),
            ("es", None),
            ("nl;q=0,de;q=NaN", None),
            ("", None),
            (";;;,,q=1", None),
        ];
        for (wanted, best) in cases {
            let headers = [(header::ACCEPT_LANGUAGE, wanted.parse().unwrap())].into_iter().collect();
            assert_eq!(preferred(&headers), best, "{wanted}");
        }
    }
}
