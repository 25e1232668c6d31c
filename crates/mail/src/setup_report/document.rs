//! A report as it is built, before anybody knows how it is to look.

use domain::Language;

use super::{html, line::Line, mail::MailParts, text};

/// A report in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub(super) language: Language,
    pub(super) subject: String,
    pub(super) blocks: Vec<Block>,
}

/// Part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// Of the whole.
    Title(Line),
    /// Of a domain, or of what is true for all.
    Part(Line),
    /// Of one thing that is right, wrong or to do.
    Point(Line),
    Paragraph(Line),
    Bullets(Vec<Line>),
    /// In this order.
    Steps(Vec<Step>),
    /// As it is, of strangers: not to be copied.
    Shown(Vec<String>),
    /// To be copied, line by line.
    Copy(Vec<String>),
    /// What is to be filled in, field by field.
    Fields(Vec<Field>),
}

/// One thing to do, with what is to be typed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) what: Line,
    pub(super) commands: Vec<String>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) label: Line,
    /// To be copied.
    pub(super) value: String,
    pub(super) place: Place,
}

/// Where a value stands in plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind its label.
    Beside,
    /// On a line of its own, so that the whole of the line is it.
    Below,
}

impl Document {
    /// What it is about, on one line.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Plain text: lines of 78 columns at most, but for what is to be copied, which is never folded; `\n` ends each.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::render(&self.blocks)
    }

    /// A piece of HTML for a page: a `section` that begins with an `h2`. It holds classes and no styles, those of
    /// [`stylesheet`](super::stylesheet); no script, no link, no picture.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::fragment(self.language, &self.blocks)
    }

    /// Subject and both parts of a mail. Its styles are also on each element, so that a forwarded mail keeps them.
    #[must_use]
    pub fn to_mail(&self) -> MailParts {
        MailParts {
            subject: self.subject.clone(),
            text: self.to_text().replace('\n', "\r\n"),
            html: html::mail(self.language, &self.subject, &self.blocks),
        }
    }
}
