//! `/offices`: accounting offices and their settings.

use axum::{Json, extract::State};
use desk::offices::OfficeFields;
use domain::{
    EmailAddress, Language, Name, Timestamp,
    id::{OfficeId, kind},
    invitation::DAYS,
    office::Office,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::{Fields, Params},
    ids::At,
    paging::{Page, PageParams, Paging},
    preview::{OrPreview, Preview, PreviewParams, previewed},
    problem::Problem,
    shape, value,
};
use crate::App;

/// An accounting office.
#[derive(Serialize, ToSchema)]
#[schema(as = Office)]
pub(crate) struct OfficeBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: OfficeId,
    /// Its name, as clients know it.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// Its own language.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// The address that always exists: the last step of every cascade.
    #[schema(value_type = shape::EmailAddress)]
    communication_address: EmailAddress,
    /// The address for the portal's mails.
    #[schema(value_type = Option<shape::EmailAddress>)]
    functional_address: Option<EmailAddress>,
    /// Nobody reads the functional address: it may send, and replies go to the next address that is read.
    functional_address_send_only: bool,
    /// Welcome mails go out from the functional address before any other.
    always_functional_sender: bool,
    /// The sending address is told, without the link, that a welcome mail went out.
    follow_up_notice: bool,
    /// Those who set no password are reminded after 3 and 7 days.
    reminders: bool,
    /// How many days a link is good.
    #[schema(minimum = 1, maximum = 30, example = 14)]
    invitation_days: u32,
    /// A client's message is told when nobody has read it after so many minutes; 0 is at once.
    #[schema(minimum = 0, maximum = 1440, example = 30)]
    message_delay_minutes: u32,
    /// Failed tasks are told at once, whatever an employee chose.
    failed_tasks_at_once: bool,
    /// User requests are told at once, whatever an employee chose.
    user_requests_at_once: bool,
    /// A failed task or user request that is open after so many working hours goes to the next step of the cascade.
    #[schema(minimum = 1, maximum = 200, example = 8)]
    escalation_hours: Option<u32>,
    /// When it was created.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
}

impl From<&Office> for OfficeBody {
    fn from(office: &Office) -> Self {
        let functional = office.functional_address.as_ref();
        Self {
            id: office.id,
            name: office.name.clone(),
            language: office.language,
            communication_address: office.communication_address.clone(),
            functional_address: functional.map(|f| f.address.clone()),
            functional_address_send_only: functional.is_some_and(|f| f.send_only),
            always_functional_sender: office.always_functional_sender,
            follow_up_notice: office.follow_up_notice,
            reminders: office.reminders,
            invitation_days: office.invitation_days,
            message_delay_minutes: office.message_delay_minutes,
            failed_tasks_at_once: office.failed_tasks_at_once,
            user_requests_at_once: office.user_requests_at_once,
            escalation_hours: office.escalation_hours,
            created_at: office.created_at,
        }
    }
}

/// A new office.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewOffice {
    /// Its name, as clients know it.
    name: shape::Name,
    /// Its own language.
    language: shape::Language,
    /// The address that always exists: the last step of every cascade.
    communication_address: shape::EmailAddress,
    /// The address for the portal's mails. An office that wants a noReply sender puts it here.
    functional_address: Option<shape::EmailAddress>,
    /// Nobody reads the functional address. Left out, an address that looks like a noReply one is marked so.
    functional_address_send_only: Option<bool>,
    /// Welcome mails go out from the functional address before any other.
    always_functional_sender: Option<bool>,
    /// The sending address is told, without the link, that a welcome mail went out.
    follow_up_notice: Option<bool>,
    /// Those who set no password are reminded after 3 and 7 days.
    reminders: Option<bool>,
    /// How many days a link is good; 14 unless said otherwise.
    #[schema(minimum = 1, maximum = 30, example = 14)]
    invitation_days: Option<u32>,
    /// A client's message is told when nobody has read it after so many minutes; 0, at once, unless said otherwise.
    #[schema(minimum = 0, maximum = 1440, example = 30)]
    message_delay_minutes: Option<u32>,
    /// Failed tasks are told at once, whatever an employee chose.
    failed_tasks_at_once: Option<bool>,
    /// User requests are told at once, whatever an employee chose.
    user_requests_at_once: Option<bool>,
    /// After how many working hours an open failed task or user request goes to the next step of the cascade; never
    /// unless said otherwise.
    #[schema(minimum = 1, maximum = 200, example = 8)]
    escalation_hours: Option<u32>,
}

/// What is to change of an office. What is left out stays as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct OfficeChange {
    /// Its name, as clients know it.
    #[schema(required = false)]
    name: shape::Name,
    /// Its own language.
    #[schema(required = false)]
    language: shape::Language,
    /// The address that always exists: the last step of every cascade.
    #[schema(required = false)]
    communication_address: shape::EmailAddress,
    /// The address for the portal's mails; `null` takes it away.
    functional_address: Option<shape::EmailAddress>,
    /// Nobody reads the functional address.
    #[schema(required = false)]
    functional_address_send_only: bool,
    /// Welcome mails go out from the functional address before any other.
    #[schema(required = false)]
    always_functional_sender: bool,
    /// The sending address is told, without the link, that a welcome mail went out.
    #[schema(required = false)]
    follow_up_notice: bool,
    /// Those who set no password are reminded after 3 and 7 days.
    #[schema(required = false)]
    reminders: bool,
    /// How many days a link is good.
    #[schema(required = false, minimum = 1, maximum = 30, example = 14)]
    invitation_days: u32,
    /// A client's message is told when nobody has read it after so many minutes; 0 is at once.
    #[schema(required = false, minimum = 0, maximum = 1440, example = 30)]
    message_delay_minutes: u32,
    /// Failed tasks are told at once, whatever an employee chose.
    #[schema(required = false)]
    failed_tasks_at_once: bool,
    /// User requests are told at once, whatever an employee chose.
    #[schema(required = false)]
    user_requests_at_once: bool,
    /// After how many working hours an open failed task or user request goes to the next step of the cascade; `null` for
    /// never.
    #[schema(minimum = 1, maximum = 200, example = 8)]
    escalation_hours: Option<u32>,
}

