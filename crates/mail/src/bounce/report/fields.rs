//! A block of fields, `Name: value`: the headers of a message or a part, or a group of a delivery status.

use mail_parser::{Header, HeaderValue, MessageParser, parsers::MessageStream};

/// Octets of a block that are looked at. Longer headers than any mail has; what is behind them is not found.
const LONGEST: usize = 64 * 1024;
/// Characters of a value that are kept.
const LONGEST_VALUE: usize = 1_000;

/// The fields of one block, in their order. Each value is on one line, without control characters.
#[derive(Debug, Default)]
pub(super) struct Fields {
    fields: Vec<(String, String)>,
    pub(super) content_type: ContentType,
    pub(super) encoding: String,
}

/// What `Content-Type` says (RFC 2045 §5), in lower case.
#[derive(Debug, Default)]
pub(super) struct ContentType {
    /// `type/subtype`; empty when it is not said.
    pub(super) kind: String,
    /// What separates the parts; its case matters.
    pub(super) boundary: Option<String>,
}

impl Fields {
    /// Reads a block, and says how much of the bytes it took, the empty line after it included.
    pub(super) fn read(bytes: &[u8]) -> (Self, usize) {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        let mut stream = MessageStream::new(bytes);
        let mut headers = Vec::new();
        // Whether an empty line was found makes no difference: what is cut is read as far as it goes.
        let _ = stream.parse_headers(&MessageParser::new(), &mut headers);
        let mut read = Self::default();
        for header in &headers {
            read.take(header, bytes);
        }
        (read, stream.offset().min(bytes.len()))
    }

    fn take(&mut self, header: &Header<'_>, bytes: &[u8]) {
        let raw = bytes.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
        let value = one_line(&String::from_utf8_lossy(raw));
        match &header.value {
            HeaderValue::ContentType(stated) if header.name.as_str() == "Content-Type" => {
                let kind = format!("{}/{}", stated.ctype(), stated.subtype().unwrap_or_default());
                let boundary = stated.attribute("boundary").filter(|boundary| !boundary.is_empty());
                self.content_type =
                    ContentType { kind: kind.to_ascii_lowercase(), boundary: boundary.map(str::to_owned) };
            }
            _ if header.name.as_str() == "Content-Transfer-Encoding" => {
                self.encoding = value.to_ascii_lowercase();
            }
            _ => {}
        }
        self.fields.push((header.name.as_str().to_owned(), value));
    }

    /// The first value of a field, whatever the case of its name.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a field.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Text on one line that is not too long: folds and whatever else is no character to show become one space.
pub(super) fn one_line(text: &str) -> String {
    let spaced = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut line = String::new();
    for word in spaced {
        if line.len() > LONGEST_VALUE {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line.truncate(line.floor_char_boundary(LONGEST_VALUE));
    line
}
