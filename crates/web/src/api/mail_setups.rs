//! `/mail-setups`: for operators, which offices' mails cannot go out, and why.

use axum::{Json, extract::State};
use desk::mail_setup::{Filter, OfficeSetup, ToCheck};
use domain::{
    Fault, Timestamp,
    delivery::SenderFault,
    id::{OfficeId, kind},
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::{Fields, Params},
    paging::{Page, PageParams, Paging},
    problem::Problem,
    shape,
    value::{self, Wrong},
};
use crate::App;

/// The mail set-up of an office, as the last look found it.
#[derive(Serialize, ToSchema)]
#[schema(as = OfficeMailSetup)]
pub(crate) struct OfficeSetupBody {
    /// The office.
    #[schema(value_type = shape::Id)]
    office_id: OfficeId,
    /// Its name.
    #[schema(example = "Kantoor Maes")]
    name: String,
    /// All of its domains were ready.
    ready: bool,
    /// What kept mails of its domains from going out.
    #[schema(value_type = Vec<shape::SetupCause>)]
    causes: Vec<SenderFault>,
    /// When its domains were looked at last; `null` when nobody did yet.
    #[schema(value_type = Option<shape::Time>)]
    last_checked_at: Option<Timestamp>,
}

impl From<&OfficeSetup> for OfficeSetupBody {
    fn from(setup: &OfficeSetup) -> Self {
        Self {
            office_id: setup.office,
            name: setup.name.clone(),
            ready: setup.ready,
            causes: setup.causes.clone(),
            last_checked_at: setup.last_checked_at,
        }
    }
}

/// Which mail set-ups to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct SetupFilter {
    /// Only those with this cause.
    #[param(required = false)]
    cause: shape::SetupCause,
    /// Only those that are ready, or are not.
    #[param(required = false)]
    ready: bool,
}

/// Which offices to look at.
#[derive(ToSchema)]
#[schema(example = json!({ "cause": "dkim_missing" }))]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct SetupsToCheck {
    /// These.
    #[schema(max_items = 1000)]
    office_ids: Option<Vec<shape::Id>>,
    /// Or those that were not ready because of this. With neither, all that were not ready.
    cause: Option<shape::SetupCause>,
}

/// How many offices are looked at.
#[derive(Serialize, ToSchema)]
pub(crate) struct SetupsAsked {
    /// So many, within a minute or as soon as the DNS answers.
    #[schema(example = 12)]
    offices: u64,
}

fn which(mut fields: Fields) -> Result<ToCheck, Problem> {
    let offices = fields.list("office_ids", value::id);
    let cause = fields.optional("cause", value::word(shape::SETUP_CAUSES));
    let which = match (offices, cause) {
        (Some(_), Some(_)) => {
            fields.fault("cause", Wrong::new(Fault::UnknownValue, "Send `office_ids` or `cause`, not both."))
        }
        (Some(offices), None) => Some(ToCheck::Offices(offices)),
        (None, Some(cause)) => Some(ToCheck::Cause(cause)),
        (None, None) => Some(ToCheck::Broken),
    };
    fields.finish(which)
}

fn asked(offices: &u64) -> Answer {
    Answer::accepted(&SetupsAsked { offices: *offices })
}

/// List mail set-ups
///
/// For operators: with an office's key this address does not exist. Each as its last look found it.
#[utoipa::path(get, path = "/mail-setups", tag = "Mail set-up", params(SetupFilter, PageParams),
    responses((status = 200, description = "A page of mail set-ups.", body = Page<OfficeSetupBody>)))]
pub(crate) async fn list_mail_setups(
    State(app): State<App>,
    Caller(actor): Caller,
    Params(mut params): Params,
) -> Result<Json<Page<OfficeSetupBody>>, Problem> {
    let filter = Filter {
        ready: params.optional("ready", value::flag_in_text),
        cause: params.optional("cause", value::word(shape::SETUP_CAUSES)),
    };
    let paging = Paging::<kind::Office>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.mail_setups(actor, filter, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |setup| setup.office)))
}

/// Check many mail set-ups
///
/// For operators. They are looked at one after the other, within a minute or as soon as the DNS answers.
#[utoipa::path(post, path = "/mail-setups/check", tag = "Mail set-up", request_body = SetupsToCheck,
    responses((status = 202, description = "They will be looked at.", body = SetupsAsked)))]
pub(crate) async fn check_mail_setups(
    State(app): State<App>,
    Caller(actor): Caller,
    mut write: Write,
) -> Result<Answer, Problem> {
    actor.runs_the_installation()?;
    let which = which(write.fields()?)?;
    let once = write.once("operator", asked);
    said(app.desk.check_mail_setups(actor, which, once).await, asked)
}
