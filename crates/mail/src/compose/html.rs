//! Text in the HTML part.

use std::borrow::Cow;

use minijinja::Value;

use super::templates::place;

/// A sentence as HTML. Two values are more than text there: the moment stands out, the address can be clicked.
pub(super) fn sentence(sentence: &str) -> String {
    let moment = format!("<strong>{}</strong>", place("valid_until"));
    let address = format!(
        r#"<a href="{}" style="color:#0b5a8c">{}</a>"#,
        place("contact_mailto"),
        place("contact_address"),
    );
    escape(sentence).replace(&place("valid_until"), &moment).replace(&place("contact_address"), &address)
}

/// The layout without what only its own readers need: indentation and line breaks. After a sentence or a value a line
/// break is a space, unless what it stands in ends there.
pub(super) fn tight(layout: &str) -> String {
    let mut tight = String::with_capacity(layout.len());
    for line in layout.lines().map(str::trim) {
        let after_words = tight.ends_with("]]") || tight.ends_with("}}");
        if after_words && !line.starts_with("</") {
            tight.push('\n');
        }
        tight.push_str(line);
    }
    tight
}

/// What somebody wrote, with its line breaks. It is made safe here: the template takes it as HTML.
pub(super) fn lines(text: &str) -> Value {
    let lines: Vec<_> = text.lines().map(escape).collect();
    Value::from_safe_string(lines.join("<br>"))
}

/// Text as HTML shows it, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_breaks_between_words_are_kept() {
        let layout =
            "<td>\n  <p>[[one]]\n{{ two }}\n  [[three]]\n</p>\n{% if x %}\n[[four]]\n{% endif %}\n</td>\n";
        let expected = "<td><p>[[one]]\n{{ two }}\n[[three]]</p>{% if x %}[[four]]\n{% endif %}</td>";
        assert_eq!(tight(layout), expected);
    }
}
