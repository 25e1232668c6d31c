//! The values of a mail about one event.

use domain::{
    Text,
    bounce::Alert,
    event::Facts,
    mail::{Content, Mail, Notice},
    recipients::{Because, SkipReason},
};
use minijinja::Value;

use super::{ComposeError, Language, PREVIEW, Values, beginning, in_words};
use crate::compose::{why, words};

/// What a subject shows of a text.
const IN_SUBJECT: usize = 60;

impl Values {
    pub(super) fn add_notice(&mut self, mail: &Mail, notice: &Notice) -> Result<(), ComposeError> {
        self.add("office", notice.office_name.as_str());
        if let Some(dossier) = &notice.dossier_name {
            self.add("dossier", dossier.as_str());
        }
        let texts = notice.texts.iter().filter(|text| says_more(text, &notice.facts));
        self.add("texts", texts.map(|text| Value::from(text.as_str())).collect::<Vec<_>>());
        self.add("several", notice.texts.len() > 1);
        if let Some(text) = notice.texts.first() {
            self.add("beginning", beginning(text, PREVIEW));
            self.add("beginning_short", beginning(text, IN_SUBJECT));
        }
        self.add_facts(mail.language, &notice.facts)?;
        // Who wrote or asked is in the sentences; a task is nobody's, and says with whom it has to do.
        if let (Content::FailedTaskV1(_), Some(by)) = (&mail.content, &notice.facts.by) {
            self.add("client_user", by.as_str());
        }
        self.add("occurred_at", in_words(notice.occurred_at, &notice.time_zone, mail.language)?);
        self.add("link", notice.link.as_str());
        let kind = words::kind(mail.language, mail.content.kind().code()).map_err(ComposeError::Words)?;
        self.add("kind", kind);
        self.add("why", mail.recipient.as_ref().map_or("", why::reason));
        match &mail.recipient {
            Some(because) => self.add_because(mail.language, because),
            None => Ok(()),
        }
    }

    pub(super) fn add_facts(&mut self, language: Language, facts: &Facts) -> Result<(), ComposeError> {
        if let Some(by) = &facts.by {
            self.add("by", by.as_str());
        }
        if let Some(period) = facts.period {
            self.add("period", words::period(language, period).map_err(ComposeError::Words)?);
        }
        self.add("taken_back", facts.taken_back);
        if let Some(newcomer) = &facts.newcomer {
            self.add("newcomer", newcomer.name.as_str());
            self.add("newcomer_address", newcomer.address.as_str());
        }
        if let Some(undelivered) = &facts.undelivered {
            self.add("undelivered", undelivered.name.as_str());
            self.add("undelivered_address", undelivered.address.as_str());
        }
        if !facts.broken_domains.is_empty() {
            self.add("broken_domains", facts.broken_domains.join(", "));
        }
        // A value for each mail, since a template compares it.
        self.add("came_back", facts.came_back.map_or("", |cause| asked(cause.follows().alert)));
        Ok(())
    }

    pub(super) fn add_because(&mut self, language: Language, because: &Because) -> Result<(), ComposeError> {
        self.add("to_office", because.employee_id.is_none());
        if let Some(absent) = &because.instead_of {
            self.add("absent", absent.name.as_str());
        }
        if let Some(hours) = because.open_for_hours {
            self.add("open_for", words::working_hours(language, hours).map_err(ComposeError::Words)?);
        }
        self.add("nobody_left", why::skipped(because, SkipReason::NobodyLeft));
        self.add("no_manager", why::skipped(because, SkipReason::NoManager));
        self.add("manager_inactive", why::skipped(because, SkipReason::ManagerInactive));
        Ok(())
    }
}

/// What the office is asked to do about a mail that came back.
const fn asked(alert: Alert) -> &'static str {
    match alert {
        Alert::CorrectAddress => "correct_address",
        Alert::ReachReader => "reach_reader",
        Alert::CheckMailSetup => "check_mail_setup",
        Alert::ReadDiagnostic => "read_diagnostic",
    }
}

/// A text that only repeats what the facts beside it say is left out.
pub(super) fn says_more(text: &Text, facts: &Facts) -> bool {
    facts.summary().is_none_or(|summary| summary != text.as_str())
}
