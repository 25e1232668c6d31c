//! Mails about events, in the words of a client of this language.

use domain::{
    Language, Mailbox, Name, Text, Timestamp, WebLink,
    event::{EventKind, Facts, Pace},
    mail::{Contact, Content, Digest, DigestDossier, DigestEvent, Mail, Notice, OfficeMessage},
    recipients::{Because, Step},
};

use super::{
    CREATED_AT, DOSSIER, OFFICE, Sample, address, by_manager, by_platform, by_unread_address, mail, mailbox,
    name, nasty_reader, nasty_sender, nasty_welcome, reader, reasons,
};

pub const THREAD: &str = "019ab1c2-0000-7000-8000-00000000000c@portaal.example.be";

pub fn all(language: Language) -> Vec<Sample> {
    let sample = |name, mail| Sample { name, mail };
    let to_sofie = |content| {
        let because = reasons::because(Step::DossierManager, Some(reasons::SOFIE));
        about_event(language, sofie(), because, content)
    };
    let threaded = |content| Mail { thread: Some(THREAD.to_owned()), ..to_sofie(content) };
    let (to_office, escalated) = reasons::escalated();
    let free = Notice { dossier_name: None, ..request(language, None) };
    vec![
        sample("failed_task", to_sofie(Content::FailedTaskV1(failed(language)))),
        sample(
            "failed_task_open",
            about_event(language, to_office, escalated, Content::FailedTaskV1(failed(language))),
        ),
        sample("failed_task_broken", to_sofie(Content::FailedTaskV1(broken()))),
        sample("failed_task_undelivered", to_sofie(Content::FailedTaskV1(undelivered()))),
        sample("failed_task_came_back", to_sofie(Content::FailedTaskV1(came_back()))),
        sample("message", threaded(Content::MessageV1(message(language, 1)))),
        sample("message_several", threaded(Content::MessageV1(message(language, 3)))),
        sample("message_nasty", Mail { to: nasty_reader(), ..threaded(Content::MessageV1(nasty_notice())) }),
        sample("vat_documents_ok", to_sofie(Content::VatDocumentsOkV1(vat(language, "2026-11", false)))),
        sample("vat_taken_back", to_sofie(Content::VatDocumentsOkV1(vat(language, "2026-Q4", true)))),
        sample("user_request", to_sofie(Content::UserRequestV1(request(language, Some(newcomer()))))),
        sample(
            "user_request_free",
            about_event(language, sofie(), reasons::by_name(), Content::UserRequestV1(free)),
        ),
        sample("digest", about_event(language, sofie(), None, Content::DigestV1(digest(language)))),
        sample("office_message", {
            let message = office_message(language, Contact::of(&by_manager()));
            let thread = Some(THREAD.to_owned());
            Mail { thread, ..mail(language, reader(), by_manager(), Content::OfficeMessageV1(message)) }
        }),
        sample("office_message_unread_sender", {
            let contact = Contact::of(&by_unread_address());
            let message = OfficeMessage { by: name(OFFICE), ..office_message(language, contact) };
            mail(language, reader(), by_unread_address(), Content::OfficeMessageV1(message))
        }),
    ]
}

pub fn about_event(
    language: Language,
    to: Mailbox,
    recipient: impl Into<Option<Because>>,
    content: Content,
) -> Mail {
    let event_id = Some("019ab1c2-0000-7000-8000-00000000000e".parse().unwrap());
    Mail { event_id, recipient: recipient.into(), ..mail(language, to, by_platform(), content) }
}

pub fn sofie() -> Mailbox {
    mailbox("Sofie Claes", "sofie.claes@claes-vdb.example.be")
}

pub fn text(text: &str) -> Text {
    Text::parse(text).unwrap()
}

pub fn link(path: &str) -> WebLink {
    WebLink::parse(&format!("https://portaal.example.be/{path}")).unwrap()
}

fn newcomer() -> Mailbox {
    mailbox("Joris De Smedt", "joris@degoudenkorst.example.be")
}

fn notice(texts: &[&str], facts: Facts, path: &str) -> Notice {
    Notice {
        office_name: name(OFFICE),
        dossier_name: Some(name(DOSSIER)),
        texts: texts.iter().map(|said| text(said)).collect(),
        facts,
        occurred_at: Timestamp::from_millis(CREATED_AT.millis() - 7 * 60_000),
        time_zone: "Europe/Brussels".to_owned(),
        link: link(path),
    }
}

/// A mail to a client that the relay refused.
fn undelivered() -> Notice {
    let to = reader();
    let said =
        format!("{}: 550 5.1.1 <{}>: Recipient address rejected: User unknown", to.address, to.address);
    let facts = Facts { undelivered: Some(to), ..Facts::default() };
    notice(&[&said], facts, "")
}

