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
    older: Option<u64>,
    is_newest: bool,
}

/// One mail in the list.
struct Line {
    letter: Letter,
    at: String,
    kind: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Page {
    before: Option<u64>,
}

pub(super) async fn list(
    State(app): State<App>,
    Mailbox(sink): Mailbox,
    reader: Reader,
    page: Result<Query<Page>, QueryRejection>,
) -> Response {
    let before = page.ok().and_then(|Query(page)| page.before);
    let all = sink.mails();
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
        count: words.fill("mailbox-count", &[("count", all.len().into())]),
        version: all.last().map_or(0, |mail| mail.number),
        lines: shown.iter().rev().map(line).collect(),
        older: shown.first().map(|oldest| oldest.number).filter(|_| older_than > ON_A_PAGE),
        is_newest: older_than == all.len(),
        frame: frame.titled(words.say("mailbox-title")),
    };
    frame::answer(StatusCode::OK, &page)
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
