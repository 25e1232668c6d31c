//! The layouts of `templates/` with the sentences in them, ready to be filled.

use domain::{
    Language,
    mail::{Content, Mail},
};
use fluent_templates::fluent_bundle::FluentValue;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, syntax::SyntaxConfig};

use super::{
    ComposeError,
    html::{self, escape},
    sentences::{self, Arguments},
    values::{self, Values},
};

/// What is wrong with a template that this program was built with.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// A sentence is missing, or names a value that there is not.
    #[error("sentence {key:?} in language {language}")]
    Sentence {
        /// Its language.
        language: Language,
        /// Its key.
        key: String,
        /// What Fluent says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// `[[` without `]]`.
    #[error("a key is not closed: {0:?}")]
    OpenKey(String),
    /// A layout with its sentences can't be read as a template.
    #[error("skeleton {name}")]
    Skeleton {
        /// Template, language and part.
        name: String,
        /// What the parser says.
        source: minijinja::Error,
    },
}

/// A mail's layout.
struct Folder {
    name: &'static str,
    subject: &'static str,
    preview: &'static str,
    text: &'static str,
    html: &'static str,
}

macro_rules! folder {
    ($name:literal) => {
        Folder {
            name: $name,
            subject: include_str!(concat!("../../templates/", $name, "/subject.txt")),
            preview: include_str!(concat!("../../templates/", $name, "/preview.txt")),
            text: include_str!(concat!("../../templates/", $name, "/mail.txt")),
            html: include_str!(concat!("../../templates/", $name, "/mail.html")),
        }
    };
}

const FOLDERS: [Folder; 10] = [
    folder!("welcome_v1"),
    folder!("welcome_reminder_v1"),
    folder!("access_added_v1"),
    folder!("follow_up_notice_v1"),
    folder!("failed_task_v1"),
    folder!("message_v1"),
    folder!("vat_documents_ok_v1"),
    folder!("user_request_v1"),
    folder!("digest_v1"),
    folder!("office_message_v1"),
];

const fn folder_of(content: &Content) -> &'static str {
    match content {
        Content::WelcomeV1(_) => "welcome_v1",
        Content::WelcomeReminderV1(_) => "welcome_reminder_v1",
        Content::AccessAddedV1(_) => "access_added_v1",
        Content::FollowUpNoticeV1(_) => "follow_up_notice_v1",
        Content::FailedTaskV1(_) => "failed_task_v1",
        Content::MessageV1(_) => "message_v1",
        Content::VatDocumentsOkV1(_) => "vat_documents_ok_v1",
        Content::UserRequestV1(_) => "user_request_v1",
        Content::DigestV1(_) => "digest_v1",
        Content::OfficeMessageV1(_) => "office_message_v1",
        // There is none: [`super::values::Values::of`] refuses it before.
        Content::Forgotten(_) => "forgotten",
    }
}

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        [$((
            concat!("../parts/", $name),
            include_str!(concat!("../../templates/parts/", $name)).trim_ascii_end(),
        )),*]
    };
}

/// What layouts include, by the path that they say. A part that includes others comes before them.
const PARTS: [(&str, &str); 31] = parts![
    "head.html",
    "event_style.html",
    "digest_style.html",
    "page.html",
    "end.html",
    "access.html",
    "facts.html",
    "link.html",
    "closing.html",
    "why.html",
    "box.html",
    "box_end.html",
    "button.html",
    "button_end.html",
    "plain_link.html",
    "quiet.html",
    "open.html",
    "said.html",
    "digest.html",
    "greeting.txt",
    "facts.txt",
    "said.txt",
    "failed_lead.txt",
    "failed_do.txt",
    "message_lead.txt",
    "vat_lead.txt",
    "vat_do.txt",
    "request_lead.txt",
    "event_label.txt",
    "preview.txt",
    "why.txt",
];

/// All templates in all languages.
pub(super) struct Templates {
    skeletons: Environment<'static>,
}

/// What a mail says.
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

