//! `/offices/{o}/mail-setup/report`: what the last look found, to be sent on to the office's IT partner.

use axum::{Json, extract::State};
use desk::mail_setup::PartnerReport;
use domain::{Language, Timestamp, id::OfficeId};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    App,
    api::{auth::Caller, fields::Params, ids::At, problem::Problem, shape, value},
};

/// In which language.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ReportParams {
    /// The reader's language; the office's if nothing is said.
    #[param(required = false)]
    language: shape::Language,
}

/// The report for an office's IT partner.
#[derive(Serialize, ToSchema)]
#[schema(as = MailSetupReport)]
pub(crate) struct ReportBody {
    /// Its language.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// When the domains were looked at; `null` while nobody did.
    #[schema(value_type = Option<shape::Time>)]
    checked_at: Option<Timestamp>,
    /// What it says; `null` while nobody looked: check first.
    report: Option<WordsBody>,
}

/// A report in words.
#[derive(Serialize, ToSchema)]
#[schema(as = MailSetupReportWords)]
pub(crate) struct WordsBody {
    /// For the subject of a mail.
    #[schema(example = "Mail set-up of Kantoor Maes: DNS records to publish")]
    subject: String,
    /// As plain text, with each record on a line of its own to be copied.
    #[schema(example = "The office Kantoor Maes sends e-mails through portal.example.")]
    text: String,
    /// As a piece of a page: a `section` without scripts or styles of its own.
    #[schema(example = "<section class=\"setup-report\" lang=\"en\"><h2>…</h2></section>")]
    html: String,
}

impl From<&PartnerReport> for ReportBody {
    fn from(PartnerReport { language, told }: &PartnerReport) -> Self {
        let words = told.as_ref().map(|(_, document)| WordsBody {
            subject: document.subject().to_owned(),
            text: document.to_text(),
            html: document.to_html(),
        });
        Self { language: *language, checked_at: told.as_ref().map(|(at, _)| *at), report: words }
    }
}

/// Get the report for the IT partner
///
/// What the last look found, in the language of whoever looks after the office's domains: what is wrong and why, each record
/// as it has to be, and how to publish it. To be sent on, or shown.
#[utoipa::path(get, path = "/offices/{office_id}/mail-setup/report", tag = "Mail set-up", params(ReportParams),
    responses((status = 200, description = "The report.", body = ReportBody)))]
pub(crate) async fn get_mail_setup_report(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<ReportBody>, Problem> {
    let language = params.optional("language", value::language);
    params.finish(Some(()))?;
    Ok(Json(ReportBody::from(&app.desk.mail_setup_report(actor, office, language).await?)))
}
