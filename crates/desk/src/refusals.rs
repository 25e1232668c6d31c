//! Addresses that were refused to an office because another one holds them: noted, and bounded, so that nobody can try
//! out whose clients other offices have.

use domain::{EmailAddress, Timestamp, id::OfficeId, time::hours};
use store::{Tx, audit};

use crate::{Desk, Refusal, access::Actor};

/// Seconds that an office has to wait after `count` refusals in the last hour, the first of them at `first`.
pub(crate) fn wait(desk: &Desk, count: u64, first: Timestamp, now: Timestamp) -> Option<u64> {
    let too_many = count >= desk.0.settings.refusals_an_hour;
    too_many.then(|| (first + hours(1)).since(now).as_secs().max(1))
}

/// May this office ask for another address?
pub(crate) async fn check(desk: &Desk, tx: &mut Tx, office: OfficeId) -> Result<(), crate::Failure> {
    let now = desk.0.clock.now();
    let known = audit::refusals(tx, &[office], now - hours(1)).await?.pop();
    let wait = known.and_then(|(_, count, first)| wait(desk, count, first, now));
    wait.map_or(Ok(()), |retry_after| Err(Refusal::TooManyRefusals { retry_after }.into()))
}

/// The line that notes a refusal.
pub(crate) fn line(desk: &Desk, actor: Actor, office: OfficeId, email: &EmailAddress) -> audit::Entry {
    actor.did(&desk.0.clock, office, "address_refused", None, &serde_json::json!({ "email": email }))
}

/// Notes a refusal whose unit of work was undone.
pub(crate) async fn note(
    desk: &Desk,
    actor: Actor,
    office: OfficeId,
    email: &EmailAddress,
) -> Result<(), store::Error> {
    let mut tx = desk.0.db.write().await?;
    audit::insert(&mut tx, &[line(desk, actor, office, email)]).await?;
    tx.commit().await
}
