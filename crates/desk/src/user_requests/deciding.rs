//! What follows when the office decides.

use domain::{
    Text,
    id::{EventId, OfficeId},
};
use serde_json::json;
use store::{
    Tx,
    user_requests::{self, State, UserRequest},
};

use super::Decided;
use crate::{
    Desk, Failure, Refusal,
    access::Actor,
    invite::{Invite, creation},
};

/// Creates the client-user. When that is refused, so is this: the unit of work is undone, and the request stays open.
pub(super) async fn approve(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    office: OfficeId,
    id: EventId,
) -> Result<Decided, Failure> {
    let mut request = open(tx, office, id).await?;
    let invite = Invite {
        dossier: request.dossier,
        email: request.email.clone(),
        name: request.name.clone(),
        language: request.language,
        hold_welcome_mail: false,
    };
    let outcomes = creation::create_for(tx, desk, (actor, office), &[invite]).await?;
    let invited = outcomes.into_iter().next().ok_or(Refusal::NotFound)??;
    request.state = State::Approved;
    request.client_user = Some(invited.id);
    decide(desk, tx, actor, office, &mut request).await?;
    Ok(Decided { request, invited: Some(invited) })
}

pub(super) async fn refuse(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    office: OfficeId,
    id: EventId,
    reason: Text,
) -> Result<Decided, Failure> {
    let mut request = open(tx, office, id).await?;
    request.state = State::Refused;
    request.reason = Some(reason);
    decide(desk, tx, actor, office, &mut request).await?;
    Ok(Decided { request, invited: None })
}

/// The request, held against other writers, if nobody decided it yet.
async fn open(tx: &mut Tx, office: OfficeId, id: EventId) -> Result<UserRequest, Failure> {
    let request = user_requests::find_for_update(tx, office, id).await?.ok_or(Refusal::NotFound)?;
    match request.state {
        State::Open => Ok(request),
        decided => Err(Refusal::RequestDecided { state: decided.code() }.into()),
    }
}

/// Notes the decision; its event waits for nobody any more.
async fn decide(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    office: OfficeId,
    request: &mut UserRequest,
) -> Result<(), store::Error> {
    let now = desk.0.clock.now();
    request.decided_at = Some(now);
    user_requests::decide(tx, office, std::slice::from_ref(request)).await?;
    store::events::close(tx, office, &[request.event], now).await?;
    let action = match request.state {
        State::Refused => "user_request_refused",
        State::Open | State::Approved => "user_request_approved",
    };
    let detail = json!({
        "email": request.email, "dossier_id": request.dossier, "client_user_id": request.client_user,
        "reason": request.reason,
    });
    let entry = actor.did(&desk.0.clock, office, action, Some(request.event.uuid()), &detail);
    store::audit::insert(tx, &[entry]).await
}
