//! Lists of tags, `v=DKIM1; k=rsa; p=…` (RFC 6376 §3.2), in which keys and DMARC policies are written.

use serde::{Deserialize, Serialize};

/// The tags, in their order.
pub(super) struct Tags<'t>(Vec<(&'t str, &'t str)>);

/// Why a text is no list of tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagFault {
    /// Something between two semicolons is not `name=value`.
    NotATag(String),
    /// A tag that is there twice.
    Twice(String),
}

impl<'t> Tags<'t> {
    pub(super) fn parse(text: &'t str) -> Result<Self, TagFault> {
        let text = text.trim_matches(is_space);
        let text = text.strip_suffix(';').unwrap_or(text);
        let mut tags: Vec<(&str, &str)> = Vec::new();
        for part in text.split(';') {
            let tag = part.split_once('=').map(|(name, value)| (name.trim_matches(is_space), value));
            let Some((name, value)) = tag.filter(|(name, _)| is_name(name)) else {
                return Err(TagFault::NotATag(part.trim().chars().take(100).collect()));
            };
            if tags.iter().any(|(other, _)| *other == name) {
                return Err(TagFault::Twice(name.to_owned()));
            }
            tags.push((name, value.trim_matches(is_space)));
        }
        Ok(Self(tags))
    }

    /// The same, without what cannot be read: a DMARC record is what is left (RFC 7489 §6.3). The first of two tags
    /// counts.
    pub(super) fn readable(text: &'t str) -> Self {
        let parts = text.split(';').filter_map(|part| part.split_once('='));
        let tags = parts.map(|(name, value)| (name.trim_matches(is_space), value.trim_matches(is_space)));
        Self(tags.filter(|(name, _)| is_name(name)).collect())
    }

    /// Names of tags have their case.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.0.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }

    pub(super) fn first(&self) -> Option<(&'t str, &'t str)> {
        self.0.first().copied()
    }
}

/// `a:b:c`, with spaces allowed around each.
pub(super) fn listed(value: &str) -> impl Iterator<Item = &str> {
    value.split(':').map(|item| item.trim_matches(is_space))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_spaces_and_a_last_semicolon() {
        let tags = Tags::parse(" v = DKIM1;k=rsa ;\t p=AB C= ; ").unwrap();
        assert_eq!(tags.first(), Some(("v", "DKIM1")));
        assert_eq!(tags.get("p"), Some("AB C="));
        assert_eq!(tags.get("P"), None);
    }

    #[test]
    fn what_can_be_read_is_left() {
        let tags = Tags::readable("v=DMARC1;; p=reject; what; p=none; 1=2");
        assert_eq!((tags.first(), tags.get("p")), (Some(("v", "DMARC1")), Some("reject")));
        assert_eq!(tags.0.len(), 3);
    }

    #[test]
    fn what_is_no_list_of_tags_says_why() {
        for (text, fault) in [
            ("", TagFault::NotATag(String::new())),
            ("v=DKIM1;; p=A", TagFault::NotATag(String::new())),
            ("v=DKIM1; p", TagFault::NotATag("p".to_owned())),
            ("v=DKIM1; =A", TagFault::NotATag("=A".to_owned())),
            ("v=DKIM1 p=A; p=B; p=C", TagFault::Twice("p".to_owned())),
            ("\"v=DKIM1", TagFault::NotATag("\"v=DKIM1".to_owned())),
        ] {
            assert_eq!(Tags::parse(text).err(), Some(fault), "{text:?}");
        }
    }
}
