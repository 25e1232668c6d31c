//! `/offices/{o}/recipient-settings`: whom an office chose to hear of each kind of event.

mod warning;

use axum::{
    Json,
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
};
use desk::recipient_settings::{MOST, RecipientSetting};
use domain::{
    Fault,
    event::EventKind,
    id::OfficeId,
    recipients::{Choice, Configuration},
};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::warning::WarningBody;
use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::Fields,
    ids::At,
    preview::{OrPreview, Preview, PreviewParams, previewed},
    problem::Problem,
    recipient::{ChoiceBody, choice},
    shape,
    value::{self, Wrong},
};
use crate::App;

/// Whom an office chose for a kind of event.
#[derive(Serialize, ToSchema)]
#[schema(as = RecipientSetting, example = json!({
    "kind": "failed_task", "configuration": "personalised",
    "recipients": [{ "employee_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b" }, { "role": "dossier_manager" }],
    "warning": "inactive",
    "warnings": [{
        "code": "inactive", "employee_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "dossiers": null,
        "message": "This employee was chosen and is no longer active; choose somebody else in their place.",
    }],
}))]
pub(crate) struct SettingBody {
    /// The kind.
    #[schema(value_type = shape::EventKind)]
    kind: EventKind,
    /// What was chosen.
    #[schema(value_type = shape::Configuration)]
    configuration: &'static str,
    /// Those who were chosen, in the order they were; none when the configuration is `standard`.
    recipients: Vec<ChoiceBody>,
    /// The code of the worst warning.
    #[schema(value_type = Option<shape::WarningCode>)]
    warning: Option<&'static str>,
    /// What the office should know, the worst first.
    warnings: Vec<WarningBody>,
}

impl From<&RecipientSetting> for SettingBody {
    fn from(setting: &RecipientSetting) -> Self {
        let (configuration, chosen): (_, &[Choice]) = match &setting.configuration {
            Configuration::Standard => ("standard", &[]),
            Configuration::Personalised(chosen) => ("personalised", chosen),
        };
        Self {
            kind: setting.kind,
            configuration,
            recipients: chosen.iter().copied().map(ChoiceBody::from).collect(),
            warning: setting.warnings.first().map(domain::reach::Warning::code),
            warnings: setting.warnings.iter().map(WarningBody::from).collect(),
        }
    }
}

/// Whom to choose for a kind of event.
#[derive(ToSchema)]
#[schema(example = json!({
    "configuration": "personalised",
    "recipients": [{ "employee_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b" }, { "role": "dossier_manager" }],
}))]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct RecipientSettingChange {
    /// `standard`, or `personalised` with recipients.
    configuration: shape::Configuration,
    /// Who is to hear, for `personalised`: each an object with either `employee_id` or `role`. One who was chosen twice
    /// is chosen once.
    #[schema(max_items = 100)]
    recipients: Option<Vec<ChoiceBody>>,
}

fn change(mut fields: Fields) -> Result<Configuration, Problem> {
    let personalised = fields.required("configuration", value::word::<Word>(shape::CONFIGURATIONS));
    let given = fields.has("recipients");
    let recipients = fields.list("recipients", choice);
    let configuration = match (personalised, recipients) {
        (Some(Word::Personalised), Some(recipients)) if recipients.len() > MOST => {
            let message = format!("This list has more than {MOST} recipients; choose a role instead.");
            fields.fault("recipients", Wrong::new(Fault::TooLong, message))
        }
        (Some(Word::Personalised), Some(recipients)) if !recipients.is_empty() => {
            Some(Configuration::Personalised(recipients))
        }
        (Some(Word::Personalised), None) if given => None,
        (Some(Word::Personalised), _) => {
            let message = "Choose at least one employee or role, or send `standard`.";
            fields.fault("recipients", Wrong::new(Fault::Missing, message))
        }
        (Some(Word::Standard), Some(recipients)) if !recipients.is_empty() => {
            let message =
                "The standard configuration has no recipients: leave them out, or send `personalised`.";
            fields.fault("recipients", Wrong::new(Fault::UnknownValue, message))
        }
        (Some(Word::Standard), _) => Some(Configuration::Standard),
        (None, _) => None,
    };
    fields.finish(configuration)
}

/// What can be chosen, as it is on the wire.
#[derive(serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Standard,
    Personalised,
}

/// The office and the kind in a path. What is no kind stands for nothing: 404.
pub(crate) struct AtKind(OfficeId, EventKind);

impl FromRequestParts<App> for AtKind {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = Path::<(OfficeId, EventKind)>::from_request_parts(parts, app).await;
        path.map(|Path((office, kind))| Self(office, kind)).map_err(|_| Problem::not_found())
    }
}

fn changed(setting: &RecipientSetting) -> Answer {
    Answer::ok(&SettingBody::from(setting))
}

/// See whom the office chose
///
/// For each of the four kinds of events, with what the office should know about its choice.
#[utoipa::path(get, path = "/offices/{office_id}/recipient-settings", tag = "Recipients",
    responses((status = 200, description = "The four kinds.", body = Vec<SettingBody>)))]
pub(crate) async fn list_recipient_settings(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
) -> Result<Json<Vec<SettingBody>>, Problem> {
    let settings = app.desk.recipient_settings(actor, office).await?;
    Ok(Json(settings.iter().map(SettingBody::from).collect()))
}

/// Choose who hears
///
/// Those who were chosen hear, as far as they are active and, for a private dossier, have access to it. If nobody is
/// left, the standard cascade decides and the settings warn: no event ends without a reader.
#[utoipa::path(put, path = "/offices/{office_id}/recipient-settings/{kind}", tag = "Recipients",
    params(PreviewParams), request_body = RecipientSettingChange,
    responses((status = 200, description = "What is chosen now; with `preview=true`, what would differ.", body = OrPreview<SettingBody>)))]
pub(crate) async fn choose_recipients(
    State(app): State<App>,
    Caller(actor): Caller,
    AtKind(office, kind): AtKind,
    Preview(preview): Preview,
    mut write: Write,
) -> Result<Answer, Problem> {
    let configuration = change(write.fields()?)?;
    if preview {
        return previewed(app.desk.preview_recipients(actor, office, kind, configuration).await);
    }
    let once = write.once(&office, changed);
    said(app.desk.choose_recipients(actor, office, kind, configuration, once).await, changed)
}