impl Templates {
    pub(super) fn prepare() -> Result<Self, TemplateError> {
        let environment =
            environment().map_err(|source| TemplateError::Skeleton { name: "of all".to_owned(), source })?;
        let mut templates = Self { skeletons: environment };
        for language in Language::ALL {
            for folder in &FOLDERS {
                let text = |layout: &str| expand(&include(layout), |key| sentence(language, key));
                let marked = |key: &str| sentence(language, key).map(|sentence| html::sentence(&sentence));
                let mut add = |part: &str, source| templates.add(name(folder.name, language, part), source);
                add("subject.txt", text(folder.subject.trim_end())?)?;
                add("preview.txt", text(folder.preview.trim_end())?)?;
                add("mail.txt", text(folder.text)?.replace('\n', "\r\n"))?;
                add("mail.html", expand(&html::tight(&include(folder.html)), marked)?)?;
            }
        }
        Ok(templates)
    }

    fn add(&mut self, name: String, source: String) -> Result<(), TemplateError> {
        self.skeletons
            .add_template_owned(name.clone(), source)
            .map_err(|source| TemplateError::Skeleton { name, source })
    }

    /// The mail's subject and both parts, with its values in them. The HTML part holds the subject too, and the line
    /// that mail programs show beside it.
    pub(super) fn fill(&self, mail: &Mail, mut values: Values) -> Result<Written, ComposeError> {
        let fill = |part: &str, values: &minijinja::Value| {
            let name = name(folder_of(&mail.content), mail.language, part);
            let filled = self.skeletons.get_template(&name).and_then(|skeleton| skeleton.render(values));
            filled.map_err(|source| ComposeError::Fill { name, source })
        };
        let known = values.clone().into();
        let subject = fill("subject.txt", &known)?;
        let text = fill("mail.txt", &known)?;
        values.add("subject", subject.as_str());
        values.add("preview", fill("preview.txt", &known)?);
        Ok(Written { subject, text, html: fill("mail.html", &values.into())? })
    }
}

fn name(folder: &str, language: Language, part: &str) -> String {
    format!("{folder}/{language}/{part}")
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    // A line of text that holds only `{% … %}` leaves no empty line behind.
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
    );
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    // As `minijinja` does it, but for `/`: a link shall stand in the HTML as it is.
    environment.set_formatter(|out, state, value| match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) if !value.is_safe() => Ok(out.write_str(&escape(text))?),
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment.add_filter("lines", html::lines);
    environment.add_filter("indented", indented);
    Ok(environment)
}

/// The sentence of this key, with `{{ name }}` where it says `{ $name }`.
fn sentence(language: Language, key: &str) -> Result<String, TemplateError> {
    let places: Arguments<'_> =
        values::IN_SENTENCES.map(|name| (name.into(), FluentValue::from(place(name)))).into();
    sentences::say(language, key, &places)
}

pub(super) fn place(name: &str) -> String {
    format!("{{{{ {name} }}}}")
}

/// The layout with the sentence of each `[[key]]` in its place.
fn expand(
    layout: &str,
    say: impl Fn(&str) -> Result<String, TemplateError>,
) -> Result<String, TemplateError> {
    let mut expanded = String::with_capacity(layout.len() * 2);
    let mut rest = layout;
    while let Some((before, opened)) = rest.split_once("[[") {
        let (key, after) =
            opened.split_once("]]").ok_or_else(|| TemplateError::OpenKey(opened.to_owned()))?;
        expanded.push_str(before);
        expanded.push_str(&say(key)?);
        rest = after;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// The layout with its parts in place.
fn include(layout: &str) -> String {
    PARTS.iter().fold(layout.to_owned(), |layout, (path, part)| {
        layout.replace(&format!(r#"{{% include "{path}" %}}"#), part)
    })
}

/// What somebody wrote, in the text part: indented, so that nothing in it passes for a line of ours.
fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    lines.collect::<Vec<_>>().join("\r\n")
}
