//! `/offices/{o}/suppressions`: addresses that are left alone for a while, since mail to them came back.

use axum::{Json, extract::State};
use desk::suppressions::Suppression;
use domain::{
    EmailAddress, Timestamp,
    bounce::Cause,
    id::{Id, MailId, OfficeId},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::Params,
    ids::At,
    paging::{self, Page, PageParams, Paging},
    problem::Problem,
    shape,
};
use crate::App;

/// An address that is left alone.
#[derive(Serialize, ToSchema)]
#[schema(as = Suppression)]
pub(crate) struct SuppressionBody {
    /// The address.
    #[schema(value_type = shape::EmailAddress)]
    address: EmailAddress,
    /// Why mail to it came back.
    #[schema(value_type = shape::BounceCause)]
    cause: Cause,
    /// Since when.
    #[schema(value_type = shape::Time)]
    since: Timestamp,
    /// Until when.
    #[schema(value_type = shape::Time)]
    until: Timestamp,
    /// The mail that came back.
    #[schema(value_type = shape::Id)]
    mail_id: MailId,
}

impl From<&Suppression> for SuppressionBody {
    fn from(suppression: &Suppression) -> Self {
        let Suppression { address, suppressed, since, mail } = suppression.clone();
        Self { address, cause: suppressed.cause, since, until: suppressed.until, mail_id: mail }
    }
}

/// List addresses that are left alone
///
/// Mail to them came back. A welcome mail goes to them all the same, and by that they are written to again; a reminder or a
/// message stays behind, and a notice goes to the next step.
#[utoipa::path(get, path = "/offices/{office_id}/suppressions", tag = "Mails", params(PageParams),
    responses((status = 200, description = "A page of addresses, the one whose mail is the newest first.", body = Page<SuppressionBody>)))]
pub(crate) async fn list_suppressions(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<SuppressionBody>>, Problem> {
    let paging = Paging::<paging::Suppression>::read(&mut params);
    params.finish(Some(()))?;
    let before = paging.after.map(|mail| MailId::new(mail.uuid()));
    let found = app.desk.suppressions(actor, office, before, paging.look_for()).await?;
    Ok(Json(paging.page(found, |suppression| Id::new(suppression.mail.uuid()))))
}

/// Write to an address again
///
/// For an address that was corrected this is not needed: it is another one.
#[utoipa::path(delete, path = "/offices/{office_id}/suppressions/{address}", tag = "Mails",
    responses((status = 204, description = "It is written to again, or was not left alone.")))]
pub(crate) async fn lift_suppression(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, address)): At<(OfficeId, EmailAddress)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    write.no_fields()?;
    let lifted = |&(): &()| Answer::nothing();
    let once = write.once(&office, lifted);
    said(app.desk.lift_suppression(actor, office, address, once).await, lifted)
}
