//! What follows when a client says so, or takes it back.

use domain::{
    Fault, Name, Text,
    dossier::Dossier,
    event::{EventKind, Facts},
    id::{ClientUserId, DossierId, OfficeId},
    vat::Period,
};
use jiff::{ToSpan as _, civil::Date};
use serde_json::json;
use store::Tx;

use super::{ConfirmVat, Confirmed, VatConfirmation};
use crate::{
    Desk, Failure, Refusal,
    access::Actor,
    events::Told,
    portal::{self, Happening},
};

/// How many months ago a period may have been running.
const MONTHS: i32 = 24;

pub(super) async fn confirm(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    (office, id): (OfficeId, DossierId),
    said: ConfirmVat,
) -> Result<Confirmed, Failure> {
    // Held, so that what was said before is not taken back while it is looked at.
    let dossier = store::dossiers::find_for_update(tx, office, id).await?.ok_or(Refusal::NotFound)?;
    let period = period(&dossier, said.period, desk.today())?;
    let by = client(tx, (office, id), said.client_user).await?;
    let confirmation = VatConfirmation {
        dossier: id,
        period,
        client_user: said.client_user,
        event: desk.0.clock.id(),
        confirmed_at: desk.0.clock.now(),
    };
    let added = store::vat_confirmations::insert(tx, office, std::slice::from_ref(&confirmation)).await?;
    if added.is_empty() {
        let first = store::vat_confirmations::find(tx, office, id, period).await?;
        let confirmation = first.ok_or(Refusal::NotFound)?;
        return Ok(Confirmed { confirmation, is_new: false, told: None });
    }
    let told = tell(desk, tx, (office, id), &confirmation, by, false).await?;
    log(desk, tx, actor, office, "vat_documents_confirmed", &confirmation).await?;
    Ok(Confirmed { confirmation, is_new: true, told: Some(told) })
}

pub(super) async fn take_back(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    (office, id): (OfficeId, DossierId),
    period: Period,
    client_user: Option<ClientUserId>,
) -> Result<Told, Failure> {
    store::dossiers::find_for_update(tx, office, id).await?.ok_or(Refusal::NotFound)?;
    let by = client(tx, (office, id), client_user).await?;
    store::vat_confirmations::delete(tx, office, &[(id, period)]).await?.pop().ok_or(Refusal::NotFound)?;
    let correction = VatConfirmation {
        dossier: id,
        period,
        client_user,
        event: desk.0.clock.id(),
        confirmed_at: desk.0.clock.now(),
    };
    let told = tell(desk, tx, (office, id), &correction, by, true).await?;
    log(desk, tx, actor, office, "vat_documents_taken_back", &correction).await?;
    Ok(told)
}

/// The period that is meant, if this dossier can say so of it today.
fn period(dossier: &Dossier, asked: Option<Period>, today: Date) -> Result<Period, Refusal> {
    let kind = dossier.vat_period;
    let Some(current) = Period::current(kind, today) else {
        return Err(Refusal::field("dossier_id", Fault::UnknownValue));
    };
    let period = asked.unwrap_or(current);
    if !period.is(kind) {
        return Err(Refusal::field("period", Fault::UnknownValue));
    }
    let oldest = Period::running(kind, today.saturating_sub(MONTHS.months()));
    if period.begins_after(today) || oldest.is_some_and(|oldest| period < oldest) {
        return Err(Refusal::field("period", Fault::OutOfRange));
    }
    Ok(period)
}

/// The name of who says so, if it is known.
async fn client(
    tx: &mut Tx,
    of: (OfficeId, DossierId),
    id: Option<ClientUserId>,
) -> Result<Option<Name>, Failure> {
    let Some(id) = id else { return Ok(None) };
    Ok(Some(portal::client(tx, of, id, "client_user_id").await?.name))
}

/// The office hears what was said, or that it is taken back.
async fn tell(
    desk: &Desk,
    tx: &mut Tx,
    of: (OfficeId, DossierId),
    said: &VatConfirmation,
    by: Option<Name>,
    taken_back: bool,
) -> Result<Told, Failure> {
    let period = said.period.to_string();
    let happening = Happening {
        id: said.event,
        kind: EventKind::VatDocumentsOk,
        summary: Text::parse(&period).map_err(|fault| Refusal::field("period", fault))?,
        facts: Facts { by, period: Some(said.period), taken_back, ..Facts::default() },
        thread: Some(portal::thread(&format!("vat {} {period}", said.dossier))),
    };
    portal::tell(tx, desk, of, happening).await
}

async fn log(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    office: OfficeId,
    action: &str,
    said: &VatConfirmation,
) -> Result<(), store::Error> {
    let detail = json!({ "period": said.period, "client_user_id": said.client_user, "event_id": said.event });
    let entry = actor.did(&desk.0.clock, office, action, Some(said.dossier.uuid()), &detail);
    store::audit::insert(tx, &[entry]).await
}

#[cfg(test)]
mod tests;
