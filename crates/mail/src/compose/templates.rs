//! The layouts of `templates/` with the sentences in them, ready to be filled.

use std::borrow::Cow;

use domain::{
    Language,
    mail::{Content, Mail},
};
use fluent_templates::fluent_bundle::FluentValue;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, syntax::SyntaxConfig};
use mrml::prelude::render::RenderOptions;

use super::{
    ComposeError,
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
    /// The MJML can't be read, or holds an element at a place where it does nothing.
    #[error("MJML of {name}: {message}")]
    Mjml {
        /// Template and language.
        name: String,
        /// What the parser says.
        message: String,
    },
    /// What was made can't be read back as a template.
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
    text: &'static str,
    mjml: &'static str,
}

macro_rules! folder {
    ($name:literal) => {
        Folder {
            name: $name,
            subject: include_str!(concat!("../../templates/", $name, "/subject.txt")),
            text: include_str!(concat!("../../templates/", $name, "/mail.txt")),
            mjml: include_str!(concat!("../../templates/", $name, "/mail.mjml")),
        }
    };
}

const FOLDERS: [Folder; 4] = [
    folder!("welcome_v1"),
    folder!("welcome_reminder_v1"),
    folder!("access_added_v1"),
    folder!("follow_up_notice_v1"),
];

const fn folder_of(content: &Content) -> &'static str {
    match content {
        Content::WelcomeV1(_) => "welcome_v1",
        Content::WelcomeReminderV1(_) => "welcome_reminder_v1",
        Content::AccessAddedV1(_) => "access_added_v1",
        Content::FollowUpNoticeV1(_) => "follow_up_notice_v1",
    }
}

macro_rules! part {
    ($name:literal) => {
        (concat!("../parts/", $name), include_str!(concat!("../../templates/parts/", $name)))
    };
}

/// What layouts include, by the path that they say.
const PARTS: [(&str, &str); 5] = [
    part!("head.mjml"),
    part!("office.mjml"),
    part!("access.mjml"),
    part!("link.mjml"),
    part!("closing.mjml"),
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
                let text = |key: &str| sentence(language, key);
                let prefix = format!("{}/{language}", folder.name);
                templates.add(format!("{prefix}/subject.txt"), expand(folder.subject.trim_end(), text)?)?;
                templates
                    .add(format!("{prefix}/mail.txt"), expand(folder.text, text)?.replace('\n', "\r\n"))?;
                templates.add(format!("{prefix}/mail.html"), skeleton(language, &prefix, folder.mjml)?)?;
            }
        }
        Ok(templates)
    }

    fn add(&mut self, name: String, source: String) -> Result<(), TemplateError> {
        self.skeletons
            .add_template_owned(name.clone(), source)
            .map_err(|source| TemplateError::Skeleton { name, source })
    }

    /// The mail's subject and both parts, with its values in them.
    pub(super) fn fill(&self, mail: &Mail, values: Values) -> Result<Written, ComposeError> {
        let values = minijinja::Value::from(values);
        let fill = |part: &str| {
            let name = format!("{}/{}/{part}", folder_of(&mail.content), mail.language);
            let filled = self.skeletons.get_template(&name).and_then(|skeleton| skeleton.render(&values));
            filled.map_err(|source| ComposeError::Fill { name, source })
        };
        Ok(Written { subject: fill("subject.txt")?, text: fill("mail.txt")?, html: fill("mail.html")? })
    }
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
        (AutoEscape::Html, Some(text)) => Ok(out.write_str(&escape(text))?),
        _ => minijinja::escape_formatter(out, state, value),
    });
    Ok(environment)
}

/// The sentence of this key, with `{{ name }}` where it says `{ $name }`.
fn sentence(language: Language, key: &str) -> Result<String, TemplateError> {
    let places: Arguments<'_> =
        values::IN_SENTENCES.map(|name| (name.into(), FluentValue::from(place(name)))).into();
    sentences::say(language, key, &places)
}

fn place(name: &str) -> String {
    format!("{{{{ {name} }}}}")
}

/// A sentence as HTML. Two values are more than text there: the moment stands out, the address can be clicked.
fn in_html(sentence: &str) -> String {
    let moment = format!("<strong>{}</strong>", place("valid_until"));
    let address = format!(
        r#"<a class="text-link" href="{}" style="color:#0b5a8c">{}</a>"#,
        place("contact_mailto"),
        place("contact_address"),
    );
    escape(sentence).replace(&place("valid_until"), &moment).replace(&place("contact_address"), &address)
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

/// The layout with its parts in place. `mrml` could do this itself, but forgets the width of what it includes in a
/// body, and the table rows of what it includes in a column.
fn include(mjml: &str) -> String {
    PARTS.iter().fold(mjml.to_owned(), |mjml, (path, part)| {
        mjml.replace(&format!(r#"<mj-include path="{path}" />"#), part)
    })
}

/// The HTML of an MJML layout, with the places still open. What its head says is a title, which is only text.
fn skeleton(language: Language, name: &str, mjml: &str) -> Result<String, TemplateError> {
    let error = |message: String| TemplateError::Mjml { name: name.to_owned(), message };
    let plain = |key: &str| sentence(language, key).map(|sentence| escape(&sentence).into_owned());
    let marked = |key: &str| sentence(language, key).map(|sentence| in_html(&sentence));
    let mjml = include(mjml);
    let (head, body) = mjml.split_once("</mj-head>").ok_or_else(|| error("no </mj-head>".to_owned()))?;
    let mjml = format!("{}</mj-head>{}", expand(head, plain)?, expand(body, marked)?);
    let parsed = mrml::parse(mjml).map_err(|e| error(e.to_string()))?;
    if let Some(warning) = parsed.warnings.first() {
        return Err(error(warning.to_string()));
    }
    // No web fonts: a mail fetches nothing.
    let options = RenderOptions { fonts: std::collections::HashMap::new(), ..RenderOptions::default() };
    parsed.element.render(&options).map_err(|e| error(e.to_string()))
}

/// Text as HTML shows it, in elements and in quoted attributes.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}
