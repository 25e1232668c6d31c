//! What all pages have around them: the head, the switch between languages, and how they become an answer.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use desk::Desk;
use domain::{EmailAddress, Language};

use super::{
    assets,
    reader::Reader,
    words::{Words, own_name},
};

/// The frame of one page.
pub(super) struct Frame {
    /// What the browser shows on its tab.
    pub(super) title: String,
    words: Words,
    chosen: Option<Language>,
    /// The path of the base URL, without a slash at its end.
    root: String,
}

/// One of the languages that a page can be read in.
pub(super) struct Choice {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) current: bool,
}

impl Frame {
    /// The frame of a page in this language.
    pub(super) fn new(desk: &Desk, reader: Reader, language: Language) -> Self {
        let root = desk.settings().base_url.path().trim_end_matches('/').to_owned();
        Self { title: String::new(), words: Words(language), chosen: reader.chosen, root }
    }

    /// The same with a title.
    pub(super) fn titled(self, title: impl Into<String>) -> Self {
        Self { title: title.into(), ..self }
    }

    pub(super) const fn words(&self) -> Words {
        self.words
    }

    pub(super) const fn lang(&self) -> &'static str {
        self.words.0.code()
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// The code of the language that the reader chose, for a form that keeps it.
    pub(super) fn chosen(&self) -> Option<&'static str> {
        self.chosen.map(Language::code)
    }

    pub(super) fn languages(&self) -> [Choice; 4] {
        Language::ALL.map(|language| Choice {
            code: language.code(),
            name: own_name(language),
            current: language == self.words.0,
        })
    }

    /// The address of a page of ours, without the reader's choice of language.
    pub(super) fn plain(&self, path: impl AsRef<str>) -> String {
        format!("{}{}", self.root, path.as_ref())
    }

    /// The address of a page of ours, in the language that the reader chose.
    pub(super) fn link(&self, path: impl AsRef<str>) -> String {
        let path = path.as_ref();
        match self.chosen {
            None => self.plain(path),
            Some(language) => {
                let mark = if path.contains('?') { '&' } else { '?' };
                format!("{}{path}{mark}lang={language}", self.root)
            }
        }
    }

    pub(super) fn asset(&self, name: &str) -> String {
        self.plain(assets::path(name))
    }
}

/// A page as an answer.
pub(super) fn answer(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => {
            let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
            (status, [kind, (header::VARY, "Accept-Language")], html).into_response()
        }
        Err(error) => {
            tracing::error!(error = %desk::chain(&error), "a page cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// An address in two halves, the second from the `@` on: between them is where a long one is best broken.
pub(super) fn halves(address: &EmailAddress) -> (&str, &str) {
    address.as_str().split_at(address.local_part().len())
}

/// A `mailto:` URL (RFC 6068 §2): `?`, `&`, `%` and the like are allowed in an address, and mean something in a URL.
pub(super) fn mailto(address: &EmailAddress) -> String {
    let local: String = url::form_urlencoded::byte_serialize(address.local_part().as_bytes()).collect();
    format!("mailto:{local}@{}", address.domain())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_breaks_before_its_at() {
        assert_eq!(halves(&EmailAddress::parse("jo@example.be").unwrap()), ("jo", "@example.be"));
    }

    #[test]
    fn an_address_with_marks_that_urls_know_stays_one_address() {
        let url = |address: &str| mailto(&EmailAddress::parse(address).unwrap());
        assert_eq!(url("an.peeters+btw@müller.be"), "mailto:an.peeters%2Bbtw@xn--mller-kva.be");
        assert_eq!(url("a?cc=b&c%d@example.be"), "mailto:a%3Fcc%3Db%26c%25d@example.be");
    }
}
