//! Who sends, with what is known of the domain that would: read once for whatever is decided together.

use std::collections::BTreeSet;

use domain::{
    EmailAddress,
    delivery::SenderFault,
    id::OfficeId,
    mail_setup,
    sender::{self, SenderDecision, Step},
};
use store::{Tx, dossiers::WelcomeContext, mail_setups::Standings};

use crate::Desk;

/// How the domains stand that the cascades of some dossiers yield. Where domains are not checked, all are ready.
#[derive(Debug, Default)]
pub(crate) struct Senders {
    standings: Option<Standings>,
    platform: Option<EmailAddress>,
}

impl Senders {
    /// For these dossiers: one statement, and none where domains are not checked.
    pub(crate) async fn read(
        tx: &mut Tx,
        desk: &Desk,
        dossiers: impl IntoIterator<Item = &WelcomeContext>,
    ) -> Result<Self, store::Error> {
        if desk.0.settings.checks.is_none() {
            return Ok(Self::default());
        }
        let wanted = |dossier: &WelcomeContext| {
            (dossier.office.id, sender::choose(&dossier.context).from.address.domain().to_owned())
        };
        let wanted: BTreeSet<_> = dossiers.into_iter().map(wanted).collect();
        let standings = store::mail_setups::standings(tx, &wanted.into_iter().collect::<Vec<_>>()).await?;
        Ok(Self { standings: Some(standings), platform: desk.0.settings.system_from.clone() })
    }

    /// Who sends to the client-users of this dossier. An address whose domain is not ready is sent for by the platform's,
    /// where the office wants that.
    pub(crate) fn choose(&self, dossier: &WelcomeContext) -> SenderDecision {
        let decision = sender::choose(&dossier.context);
        match (&self.standings, &self.platform) {
            (Some(standings), Some(platform))
                if standings.on_behalf.contains(&dossier.office.id)
                    && !self.causes(dossier.office.id, &decision).is_empty() =>
            {
                decision.on_behalf(platform)
            }
            _ => decision,
        }
    }

    /// What keeps mails of this sender from going out.
    pub(crate) fn causes(&self, office: OfficeId, decision: &SenderDecision) -> Vec<SenderFault> {
        let Some(standings) = &self.standings else { return Vec::new() };
        // The platform's own address is the operator's to set up.
        if decision.step == Step::SystemAddress || self.platform.as_ref() == Some(&decision.from.address) {
            return Vec::new();
        }
        let domain = decision.from.address.domain().to_owned();
        mail_setup::causes(standings.verdicts.get(&(office, domain)))
    }

    /// For what a mail of this sender is held.
    pub(crate) fn hold(&self, office: OfficeId, decision: &SenderDecision) -> Option<SenderFault> {
        self.causes(office, decision).first().copied()
    }

    /// Domains that nobody looked at yet are looked at within a minute, since somebody wants to send from them.
    pub(crate) async fn look_soon<'a>(
        &self,
        tx: &mut Tx,
        desk: &Desk,
        senders: impl Iterator<Item = (OfficeId, &'a SenderDecision)>,
    ) -> Result<(), store::Error> {
        let unknown = |(office, decision): &(OfficeId, &SenderDecision)| {
            self.hold(*office, decision) == Some(SenderFault::Unconfigured)
        };
        let offices: Vec<OfficeId> = senders.filter(unknown).map(|(office, _)| office).collect();
        if offices.is_empty() {
            return Ok(());
        }
        store::mail_setups::check_soon(tx, &offices, desk.0.clock.now()).await
    }
}
