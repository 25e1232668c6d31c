//! What the last look found, in words for the office's IT partner.

use domain::{Language, Timestamp, id::OfficeId};
use mail::setup_report::{Checked, Document, Request, report};

use super::detail;
use crate::{Desk, Failure, Refusal, access::Actor};

/// A report that support can send on.
#[derive(Debug)]
pub struct PartnerReport {
    /// Its language.
    pub language: Language,
    /// When was looked, and what it says; nothing while nobody looked.
    pub told: Option<(Timestamp, Document)>,
}

impl Desk {
    /// The report for the office's IT partner, in their language; in the office's if none is given.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn mail_setup_report(
        &self,
        actor: Actor,
        office: OfficeId,
        language: Option<Language>,
    ) -> Result<PartnerReport, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let of = store::offices::find(&mut tx, office).await?.ok_or(Refusal::NotFound)?;
        let setup = detail(self, &mut tx, office).await?.ok_or(Refusal::NotFound)?;
        drop(tx);
        let language = language.unwrap_or(of.language);
        let checked_at = setup.domains.iter().filter_map(|domain| domain.checked_at).max();
        let reports: Vec<_> = setup.domains.into_iter().filter_map(|domain| domain.report).collect();
        let told = checked_at.filter(|_| !reports.is_empty()).map(|checked_at| {
            let request = Request {
                office: &of.name,
                platform: self.0.settings.base_url.host_str().unwrap_or_default(),
                language,
                checked_at,
                zone: &self.0.zone,
                checked: Checked::Domains(&reports),
            };
            (checked_at, report(&request))
        });
        Ok(PartnerReport { language, told })
    }
}
