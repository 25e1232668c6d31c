//! `/bounces`: what came back to an office's own mailbox, or to no listener, posted by hand.

use axum::extract::State;
use desk::bounces::Fate;
use domain::id::MailId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::MessageWrite,
    problem::Problem,
    shape, value,
};
use crate::App;

/// A message that came back.
#[derive(ToSchema)]
#[schema(as = NewBounce)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewBounce {
    /// The whole message as it was received, with its headers.
    #[schema(
        example = "From: MAILER-DAEMON@mx.klant.example\nAuto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.klant.example\n\nFinal-Recipient: rfc822; an.peeters@klant.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--x--\n"
    )]
    message: String,
}

/// What became of a message that came back.
#[derive(Serialize, ToSchema)]
#[schema(as = Bounce)]
pub(crate) struct BounceBody {
    /// `bounced` (the mail came back), `noted` (it stands with the mail), `ignored` (it changes nothing).
    #[schema(value_type = shape::BounceResult)]
    result: &'static str,
    /// Why: a cause for `bounced`; what the server did for `noted`; for `ignored` a word such as `unsigned`, `forged`,
    /// `other_recipient`, `too_old`, `already_bounced`, `already_known` or `something_else`.
    #[schema(example = "address_unknown")]
    reason: &'static str,
    /// The mail, when it is one of ours.
    #[schema(value_type = Option<shape::Id>)]
    mail_id: Option<MailId>,
}

impl From<&Fate> for BounceBody {
    fn from(fate: &Fate) -> Self {
        let mail_id = match fate {
            Fate::Bounced(mail, _) | Fate::Noted(mail, _) => Some(*mail),
            Fate::Ignored(_) => None,
        };
        Self { result: fate.code(), reason: fate.reason(), mail_id }
    }
}

/// Hand in a message that came back
///
/// For operators: with an office's key this address does not exist. A delivery status notification is known by its signature;
/// whatever is not signed by this installation changes nothing, and the same twice is done once. Send the message as it is,
/// as `message/rfc822`, or in JSON.
#[utoipa::path(post, path = "/bounces", tag = "Mails",
    request_body(content((NewBounce = "application/json"), (String = "message/rfc822"))),
    responses((status = 202, description = "What became of it.", body = BounceBody)))]
pub(crate) async fn hand_in_bounce(
    State(app): State<App>,
    Caller(actor): Caller,
    MessageWrite(mut write): MessageWrite,
) -> Result<Answer, Problem> {
    let mut fields = write.fields()?;
    let message = fields.required("message", |value| value::text(value).map(str::to_owned));
    let message = fields.finish(message)?;
    let taken = |fate: &Fate| Answer::accepted(&BounceBody::from(fate));
    let once = write.once("operator", taken);
    said(app.desk.take_bounce(actor, None, message.as_bytes(), once).await, taken)
}
