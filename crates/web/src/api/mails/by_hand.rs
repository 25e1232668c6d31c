//! Retry, cancel and release, one by one and in bulk.

use axum::{extract::State, http::StatusCode};
use desk::{
    Outcome,
    access::Actor,
    mails::{ByHand, MailState},
};
use domain::id::{MailId, OfficeId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

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
        shape,
        value::{self, Wrong},
    },
};

/// A mail that something was done with.
#[derive(Serialize, ToSchema)]
#[schema(as = MailTreated)]
pub(crate) struct Treated {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: MailId,
    /// How far it has come now.
    #[schema(value_type = shape::MailState)]
    state: MailState,
}

impl Treated {
    const fn new(id: MailId, what: ByHand) -> Self {
        let state = match what {
            ByHand::Cancel => MailState::Cancelled,
            ByHand::Retry | ByHand::Release => MailState::Queued,
        };
        Self { id, state }
    }
}

const fn status(what: ByHand) -> StatusCode {
    match what {
        ByHand::Cancel => StatusCode::OK,
        ByHand::Retry | ByHand::Release => StatusCode::ACCEPTED,
    }
}

/// What is to be done with which mails.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct TreatMany {
    /// What is to be done.
    action: Action,
    /// The mails.
    #[schema(max_items = 1000)]
    ids: Vec<shape::Id>,
}

/// What can be done with a mail.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) enum Action {
    /// Try a failed, cancelled or deferred mail now.
    Retry,
    /// Take a queued, deferred or held mail out of the queue.
    Cancel,
    /// Send a held mail now.
    Release,
}

fn action(value: &Value) -> Result<ByHand, Wrong> {
    match value::text(value)? {
        "retry" => Ok(ByHand::Retry),
        "cancel" => Ok(ByHand::Cancel),
        "release" => Ok(ByHand::Release),
        _ => Err(value::not_among(["retry", "cancel", "release"])),
    }
}

fn many(mut fields: Fields) -> Result<(ByHand, Vec<MailId>), Problem> {
    let action = fields.required("action", action);
    let ids = fields.required_list("ids", value::id);
    fields.finish(action.zip(ids))
}

async fn treat(
    app: App,
    actor: Actor,
    office: OfficeId,
    mail: MailId,
    what: ByHand,
    mut write: Write,
) -> Result<Answer, Problem> {
    write.no_fields()?;
    let base = Base::from(app.desk.settings());
    let answer = move |outcomes: &Vec<Outcome<()>>| match bulk::only(outcomes) {
        Ok(()) if what == ByHand::Cancel => Answer::ok(&Treated::new(mail, what)),
        Ok(()) => Answer::accepted(&Treated::new(mail, what)),
        Err(problem) => problem.answer(&base),
    };
    let once = write.once(&office, answer.clone());
    said(app.desk.by_hand(actor, office, what, vec![mail], once).await, answer)
}

/// Retry a mail
///
/// A failed, cancelled or deferred mail is tried now. One whose link was replaced is not: send a new welcome mail.
#[utoipa::path(post, path = "/offices/{office_id}/mails/{mail_id}/retry", tag = "Mails",
    responses(
        (status = 202, description = "It is in the queue.", body = Treated),
        (status = 409, description = "`mail-not-in-state`.")))]
pub(crate) async fn retry_mail(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, mail)): At<(OfficeId, MailId)>,
    write: Write,
) -> Result<Answer, Problem> {
    treat(app, actor, office, mail, ByHand::Retry, write).await
}

/// Cancel a mail
///
/// A queued, deferred or held mail is taken out of the queue.
#[utoipa::path(post, path = "/offices/{office_id}/mails/{mail_id}/cancel", tag = "Mails",
    responses(
        (status = 200, description = "It does not go out.", body = Treated),
        (status = 409, description = "`mail-not-in-state`.")))]
pub(crate) async fn cancel_mail(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, mail)): At<(OfficeId, MailId)>,
    write: Write,
) -> Result<Answer, Problem> {
    treat(app, actor, office, mail, ByHand::Cancel, write).await
}

/// Release a mail
///
/// A held mail is sent now, without waiting for its sender to be found mended.
#[utoipa::path(post, path = "/offices/{office_id}/mails/{mail_id}/release", tag = "Mails",
    responses(
        (status = 202, description = "It is in the queue.", body = Treated),
        (status = 409, description = "`mail-not-in-state`.")))]
pub(crate) async fn release_mail(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, mail)): At<(OfficeId, MailId)>,
    write: Write,
) -> Result<Answer, Problem> {
    treat(app, actor, office, mail, ByHand::Release, write).await
}

/// Retry, cancel or release many mails
///
/// Up to 1,000 at once. Each is answered as the single call would answer, in their order.
#[utoipa::path(post, path = "/offices/{office_id}/mails/bulk", tag = "Mails", request_body = TreatMany,
    responses((status = 200, description = "What became of each.", body = Bulk<Treated>)))]
pub(crate) async fn treat_mails(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let (what, mails) = many(write.fields()?)?;
    app.desk.office(actor, office).await?;
    let base = Base::from(app.desk.settings());
    let asked = mails.clone();
    let answer = move |outcomes: &Vec<Outcome<()>>| results(what, &asked, outcomes, &base);
    let once = write.once(&office, answer.clone());
    said(app.desk.by_hand(actor, office, what, mails, once).await, answer)
}

fn results(what: ByHand, mails: &[MailId], outcomes: &[Outcome<()>], base: &Base) -> Answer {
    let mut outcomes = outcomes.iter();
    let result = |mail: &MailId| match bulk::next(&mut outcomes) {
        Ok(()) => BulkResult::done(status(what), Treated::new(*mail, what)),
        Err(problem) => BulkResult::refused(&problem, base),
    };
    Answer::ok(&Bulk { results: mails.iter().map(result).collect() })
}
