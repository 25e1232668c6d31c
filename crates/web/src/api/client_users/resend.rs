//! New links for client-users who have set no password yet.

use axum::{extract::State, http::StatusCode};
use desk::{Outcome, invite::QueuedMail};
use domain::{
    id::{ClientUserId, OfficeId},
    invitation::StateName,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::create::QueuedMailBody;
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
        shape, value,
    },
};

/// A client-user to whom a new link goes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Resent {
    /// Their id.
    #[schema(value_type = shape::Id)]
    id: ClientUserId,
    /// Where they stand.
    #[schema(value_type = shape::ClientUserState)]
    state: StateName,
    /// The mail that brings the link. Its sender was decided anew.
    welcome_mail: QueuedMailBody,
}

impl Resent {
    fn new(id: ClientUserId, mail: &QueuedMail) -> Self {
        Self { id, state: StateName::Invited, welcome_mail: QueuedMailBody::from(mail) }
    }
}

/// Who is to get a new link.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ResendMany {
    /// The client-users.
    #[schema(max_items = 1000)]
    client_user_ids: Vec<shape::Id>,
}

fn many(mut fields: Fields) -> Result<Vec<ClientUserId>, Problem> {
    let ids = fields.required_list("client_user_ids", value::id);
    fields.finish(ids)
}

/// Send the welcome mail again
///
/// With a new link, which makes the old one worthless, and from whoever is to send by now. An invitation that has
/// expired is opened again.
#[utoipa::path(post, path = "/offices/{office_id}/client-users/{client_user_id}/welcome-mail", tag = "Client-users",
    responses(
        (status = 202, description = "The mail is in the queue.", body = Resent),
        (status = 409, description = "`invitation-not-open`, or `active-at-another-office` when the invitation has expired and another office has the address by now.")))]
pub(crate) async fn resend_welcome_mail(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, user)): At<(OfficeId, ClientUserId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    write.no_fields()?;
    let base = Base::from(app.desk.settings());
    let answer = move |outcomes: &Vec<Outcome<QueuedMail>>| match bulk::only(outcomes) {
        Ok(mail) => Answer::accepted(&Resent::new(user, mail)),
        Err(problem) => problem.answer(&base),
    };
    let once = write.once(&office, answer.clone());
    said(app.desk.resend(actor, office, vec![user], once).await, answer)
}

/// Send many welcome mails again
///
/// Up to 1,000 at once. Each is answered as the single call would answer, in their order.
#[utoipa::path(post, path = "/offices/{office_id}/client-users/welcome-mails", tag = "Client-users",
    request_body = ResendMany,
    responses((status = 200, description = "What became of each.", body = Bulk<Resent>)))]
pub(crate) async fn resend_welcome_mails(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let users = many(write.fields()?)?;
    app.desk.office(actor, office).await?;
    let base = Base::from(app.desk.settings());
    let asked = users.clone();
    let answer = move |outcomes: &Vec<Outcome<QueuedMail>>| results(&asked, outcomes, &base);
    let once = write.once(&office, answer.clone());
    said(app.desk.resend(actor, office, users, once).await, answer)
}

fn results(users: &[ClientUserId], outcomes: &[Outcome<QueuedMail>], base: &Base) -> Answer {
    let mut outcomes = outcomes.iter();
    let result = |user: &ClientUserId| match bulk::next(&mut outcomes) {
        Ok(mail) => BulkResult::done(StatusCode::ACCEPTED, Resent::new(*user, mail)),
        Err(problem) => BulkResult::refused(&problem, base),
    };
    Answer::ok(&Bulk { results: users.iter().map(result).collect() })
}
