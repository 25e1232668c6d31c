//! `/offices/{o}/mails`: what became of each mail, and why it went as it did.

pub(crate) mod by_hand;
mod content;

use axum::{Json, extract::State};
use desk::mails::{Filter, MailDetail, MailState, SaidOfMail, Tracked};
use domain::{
    Language, Timestamp,
    id::{ClientUserId, DossierId, EventId, MailId, OfficeId, kind},
    mail::MailKind,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use self::content::ContentBody;
use super::{
    auth::Caller,
    fields::{Fields, Params},
    ids::At,
    paging::{Page, PageParams, Paging},
    problem::Problem,
    recipient::BecauseBody,
    sender::{MailboxBody, SenderBody},
    shape, value,
};
use crate::App;

/// A mail in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = Mail)]
pub(crate) struct MailBody {
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
    /// When it came to this state.
    #[schema(value_type = shape::Time)]
    changed_at: Timestamp,
    /// What the relay calls it, once it was handed over.
    relay_queue_id: Option<String>,
    /// Who it comes from.
    from: MailboxBody,
    /// Who it goes to.
    to: MailboxBody,
    /// The client-user that it is about.
    #[schema(value_type = Option<shape::Id>)]
    client_user_id: Option<ClientUserId>,
    /// The dossier that caused it.
    #[schema(value_type = Option<shape::Id>)]
    dossier_id: Option<DossierId>,
    /// The event that it tells of; `null` for a digest, which tells of several.
    #[schema(value_type = Option<shape::Id>)]
    event_id: Option<EventId>,
    /// When it was stored: its `Date`.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
}

impl From<&Tracked> for MailBody {
    fn from(Tracked { mail, delivery }: &Tracked) -> Self {
        Self {
            id: mail.id,
            kind: mail.content.kind(),
            state: delivery.state,
            cause: delivery.cause.clone(),
            next_at: delivery.next_at,
            changed_at: delivery.changed_at,
            relay_queue_id: delivery.relay_queue_id.clone(),
            from: MailboxBody::from(&mail.sender.from),
            to: MailboxBody::from(&mail.to),
            client_user_id: mail.client_user_id,
            dossier_id: mail.dossier_id,
            event_id: mail.event_id,
            created_at: mail.created_at,
        }
    }
}

/// A mail with its whole story.
#[derive(Serialize, ToSchema)]
#[schema(as = MailDetail)]
pub(crate) struct MailDetailBody {
    #[serde(flatten)]
    mail: MailBody,
    /// Its `Message-ID`, without angle brackets. The same at each attempt.
    #[schema(example = "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b@portal.example")]
    message_id: String,
    /// The reader's language.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// Why it goes as it does.
    decision: DecisionBody,
    /// What it says. The link itself is never shown.
    content: ContentBody,
    /// Every attempt, oldest first.
    attempts: Vec<AttemptBody>,
    /// What other mail servers said of it once it was handed over, oldest first.
    notifications: Vec<NotificationBody>,
}

/// Why a mail goes as it does: decided when it was stored, and never again.
#[derive(Serialize, ToSchema)]
#[schema(as = MailDecision, example = json!({
    "sender": {
        "step": "client_group", "from": { "name": "Kantoor Maes", "address": "bakkers@maes.example" },
        "reply_to": null, "on_behalf_of": null, "skipped": [{ "step": "dossier_manager", "reason": "no_manager" }],
    },
    "recipient": null,
}))]
pub(crate) struct DecisionBody {
    /// Who sends it, and why.
    sender: SenderBody,
    /// Why it goes to its recipient, when that was decided: for mails that tell of one event. A digest says so of each
    /// of its events.
    recipient: Option<BecauseBody>,
}

/// One attempt to hand a mail over to the relay.
#[derive(Serialize, ToSchema)]
#[schema(as = Attempt)]
pub(crate) struct AttemptBody {
    /// When it began.
    #[schema(value_type = shape::Time)]
    at: Timestamp,
    /// How long it took, in milliseconds.
    #[schema(example = 120)]
    took_ms: i64,
    /// Whose doing it was.
    #[schema(example = "accepted")]
    outcome: String,
    /// How far the dialogue had come.
    #[schema(example = "final_dot")]
    phase: String,
    /// What the relay said, or what broke.
    #[schema(example = "250 2.0.0 Ok: queued as 4Zx")]
    reply: String,
    /// The relay that was talked to.
    #[schema(example = "smtp.example.be:587")]
    relay: String,
}

