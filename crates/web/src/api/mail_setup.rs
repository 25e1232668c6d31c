//! `/offices/{o}/mail-setup`: whether the office's mails can go out, and what its IT partner must change.

pub(crate) mod partner;
pub(crate) mod report;

use axum::{Json, extract::State};
use desk::mail_setup::{DomainDetail, MailSetupDetail, MailSetupFields};
use domain::{Fault, Timestamp, delivery::SenderFault, id::OfficeId};
use serde::Serialize;
use utoipa::ToSchema;

use self::report::{FindingBody, RecordBody, WarningBody};
use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::Fields,
    ids::At,
    problem::Problem,
    shape,
    value::{self, Wrong},
};
use crate::App;

/// How mails go out: the platform's relay is the only way in this version.
const PLATFORM: &str = "platform";

/// The mail set-up of an office.
#[derive(Serialize, ToSchema)]
#[schema(as = MailSetup, example = json!({
    "ready": false, "route": "platform", "send_on_behalf": false, "last_checked_at": "2026-11-29T08:00:00Z",
    "domains": [{
        "domain": "maes.example", "ready": false, "causes": ["spf_missing"], "warnings": [],
        "checked_at": "2026-11-29T08:00:00Z", "broken_since": "2026-11-29T08:00:00Z",
        "records": [{
            "type": "TXT", "name": "maes.example", "value": "v=spf1 ip4:192.0.2.25 ?all",
            "zone_value": "\"v=spf1 ip4:192.0.2.25 ?all\"", "standing": "missing", "needed": true,
        }],
        "findings": [{
            "cause": "spf_missing", "name": "maes.example", "found": [],
            "wanted": { "type": "TXT", "name": "maes.example", "value": "v=spf1 ip4:192.0.2.25 ?all" },
            "detail": { "about": "spf", "verdicts": [] },
        }],
    }],
}))]
pub(crate) struct MailSetupBody {
    /// All of its domains are ready: its mails go out.
    ready: bool,
    /// How its mails go out.
    #[schema(value_type = shape::Route)]
    route: &'static str,
    /// The domains that its addresses are of; none where the installation does not check domains.
    domains: Vec<DomainBody>,
    /// When they were looked at last.
    #[schema(value_type = Option<shape::Time>)]
    last_checked_at: Option<Timestamp>,
    /// A domain that is not ready is sent for as the platform's address, with the decided name and `Reply-To`.
    send_on_behalf: bool,
}

/// A domain that an office sends from.
#[derive(Serialize, ToSchema)]
#[schema(as = MailDomain)]
pub(crate) struct DomainBody {
    /// The domain, in ASCII.
    #[schema(example = "maes.example")]
    domain: String,
    /// Its mails go out.
    ready: bool,
    /// What keeps them from it; none when it is ready.
    #[schema(value_type = Vec<shape::SetupCause>)]
    causes: Vec<SenderFault>,
    /// The records to publish, those that are right already among them.
    records: Vec<RecordBody>,
    /// Everything that the last look found wrong. A name server that gave no answer of late is here, and no cause yet.
    findings: Vec<FindingBody>,
    /// What stops no mail, and had better be otherwise.
    warnings: Vec<WarningBody>,
    /// When it was looked at last.
    #[schema(value_type = Option<shape::Time>)]
    checked_at: Option<Timestamp>,
    /// Since when its mails wait.
    #[schema(value_type = Option<shape::Time>)]
    broken_since: Option<Timestamp>,
}

impl From<&DomainDetail> for DomainBody {
    fn from(found: &DomainDetail) -> Self {
        let report = found.report.as_ref();
        Self {
            domain: found.domain.clone(),
            ready: found.causes.is_empty(),
            causes: found.causes.clone(),
            records: report.iter().flat_map(|report| &report.records).map(RecordBody::from).collect(),
            findings: report.iter().flat_map(|report| &report.findings).map(FindingBody::from).collect(),
            warnings: report.iter().flat_map(|report| &report.warnings).map(WarningBody::from).collect(),
            checked_at: found.checked_at,
            broken_since: found.broken_since,
        }
    }
}

impl From<&MailSetupDetail> for MailSetupBody {
    fn from(found: &MailSetupDetail) -> Self {
        Self {
            ready: found.ready,
            route: PLATFORM,
            domains: found.domains.iter().map(DomainBody::from).collect(),
            last_checked_at: found.last_checked_at,
            send_on_behalf: found.send_on_behalf,
        }
    }
}

/// What is to change of a mail set-up. What is left out stays as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct MailSetupChange {
    /// How mails go out.
    #[schema(required = false)]
    route: shape::Route,
    /// A domain that is not ready is sent for as the platform's address, with the decided name and `Reply-To`. Needs an
    /// installation with an address of its own.
    #[schema(required = false, example = false)]
    send_on_behalf: bool,
}

fn change(mut fields: Fields) -> Result<MailSetupFields, Problem> {
    fields.change("route", |route| match value::text(route)? {
        PLATFORM => Ok(()),
        _ => {
            let message =
                "This version sends through the platform's relay only: send `platform`, or leave this out.";
            Err(Wrong::new(Fault::UnknownValue, message))
        }
    });
    let change = MailSetupFields { send_on_behalf: fields.change("send_on_behalf", value::flag) };
    fields.finish(Some(change))
}

fn answered(found: &MailSetupDetail) -> Answer {
    Answer::ok(&MailSetupBody::from(found))
}

/// See the mail set-up
///
/// For each domain that the office's addresses are of: whether its mails can go out, and each record that its IT partner
/// has to publish, ready to be copied.
#[utoipa::path(get, path = "/offices/{office_id}/mail-setup", tag = "Mail set-up",
    responses((status = 200, description = "The set-up, as the last look found it.", body = MailSetupBody)))]
pub(crate) async fn get_mail_setup(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
) -> Result<Json<MailSetupBody>, Problem> {
    Ok(Json(MailSetupBody::from(&app.desk.mail_setup(actor, office).await?)))
}

/// Change the mail set-up
#[utoipa::path(put, path = "/offices/{office_id}/mail-setup", tag = "Mail set-up", request_body = MailSetupChange,
    responses((status = 200, description = "The set-up as it is now.", body = MailSetupBody)))]
pub(crate) async fn change_mail_setup(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = change(write.fields()?)?;
    let once = write.once(&office, answered);
    said(app.desk.change_mail_setup(actor, office, fields, once).await, answered)
}

/// Check the mail set-up now
///
/// Looks at each domain in DNS. Mails that waited for a domain that is ready now go out. A look that takes longer than an
/// answer may (`unavailable`), since name servers do not answer, goes on: `GET` shows what came of it.
#[utoipa::path(post, path = "/offices/{office_id}/mail-setup/check", tag = "Mail set-up",
    responses((status = 200, description = "The set-up, as it was found.", body = MailSetupBody)))]
pub(crate) async fn check_mail_setup(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    write.no_fields()?;
    let once = write.once(&office, answered);
    said(app.desk.check_mail_setup(actor, office, once).await, answered)
}
