//! A report as plain text.

use textwrap::{Options, WordSplitter, fill};

use super::document::{Block, Field, Place, Step};

const WIDTH: usize = 78;

pub(super) fn render(blocks: &[Block]) -> String {
    let parts: Vec<_> = blocks.iter().map(block).filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

fn block(block: &Block) -> String {
    match block {
        Block::Title(line) => underlined(&line.to_string(), "="),
        // More room above: it is where a reader who looks for a domain stops.
        Block::Part(line) => format!("\n{}", underlined(&line.to_string(), "-")),
        Block::Point(line) => underlined(&line.to_string(), "~"),
        Block::Paragraph(line) => wrapped(&line.to_string(), "", ""),
        Block::Bullets(lines) => {
            lines.iter().map(|line| wrapped(&line.to_string(), "* ", "  ")).collect::<Vec<_>>().join("\n")
        }
        Block::Steps(steps) => {
            (1..).zip(steps).map(|(number, one)| step(number, one)).collect::<Vec<_>>().join("\n\n")
        }
        Block::Shown(records) => {
            records.iter().map(|record| format!("> {record}")).collect::<Vec<_>>().join("\n")
        }
        Block::Copy(lines) => lines.join("\n"),
        Block::Fields(fields) => fields.iter().map(field).collect::<Vec<_>>().join("\n"),
    }
}

fn step(number: usize, Step { what, commands }: &Step) -> String {
    let what = wrapped(&what.to_string(), &format!("{number}. "), "   ");
    if commands.is_empty() { what } else { format!("{what}\n\n{}", commands.join("\n")) }
}

fn field(Field { label, value, place }: &Field) -> String {
    match place {
        Place::Beside => format!("{label} {value}"),
        Place::Below => format!("\n{label}\n{value}"),
    }
}

fn underlined(text: &str, with: &str) -> String {
    let text = wrapped(text, "", "");
    let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    format!("{text}\n{}", with.repeat(longest.min(WIDTH)))
}

/// Broken at spaces alone: neither at a hyphen of a name nor within a term.
fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let options = Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    fill(text, options)
}
