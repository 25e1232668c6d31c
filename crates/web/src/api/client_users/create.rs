//! Creating client-users, one by one and in bulk.

use axum::{extract::State, http::StatusCode};
use desk::{
    Outcome,
    invite::{Invite, Invited, Job, QueuedMail},
};
use domain::{
    id::{ClientUserId, MailId, OfficeId},
    invitation::StateName,
    mail::MailKind,
};
use serde::Serialize;
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
        sender::SenderBody,
        shape, value,
    },
};

/// A new client-user.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewClientUser {
    /// The dossier that they get to see; it decides who welcomes them.
    dossier_id: shape::Id,
    /// Their address: their login.
    email: shape::EmailAddress,
    /// Their name.
    name: shape::Name,
    /// The language of their mails.
    language: shape::Language,
    /// Create them even when the office's mail set-up is not right yet, and let the mail wait until it is.
    hold_welcome_mail: Option<bool>,
}

/// A client-user who was created, or found at this office already.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedClientUser)]
pub(crate) struct InvitedBody {
    /// Their id.
    #[schema(value_type = shape::Id)]
    id: ClientUserId,
    /// Where they stand.
    #[schema(value_type = shape::ClientUserState)]
    state: StateName,
    /// They were a client-user of this office already, and the dossier was added to them.
    linked: bool,
    /// The mail that goes out because of it; `null` when they saw the dossier already.
    welcome_mail: Option<QueuedMailBody>,
}

/// A mail that was put in the queue.
#[derive(Serialize, ToSchema)]
#[schema(as = QueuedMail)]
pub(crate) struct QueuedMailBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: MailId,
    /// What it is.
    #[schema(value_type = shape::MailKind)]
    kind: MailKind,
    /// How far it has come.
    #[schema(value_type = shape::MailState)]
    state: &'static str,
    /// Who sends it, and why.
    sender: SenderBody,
}

impl From<&QueuedMail> for QueuedMailBody {
    fn from(mail: &QueuedMail) -> Self {
        let state = if mail.held.is_some() { "held" } else { "queued" };
        Self { id: mail.id, kind: mail.kind, state, sender: SenderBody::from(&mail.sender) }
    }
}

impl From<&Invited> for InvitedBody {
    fn from(invited: &Invited) -> Self {
        let welcome_mail = invited.mail.as_ref().map(QueuedMailBody::from);
        Self { id: invited.id, state: invited.state, linked: invited.linked, welcome_mail }
    }
}

fn new(mut fields: Fields) -> Result<Invite, Problem> {
    let dossier = fields.required("dossier_id", value::id);
    let email = fields.required("email", value::address);
    let name = fields.required("name", value::name);
    let language = fields.required("language", value::language);
    let hold_welcome_mail = fields.optional("hold_welcome_mail", value::flag).unwrap_or(false);
    let invite = (|| {
        let (dossier, email, name, language) = (dossier?, email?, name?, language?);
        Some(Invite { dossier, email, name, language, hold_welcome_mail })
    })();
    fields.finish(invite)
}

const fn status(invited: &Invited) -> StatusCode {
    if invited.linked { StatusCode::OK } else { StatusCode::CREATED }
}

/// Create a client-user
///
/// They are welcomed by a mail with their login and a link to set their first password. Who sends it is decided by
/// the dossier: its manager, else its client group, else the office's functional address, else its communication
/// address. Somebody who is a client-user of this office already gets the dossier added, and is told so.
#[utoipa::path(post, path = "/offices/{office_id}/client-users", tag = "Client-users", request_body = NewClientUser,
    responses(
        (status = 201, description = "The new client-user.", body = InvitedBody),
        (status = 200, description = "They were a client-user of this office already; the dossier was added.", body = InvitedBody,
            example = json!({
                "id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "state": "active", "linked": true, "welcome_mail": null,
            })),
        (status = 409, description = "`active-at-another-office`."),
        (status = 422, description = "`mail-setup-incorrect`, with its `causes`: the domain of the address that would send is not set up right, and `hold_welcome_mail` was not sent."),
        (status = 429, description = "`too-many-refusals`: too many addresses were refused in the last hour.")))]
pub(crate) async fn create_client_user(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let invite = new(write.fields()?)?;
    let base = Base::from(app.desk.settings());
    let answer = move |outcomes: &[Outcome<Invited>]| match bulk::only(outcomes) {
        Ok(invited) if invited.linked => Answer::ok(&InvitedBody::from(invited)),
        Ok(invited) => Answer::created(&InvitedBody::from(invited)),
        Err(problem) => problem.answer(&base),
    };
    let once = write.once(&office, answer.clone());
    let job = Job { actor, office, items: vec![invite], once };
    said(app.desk.invite(job).await, |outcomes| answer(outcomes))
}

/// Create many client-users
///
/// Up to 1,000 at once. Each is answered as the single call would answer, in their order; one that is refused does
/// not keep the others from being created.
#[utoipa::path(post, path = "/offices/{office_id}/client-users/bulk", tag = "Client-users",
    request_body = Vec<NewClientUser>,
    responses((status = 200, description = "What became of each.", body = Bulk<InvitedBody>)))]
pub(crate) async fn create_client_users(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let (items, refused) = bulk::read(write.value()?, new)?;
    app.desk.office(actor, office).await?;
    let base = Base::from(app.desk.settings());
    let done = |invited: &Invited| BulkResult::done(status(invited), InvitedBody::from(invited));
    let answer = move |outcomes: &[Outcome<Invited>]| refused.answer(outcomes, &base, done);
    let once = write.once(&office, answer.clone());
    let job = Job { actor, office, items, once };
    said(app.desk.invite(job).await, |outcomes| answer(outcomes))
}
