//! How a record is published, and how to see that it is.

use super::{
    document::Block,
    record::questions,
    words::{Words, code},
};
use crate::dns::{Kind, Record};

/// What one string of a TXT record holds.
const LONGEST_STRING: usize = 255;
/// The DNS hosts of most offices, each with a sentence that is right for years: neither menus nor prices.
const HOSTS: [&str; 8] = [
    "setup-host-combell",
    "setup-host-one-com",
    "setup-host-ovh",
    "setup-host-cloudflare",
    "setup-host-godaddy",
    "setup-host-transip",
    "setup-host-microsoft",
    "setup-host-squarespace",
];

/// Says only what these records need.
pub(super) fn how(words: Words, records: &[Record]) -> Vec<Block> {
    let mut lines = vec![words.plain("setup-enter-name")];
    if records.iter().any(|record| record.kind == Kind::Txt) {
        lines.push(words.plain("setup-enter-text"));
    }
    if records.iter().any(|record| record.kind == Kind::Txt && record.value.len() > LONGEST_STRING) {
        lines.push(words.plain("setup-enter-long"));
    }
    if records.iter().any(|record| record.kind == Kind::Cname) {
        lines.push(words.plain("setup-enter-alias"));
    }
    lines.push(words.plain("setup-enter-ttl"));
    lines.push(words.plain("setup-enter-others"));
    vec![
        Block::Part(words.plain("setup-enter")),
        Block::Bullets(lines),
        Block::Point(words.plain("setup-hosts")),
        Block::Bullets(HOSTS.iter().map(|key| words.plain(key)).collect()),
    ]
}

/// The questions to ask, as they are typed.
pub(super) fn checking(words: Words, looked_at: &[(Kind, String)]) -> Vec<Block> {
    let lines: Vec<_> = looked_at.iter().filter_map(|(kind, name)| questions(*kind, name)).collect();
    let (unix, windows): (Vec<_>, Vec<_>) = lines.into_iter().map(|[unix, windows]| (unix, windows)).unzip();
    let mut blocks =
        vec![Block::Part(words.plain("setup-check")), Block::Paragraph(words.plain("setup-check-wait"))];
    if !unix.is_empty() {
        blocks.push(Block::Paragraph(words.say("setup-check-unix", [("resolver", code("1.1.1.1"))])));
        blocks.push(Block::Copy(unix));
        blocks.push(Block::Paragraph(words.plain("setup-check-windows")));
        blocks.push(Block::Copy(windows));
    }
    blocks
}