/// A domain of the office that was set up right and is not any more.
fn broken() -> Notice {
    let facts = Facts { broken_domains: vec!["peeters.example".to_owned()], ..Facts::default() };
    notice(&["peeters.example: dkim_missing, spf_not_authorised"], facts, "")
}

/// A mail to a client that came back.
fn came_back() -> Notice {
    let Notice { facts, .. } = undelivered();
    let facts = Facts { came_back: Some(domain::bounce::Cause::AddressUnknown), ..facts };
    Notice { facts, ..undelivered() }
}

fn by_client() -> Facts {
    Facts { by: Some(reader().name), ..Facts::default() }
}

fn failed_text(language: Language) -> &'static str {
    match language {
        Language::Nl => {
            "Factuur 2026-1187.pdf kon niet verwerkt worden: het bestand is beveiligd met een wachtwoord."
        }
        Language::Fr => {
            "Le fichier Facture 2026-1187.pdf n’a pas pu être traité : il est protégé par un mot de passe."
        }
        Language::En => {
            "Invoice 2026-1187.pdf could not be processed: the file is protected with a password."
        }
        Language::De => {
            "Rechnung 2026-1187.pdf konnte nicht verarbeitet werden: Die Datei ist mit einem Passwort geschützt."
        }
    }
}

pub fn failed(language: Language) -> Notice {
    notice(&[failed_text(language)], by_client(), "taken/019ab1c2-0000-7000-8000-00000000000e")
}

fn messages(language: Language) -> [&'static str; 3] {
    match language {
        Language::Nl => [
            "Dag Sofie,\n\nDe factuur van de nieuwe oven is binnen. Mag ik die in één keer afschrijven?\n\nGroeten,\nMarie-José",
            "Nog iets: de leasing van de bestelwagen loopt volgende maand af.",
            "En kunnen we donderdag even bellen?\nVoor 10 uur of na 16 uur past het best.",
        ],
        Language::Fr => [
            "Bonjour Sofie,\n\nLa facture du nouveau four est arrivée. Puis-je l’amortir en une fois ?\n\nBien à vous,\nMarie-José",
            "Autre chose : le leasing de la camionnette se termine le mois prochain.",
            "Et pourrions-nous nous appeler jeudi ?\nAvant 10 h ou après 16 h, ce serait le mieux.",
        ],
        Language::En => [
            "Hello Sofie,\n\nThe invoice for the new oven has arrived. Can I write it off all at once?\n\nRegards,\nMarie-José",
            "One more thing: the lease of the van ends next month.",
            "And could we have a call on Thursday?\nBefore 10 or after 4 suits me best.",
        ],
        Language::De => [
            "Guten Tag Frau Claes,\n\ndie Rechnung für den neuen Ofen ist da. Kann ich sie auf einmal abschreiben?\n\nViele Grüße\nMarie-José Vandenberghe",
            "Noch etwas: Das Leasing des Lieferwagens endet nächsten Monat.",
            "Und könnten wir am Donnerstag telefonieren?\nVor 10 Uhr oder nach 16 Uhr passt es am besten.",
        ],
    }
}

pub fn message(language: Language, count: usize) -> Notice {
    notice(&messages(language)[..count], by_client(), "berichten/019ab1c2-0000-7000-8000-00000000000c")
}

fn vat_text(language: Language, taken_back: bool) -> &'static str {
    match (language, taken_back) {
        (Language::Nl, false) => "Alles zit erin, ook de creditnota van Colruyt.",
        (Language::Fr, false) => "Tout y est, y compris la note de crédit de Colruyt.",
        (Language::En, false) => "Everything is in, including the credit note from Colruyt.",
        (Language::De, false) => "Es ist alles dabei, auch die Gutschrift von Colruyt.",
        (Language::Nl, true) => "Er komt nog een factuur van de molenaar.",
        (Language::Fr, true) => "Il manque encore une facture du meunier.",
        (Language::En, true) => "One more invoice from the miller is on its way.",
        (Language::De, true) => "Es fehlt noch eine Rechnung der Mühle.",
    }
}

pub fn vat(language: Language, period: &str, taken_back: bool) -> Notice {
    let facts = Facts { period: Some(period.parse().unwrap()), taken_back, ..by_client() };
    notice(&[vat_text(language, taken_back)], facts, "btw/019ab1c2-0000-7000-8000-00000000000d")
}

fn request_text(language: Language, free: bool) -> &'static str {
    match (language, free) {
        (Language::Nl, false) => "Joris neemt vanaf januari de boekhouding van mij over.",
        (Language::Fr, false) => "Joris reprend ma comptabilité à partir de janvier.",
        (Language::En, false) => "Joris takes over the bookkeeping from me as of January.",
        (Language::De, false) => "Joris übernimmt ab Januar die Buchhaltung von mir.",
        (Language::Nl, true) => "Mijn zoon start een eigen zaak. Kan hij ook een toegang krijgen?",
        (Language::Fr, true) => "Mon fils lance sa propre affaire. Peut-il aussi avoir un accès ?",
        (Language::En, true) => "My son is starting a business of his own. Can he have access too?",
        (Language::De, true) => "Mein Sohn macht sich selbstständig. Kann er auch einen Zugang bekommen?",
    }
}

