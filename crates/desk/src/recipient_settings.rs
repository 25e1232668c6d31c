//! Whom an office chose to hear of each kind of event.

use domain::{
    Fault, FieldFault,
    changes::{Changes, State},
    event::EventKind,
    id::{EmployeeId, OfficeId},
    reach::{self, Warning},
    recipients::{Choice, Configuration},
};
use serde_json::{Value, json};
use store::Tx;

use crate::{
    Clock, Desk, Failure, Once, Outcome, Refusal, Said,
    access::Actor,
    preview::{Change, off_the_reactor, state},
};

/// What an office chose for a kind, and what it should know about that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientSetting {
    /// The kind.
    pub kind: EventKind,
    /// What it chose.
    pub configuration: Configuration,
    /// What it should know, the worst first.
    pub warnings: Vec<Warning>,
}

/// The most that can be chosen for a kind.
pub const MOST: usize = 100;

fn audit_detail(configuration: &Configuration) -> Value {
    match configuration {
        Configuration::Standard => json!({ "configuration": "standard" }),
        Configuration::Personalised(choices) => {
            json!({ "configuration": "personalised", "recipients": choices })
        }
    }
}

impl Desk {
    /// What the office chose for each kind.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn recipient_settings(
        &self,
        actor: Actor,
        office: OfficeId,
    ) -> Result<Vec<RecipientSetting>, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let state = state(&mut tx, office).await?.ok_or(Refusal::NotFound)?;
        drop(tx);
        let today = self.today();
        Ok(off_the_reactor(move || EventKind::ALL.map(|kind| setting(&state, kind, today)).into()).await?)
    }

    /// Chooses who hears of a kind.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn choose_recipients(
        &self,
        actor: Actor,
        office: OfficeId,
        kind: EventKind,
        configuration: Configuration,
        once: Option<Once<RecipientSetting>>,
    ) -> Result<Outcome<Said<RecipientSetting>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let (clock, today) = (self.0.clock.clone(), self.today());
        self.write_once(once, change(clock, today, actor, office, kind, configuration)).await
    }

    /// What would differ if the office chose so.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn preview_recipients(
        &self,
        actor: Actor,
        office: OfficeId,
        kind: EventKind,
        configuration: Configuration,
    ) -> Result<Outcome<Changes>, store::Error> {
        let (clock, today) = (self.0.clock.clone(), self.today());
        self.preview(actor, office, change(clock, today, actor, office, kind, configuration)).await
    }
}

fn setting(state: &State, kind: EventKind, today: jiff::civil::Date) -> RecipientSetting {
    let warnings = reach::of_kind(state, kind, today).warnings;
    RecipientSetting { kind, configuration: state.roster.configuration(kind).clone(), warnings }
}

fn change(
    clock: Clock,
    today: jiff::civil::Date,
    actor: Actor,
    office: OfficeId,
    kind: EventKind,
    mut configuration: Configuration,
) -> Change<RecipientSetting> {
    Box::new(move |tx| {
        Box::pin(async move {
            store::offices::find_for_update(tx, office).await?.ok_or(Refusal::NotFound)?;
            if let Configuration::Personalised(choices) = &mut configuration {
                check(tx, office, choices).await?;
            }
            let old = store::recipient_settings::list_many(tx, &[office]).await?.remove(&office);
            let old = old.and_then(|mut chosen| chosen.remove(&kind)).unwrap_or_default();
            store::recipient_settings::write(tx, office, kind, &configuration).await?;
            let detail =
                json!({ "kind": kind, "old": audit_detail(&old), "new": audit_detail(&configuration) });
            store::audit::insert(tx, &[actor.did(&clock, office, "recipients_changed", None, &detail)])
                .await?;
            let state = state(tx, office).await?.ok_or(Refusal::NotFound)?;
            Ok(off_the_reactor(move || setting(&state, kind, today)).await?)
        })
    })
}

/// Those who are chosen by name must be employees of this office; a fault names the place where one was asked for. One who
/// left can be chosen, and is warned of. Whoever is chosen twice is chosen once.
async fn check(tx: &mut Tx, office: OfficeId, choices: &mut Vec<Choice>) -> Result<(), Failure> {
    if choices.is_empty() {
        return Err(Refusal::field("recipients", Fault::Missing).into());
    }
    if choices.len() > MOST {
        return Err(Refusal::field("recipients", Fault::TooLong).into());
    }
    let named: Vec<EmployeeId> = choices.iter().filter_map(|choice| employee(*choice)).collect();
    let found = store::employees::find_many(tx, &named, &[]).await?;
    let fault = |(place, choice): (usize, &Choice)| {
        let id = employee(*choice)?;
        let field = format!("recipients[{place}].employee_id");
        let known = found.iter().any(|(of, employee)| *of == office && employee.id == id);
        (!known).then(|| FieldFault::new(field, Fault::NotFound))
    };
    let faults: Vec<_> = choices.iter().enumerate().filter_map(fault).collect();
    if !faults.is_empty() {
        return Err(Refusal::InvalidInput(faults).into());
    }
    let mut seen = Vec::new();
    choices.retain(|choice| {
        !seen.contains(choice) && {
            seen.push(*choice);
            true
        }
    });
    Ok(())
}

const fn employee(choice: Choice) -> Option<EmployeeId> {
    match choice {
        Choice::Employee(id) => Some(id),
        Choice::Role(_) => None,
    }
}
