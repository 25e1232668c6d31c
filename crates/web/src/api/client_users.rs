//! `/offices/{o}/client-users`: the people at the office's clients who may enter the portal.

pub(crate) mod create;
pub(crate) mod resend;

use axum::{Json, extract::State};
use desk::{
    client_users::{ClientUserDetail, ClientUserFields},
    mails::{MailState, Tracked},
};
use domain::{
    EmailAddress, Language, Name, Timestamp,
    bounce::Cause,
    client_user::ClientUser,
    id::{ClientUserId, DossierId, MailId, OfficeId, kind},
    invitation::StateName,
    mail::MailKind,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::{Fields, Params},
    ids::At,
    paging::{Page, PageParams, Paging},
    problem::Problem,
    sender::SenderBody,
    shape, value,
};
use crate::App;

/// A client-user in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientUser)]
pub(crate) struct ClientUserBody {
    /// Their id.
    #[schema(value_type = shape::Id)]
    id: ClientUserId,
    /// Their address: their login.
    #[schema(value_type = shape::EmailAddress)]
    email: EmailAddress,
    /// Their name.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// The language of their mails.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// Where they stand.
    #[schema(value_type = shape::ClientUserState)]
    state: StateName,
    /// When a link of theirs was opened first; a mail scanner may have done so.
    #[schema(value_type = Option<shape::Time>)]
    link_opened_at: Option<Timestamp>,
    /// Why the mail with their newest link came back, if it did: correct their address, or send a new link.
    #[schema(value_type = Option<shape::BounceCause>)]
    bounced: Option<Cause>,
    /// When they were created.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
}

impl From<&(ClientUser, StateName)> for ClientUserBody {
    fn from((user, state): &(ClientUser, StateName)) -> Self {
        let ClientUser { id, email, name, language, link_opened_at, bounced, created_at, .. } = user.clone();
        Self { id, email, name, language, state: *state, link_opened_at, bounced, created_at }
    }
}

/// A client-user with what an office wants to know of them.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientUserDetail)]
pub(crate) struct ClientUserDetailBody {
    /// Their id.
    #[schema(value_type = shape::Id)]
    id: ClientUserId,
    /// Their address: their login.
    #[schema(value_type = shape::EmailAddress)]
    email: EmailAddress,
    /// Their name.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// The language of their mails.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// Where they stand.
    #[schema(value_type = shape::ClientUserState)]
    state: StateName,
    /// The dossiers that they see.
    #[schema(value_type = Vec<shape::Id>)]
    dossiers: Vec<DossierId>,
    /// When a link of theirs was opened first; a mail scanner may have done so.
    #[schema(value_type = Option<shape::Time>)]
    link_opened_at: Option<Timestamp>,
    /// Why the mail with their newest link came back, if it did: correct their address, or send a new link.
    #[schema(value_type = Option<shape::BounceCause>)]
    bounced: Option<Cause>,
    /// Until when their newest link is good, while no password is set.
    #[schema(value_type = Option<shape::Time>)]
    link_valid_until: Option<Timestamp>,
    /// When they were created.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
    /// Their newest welcome mail.
    welcome_mail: Option<WelcomeMailBody>,
}

/// A welcome mail with how far it has come.
#[derive(Serialize, ToSchema)]
#[schema(as = WelcomeMail)]
pub(crate) struct WelcomeMailBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: MailId,
    /// What it is.
    #[schema(value_type = shape::MailKind)]
    kind: MailKind,
    /// How far it has come.
    #[schema(value_type = shape::MailState)]
    state: MailState,
    /// Why, when that is not what was hoped for.
    #[schema(value_type = Option<shape::MailCause>)]
    cause: Option<String>,
    /// When it is tried next by itself.
    #[schema(value_type = Option<shape::Time>)]
    next_at: Option<Timestamp>,
    /// What the relay calls it, once it was handed over.
    relay_queue_id: Option<String>,
    /// Who sends it, and why.
    sender: SenderBody,
}

impl From<&Tracked> for WelcomeMailBody {
    fn from(Tracked { mail, delivery }: &Tracked) -> Self {
        Self {
            id: mail.id,
            kind: mail.content.kind(),
            state: delivery.state,
            cause: delivery.cause.clone(),
            next_at: delivery.next_at,
            relay_queue_id: delivery.relay_queue_id.clone(),
            sender: SenderBody::from(&mail.sender),
        }
    }
}

