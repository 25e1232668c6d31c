//! `/offices/{o}/reach`: where an office's mails end.

use axum::{Json, extract::State};
use domain::{
    event::EventKind,
    id::{DossierId, EmployeeId, OfficeId},
    reach::{KindReach, Reach},
    recipients, sender,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    auth::Caller, fields::Params, ids::At, problem::Problem, recipient_settings::WarningBody, shape, value,
};
use crate::App;

/// Where an office's mails end today.
#[derive(Serialize, ToSchema)]
#[schema(as = Reach)]
pub(crate) struct ReachBody {
    /// How many dossiers the office has.
    dossiers: usize,
    /// The dossiers without a manager who is an active employee.
    without_manager: WithoutManager,
    /// Who sends welcome mails: how many dossiers at each step.
    welcome: WelcomeSteps,
    /// Who hears of each kind of event.
    kinds: Vec<KindReachBody>,
}

/// Dossiers without a manager.
#[derive(Serialize, ToSchema)]
pub(crate) struct WithoutManager {
    /// How many.
    count: usize,
    /// Which, in the order of their ids.
    #[schema(value_type = Vec<shape::Id>)]
    dossier_ids: Vec<DossierId>,
}

/// How many dossiers at each step of the cascade that decides who sends.
#[derive(Serialize, ToSchema)]
pub(crate) struct WelcomeSteps {
    /// The employee who manages the dossier.
    dossier_manager: usize,
    /// The address of the dossier's client group.
    client_group: usize,
    /// The office's functional address.
    functional_address: usize,
    /// The office's communication address.
    communication_address: usize,
}

/// How many dossiers at each step that decides who hears.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecipientSteps {
    /// Those whom the office chose.
    personalised: usize,
    /// The employee who manages the dossier.
    dossier_manager: usize,
    /// The address of the dossier's client group.
    client_group: usize,
    /// The office's functional address.
    functional_address: usize,
    /// The office's communication address.
    communication_address: usize,
}

/// Who hears of a kind of event.
#[derive(Serialize, ToSchema)]
#[schema(as = KindReach)]
pub(crate) struct KindReachBody {
    /// Which kind.
    #[schema(value_type = shape::EventKind)]
    kind: EventKind,
    /// How many dossiers at each step.
    steps: RecipientSteps,
    /// Dossiers of which only addresses hear that several people share: a group's or the office's.
    shared: usize,
    /// Dossiers of which the functional address would hear, if somebody read it.
    past_send_only: usize,
    /// Dossiers for which nobody is left of those whom the office chose.
    nobody_left: usize,
    /// Dossiers of which a deputy hears today.
    deputies: usize,
    /// The step that hears of an event without a dossier.
    #[schema(value_type = shape::RecipientStep, example = "communication_address")]
    without_dossier: recipients::Step,
    /// What the office should know, the worst first.
    warnings: Vec<WarningBody>,
}

impl From<&KindReach> for KindReachBody {
    fn from(reach: &KindReach) -> Self {
        use recipients::Step;
        let at = |step| reach.steps.get(&step).copied().unwrap_or_default();
        Self {
            kind: reach.kind,
            steps: RecipientSteps {
                personalised: at(Step::Personalised),
                dossier_manager: at(Step::DossierManager),
                client_group: at(Step::ClientGroup),
                functional_address: at(Step::FunctionalAddress),
                communication_address: at(Step::CommunicationAddress),
            },
            shared: reach.shared,
            past_send_only: reach.past_send_only,
            nobody_left: reach.nobody_left,
            deputies: reach.deputies,
            without_dossier: reach.without_dossier,
            warnings: reach.warnings.iter().map(WarningBody::from).collect(),
        }
    }
}

impl From<&Reach> for ReachBody {
    fn from(reach: &Reach) -> Self {
        use sender::Step;
        let at = |step| reach.welcome.get(&step).copied().unwrap_or_default();
        Self {
            dossiers: reach.dossiers,
            without_manager: WithoutManager {
                count: reach.without_manager.len(),
                dossier_ids: reach.without_manager.clone(),
            },
            welcome: WelcomeSteps {
                dossier_manager: at(Step::DossierManager),
                client_group: at(Step::ClientGroup),
                functional_address: at(Step::FunctionalAddress),
                communication_address: at(Step::CommunicationAddress),
            },
            kinds: reach.kinds.iter().map(KindReachBody::from).collect(),
        }
    }
}

/// As it would be.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ReachAsked {
    /// As it would be if this employee left and handed nothing over.
    #[param(required = false)]
    without_employee_id: shape::Id,
}

/// See where mails end
///
/// For each of the office's dossiers it is decided who sends its welcome mails and who hears of each kind of event,
/// today; here is how many there are of each. Stores nothing.
#[utoipa::path(get, path = "/offices/{office_id}/reach", tag = "Recipients", params(ReachAsked),
    responses((status = 200, description = "Where the office's mails end.", body = ReachBody)))]
pub(crate) async fn get_reach(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<ReachBody>, Problem> {
    let without: Option<EmployeeId> = params.optional("without_employee_id", value::id);
    params.finish(Some(()))?;
    let reach = app.desk.reach(actor, office, without).await?;
    Ok(Json(ReachBody::from(&reach)))
}
