//! The words that exports use for languages, VAT periods, yes and no, in four languages.

use domain::{Fault, Language, dossier::VatPeriod};

use super::columns::folded;

/// A language, by its code, its name, or its first letter where that is clear.
pub(super) fn language(text: &str) -> Result<Language, Fault> {
    match folded(text).as_str() {
        "nl" | "n" | "ned" | "nld" | "dut" | "nlbe" | "nederlands" | "nederlandstalig" | "vlaams"
        | "dutch" | "neerlandais" | "flamand" | "niederlandisch" => Ok(Language::Nl),
        "fr" | "f" | "fra" | "fre" | "frbe" | "frans" | "franstalig" | "francais" | "francophone"
        | "french" | "franzosisch" => Ok(Language::Fr),
        "en" | "e" | "eng" | "enbe" | "engb" | "enus" | "engels" | "engelstalig" | "anglais" | "english"
        | "englisch" => Ok(Language::En),
        "de" | "d" | "deu" | "ger" | "debe" | "duits" | "duitstalig" | "allemand" | "german" | "deutsch" => {
            Ok(Language::De)
        }
        _ => Err(Fault::UnknownValue),
    }
}

/// How often VAT is declared.
pub(super) fn vat_period(text: &str) -> Result<VatPeriod, Fault> {
    match folded(text).as_str() {
        "m" | "maand" | "maandelijks" | "maandaangifte" | "maandaangever" | "mois" | "mensuel"
        | "mensuelle" | "mensuellement" | "month" | "monthly" | "monat" | "monatlich" => {
            Ok(VatPeriod::Monthly)
        }
        "k" | "t" | "q" | "kwartaal" | "kwartaalaangifte" | "kwartaalaangever" | "driemaandelijks"
        | "trimester" | "trimestre" | "trimestriel" | "trimestrielle" | "trimestriellement" | "quarter"
        | "quarterly" | "quartal" | "vierteljahr" | "vierteljahrlich" => Ok(VatPeriod::Quarterly),
        "n" | "geen" | "niet" | "nihil" | "vrijgesteld" | "nietbtwplichtig" | "aucun" | "aucune" | "non"
        | "neant" | "exonere" | "exempte" | "nonassujetti" | "none" | "no" | "exempt" | "nee" | "nein"
        | "keine" | "kein" | "befreit" => Ok(VatPeriod::None),
        _ => Err(Fault::UnknownValue),
    }
}

/// Yes or no.
pub(super) fn yes_or_no(text: &str) -> Result<bool, Fault> {
    match folded(text).as_str() {
        "ja" | "j" | "oui" | "o" | "yes" | "y" | "x" | "1" | "true" | "waar" | "vrai" | "wahr" => Ok(true),
        "nee" | "neen" | "n" | "non" | "no" | "nein" | "0" | "false" | "onwaar" | "faux" | "falsch" => {
            Ok(false)
        }
        _ => Err(Fault::UnknownValue),
    }
}

/// What people write when they mean nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text, "-" | "--" | "—" | "–" | "/" | ".")
        || matches!(text.to_ascii_lowercase().as_str(), "n/a" | "n.a." | "nvt" | "n.v.t." | "null" | "s.o.")
}
