//! The name under which the relay keeps a mail, for whoever has to look in its log.

use domain::delivery::Reply;

/// How relays introduce it, the more particular first: Exchange, Postfix (and our own test relay), Exim.
const INTRODUCTIONS: [&str; 3] = ["[internalid=", "queued as ", "id="];
/// No relay's are longer than this.
const LONGEST: usize = 100;

/// The relay's own name for the mail, if its reply to the final dot tells it in one of the known ways:
///
/// * Postfix: `250 2.0.0 Ok: queued as 4B9F12C0D1`
/// * Exim: `250 OK id=1rXyZa-0004Bc-2D`
/// * Exchange: `250 2.6.0 <…@example.be> [InternalId=1245540, Hostname=…] … Queued mail for delivery`
#[must_use]
pub fn queue_id(reply_to_dot: &Reply) -> Option<String> {
    // Of the same length in octets, whatever is in it.
    let lower = reply_to_dot.text.to_ascii_lowercase();
    let start = INTRODUCTIONS.iter().find_map(|words| after(&lower, words))?;
    let part_of_id = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let id: String = reply_to_dot.text[start..].chars().take_while(part_of_id).take(LONGEST).collect();
    let id = id.trim_end_matches('.');
    (!id.is_empty()).then(|| id.to_owned())
}

/// Where `words`, at the beginning of a word, end.
fn after(text: &str, words: &str) -> Option<usize> {
    let begins = |at: &usize| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric());
    text.match_indices(words).map(|(at, _)| at).find(begins).map(|at| at + words.len())
}

#[cfg(test)]
mod tests {
    use domain::delivery::Reply;
    use proptest::prelude::*;

    fn queue_id(text: &str) -> Option<String> {
        super::queue_id(&Reply { code: 250, enhanced: None, text: text.to_owned() })
    }

    #[test]
    fn the_relays_name_for_a_mail_is_found() {
        for (text, id) in [
            ("2.0.0 Ok: queued as 4B9F12C0D1", Some("4B9F12C0D1")),
            ("Ok: queued as 3ZSbLh1Bcyz9sXN.", Some("3ZSbLh1Bcyz9sXN")),
            ("queued as S000123", Some("S000123")),
            ("OK id=1rXyZa-0004Bc-2D", Some("1rXyZa-0004Bc-2D")),
            (
                "2.6.0 <id=3@x.be> [InternalId=1245540515841, Hostname=A.PROD] 9 bytes Queued mail for delivery",
                Some("1245540515841"),
            ),
            ("OK", None),
            ("queued as ", None),
            ("void=1", None),
            ("Message accepted for delivery", None),
        ] {
            assert_eq!(queue_id(text).as_deref(), id, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_reply_can_be_searched(before in "\\PC{0,20}", words in "(queued as|id=|\\[InternalId=| )", after in "\\PC{0,120}") {
            let id = queue_id(&format!("{before}{words}{after}"));
            prop_assert!(id.is_none_or(|id| !id.is_empty() && id.len() <= super::LONGEST));
        }
    }
}
