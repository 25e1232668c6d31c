//! The header field `DKIM-Signature` (RFC 6376 §3.5).

use base64::{Engine as _, prelude::BASE64_STANDARD as STANDARD};
use ring::digest::{SHA256, digest};

use super::{
    canonical,
    key::{Algorithm, KeyError, PrivateKey},
    key_name::KeyName,
    message::{Field, Message},
};

const NAME: &str = "DKIM-Signature";

/// RFC 5322 §2.1.1, without the CRLF.
const COLUMNS: usize = 78;

/// What the signatures of one message have in common.
pub(super) struct Signed {
    names: Vec<&'static str>,
    /// The signed fields in canonical form, each with its CRLF.
    header: Vec<u8>,
    body_hash: String,
    /// Seconds since 1970.
    time: i64,
}

impl Signed {
    /// Of the fields that are named, each name being the next one from below; a name too many stands for nothing.
    pub(super) fn new(message: &Message<'_>, names: Vec<&'static str>, time: i64) -> Self {
        let header = canonical_header(message, names.iter().copied());
        let body_hash = STANDARD.encode(digest(&SHA256, &canonical::body(message.body)).as_ref());
        Self { names, header, body_hash, time }
    }

    /// Appends the signature by this key: a whole header field, with its CRLF.
    pub(super) fn append(&self, out: &mut Vec<u8>, name: &KeyName, key: &PrivateKey) -> Result<(), KeyError> {
        let mut field = self.unsigned(name, key.algorithm());
        let signature = key.sign(&text_to_sign(&self.header, &field.text))?;
        field.fill(&STANDARD.encode(signature));
        out.extend_from_slice(field.text.as_bytes());
        out.extend_from_slice(b"\r\n");
        Ok(())
    }

    /// The field with everything but what comes after `b=`. No `l=`: text could be added at the end. No `x=`: a mail may
    /// wait for a reader who is away. No `i=`: it is the domain.
    fn unsigned(&self, name: &KeyName, algorithm: Algorithm) -> Folded {
        let mut field = Folded::new(format!("{NAME}:"));
        field.word("v=1;");
        field.word(&format!("a={}-sha256;", algorithm.code()));
        field.word("c=relaxed/relaxed;");
        field.word(&format!("d={};", name.domain()));
        field.word(&format!("s={};", name.selector()));
        field.word(&format!("t={};", self.time));
        for (at, name) in self.names.iter().enumerate() {
            let end = if at + 1 == self.names.len() { ';' } else { ':' };
            if at == 0 {
                field.word(&format!("h={name}{end}"));
            } else {
                field.glue(&format!("{name}{end}"));
            }
        }
        field.word(&format!("bh={};", self.body_hash));
        field.word("b=");
        field
    }
}

fn canonical_header<'n>(message: &Message<'_>, names: impl Iterator<Item = &'n str>) -> Vec<u8> {
    let mut header = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for name in names {
        let before = taken.iter().filter(|other| other.eq_ignore_ascii_case(name)).count();
        if let Some(field) = message.upwards(name).nth(before) {
            canonical::append_field(&mut header, field);
            header.extend_from_slice(b"\r\n");
        }
        taken.push(name);
    }
    header
}

/// What is hashed: the signed fields, and then the signature itself as if nothing came after `b=`, with no CRLF
/// (RFC 6376 §3.7).
fn text_to_sign(header: &[u8], unsigned: &str) -> Vec<u8> {
    let mut text = header.to_vec();
    let value = unsigned.split_once(':').map_or("", |(_, value)| value);
    canonical::append_field(&mut text, &Field { name: NAME, value: value.as_bytes() });
    text
}

/// A header field that is folded while it is written.
struct Folded {
    text: String,
    column: usize,
}

impl Folded {
    fn new(text: String) -> Self {
        Self { column: text.len(), text }
    }

    /// Appends a word after a space, or on a new line.
    fn word(&mut self, word: &str) {
        if self.column + 1 + word.len() > COLUMNS {
            self.fold();
        } else {
            self.put(" ");
        }
        self.put(word);
    }

    /// Appends what may have white space before it and needs none.
    fn glue(&mut self, text: &str) {
        if self.column + text.len() > COLUMNS {
            self.fold();
        }
        self.put(text);
    }

    /// Appends base64, which may be folded anywhere.
    fn fill(&mut self, base64: &str) {
        let mut rest = base64;
        while !rest.is_empty() {
            if self.column >= COLUMNS {
                self.fold();
            }
            let (now, later) = rest.split_at(rest.len().min(COLUMNS - self.column));
            self.put(now);
            rest = later;
        }
    }

    fn fold(&mut self) {
        self.text.push_str("\r\n ");
        self.column = 1;
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.len();
    }
}

#[cfg(test)]
mod tests;
