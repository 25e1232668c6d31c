//! A dossier: one client of the office.

use serde::{Deserialize, Serialize};

use crate::{
    EnterpriseNumber, Language, Name,
    id::{ClientGroupId, DossierId, EmployeeId},
};

/// One client of an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// The client's name.
    pub name: Name,
    /// The client's enterprise number; unique in the office.
    pub enterprise_number: Option<EnterpriseNumber>,
    /// The employee who manages it.
    pub manager_id: Option<EmployeeId>,
    /// The client group that it is in.
    pub client_group_id: Option<ClientGroupId>,
    /// The client's language, when it is not the office's.
    pub language: Option<Language>,
    /// How often VAT is declared.
    pub vat_period: VatPeriod,
    /// Only its manager and the members of its client group see it.
    pub private: bool,
}

/// How often a client declares VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatPeriod {
    /// Each month.
    Monthly,
    /// Each quarter.
    Quarterly,
    /// Not at all.
    #[default]
    None,
}
