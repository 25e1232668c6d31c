//! All mails, newest first.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use desk::Desk;
use domain::{id::MailId, mail::MailKind};
use serde::Deserialize;
use smtp_sink::Received;

use super::{
    Mailbox,
    letter::{self, Letter},
};
use crate::{
    App,
    pages::{
        frame::{self, Frame},
        moment,
        notice::broken,
        reader::Reader,
    },
};

const ON_A_PAGE: usize = 100;

#[derive(Template)]
#[template(path = "mailbox/list.html")]
struct List {
    frame: Frame,
    count: String,
    /// Changes when the list does.
    version: u64,
    lines: Vec<Line>,
    /// The address that was searched for, empty when none was.
    search: String,
    older: Option<String>,
    is_newest: bool,
}

/// One mail in the list.
struct Line {
    letter: Letter,
    at: String,
    kind: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Page {
    before: Option<u64>,
    #[serde(default)]
    q: String,
}

pub(super) async fn list(
    State(app): State<App>,
    Mailbox(sink): Mailbox,
    reader: Reader,
    page: Result<Query<Page>, QueryRejection>,
) -> Response {
    let Page { before, q } = page.map(|Query(page)| page).unwrap_or_default();
    let search = q.trim().to_lowercase();
    let all: Vec<Arc<Received>> = sink.mails().into_iter().filter(|mail| has(mail, &search)).collect();
    let older_than = all.partition_point(|mail| before.is_none_or(|before| mail.number < before));
    let shown = &all[older_than.saturating_sub(ON_A_PAGE)..older_than];
    let kinds = match kinds(&app.desk, shown).await {
        Ok(kinds) => kinds,
        Err(error) => return broken(&app.desk, reader, reader.language(), "broken-lead", &error),
    };
    let frame = Frame::new(&app.desk, reader, reader.language());
    let words = frame.words();
    let zone = &app.desk.settings().time_zone;
    let line = |mail: &Arc<Received>| {
        let letter = Letter::read(mail);
        let kind = letter::id(mail).and_then(|id| kinds.get(&id));
        Line {
            at: letter.at.map(|at| moment::in_figures(at, zone)).unwrap_or_default(),
            kind: words.say(&format!("kind-{}", kind.map_or("other", |kind| kind.code()))),
            letter,
        }
    };
    let page = List {
        count: match all.len() {
            0 if !search.is_empty() => words.with("mailbox-found-none", "search", &search),
            count => words.fill("mailbox-count", &[("count", count.into())]),
        },
        version: all.last().map_or(0, |mail| mail.number),
        lines: shown.iter().rev().map(line).collect(),
        older: shown.first().filter(|_| older_than > ON_A_PAGE).map(|oldest| older(oldest.number, &search)),
        is_newest: older_than == all.len(),
        frame: frame.titled(words.say("mailbox-title")),
        search,
    };
    frame::answer(StatusCode::OK, &page)
}

/// Does an address of its envelope hold these letters?
fn has(mail: &Received, search: &str) -> bool {
    let mut addresses = mail.rcpt_to.iter().chain([&mail.mail_from]);
    addresses.any(|address| address.to_lowercase().contains(search))
}

/// The path of the page after the one that ends with this mail.
fn older(number: u64, search: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("before", &number.to_string())
        .append_pair("q", search)
        .finish();
    format!("/mailbox?{query}")
}

/// What kinds of mail of ours these are.
async fn kinds(
    desk: &Desk,
    mails: &[Arc<Received>],
) -> Result<HashMap<MailId, MailKind>, impl std::error::Error + use<>> {
    let ids: Vec<MailId> = mails.iter().filter_map(|mail| letter::id(mail)).collect();
    let found = desk.mails_anywhere(&ids).await;
    found.map(|found| found.into_iter().map(|known| (known.mail.id, known.mail.content.kind())).collect())
}
