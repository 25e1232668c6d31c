//! Offices and their settings.

use domain::{
    EmailAddress, Fault, FieldFault, Language, Name,
    changes::Changes,
    id::OfficeId,
    invitation::{DAYS, DEFAULT_DAYS},
    noreply::looks_like_noreply,
    office::Office,
    sender::FunctionalAddress,
};
use serde_json::{Value, json};

use crate::{Clock, Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, preview::Change};

/// What an office is made of; what is left out of a change stays as it is.
#[derive(Debug, Clone, Default)]
pub struct OfficeFields {
    /// Its name.
    pub name: Option<Name>,
    /// Its language.
    pub language: Option<Language>,
    /// Its communication address.
    pub communication_address: Option<EmailAddress>,
    /// Its functional address; `Some(None)` takes it away.
    pub functional_address: Option<Option<EmailAddress>>,
    /// Nobody reads the functional address. When the address is given and this is not, how it looks decides.
    pub functional_address_send_only: Option<bool>,
    /// Welcome mails go out from the functional address first.
    pub always_functional_sender: Option<bool>,
    /// The sending address is told of each welcome mail.
    pub follow_up_notice: Option<bool>,
    /// Reminders after 3 and 7 days.
    pub reminders: Option<bool>,
    /// Days that a link is good.
    pub invitation_days: Option<u32>,
    /// Minutes that a message may wait to be read.
    pub message_delay_minutes: Option<u32>,
    /// Failed tasks are told at once.
    pub failed_tasks_at_once: Option<bool>,
    /// User requests are told at once.
    pub user_requests_at_once: Option<bool>,
    /// Working hours after which something goes to the next step; `Some(None)` turns that off.
    pub escalation_hours: Option<Option<u32>>,
}

impl OfficeFields {
    fn apply(self, office: &mut Office) -> Result<(), Refusal> {
        let Self { name, language, communication_address, functional_address, .. } = self;
        set(&mut office.name, name);
        set(&mut office.language, language);
        set(&mut office.communication_address, communication_address);
        if let Some(address) = functional_address {
            office.functional_address =
                address.map(|address| FunctionalAddress { send_only: looks_like_noreply(&address), address });
        }
        if let (Some(functional), Some(send_only)) =
            (&mut office.functional_address, self.functional_address_send_only)
        {
            functional.send_only = send_only;
        }
        set(&mut office.always_functional_sender, self.always_functional_sender);
        set(&mut office.follow_up_notice, self.follow_up_notice);
        set(&mut office.reminders, self.reminders);
        set(&mut office.invitation_days, self.invitation_days);
        set(&mut office.message_delay_minutes, self.message_delay_minutes);
        set(&mut office.failed_tasks_at_once, self.failed_tasks_at_once);
        set(&mut office.user_requests_at_once, self.user_requests_at_once);
        set(&mut office.escalation_hours, self.escalation_hours);
        let in_range = [
            ("invitation_days", DAYS.contains(&u64::from(office.invitation_days))),
            ("message_delay_minutes", Office::MESSAGE_DELAY.contains(&office.message_delay_minutes)),
            (
                "escalation_hours",
                office.escalation_hours.is_none_or(|hours| Office::ESCALATION.contains(&hours)),
            ),
        ];
        let faults: Vec<_> = in_range
            .into_iter()
            .filter(|(_, fits)| !fits)
            .map(|(field, _)| FieldFault::new(field, Fault::OutOfRange))
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Refusal::InvalidInput(faults)) }
    }
}

/// Puts a given value in place; one that was left out changes nothing.
pub(crate) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn audit_detail(office: &Office) -> Value {
    json!({
        "name": office.name, "language": office.language, "communication_address": office.communication_address,
        "functional_address": office.functional_address.as_ref().map(|f| &f.address),
        "functional_address_send_only": office.functional_address.as_ref().map(|f| f.send_only),
        "always_functional_sender": office.always_functional_sender, "follow_up_notice": office.follow_up_notice,
        "reminders": office.reminders, "invitation_days": office.invitation_days,
        "message_delay_minutes": office.message_delay_minutes, "failed_tasks_at_once": office.failed_tasks_at_once,
        "user_requests_at_once": office.user_requests_at_once, "escalation_hours": office.escalation_hours,
    })
}

