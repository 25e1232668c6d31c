//! `/offices/{o}/events`: what an office must hear about, and who heard.

mod body;
pub(crate) mod post;

use axum::{Json, extract::State};
use desk::events::{Filter, Kept};
use domain::id::{EventId, OfficeId, kind};
use utoipa::IntoParams;

pub(crate) use self::body::{DigestEntryBody, EventBody, EventDetailBody, FactsBody};
use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::{Fields, Params},
    ids::At,
    paging::{Page, PageParams, Paging},
    problem::Problem,
    shape, value,
};
use crate::App;

/// Which events to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct EventFilter {
    /// Only those of this kind.
    #[param(required = false)]
    kind: shape::EventKind,
    /// Only those about this dossier.
    #[param(required = false)]
    dossier_id: shape::Id,
    /// Only those that wait for somebody of the office, or only the others.
    #[param(required = false)]
    open: bool,
}

fn filter(params: &mut Fields) -> Filter {
    Filter {
        kind: params.optional("kind", value::word(shape::EVENT_KINDS)),
        dossier: params.optional("dossier_id", value::id),
        open: params.optional("open", value::flag_in_text),
    }
}

/// List events
#[utoipa::path(get, path = "/offices/{office_id}/events", tag = "Events", params(EventFilter, PageParams),
    responses((status = 200, description = "A page of events, newest first.", body = Page<EventBody>)))]
pub(crate) async fn list_events(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<EventBody>>, Problem> {
    let filter = filter(&mut params);
    let paging = Paging::<kind::Event>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.events(actor, office, &filter, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |kept| kept.event.id)))
}

/// Look at an event
///
/// With the mails about it and the digests that will tell it, each with why its reader hears.
#[utoipa::path(get, path = "/offices/{office_id}/events/{event_id}", tag = "Events",
    responses((status = 200, description = "The event.", body = EventDetailBody)))]
pub(crate) async fn get_event(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, event)): At<(OfficeId, EventId)>,
) -> Result<Json<EventDetailBody>, Problem> {
    let detail = app.desk.event(actor, office, event).await?;
    Ok(Json(EventDetailBody::from(&detail)))
}

fn closed(kept: &Kept) -> Answer {
    Answer::ok(&EventBody::from(kept))
}

/// Close an event
///
/// The task is solved, the message read: nobody is told any more, and it goes to no further step. One that is closed
/// already, or waits for nobody, stays as it is.
#[utoipa::path(post, path = "/offices/{office_id}/events/{event_id}/close", tag = "Events",
    responses(
        (status = 200, description = "The event as it is now.", body = EventBody),
        (status = 409, description = "`request-waits-for-a-decision`.")))]
pub(crate) async fn close_event(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, event)): At<(OfficeId, EventId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    write.no_fields()?;
    let once = write.once(&office, closed);
    said(app.desk.close_event(actor, office, event, once).await, closed)
}
