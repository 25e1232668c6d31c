//! A page that tells something and asks for nothing, or for one press of a button.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use desk::Desk;
use domain::{EmailAddress, Language};

use super::{
    frame::{self, Frame},
    reader::Reader,
};

/// The page.
#[derive(Template)]
#[template(path = "notice.html")]
pub(super) struct Notice {
    pub(super) frame: Frame,
    pub(super) heading: String,
    /// Whose page it is, when that is known.
    pub(super) office: Option<Office>,
    pub(super) mood: Mood,
    pub(super) lead: Vec<String>,
    /// The client's login, where the last sentence of `lead` announces it.
    pub(super) login: Option<EmailAddress>,
    pub(super) more: Vec<String>,
    pub(super) button: Option<Button>,
    pub(super) contact: Option<Contact>,
    /// A link to the front page.
    pub(super) way_out: bool,
}

/// How the page looks: an end that is good, one that is not, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Good,
    Plain,
}

impl Mood {
    pub(super) fn is_good(self) -> bool {
        self == Self::Good
    }
}

/// The office, as its clients know it.
pub(super) struct Office {
    pub(super) name: String,
    /// One or two letters in the place of a logo.
    pub(super) monogram: String,
}

/// Something that can be asked for.
pub(super) struct Button {
    pub(super) label: String,
    pub(super) action: String,
}

/// Whom to ask.
pub(super) struct Contact {
    pub(super) sentence: String,
    pub(super) address: EmailAddress,
}

impl Contact {
    pub(super) fn mailto(&self) -> String {
        frame::mailto(&self.address)
    }

    pub(super) fn halves(&self) -> (&str, &str) {
        frame::halves(&self.address)
    }
}

impl Notice {
    /// A page with its title as heading, and nothing else yet.
    pub(super) fn new(frame: Frame) -> Self {
        Self {
            heading: frame.title.clone(),
            frame,
            office: None,
            mood: Mood::Plain,
            lead: Vec::new(),
            login: None,
            more: Vec::new(),
            button: None,
            contact: None,
            way_out: false,
        }
    }
}

impl Office {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), monogram: monogram(name) }
    }
}

/// The first letters of the first two words that begin with a capital or a figure; of the first two words of any kind
/// when there are none.
fn monogram(name: &str) -> String {
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next());
    let capitals: Vec<char> = words().filter(|c| c.is_uppercase() || c.is_numeric()).take(2).collect();
    let letters = if capitals.is_empty() { words().take(2).collect() } else { capitals };
    letters.into_iter().flat_map(char::to_uppercase).collect()
}

/// There is no such page.
pub(super) fn not_found(desk: &Desk, reader: Reader) -> Response {
    let frame = Frame::new(desk, reader, reader.language());
    let (title, lead) = (frame.say("not-found-title"), vec![frame.say("not-found-lead")]);
    let page = Notice { lead, way_out: true, ..Notice::new(frame.titled(title)) };
    frame::answer(StatusCode::NOT_FOUND, &page)
}

/// The database did not do its part. `lead` says what that means to the reader.
pub(super) fn broken(
    desk: &Desk,
    reader: Reader,
    language: Language,
    lead: &str,
    error: &dyn std::error::Error,
) -> Response {
    tracing::error!(error = %desk::chain(error), "a page cannot be answered");
    let frame = Frame::new(desk, reader, language);
    let (title, lead) = (frame.say("broken-title"), vec![frame.say(lead)]);
    frame::answer(StatusCode::SERVICE_UNAVAILABLE, &Notice { lead, ..Notice::new(frame.titled(title)) })
}

#[cfg(test)]
mod tests {
    use super::monogram;

    #[test]
    fn a_monogram_is_what_the_office_would_put_on_its_door() {
        for (name, letters) in [
            ("Accountantskantoor Claes & Vandenbroucke", "AC"),
            ("Fiduciaire L’Élan", "FL"),
            ("de boekhouders", "DB"),
            ("Kantoor van der Meer", "KM"),
            ("Ünal", "Ü"),
            ("3 Eiken bv", "3E"),
            ("王会計", "王"),
            ("👩‍🌾", ""),
        ] {
            assert_eq!(monogram(name), letters, "{name}");
        }
    }
}
