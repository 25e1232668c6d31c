//! The parts of a message (RFC 2046 §5.1), without those of the messages that it carries.
//!
//! Our own walk, in bounded depth and number, over `mail-parser`'s headers and encodings. Its own walk nests messages
//! as deep as they claim to be, and a megabyte of `message/rfc822` in `message/rfc822` then overflows the stack when
//! it is dropped.

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};

use super::fields::Fields;

/// How deep parts are looked for. A notification is one level; a footer that somebody added makes it two.
const DEEPEST: usize = 4;
/// How many parts are looked at.
const MOST: usize = 32;

/// A part that is not made of others.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// `type/subtype`, in lower case; `text/plain` when it says nothing.
    pub(super) kind: String,
    /// What is in it, decoded.
    pub(super) body: Cow<'a, [u8]>,
}

/// The headers of a message, and its parts in their order.
pub(super) fn parts(content: &[u8]) -> (Fields, Vec<Part<'_>>) {
    let mut found = Vec::new();
    let headers = walk(content, DEEPEST, &mut found);
    (headers, found)
}

fn walk<'a>(entity: &'a [u8], depth: usize, found: &mut Vec<Part<'a>>) -> Fields {
    let (headers, body) = Fields::read(entity);
    let body = &entity[body..];
    let kind = headers.content_type.kind.as_str();
    match &headers.content_type.boundary {
        Some(boundary) if kind.starts_with("multipart/") => {
            if depth > 0 {
                for part in Split::new(body, boundary) {
                    if found.len() >= MOST {
                        break;
                    }
                    walk(part, depth - 1, found);
                }
            }
        }
        _ => {
            let kind = if kind.is_empty() { "text/plain" } else { kind }.to_owned();
            found.push(Part { kind, body: decoded(body, &headers.encoding) });
        }
    }
    headers
}

/// What cannot be decoded is taken as it is: some systems name an encoding and do not use it.
fn decoded<'a>(body: &'a [u8], encoding: &str) -> Cow<'a, [u8]> {
    let decoded = match encoding {
        "base64" => base64_decode(body),
        "quoted-printable" => quoted_printable_decode(body),
        _ => None,
    };
    decoded.map_or(Cow::Borrowed(body), Cow::Owned)
}

/// What is between the boundaries of a multipart body, up to its last; a body that was cut ends where it ends.
struct Split<'a, 'b> {
    rest: &'a [u8],
    boundary: &'b str,
}

impl<'a, 'b> Split<'a, 'b> {
    fn new(body: &'a [u8], boundary: &'b str) -> Self {
        let mut split = Self { rest: body, boundary };
        // What stands before the first boundary is for nobody.
        let _ = split.next();
        split
    }
}

impl<'a> Iterator for Split<'a, '_> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let (part, mut at) = (self.rest, 0);
        while at < part.len() {
            let end = memchr::memchr(b'\n', &part[at..]).map_or(part.len(), |offset| at + offset + 1);
            let delimiter =
                part[at..end].strip_prefix(b"--").and_then(|l| l.strip_prefix(self.boundary.as_bytes()));
            // RFC 2046 §5.1.1: nothing but space may follow, so that one boundary can begin another.
            match delimiter.map(<[u8]>::trim_ascii) {
                Some(b"") => {
                    self.rest = &part[end..];
                    return Some(&part[..at]);
                }
                Some(b"--") => {
                    self.rest = &[];
                    return Some(&part[..at]);
                }
                _ => at = end,
            }
        }
        self.rest = &[];
        Some(part)
    }
}