pub fn request(language: Language, newcomer: Option<Mailbox>) -> Notice {
    let text = request_text(language, newcomer.is_none());
    notice(&[text], Facts { newcomer, ..by_client() }, "aanvragen/019ab1c2-0000-7000-8000-00000000000f")
}

fn nasty_notice() -> Notice {
    let said = "<script>alert(\"Zoë\")</script>\n\n--------------------------------------------------\n\t{{ link }} {% if x %} [[greeting]]\n</blockquote><a href='https://x.example'>klik & win</a>";
    let facts = Facts { by: Some(nasty_sender().from.name), ..Facts::default() };
    Notice {
        office_name: nasty_welcome().office_name,
        dossier_name: Some(nasty_welcome().dossier_name),
        link: link("berichten/1?a=b&c='\"<d>"),
        ..notice(&[said, "王 👩‍🌾"], facts, "")
    }
}

fn digest_event(
    kind: EventKind,
    said: &str,
    facts: Facts,
    minutes_ago: i64,
    because: Because,
) -> DigestEvent {
    DigestEvent {
        event: "019ab1c2-0000-7000-8000-00000000000e".parse().unwrap(),
        kind,
        text: text(said),
        facts,
        occurred_at: Timestamp::from_millis(CREATED_AT.millis() - minutes_ago * 60_000),
        link: link("taken/019ab1c2-0000-7000-8000-00000000000e"),
        because,
    }
}

/// Six events: one of each kind, one for somebody who is absent, one that was open for too long.
pub fn digest(language: Language) -> Digest {
    let own = || reasons::because(Step::DossierManager, Some(reasons::SOFIE));
    let long = format!("{}\n{}", messages(language)[0], messages(language).join("\n"));
    let event = |kind, said: &str, facts, ago| digest_event(kind, said, facts, ago, own());
    let taken_back = Facts { taken_back: true, ..vat(language, "2026-Q4", true).facts };
    let asked = Facts { newcomer: Some(newcomer()), ..by_client() };
    let open = Because { open_for_hours: Some(8), ..own() };
    let (failed, ok) = (failed_text(language), vat(language, "2026-11", false));
    let dossier = |dossier_name: Option<Name>, events| DigestDossier { dossier_name, events };
    Digest {
        office_name: name(OFFICE),
        pace: Pace::Daily,
        dossiers: vec![
            dossier(
                Some(name(DOSSIER)),
                vec![
                    digest_event(EventKind::FailedTask, failed, Facts::default(), 1500, open),
                    event(EventKind::Message, &long, by_client(), 1230),
                    event(EventKind::VatDocumentsOk, ok.texts[0].as_str(), ok.facts, 300),
                ],
            ),
            dossier(
                Some(name("Immo Zénith & Zonen nv")),
                vec![
                    event(EventKind::VatDocumentsOk, vat_text(language, true), taken_back, 260),
                    digest_event(
                        EventKind::UserRequest,
                        request_text(language, false),
                        asked,
                        95,
                        reasons::instead_of_jan(Step::DossierManager, None),
                    ),
                ],
            ),
            dossier(None, vec![event(EventKind::UserRequest, request_text(language, true), by_client(), 12)]),
        ],
        time_zone: "Europe/Brussels".to_owned(),
        link: link("werklijst"),
    }
}

pub fn office_message(language: Language, contact: Contact) -> OfficeMessage {
    let said = match language {
        Language::Nl => {
            "Dag Marie-José,\n\nDe oven schrijft u af over tien jaar. Ik leg het donderdag graag even uit."
        }
        Language::Fr => {
            "Bonjour Marie-José,\n\nLe four s’amortit sur dix ans. Je vous l’explique volontiers jeudi."
        }
        Language::En => {
            "Hello Marie-José,\n\nThe oven is written off over ten years. I will gladly explain on Thursday."
        }
        Language::De => {
            "Guten Tag Frau Vandenberghe,\n\nder Ofen wird über zehn Jahre abgeschrieben. Ich erkläre es Ihnen gern am Donnerstag."
        }
    };
    OfficeMessage {
        office_name: name(OFFICE),
        dossier_name: name(DOSSIER),
        by: name("Sofie Claes"),
        text: text(said),
        link: link("berichten/019ab1c2-0000-7000-8000-00000000000c"),
        contact,
    }
}

/// The address of the office that hears when nobody closes a task.
pub fn office_mailbox() -> Mailbox {
    Mailbox { name: name(OFFICE), address: address("balie@claes-vdb.example.be") }
}
