//! One mail: as its reader sees it, as text, as bytes, and why it went as it did.

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use smtp_sink::Received;

use super::{
    Mail,
    letter::{self, Letter, Piece},
    why::Story,
};
use crate::{
    App,
    pages::{
        frame::{self, Frame},
        headers::{POLICY_OF_A_MAIL, POLICY_WITH_FRAME},
        moment,
        notice::{broken, not_found},
        reader::Reader,
    },
};

/// What stands above each view of a mail.
struct Head {
    letter: Letter,
    at: String,
    envelope: String,
    repeated: Option<String>,
}

#[derive(Template)]
#[template(path = "mailbox/framed.html")]
struct Framed {
    frame: Frame,
    head: Head,
    has_html: bool,
}

#[derive(Template)]
#[template(path = "mailbox/text.html")]
struct Text<'t> {
    frame: Frame,
    head: Head,
    pieces: Vec<Piece<'t>>,
}

#[derive(Template)]
#[template(path = "mailbox/source.html")]
struct Source<'s> {
    frame: Frame,
    head: Head,
    source: &'s str,
}

#[derive(Template)]
#[template(path = "mailbox/why.html")]
struct Why {
    frame: Frame,
    head: Head,
    story: Option<Story>,
}

impl Head {
    /// The frame of a view of a mail, and its head.
    fn of(app: &App, reader: Reader, mail: &Mail) -> (Frame, Self) {
        let letter = Letter::read(&mail.received);
        let frame = Frame::new(&app.desk, reader, reader.language());
        let words = frame.words();
        let subject = letter.subject.clone().unwrap_or_else(|| words.say("mailbox-no-subject"));
        let envelope_to = mail.received.rcpt_to.join(", ");
        let from_to = [("from", mail.received.mail_from.as_str().into()), ("to", envelope_to.into())];
        let head = Self {
            at: letter
                .at
                .map(|at| moment::in_words(at, &app.desk.settings().time_zone, words))
                .unwrap_or_default(),
            envelope: words.fill("mail-envelope-is", &from_to),
            repeated: (mail.times > 1).then(|| words.fill("mail-repeated", &[("times", mail.times.into())])),
            letter,
        };
        (frame.titled(subject), head)
    }

    /// The path of a view of this mail.
    fn path(&self, view: &str) -> String {
        format!("/mailbox/{}{view}", self.letter.number)
    }
}

pub(super) async fn framed(State(app): State<App>, reader: Reader, mail: Mail) -> Response {
    let (frame, head) = Head::of(&app, reader, &mail);
    let page = Framed { frame, head, has_html: letter::html(&mail.received).is_some() };
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY_WITH_FRAME)];
    (policy, frame::answer(StatusCode::OK, &page)).into_response()
}

/// The HTML part for the frame. Its links open in a window of their own, as a mail program opens them.
pub(super) async fn html(State(app): State<App>, reader: Reader, mail: Mail) -> Response {
    let Some(html) = letter::html(&mail.received) else { return not_found(&app.desk, reader) };
    let links = "<base target=\"_blank\">";
    let html = match html.find("<head>") {
        Some(at) => format!("{}<head>{links}{}", &html[..at], &html[at + "<head>".len()..]),
        None => format!("{links}{html}"),
    };
    let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
    ([kind, (header::CONTENT_SECURITY_POLICY, POLICY_OF_A_MAIL)], html).into_response()
}

pub(super) async fn text(State(app): State<App>, reader: Reader, mail: Mail) -> Response {
    let text = letter::text(&mail.received).unwrap_or_default();
    let (frame, head) = Head::of(&app, reader, &mail);
    frame::answer(StatusCode::OK, &Text { frame, head, pieces: letter::pieces(&text) })
}

pub(super) async fn source(State(app): State<App>, reader: Reader, mail: Mail) -> Response {
    let source = String::from_utf8_lossy(&mail.received.data);
    let (frame, head) = Head::of(&app, reader, &mail);
    frame::answer(StatusCode::OK, &Source { frame, head, source: &source })
}

pub(super) async fn raw(mail: Mail) -> Response {
    let Received { number, data, .. } = mail.received.as_ref();
    let name = format!("attachment; filename=\"mail-{number}.eml\"");
    let kind = (header::CONTENT_TYPE, "message/rfc822".to_owned());
    ([kind, (header::CONTENT_DISPOSITION, name)], data.clone()).into_response()
}

pub(super) async fn why(State(app): State<App>, reader: Reader, mail: Mail) -> Response {
    let (frame, head) = Head::of(&app, reader, &mail);
    let detail = match letter::id(&mail.received) {
        Some(id) => app.desk.mail_anywhere(id).await,
        None => Ok(None),
    };
    match detail {
        Ok(detail) => {
            let zone = &app.desk.settings().time_zone;
            let story = detail.map(|detail| Story::of(&detail, frame.words(), zone));
            frame::answer(StatusCode::OK, &Why { frame, head, story })
        }
        Err(error) => broken(&app.desk, reader, reader.language(), "broken-lead", &error),
    }
}
