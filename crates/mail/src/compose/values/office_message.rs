//! The values of a message of the office to a client-user.

use domain::mail::OfficeMessage;
use minijinja::Value;

use super::{PREVIEW, Values, beginning};

impl Values {
    pub(super) fn add_office_message(&mut self, message: &OfficeMessage) {
        self.add_access(&message.office_name, &message.dossier_name, &message.contact);
        self.add("by", message.by.as_str());
        self.add("texts", vec![Value::from(message.text.as_str())]);
        self.add("several", false);
        self.add("beginning", beginning(&message.text, PREVIEW));
        self.add("link", message.link.as_str());
    }
}
