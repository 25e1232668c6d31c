//! The form as it comes in.

use std::convert::Infallible;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};

/// The fields of a form, `application/x-www-form-urlencoded`. What is not there, or not such a form, is empty: the
/// answer then says what to fill in.
pub(super) struct Posted {
    fields: Option<Vec<(String, String)>>,
}

impl Posted {
    /// The password, empty when there is none; nothing at all when the form was too long to be read.
    pub(super) fn password(&self) -> Option<&str> {
        self.fields.as_ref().map(|_| self.find("password").unwrap_or_default())
    }

    /// The language of the page that the form stood on.
    pub(super) fn lang(&self) -> Option<&str> {
        self.find("lang")
    }

    fn find(&self, name: &str) -> Option<&str> {
        self.fields.iter().flatten().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        let body = Bytes::from_request(request, state).await.ok();
        let fields = body.map(|body| url::form_urlencoded::parse(&body).into_owned().collect());
        Ok(Self { fields })
    }
}