impl Desk {
    /// Adds an office. For operators; `fields` must have name, language and communication address.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn create_office(
        &self,
        actor: Actor,
        fields: OfficeFields,
        once: Option<Once<Office>>,
    ) -> Result<Outcome<Said<Office>>, store::Error> {
        if let Actor::Office(..) | Actor::Client = actor {
            return Ok(Err(Refusal::NotFound));
        }
        let (Some(name), Some(language), Some(communication_address)) =
            (fields.name.clone(), fields.language, fields.communication_address.clone())
        else {
            return Ok(Err(Refusal::field("communication_address", Fault::Missing)));
        };
        let mut office = Office {
            id: self.0.clock.id(),
            name,
            language,
            communication_address,
            functional_address: None,
            always_functional_sender: false,
            follow_up_notice: false,
            reminders: false,
            invitation_days: u32::try_from(DEFAULT_DAYS).unwrap_or(14),
            message_delay_minutes: 0,
            failed_tasks_at_once: false,
            user_requests_at_once: false,
            escalation_hours: None,
            created_at: self.0.clock.now(),
        };
        if let Err(refusal) = fields.apply(&mut office) {
            return Ok(Err(refusal));
        }
        let entry = actor.did(
            &self.0.clock,
            office.id,
            "office_created",
            Some(office.id.uuid()),
            &audit_detail(&office),
        );
        self.write_once(once, move |tx| {
            Box::pin(async move {
                store::offices::insert(tx, &office).await?;
                store::audit::insert(tx, &[entry]).await?;
                Ok(office)
            })
        })
        .await
    }

    /// Changes an office's settings.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn change_office(
        &self,
        actor: Actor,
        id: OfficeId,
        fields: OfficeFields,
        once: Option<Once<Office>>,
    ) -> Result<Outcome<Said<Office>>, store::Error> {
        if let Err(refusal) = actor.reach(id) {
            return Ok(Err(refusal));
        }
        self.write_once(once, change(self.0.clock.clone(), actor, id, fields)).await
    }

    /// What would differ for the office's dossiers after such a change.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn preview_office(
        &self,
        actor: Actor,
        id: OfficeId,
        fields: OfficeFields,
    ) -> Result<Outcome<Changes>, store::Error> {
        self.preview(actor, id, change(self.0.clock.clone(), actor, id, fields)).await
    }

    /// The office.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn office(&self, actor: Actor, id: OfficeId) -> Result<Office, Failure> {
        actor.reach(id)?;
        let mut tx = self.0.db.read().await?;
        Ok(store::offices::find(&mut tx, id).await?.ok_or(Refusal::NotFound)?)
    }

    /// The offices that this actor reaches, in the order of their ids.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn offices(
        &self,
        actor: Actor,
        after: Option<OfficeId>,
        limit: u32,
    ) -> Result<Vec<Office>, Failure> {
        if let Actor::Office(_, own) = actor {
            let own = if after.is_none() { vec![self.office(actor, own).await?] } else { Vec::new() };
            return Ok(own);
        }
        let mut tx = self.0.db.read().await?;
        Ok(store::offices::list_all(&mut tx, after, limit).await?)
    }
}

fn change(clock: Clock, actor: Actor, id: OfficeId, fields: OfficeFields) -> Change<Office> {
    Box::new(move |tx| {
        Box::pin(async move {
            let mut office = store::offices::find_for_update(tx, id).await?.ok_or(Refusal::NotFound)?;
            let old = audit_detail(&office);
            fields.apply(&mut office)?;
            store::offices::update(tx, &office).await?;
            let detail = json!({ "old": old, "new": audit_detail(&office) });
            let entry = actor.did(&clock, id, "office_changed", Some(id.uuid()), &detail);
            store::audit::insert(tx, &[entry]).await?;
            Ok(office)
        })
    })
}
