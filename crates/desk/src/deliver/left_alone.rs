//! Mails to addresses that are left alone, since mail to them came back. A mail is found to be one when it is leased, in
//! the statement that reads it: so it counts what came back until then, and asks the database nothing more.

use domain::{
    Timestamp,
    bounce::{Cause, Passage, passage},
    id::MailId,
    mail::MailKind,
};
use serde_json::json;
use store::{Tx, deliveries::Leased};

use super::alerts::{self, Unread};
use crate::{Desk, access::Actor};

/// What becomes of the mails of a lease whose address is left alone.
pub(super) struct LeftAlone {
    /// These are not sent.
    pub(super) stay_behind: Vec<Leased>,
    /// A person started these, and knows: they go, and by that the address is written to again.
    pub(super) go_all_the_same: Vec<Leased>,
}

impl LeftAlone {
    pub(super) fn among<'l>(leased: impl Iterator<Item = &'l Leased>, now: Timestamp) -> Self {
        let (mut stay_behind, mut go_all_the_same) = (Vec::new(), Vec::new());
        for leased in leased {
            match passage(leased.mail.content.kind(), leased.suppressed, now) {
                Passage::Goes => {}
                Passage::Asks(_) => go_all_the_same.push(leased.clone()),
                Passage::StaysBehind(_) => stay_behind.push(leased.clone()),
            }
        }
        Self { stay_behind, go_all_the_same }
    }

    /// Tells of those that stay behind and are `over` by that, and writes to the addresses of the others again.
    pub(super) async fn write(
        &self,
        tx: &mut Tx,
        desk: &Desk,
        over: &[MailId],
        now: Timestamp,
    ) -> Result<(), store::Error> {
        // The office knows of the address. A reminder tells nothing new; what somebody wrote does.
        let told = |leased: &&Leased| {
            leased.mail.content.kind() != MailKind::WelcomeReminder && over.contains(&leased.mail.id)
        };
        let unread: Vec<Unread> = self.stay_behind.iter().filter(told).filter_map(unread).collect();
        alerts::raise_for(tx, desk, &unread).await?;
        if self.go_all_the_same.is_empty() {
            return Ok(());
        }
        let mail = |leased: &Leased| (leased.mail.office_id, leased.mail.to.address.key());
        let addresses: Vec<_> = self.go_all_the_same.iter().map(mail).collect();
        store::suppressions::lift(tx, &addresses, now).await?;
        let line = |leased: &Leased| {
            let detail = json!({ "address": leased.mail.to.address, "by": "sending" });
            let (office, mail) = (leased.mail.office_id, Some(leased.mail.id.uuid()));
            Actor::System.did(desk.clock(), office, "suppression_lifted", mail, &detail)
        };
        store::audit::insert(tx, &self.go_all_the_same.iter().map(line).collect::<Vec<_>>()).await
    }
}

fn unread(leased: &Leased) -> Option<Unread> {
    let cause: Cause = leased.suppressed?.cause;
    let said = format!("not sent, since mail to this address came back ({})", cause.code());
    Some(Unread { mail: leased.mail.id, said, came_back: Some(cause) })
}
