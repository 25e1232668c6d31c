//! What a look at a domain saw, as the API tells it.

use desk::mail_setup::dns::{Finding, Record, ToPublish, Warning};
use domain::delivery::SenderFault;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::shape;

/// A record to publish.
#[derive(Serialize, ToSchema)]
#[schema(as = RecordToPublish)]
pub(crate) struct RecordBody {
    /// Its type.
    #[schema(example = "TXT")]
    r#type: &'static str,
    /// Its whole name. Most DNS hosts' forms add the domain by themselves.
    #[schema(example = "pm1._domainkey.maes.example")]
    name: String,
    /// Its value, as a DNS host's form wants it.
    #[schema(example = "v=spf1 ip4:192.0.2.25 ?all")]
    value: String,
    /// Its value as a zone file has it: a text in quotes, in pieces of 255 octets at most.
    #[schema(example = "\"v=spf1 ip4:192.0.2.25 ?all\"")]
    zone_value: String,
    /// Whether it is there.
    #[schema(value_type = shape::RecordStanding)]
    standing: Value,
    /// Mails wait for it. One that is not needed is good advice.
    needed: bool,
}

impl From<&ToPublish> for RecordBody {
    fn from(ToPublish { record, standing, needed }: &ToPublish) -> Self {
        Self {
            r#type: record.kind.code(),
            name: record.name.clone(),
            value: record.value.clone(),
            zone_value: record.zone_value(),
            standing: json(standing),
            needed: *needed,
        }
    }
}

/// A record as it has to be.
#[derive(Serialize, ToSchema)]
#[schema(as = WantedRecord)]
pub(crate) struct WantedBody {
    /// Its type.
    #[schema(example = "TXT")]
    r#type: &'static str,
    /// Its whole name.
    #[schema(example = "maes.example")]
    name: String,
    /// Its value, as a DNS host's form wants it.
    #[schema(example = "v=spf1 ip4:192.0.2.25 ?all")]
    value: String,
}

impl From<&Record> for WantedBody {
    fn from(record: &Record) -> Self {
        Self { r#type: record.kind.code(), name: record.name.clone(), value: record.value.clone() }
    }
}

/// Something that is wrong with a domain.
#[derive(Serialize, ToSchema)]
#[schema(as = SetupFinding)]
pub(crate) struct FindingBody {
    /// Which cause of the closed list.
    #[schema(value_type = shape::SetupCause)]
    cause: SenderFault,
    /// The name that was looked at.
    #[schema(example = "maes.example")]
    name: String,
    /// The records that are there.
    found: Vec<String>,
    /// The record as it has to be; `null` when no record of this domain mends it.
    wanted: Option<WantedBody>,
    /// What is wrong with what was found, for support: `about` says of what.
    #[schema(value_type = Object)]
    detail: Value,
}

impl From<&Finding> for FindingBody {
    fn from(finding: &Finding) -> Self {
        Self {
            cause: finding.cause,
            name: finding.name.clone(),
            found: finding.found.clone(),
            wanted: finding.wanted.as_ref().map(WantedBody::from),
            detail: json(&finding.detail),
        }
    }
}

/// Something that stops no mail, and had better be otherwise.
#[derive(Serialize, ToSchema)]
#[schema(as = SetupWarning)]
pub(crate) struct WarningBody {
    /// Which, as a word for programs.
    #[schema(example = "dmarc_missing")]
    code: String,
    /// The name that it is about, if it is about one.
    #[schema(example = "_dmarc.maes.example")]
    name: Option<String>,
}

impl From<&Warning> for WarningBody {
    fn from(warning: &Warning) -> Self {
        let written = json(warning);
        let word = |key: &str| written[key].as_str().map(str::to_owned);
        Self { code: word("warning").unwrap_or_default(), name: word("name") }
    }
}

/// Words and numbers can always be written as JSON.
fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