impl From<&ClientUserDetail> for ClientUserDetailBody {
    fn from(detail: &ClientUserDetail) -> Self {
        let ClientUser { id, email, name, language, link_opened_at, bounced, created_at, .. } =
            detail.user.clone();
        Self {
            id,
            email,
            name,
            language,
            state: detail.state,
            dossiers: detail.dossiers.clone(),
            link_opened_at,
            bounced,
            link_valid_until: detail.link_valid_until,
            created_at,
            welcome_mail: detail.welcome_mail.as_ref().map(WelcomeMailBody::from),
        }
    }
}

/// What is to change of a client-user. What is left out stays as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ClientUserChange {
    /// Their address, while they have no password: the old link dies, and a new mail goes out.
    #[schema(required = false)]
    email: shape::EmailAddress,
    /// Their name.
    #[schema(required = false)]
    name: shape::Name,
    /// The language of their mails.
    #[schema(required = false)]
    language: shape::Language,
    /// False closes an account whose password is set, true opens it again.
    #[schema(required = false)]
    active: bool,
}

/// Which client-users to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ClientUserFilter {
    /// Only those with this address, in any of its spellings.
    #[param(required = false)]
    email: shape::EmailAddress,
}

fn change(mut fields: Fields) -> Result<ClientUserFields, Problem> {
    let user = ClientUserFields {
        email: fields.change("email", value::address),
        name: fields.change("name", value::name),
        language: fields.change("language", value::language),
        active: fields.change("active", value::flag),
    };
    fields.finish(Some(user))
}

fn changed(detail: &ClientUserDetail) -> Answer {
    Answer::ok(&ClientUserDetailBody::from(detail))
}

/// List client-users
#[utoipa::path(get, path = "/offices/{office_id}/client-users", tag = "Client-users",
    params(ClientUserFilter, PageParams),
    responses((status = 200, description = "A page of client-users, oldest first.", body = Page<ClientUserBody>)))]
pub(crate) async fn list_client_users(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<ClientUserBody>>, Problem> {
    let email = params.optional("email", value::address);
    let paging = Paging::<kind::ClientUser>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.client_users(actor, office, email.as_ref(), paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |(user, _)| user.id)))
}

/// Look at a client-user
#[utoipa::path(get, path = "/offices/{office_id}/client-users/{client_user_id}", tag = "Client-users",
    responses((status = 200, description = "The client-user.", body = ClientUserDetailBody)))]
pub(crate) async fn get_client_user(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, user)): At<(OfficeId, ClientUserId)>,
) -> Result<Json<ClientUserDetailBody>, Problem> {
    let detail = app.desk.client_user(actor, office, user).await?;
    Ok(Json(ClientUserDetailBody::from(&detail)))
}

/// Change a client-user
///
/// A corrected address makes the old link worthless and sends a new mail to the new one.
#[utoipa::path(patch, path = "/offices/{office_id}/client-users/{client_user_id}", tag = "Client-users",
    request_body = ClientUserChange,
    responses(
        (status = 200, description = "The client-user as they are now.", body = ClientUserDetailBody),
        (status = 409, description = "`active-at-another-office`, or `invitation-not-open`."),
        (status = 429, description = "`too-many-refusals`: too many addresses were refused in the last hour.")))]
pub(crate) async fn change_client_user(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, user)): At<(OfficeId, ClientUserId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = change(write.fields()?)?;
    let once = write.once(&office, changed);
    said(app.desk.change_client_user(actor, office, user, fields, once).await, changed)
}

/// Withdraw an invitation
///
/// The link becomes worthless, what is still to go out with it is cancelled, and the address is free again.
#[utoipa::path(delete, path = "/offices/{office_id}/client-users/{client_user_id}", tag = "Client-users",
    responses(
        (status = 204, description = "It is withdrawn, or was already."),
        (status = 409, description = "`invitation-not-open`: the password is set already.")))]
pub(crate) async fn withdraw_client_user(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, user)): At<(OfficeId, ClientUserId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    write.no_fields()?;
    let withdrawn = |&(): &()| Answer::nothing();
    let once = write.once(&office, withdrawn);
    said(app.desk.withdraw(actor, office, user, once).await, withdrawn)
}
