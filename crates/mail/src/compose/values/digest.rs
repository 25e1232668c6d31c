//! The values of a digest.

use domain::{
    Text,
    event::Pace,
    mail::{Digest, DigestDossier, DigestEvent, Mail},
};
use minijinja::Value;

use super::{ComposeError, Language, PREVIEW, Values, beginning, in_words, notice::says_more};
use crate::compose::words;

/// Mail programs cut off a mail of 100 kB. What is more than this is counted, and seen in the portal.
const SHOWN: usize = 60;
/// A text of so many characters stands there whole; of a longer one, its beginning.
const WHOLE: usize = 240;

impl Values {
    pub(super) fn add_digest(&mut self, mail: &Mail, digest: &Digest) -> Result<(), ComposeError> {
        let (language, count) =
            (mail.language, digest.dossiers.iter().map(|d| d.events.len()).sum::<usize>());
        let counted = |count| words::notifications(language, count).map_err(ComposeError::Words);
        self.add("office", digest.office_name.as_str());
        self.add("events", counted(count)?);
        if count > SHOWN {
            self.add("more", counted(count - SHOWN)?);
        }
        self.add("hourly", digest.pace == Pace::Hourly);
        self.add("link", digest.link.as_str());
        let names = digest.dossiers.iter().filter_map(|dossier| dossier.dossier_name.as_ref());
        self.add("names", names.map(|name| Value::from(name.as_str())).collect::<Vec<_>>());
        let first = digest.dossiers.iter().flat_map(|dossier| &dossier.events).next();
        self.add("beginning", first.map_or_else(String::new, |event| beginning(&event.text, PREVIEW)));
        // A digest goes to an employee: an address of the office has no paces.
        self.add("to_office", false);
        let mut left = SHOWN;
        let mut dossiers = Vec::with_capacity(digest.dossiers.len());
        for dossier in &digest.dossiers {
            let shown = &dossier.events[..left.min(dossier.events.len())];
            left -= shown.len();
            if !shown.is_empty() {
                dossiers.push(group(language, digest, dossier, shown)?);
            }
        }
        self.add("dossiers", dossiers);
        Ok(())
    }
}

fn group(
    language: Language,
    digest: &Digest,
    dossier: &DigestDossier,
    shown: &[DigestEvent],
) -> Result<Value, ComposeError> {
    let mut values = Values(Vec::with_capacity(2));
    if let Some(name) = &dossier.dossier_name {
        values.add("dossier", name.as_str());
    }
    let events = shown.iter().map(|shown| event(language, digest, shown)).collect::<Result<Vec<_>, _>>()?;
    values.add("events", events);
    Ok(values.into())
}

fn event(language: Language, digest: &Digest, event: &DigestEvent) -> Result<Value, ComposeError> {
    let mut values = Values(Vec::with_capacity(16));
    values.add("kind", event.kind.code());
    if says_more(&event.text, &event.facts) {
        values.add("text", whole_or_beginning(&event.text));
    }
    values.add_facts(language, &event.facts)?;
    values.add("occurred_at", in_words(event.occurred_at, &digest.time_zone, language)?);
    values.add("link", event.link.as_str());
    values.add_because(language, &event.because)?;
    Ok(values.into())
}

fn whole_or_beginning(text: &Text) -> String {
    let short = text.as_str().chars().count() <= WHOLE;
    if short { text.as_str().to_owned() } else { beginning(text, WHOLE) }
}