/// What a mail server said of a mail that was handed over: a delivery status notification (RFC 3464).
#[derive(Serialize, ToSchema)]
#[schema(as = MailNotification)]
pub(crate) struct NotificationBody {
    /// When it came.
    #[schema(value_type = shape::Time)]
    at: Timestamp,
    /// What the server did.
    #[schema(value_type = shape::BounceAction)]
    action: String,
    /// The enhanced status code (RFC 3463).
    #[schema(example = "5.1.1")]
    status: Option<String>,
    /// What the last server said.
    #[schema(example = "550 5.1.1 User unknown")]
    diagnostic: Option<String>,
    /// Who reports.
    #[schema(example = "mx.klant.example")]
    reporting_mta: Option<String>,
    /// How the mail was known.
    #[schema(value_type = shape::MatchedBy)]
    matched_by: String,
    /// Why the mail came back, if it did by this.
    #[schema(value_type = Option<shape::BounceCause>)]
    cause: Option<String>,
}

impl From<&SaidOfMail> for NotificationBody {
    fn from(said: &SaidOfMail) -> Self {
        let SaidOfMail { at, action, status, diagnostic, reporting_mta, matched_by, cause } = said.clone();
        Self { at: Timestamp::from_millis(at), action, status, diagnostic, reporting_mta, matched_by, cause }
    }
}

impl From<&MailDetail> for MailDetailBody {
    fn from(MailDetail { tracked, attempts, said }: &MailDetail) -> Self {
        let attempts = attempts.iter().map(|attempt| AttemptBody {
            at: Timestamp::from_millis(attempt.at),
            took_ms: attempt.took_ms,
            outcome: attempt.outcome.clone(),
            phase: attempt.phase.clone(),
            reply: attempt.reply.clone(),
            relay: attempt.relay.clone(),
        });
        Self {
            mail: MailBody::from(tracked),
            message_id: tracked.mail.message_id.clone(),
            language: tracked.mail.language,
            decision: DecisionBody {
                sender: SenderBody::from(&tracked.mail.sender),
                recipient: tracked.mail.recipient.as_ref().map(BecauseBody::from),
            },
            content: ContentBody::from(&tracked.mail.content),
            attempts: attempts.collect(),
            notifications: said.iter().map(NotificationBody::from).collect(),
        }
    }
}

/// Which mails to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct MailFilter {
    /// Only those in this state.
    #[param(required = false)]
    state: shape::MailState,
    /// Only those of this kind.
    #[param(required = false)]
    kind: shape::MailKind,
    /// Only those to this address, in any of its spellings.
    #[param(required = false)]
    to: shape::EmailAddress,
    /// Only those about this client-user.
    #[param(required = false)]
    client_user_id: shape::Id,
    /// Only those that tell of this event alone.
    #[param(required = false)]
    event_id: shape::Id,
}

fn filter(params: &mut Fields) -> Filter {
    Filter {
        state: params.optional("state", value::word(shape::MAIL_STATES)),
        kind: params.optional("kind", value::word(shape::MAIL_KINDS)),
        to: params.optional("to", value::address),
        client_user: params.optional("client_user_id", value::id),
        event: params.optional("event_id", value::id),
    }
}

/// List mails
#[utoipa::path(get, path = "/offices/{office_id}/mails", tag = "Mails", params(MailFilter, PageParams),
    responses((status = 200, description = "A page of mails, newest first.", body = Page<MailBody>)))]
pub(crate) async fn list_mails(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<MailBody>>, Problem> {
    let filter = filter(&mut params);
    let paging = Paging::<kind::Mail>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.mails(actor, office, &filter, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |tracked| tracked.mail.id)))
}

/// Look at a mail
///
/// With the decisions about its sender and its recipient, what it says, and every attempt.
#[utoipa::path(get, path = "/offices/{office_id}/mails/{mail_id}", tag = "Mails",
    responses((status = 200, description = "The mail.", body = MailDetailBody)))]
pub(crate) async fn get_mail(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, mail)): At<(OfficeId, MailId)>,
) -> Result<Json<MailDetailBody>, Problem> {
    let detail = app.desk.mail(actor, office, mail).await?;
    Ok(Json(MailDetailBody::from(&detail)))
}