const fn days() -> std::ops::RangeInclusive<u32> {
    #[expect(clippy::cast_possible_truncation, reason = "1 to 30")]
    {
        *DAYS.start() as u32..=*DAYS.end() as u32
    }
}

fn new(mut fields: Fields) -> Result<OfficeFields, Problem> {
    let office = OfficeFields {
        name: fields.required("name", value::name),
        language: fields.required("language", value::language),
        communication_address: fields.required("communication_address", value::address),
        functional_address: fields.change_or_clear("functional_address", value::address),
        functional_address_send_only: fields.optional("functional_address_send_only", value::flag),
        always_functional_sender: fields.optional("always_functional_sender", value::flag),
        follow_up_notice: fields.optional("follow_up_notice", value::flag),
        reminders: fields.optional("reminders", value::flag),
        invitation_days: fields.optional("invitation_days", value::number(days())),
        message_delay_minutes: fields.optional("message_delay_minutes", value::number(Office::MESSAGE_DELAY)),
        failed_tasks_at_once: fields.optional("failed_tasks_at_once", value::flag),
        user_requests_at_once: fields.optional("user_requests_at_once", value::flag),
        escalation_hours: fields.change_or_clear("escalation_hours", value::number(Office::ESCALATION)),
    };
    fields.finish(Some(office))
}

fn change(mut fields: Fields) -> Result<OfficeFields, Problem> {
    let office = OfficeFields {
        name: fields.change("name", value::name),
        language: fields.change("language", value::language),
        communication_address: fields.change("communication_address", value::address),
        functional_address: fields.change_or_clear("functional_address", value::address),
        functional_address_send_only: fields.change("functional_address_send_only", value::flag),
        always_functional_sender: fields.change("always_functional_sender", value::flag),
        follow_up_notice: fields.change("follow_up_notice", value::flag),
        reminders: fields.change("reminders", value::flag),
        invitation_days: fields.change("invitation_days", value::number(days())),
        message_delay_minutes: fields.change("message_delay_minutes", value::number(Office::MESSAGE_DELAY)),
        failed_tasks_at_once: fields.change("failed_tasks_at_once", value::flag),
        user_requests_at_once: fields.change("user_requests_at_once", value::flag),
        escalation_hours: fields.change_or_clear("escalation_hours", value::number(Office::ESCALATION)),
    };
    fields.finish(Some(office))
}

fn created(office: &Office) -> Answer {
    Answer::created(&OfficeBody::from(office))
}

fn changed(office: &Office) -> Answer {
    Answer::ok(&OfficeBody::from(office))
}

/// Create an office
///
/// For operators: with an office's key this address does not exist.
#[utoipa::path(post, path = "/offices", tag = "Offices", request_body = NewOffice,
    responses((status = 201, description = "The new office.", body = OfficeBody)))]
pub(crate) async fn create_office(
    State(app): State<App>,
    Caller(actor): Caller,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = new(write.fields()?)?;
    let once = write.once("operator", created);
    said(app.desk.create_office(actor, fields, once).await, created)
}

/// List offices
///
/// Those that the key reaches: all with an operator's key, one with an office's.
#[utoipa::path(get, path = "/offices", tag = "Offices", params(PageParams),
    responses((status = 200, description = "A page of offices, oldest first.", body = Page<OfficeBody>)))]
pub(crate) async fn list_offices(
    State(app): State<App>,
    Caller(actor): Caller,
    Params(mut params): Params,
) -> Result<Json<Page<OfficeBody>>, Problem> {
    let paging = Paging::<kind::Office>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.offices(actor, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |office| office.id)))
}

/// Look at an office
#[utoipa::path(get, path = "/offices/{office_id}", tag = "Offices",
    responses((status = 200, description = "The office.", body = OfficeBody)))]
pub(crate) async fn get_office(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
) -> Result<Json<OfficeBody>, Problem> {
    let office = app.desk.office(actor, office).await?;
    Ok(Json(OfficeBody::from(&office)))
}

/// Change an office
#[utoipa::path(patch, path = "/offices/{office_id}", tag = "Offices", params(PreviewParams),
    request_body = OfficeChange,
    responses((status = 200, description = "The office as it is now; with `preview=true`, what would differ.", body = OrPreview<OfficeBody>)))]
pub(crate) async fn change_office(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Preview(preview): Preview,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = change(write.fields()?)?;
    if preview {
        return previewed(app.desk.preview_office(actor, office, fields).await);
    }
    let once = write.once(&office, changed);
    said(app.desk.change_office(actor, office, fields, once).await, changed)
}
