//! What each door looks like.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use desk::{
    Desk,
    welcome::{Door, Invitee},
};
use domain::{
    EmailAddress, Fault,
    invitation::LinkStanding,
    password::{MAX, MIN},
};

use super::{GONE, strength::Told};
use crate::pages::{
    frame::{self, Frame},
    moment,
    notice::{Button, Contact, Mood, Notice, Office},
    reader::Reader,
    words::Words,
};

/// The page with the form.
#[derive(Template)]
#[template(path = "welcome/form.html")]
struct Form {
    frame: Frame,
    office: Office,
    heading: String,
    greeting: String,
    lead: String,
    login: EmailAddress,
    rules: String,
    /// Where the form goes: the link itself.
    action: String,
    fault: Option<String>,
    strength: Told,
    valid_until: String,
    contact: Contact,
}

/// A password that was sent and is not good enough.
#[derive(Clone, Copy)]
pub(super) struct Refused<'p> {
    pub(super) fault: Fault,
    pub(super) password: &'p str,
    pub(super) score: u8,
}

/// The page that this door opens on.
pub(super) fn door(desk: &Desk, reader: Reader, token: &str, door: &Door) -> Response {
    let Door::Known(invitee) = door else { return unknown(desk, reader) };
    let view = View::of(desk, reader, invitee);
    match invitee.standing {
        LinkStanding::Good(_) => form(desk, reader, token, invitee, None),
        LinkStanding::Used => view.used(),
        LinkStanding::Expired => view.expired(token),
        LinkStanding::Replaced => view.replaced(token),
        LinkStanding::Closed => view.closed(),
    }
}

/// The form: as it is first seen, or with what is wrong with the password that was sent.
pub(super) fn form(
    desk: &Desk,
    reader: Reader,
    token: &str,
    invitee: &Invitee,
    refused: Option<Refused<'_>>,
) -> Response {
    let view = View::of(desk, reader, invitee);
    let words = view.words();
    let until = match invitee.standing {
        LinkStanding::Good(until) => moment::in_words(until, &desk.settings().time_zone, words),
        _ => String::new(),
    };
    let heading = words.say("welcome-title");
    let fault = refused.map(|refused| fault_in_words(refused, words));
    let title = match &fault {
        Some(_) => words.with("title-with-fault", "title", &heading),
        None => heading.clone(),
    };
    let (score, password) = refused.map_or((0, ""), |refused| (refused.score, refused.password));
    let page = Form {
        greeting: words.with("welcome-greeting", "name", invitee.name.as_str()),
        lead: words.with("welcome-lead", "office", invitee.office_name.as_str()),
        login: invitee.login.clone(),
        rules: words.fill("password-rules", &[("min", MIN.into()), ("max", MAX.into())]),
        strength: Told::of(score, password, words),
        valid_until: words.with("link-valid-until", "moment", &until),
        contact: view.contact("questions"),
        office: view.office(),
        action: view.frame.plain(format!("/welcome/{token}")),
        frame: view.titled(&title),
        heading,
        fault,
    };
    let status = if page.fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    frame::answer(status, &page)
}

fn fault_in_words(refused: Refused<'_>, words: Words) -> String {
    match refused.fault {
        Fault::TooShort if refused.password.is_empty() => words.say("password-missing"),
        Fault::TooShort => words.fill("password-too-short", &[("min", MIN.into())]),
        Fault::TooLong => words.fill("password-too-long", &[("max", MAX.into())]),
        _ => words.say("password-too-weak"),
    }
}

/// The password is set.
pub(super) fn done(desk: &Desk, reader: Reader, invitee: &Invitee) -> Response {
    let view = View::of(desk, reader, invitee);
    let words = view.words();
    let lead = vec![words.with("done-lead", "name", invitee.name.as_str())];
    let more = vec![words.with("done-next", "office", invitee.office_name.as_str())];
    let (login, contact) = (Some(invitee.login.clone()), Some(view.contact("questions")));
    let mood = Mood::Good;
    let page = Notice { mood, lead, login, more, contact, ..view.notice("done-title") };
    frame::answer(StatusCode::OK, &page)
}

