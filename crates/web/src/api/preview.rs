//! `?preview=true` on a change: what would differ after it. The change is made, looked at and undone; nothing is
//! stored, and an `Idempotency-Key` is not used.

use axum::{extract::FromRequestParts, http::request::Parts};
use desk::{Failure, Outcome};
use domain::changes::{Change, Changes, Question};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::Answer, fields::Params, named::Named, problem::Problem, sender::MailboxBody, shape, value,
};
use crate::App;

/// How a change is asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct PreviewParams {
    /// Answer what would differ for which dossiers, as a `Preview`, and store nothing. An `Idempotency-Key` is not used
    /// then.
    #[param(required = false, default = false)]
    preview: bool,
}

/// Is the change only to be looked at?
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preview(pub(crate) bool);

impl FromRequestParts<App> for Preview {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Params(mut params) = Params::from_request_parts(parts, app).await?;
        let preview = params.optional("preview", value::flag_in_text);
        params.finish(Some(Self(preview.unwrap_or_default())))
    }
}

/// The thing as it is now, or with `preview=true` what would differ.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) enum OrPreview<T> {
    /// It was stored.
    Done(T),
    /// It was looked at.
    Preview(PreviewBody),
}

/// What would differ after a change, decided by the same rules that decide for a mail. Nothing was stored.
#[derive(Serialize, ToSchema)]
#[schema(as = Preview)]
pub(crate) struct PreviewBody {
    /// Always `true`: tells this answer from the one to a change that was stored.
    #[schema(example = true)]
    preview: bool,
    /// How many dossiers the office has.
    of: usize,
    /// How many of them would differ in anything.
    dossiers: usize,
    /// The same change for many dossiers is one entry; those of most dossiers first.
    changes: Vec<ChangeBody>,
}

/// One change: the same answers to the same questions, from whom to whom.
#[derive(Serialize, ToSchema)]
#[schema(as = Change)]
pub(crate) struct ChangeBody {
    /// For which questions.
    #[schema(value_type = Vec<shape::Question>)]
    questions: Vec<Question>,
    /// Who it is.
    from: Vec<MailboxBody>,
    /// Who it would be.
    to: Vec<MailboxBody>,
    /// For how many dossiers.
    count: usize,
    /// For which dossiers.
    dossiers: Vec<Named>,
    /// Also, or only, for events without a dossier.
    without_dossier: bool,
}

impl From<&Change> for ChangeBody {
    fn from(change: &Change) -> Self {
        Self {
            questions: change.questions.clone(),
            from: change.from.iter().map(MailboxBody::from).collect(),
            to: change.to.iter().map(MailboxBody::from).collect(),
            count: change.dossiers.len(),
            dossiers: change.dossiers.iter().map(Named::from).collect(),
            without_dossier: change.without_dossier,
        }
    }
}

/// The answer to a change that was looked at.
pub(crate) fn previewed<E: Into<Failure>>(outcome: Result<Outcome<Changes>, E>) -> Result<Answer, Problem> {
    let Changes { of, dossiers, changes } = outcome.map_err(|error| Problem::from(error.into()))??;
    let changes = changes.iter().map(ChangeBody::from).collect();
    Ok(Answer::ok(&PreviewBody { preview: true, of, dossiers, changes }))
}
