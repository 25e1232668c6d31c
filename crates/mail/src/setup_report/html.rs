//! A report as HTML: on a page by classes, in a mail by styles on each element.

use domain::Language;

use super::{
    document::{Block, Field, Step},
    line::{Line, Piece},
};
use crate::compose::html::escape;

/// What is where. Greys are half transparent, so that they do on a light ground and on a dark one.
const STYLES: [(&str, &str); 10] = [
    ("setup-title", "margin:0 0 16px;font-size:24px;line-height:1.3"),
    (
        "setup-part",
        "margin:40px 0 12px;padding-top:20px;border-top:1px solid rgba(128,140,152,.5);font-size:20px;line-height:1.3",
    ),
    ("setup-point", "margin:28px 0 8px;font-size:17px;line-height:1.4"),
    ("setup-list", "margin:12px 0;padding-left:24px"),
    ("setup-code", "font-family:ui-monospace,Consolas,Menlo,monospace;font-size:.9em;overflow-wrap:anywhere"),
    ("setup-name", "font-family:ui-monospace,Consolas,Menlo,monospace;font-size:.9em;white-space:nowrap"),
    ("setup-shown", "margin:8px 0;padding:2px 0 2px 12px;border-left:3px solid rgba(128,140,152,.7)"),
    (
        "setup-copy",
        "margin:8px 0;padding:10px 12px;background:rgba(128,140,152,.14);border-radius:6px;user-select:all",
    ),
    (
        "setup-fields",
        "width:100%;margin:12px 0;border-collapse:collapse;border:1px solid rgba(128,140,152,.5)",
    ),
    (
        "setup-label",
        "width:13em;padding:8px 12px;border-top:1px solid rgba(128,140,152,.35);text-align:left;vertical-align:top;font-weight:600",
    ),
];
/// The one style that an element has besides another: what is to be copied is taken whole by one click.
const VALUE: (&str, &str) = (
    "setup-value",
    "padding:8px 12px;border-top:1px solid rgba(128,140,152,.35);vertical-align:top;user-select:all",
);
/// On a phone, what is to be filled in stands below the name of its field.
const NARROW: &str = "@media (max-width:560px){.setup-fields,.setup-fields tbody,.setup-fields tr,.setup-label,\
                      .setup-value{display:block !important;width:auto !important}\
                      .setup-value{border-top:0 !important;padding-top:0 !important}}";

/// The styles of the classes in [`Document::to_html`](super::Document::to_html), for the sheet of the page that it
/// stands on.
#[must_use]
pub fn stylesheet() -> String {
    let rules = STYLES.iter().chain([&VALUE]).map(|(class, style)| format!(".{class}{{{style}}}\n"));
    rules.chain([format!("{NARROW}\n")]).collect()
}

/// The colours of the other mails, for who reads in the dark.
const DARK: &str =
    "@media (prefers-color-scheme:dark){.setup-mail{background:#1c242d !important;color:#e9eef3 !important}}";
/// So many characters fit on one line of a phone.
const SHORT: usize = 28;

/// How elements are dressed, and how deep the headings begin.
#[derive(Clone, Copy)]
struct Dress {
    inline: bool,
    heading: u8,
}

pub(super) fn fragment(language: Language, blocks: &[Block]) -> String {
    let dress = Dress { inline: false, heading: 2 };
    let body: String = blocks.iter().map(|block| dress.block(block)).collect();
    format!("<section class=\"setup-report\" lang=\"{language}\" dir=\"ltr\">\n{body}</section>\n")
}

pub(super) fn mail(language: Language, subject: &str, blocks: &[Block]) -> String {
    let dress = Dress { inline: true, heading: 1 };
    let body: String = blocks.iter().map(|block| dress.block(block)).collect();
    format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"format-detection\" content=\"telephone=no,date=no,address=no\">\n<style>\n{NARROW}\n{DARK}\n</style>\n\
         </head>\n<body class=\"setup-mail\" style=\"margin:0;background:#ffffff;color:#1b2733\">\n<div lang=\"{language}\" style=\"max-width:720px;margin:0 auto;padding:20px \
         16px;font-family:'Segoe UI',-apple-system,Roboto,Arial,sans-serif;font-size:16px;line-height:1.55\">\n{body}\
         </div>\n</body>\n</html>\n",
        escape(subject)
    )
}

impl Dress {
    fn block(self, block: &Block) -> String {
        let html = match block {
            Block::Title(line) => self.heading(0, "setup-title", line),
            Block::Part(line) => self.heading(1, "setup-part", line),
            Block::Point(line) => self.heading(2, "setup-point", line),
            Block::Paragraph(line) => format!("<p>{}</p>", self.line(line)),
            Block::Bullets(lines) => self.list("ul", lines.iter().map(|line| self.line(line))),
            Block::Steps(steps) => self.list("ol", steps.iter().map(|step| self.step(step))),
            Block::Shown(records) => records.iter().map(|record| self.shown("setup-shown", record)).collect(),
            Block::Copy(lines) => lines.iter().map(|line| self.shown("setup-copy", line)).collect(),
            Block::Fields(fields) => {
                let rows: String = fields.iter().map(|field| self.field(field)).collect();
                format!("<table{}><tbody>{rows}</tbody></table>", self.class("setup-fields"))
            }
        };
        format!("{html}\n")
    }

    fn heading(self, below: u8, class: &str, line: &Line) -> String {
        let level = self.heading + below;
        format!("<h{level}{}>{}</h{level}>", self.class(class), self.line(line))
    }

    fn list(self, element: &str, items: impl Iterator<Item = String>) -> String {
        let items: String = items.map(|item| format!("<li>{item}</li>")).collect();
        format!("<{element}{}>{items}</{element}>", self.class("setup-list"))
    }

    fn step(self, Step { what, commands }: &Step) -> String {
        let commands: String = commands.iter().map(|command| self.shown("setup-copy", command)).collect();
        format!("{}{commands}", self.line(what))
    }

    fn shown(self, class: &str, text: &str) -> String {
        format!("<div{}>{}</div>", self.class(class), self.code("setup-code", text))
    }

    /// The label's colon is for the plain text; in a table the border does its work.
    fn field(self, Field { label, value, .. }: &Field) -> String {
        let label = self.line(label);
        format!(
            "<tr><th scope=\"row\"{}>{}</th><td{}>{}</td></tr>",
            self.class("setup-label"),
            label.trim_end_matches([':', '\u{a0}']),
            self.class("setup-value"),
            self.code("setup-code", value)
        )
    }

    fn line(self, line: &Line) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(text) => escape(text).into_owned(),
            // A name that is broken at its hyphen reads as one without.
            Piece::Code(text) if text.chars().count() <= SHORT => self.code("setup-name", text),
            Piece::Code(text) => self.code("setup-code", text),
        };
        line.0.iter().map(piece).collect()
    }

    /// `dir` keeps letters that run to the left from turning what is beside them.
    fn code(self, class: &str, text: &str) -> String {
        format!("<code{} dir=\"ltr\">{}</code>", self.class(class), escape(text))
    }

    fn class(self, class: &str) -> String {
        let style =
            STYLES.iter().chain([&VALUE]).find(|(name, _)| *name == class).map_or("", |(_, style)| style);
        if self.inline {
            format!(" class=\"{class}\" style=\"{style}\"")
        } else {
            format!(" class=\"{class}\"")
        }
    }
}