/// Not a link of ours.
pub(super) fn unknown(desk: &Desk, reader: Reader) -> Response {
    let frame = Frame::new(desk, reader, reader.language());
    let words = frame.words();
    let (lead, more) = (vec![words.say("unknown-lead")], vec![words.say("unknown-help")]);
    let page = Notice { lead, more, ..Notice::new(frame.titled(words.say("unknown-title"))) };
    frame::answer(StatusCode::NOT_FOUND, &page)
}

/// A new link was asked for. Whether one was sent is for the mailbox to tell.
pub(super) fn sent(desk: &Desk, reader: Reader, door: &Door) -> Response {
    let told = |words: Words| (vec![words.say("sent-lead")], vec![words.say("sent-wait")]);
    let page = match door {
        Door::Known(invitee) => {
            let view = View::of(desk, reader, invitee);
            let (lead, more) = told(view.words());
            Notice { lead, more, contact: Some(view.contact("questions")), ..view.notice("sent-title") }
        }
        Door::Unknown => {
            let frame = Frame::new(desk, reader, reader.language());
            let ((lead, more), title) = (told(frame.words()), frame.say("sent-title"));
            Notice { lead, more, ..Notice::new(frame.titled(title)) }
        }
    };
    frame::answer(StatusCode::OK, &page)
}

/// What the pages of one client have in common.
struct View<'a> {
    frame: Frame,
    invitee: &'a Invitee,
}

impl<'a> View<'a> {
    fn of(desk: &Desk, reader: Reader, invitee: &'a Invitee) -> Self {
        Self { frame: Frame::new(desk, reader, reader.language_or(invitee.language)), invitee }
    }

    const fn words(&self) -> Words {
        self.frame.words()
    }

    /// A sentence about the office.
    fn about_office(&self, key: &str) -> String {
        self.words().with(key, "office", self.invitee.office_name.as_str())
    }

    fn office(&self) -> Office {
        Office::new(self.invitee.office_name.as_str())
    }

    fn contact(&self, key: &str) -> Contact {
        Contact { sentence: self.about_office(key), address: self.invitee.office_address.clone() }
    }

    fn titled(self, title: &str) -> Frame {
        let title = format!("{title} – {}", self.invitee.office_name);
        self.frame.titled(title)
    }

    fn notice(self, title: &str) -> Notice {
        let (office, heading) = (Some(self.office()), self.words().say(title));
        Notice { office, heading: heading.clone(), ..Notice::new(self.titled(&heading)) }
    }

    fn used(self) -> Response {
        let (lead, login) = (vec![self.words().say("used-lead")], Some(self.invitee.login.clone()));
        let contact = Some(self.contact("used-not-you"));
        frame::answer(GONE, &Notice { lead, login, contact, ..self.notice("used-title") })
    }

    fn expired(self, token: &str) -> Response {
        let (lead, button) = (vec![self.about_office("expired-lead")], Some(self.button(token)));
        let contact = Some(self.contact("questions"));
        frame::answer(GONE, &Notice { lead, button, contact, ..self.notice("expired-title") })
    }

    fn replaced(self, token: &str) -> Response {
        let lead = vec![self.about_office("replaced-lead"), self.about_office("replaced-again")];
        let (button, contact) = (Some(self.button(token)), Some(self.contact("questions")));
        frame::answer(GONE, &Notice { lead, button, contact, ..self.notice("replaced-title") })
    }

    fn closed(self) -> Response {
        let (lead, contact) = (vec![self.about_office("closed-lead")], Some(self.contact("closed-contact")));
        frame::answer(GONE, &Notice { lead, contact, ..self.notice("closed-title") })
    }

    fn button(&self, token: &str) -> Button {
        let action = self.frame.plain(format!("/welcome/{token}/new-link"));
        Button { label: self.words().say("new-link"), action }
    }
}
