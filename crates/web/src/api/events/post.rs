//! Posting events, one by one and in bulk.

use axum::{extract::State, http::StatusCode};
use desk::{
    Outcome,
    events::{Job, NewEvent, Told, ToldNow},
};
use domain::{
    Language, Timestamp,
    id::{EventId, MailId, OfficeId},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::DigestEntryBody;
use crate::{
    App,
    api::{
        answer::{Answer, Bulk, BulkResult, said},
        auth::Caller,
        body::Write,
        bulk,
        fields::Fields,
        ids::At,
        problem::{Base, Problem},
        recipient::BecauseBody,
        sender::MailboxBody,
        shape, value,
    },
};

/// Something that the office must hear about.
#[derive(ToSchema)]
#[schema(as = NewEvent)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct EventToPost {
    /// What happened; it decides who hears.
    kind: shape::EventKind,
    /// The dossier that it is about. Without one, the dossier's manager and group are not asked.
    dossier_id: Option<shape::Id>,
    /// What happened, in words.
    summary: shape::Text,
    /// Where to see it and act; the portal's first page if nothing is said.
    link: Option<shape::Link>,
    /// What messages of one conversation have in common: unread ones are told together.
    thread: Option<shape::Thread>,
    /// When it happened, not before 1970; now if nothing is said.
    occurred_at: Option<shape::Time>,
}

/// What became of an event.
#[derive(Serialize, ToSchema)]
#[schema(as = PostedEvent, example = json!({
    "id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "digests": [], "waits_until": null,
    "mails": [{
        "id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "language": "nl",
        "to": { "name": "An Peeters", "address": "an.peeters@example.be" },
        "because": {
            "step": "dossier_manager", "skipped": [], "employee_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b",
            "chosen": null, "instead_of": null, "left_out": [], "open_for_hours": null,
        },
    }],
}))]
pub(crate) struct ToldBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: EventId,
    /// Who gets a mail now.
    mails: Vec<ToldNowBody>,
    /// Who hears in a digest.
    digests: Vec<DigestEntryBody>,
    /// A message that waits to be read, since the office wants that: until when. Who hears is decided then.
    #[schema(value_type = Option<shape::Time>)]
    waits_until: Option<Timestamp>,
}

/// A mail that was put in the queue.
#[derive(Serialize, ToSchema)]
#[schema(as = PostedMail)]
pub(crate) struct ToldNowBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: MailId,
    /// Who gets it.
    to: MailboxBody,
    /// Their language.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// Why they get it.
    because: BecauseBody,
}

impl From<&ToldNow> for ToldNowBody {
    fn from(ToldNow { id, to, language, because }: &ToldNow) -> Self {
        let because = BecauseBody::from(because);
        Self { id: *id, to: MailboxBody::from(to), language: *language, because }
    }
}

impl From<&Told> for ToldBody {
    fn from(Told { id, mails, digests, waits_until }: &Told) -> Self {
        Self {
            id: *id,
            mails: mails.iter().map(ToldNowBody::from).collect(),
            digests: digests.iter().map(DigestEntryBody::from).collect(),
            waits_until: *waits_until,
        }
    }
}

fn new(mut fields: Fields) -> Result<NewEvent, Problem> {
    let kind = fields.required("kind", value::word(shape::EVENT_KINDS));
    let dossier = fields.optional("dossier_id", value::id);
    let summary = fields.required("summary", value::words);
    let link = fields.optional("link", value::link);
    let thread = fields.optional("thread", value::name);
    let occurred_at = fields.optional("occurred_at", value::time);
    let event = kind.zip(summary).map(|(kind, summary)| NewEvent {
        kind,
        dossier,
        summary,
        link,
        thread,
        occurred_at,
    });
    fields.finish(event)
}

/// Post an event
///
/// Whoever must hear is decided at once, and their mails are in the queue when this answers: those whom the office
/// chose for this kind, or else the dossier's manager, else its client group's address, else the office's functional
/// address, else its communication address.
#[utoipa::path(post, path = "/offices/{office_id}/events", tag = "Events", request_body = EventToPost,
    responses((status = 202, description = "Who hears, and why.", body = ToldBody)))]
pub(crate) async fn post_event(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let event = new(write.fields()?)?;
    let base = Base::from(app.desk.settings());
    let answer = move |outcomes: &[Outcome<Told>]| match bulk::only(outcomes) {
        Ok(told) => Answer::accepted(&ToldBody::from(told)),
        Err(problem) => problem.answer(&base),
    };
    let once = write.once(&office, answer.clone());
    let job = Job { actor, office, items: vec![event], once };
    said(app.desk.post_events(job).await, |outcomes| answer(outcomes))
}

/// Post many events
///
/// Up to 1,000 at once. Each is answered as the single call would answer, in their order; one that is refused does not
/// keep the others from being told.
#[utoipa::path(post, path = "/offices/{office_id}/events/bulk", tag = "Events", request_body = Vec<EventToPost>,
    responses((status = 200, description = "What became of each.", body = Bulk<ToldBody>)))]
pub(crate) async fn post_events(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let (items, refused) = bulk::read(write.value()?, new)?;
    app.desk.office(actor, office).await?;
    let base = Base::from(app.desk.settings());
    let done = |told: &Told| BulkResult::done(StatusCode::ACCEPTED, ToldBody::from(told));
    let answer = move |outcomes: &[Outcome<Told>]| refused.answer(outcomes, &base, done);
    let once = write.once(&office, answer.clone());
    let job = Job { actor, office, items, once };
    said(app.desk.post_events(job).await, |outcomes| answer(outcomes))
}
