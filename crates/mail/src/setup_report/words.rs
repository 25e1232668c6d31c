//! The sentences of `locales/*/setup.ftl`, in one language.

use domain::Language;
use fluent_templates::fluent_bundle::FluentValue;

use super::line::{Line, VALUE, VALUE_END, visible};
use crate::compose::sentences::{self, Arguments};

/// The most characters of a value in a sentence.
const LONGEST_VALUE: usize = 120;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// The sentence of this key, with its values. One that is missing is a mistake of ours, which a test finds; the
    /// reader still gets the rest.
    pub(super) fn say<const N: usize>(
        self,
        key: &str,
        values: [(&'static str, FluentValue<'static>); N],
    ) -> Line {
        let arguments: Arguments<'_> = values.map(|(name, value)| (name.into(), value)).into();
        Line::read(&sentences::say(self.0, key, &arguments).unwrap_or_else(|_| key.to_owned()))
    }

    /// A sentence that holds no value.
    pub(super) fn plain(self, key: &str) -> Line {
        self.say(key, [])
    }
}

/// Something to be read letter by letter: a name, a term, an address.
pub(super) fn code(value: &str) -> FluentValue<'static> {
    format!("{VALUE}{}{VALUE_END}", visible(value, LONGEST_VALUE)).into()
}

/// Several of them.
pub(super) fn codes<T: ToString>(values: impl IntoIterator<Item = T>) -> FluentValue<'static> {
    let each = values
        .into_iter()
        .map(|value| format!("{VALUE}{}{VALUE_END}", visible(&value.to_string(), LONGEST_VALUE)));
    each.collect::<Vec<_>>().join(", ").into()
}

/// Words of somebody's, such as a name.
pub(super) fn text(value: &str) -> FluentValue<'static> {
    value
        .chars()
        .filter(|c| !c.is_control() && !matches!(*c, VALUE | VALUE_END | '`'))
        .collect::<String>()
        .into()
}

/// A number, of which a sentence may depend.
pub(super) fn count(value: usize) -> FluentValue<'static> {
    value.into()
}
