//! The mailbox of the demo: what came in, and why it went as it did.

use desk::{dossiers::DossierFields, employees::EmployeeFields};
use domain::{
    Language,
    event::{EventKind, Pace, Paces},
    office::Absence,
    recipients::{Choice, ChosenRole},
    time::minutes,
};
use jiff::civil::date;
use smtp_sink::{Fault, Phase, Then};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

use crate::{
    http::{get, get_in},
    world::{World, name},
};

/// The number of the newest mail to this address.
fn number(world: &World, to: &str) -> u64 {
    let mails = world.sink().mails();
    mails.iter().rev().find(|mail| mail.rcpt_to == [to]).unwrap().number
}

/// Hands a mail that is not ours to the mailbox.
async fn foreign(world: &World, content: &str) {
    let mut stream = BufReader::new(TcpStream::connect(world.sink().addr()).await.unwrap());
    let content = format!("{content}\r\n.\r\n");
    let said = [
        "",
        "EHLO x\r\n",
        "MAIL FROM:<a@example.org>\r\n",
        "RCPT TO:<b@example.org>\r\n",
        "DATA\r\n",
        &content,
    ];
    for line in said {
        stream.write_all(line.as_bytes()).await.unwrap();
        loop {
            let mut reply = String::new();
            stream.read_line(&mut reply).await.unwrap();
            if reply.as_bytes()[3] == b' ' {
                break;
            }
        }
    }
}

#[tokio::test]
async fn the_mailbox_lists_every_mail_newest_first_with_its_kind_and_language() {
    let world = World::start().await;
    let empty = get_in(&world, "/mailbox", "en").await;
    assert!(empty.text().contains("No mail has come in yet."));
    for language in Language::ALL {
        world.client(language, &format!("Client {language}"), &format!("{language}@example.be")).await;
    }
    world.deliver().await;
    assert_eq!(world.sink().mails().len(), 8, "each client's, and the notice to who sent it");
    let kinds = [
        ("nl", "Welkomstmail", "Opvolgbericht", "8 mails"),
        ("fr", "E-mail de bienvenue", "Avis de suivi", "8 e-mails"),
        ("en", "Welcome e-mail", "Follow-up notice", "8 mails"),
        ("de", "Willkommens-E-Mail", "Hinweis an den Absender", "8 E-Mails"),
    ];
    for (lang, welcome, notice, count) in kinds {
        let page = get_in(&world, "/mailbox", lang).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains(count));
        assert_eq!(
            page.text().matches(&format!(">{welcome}")).count()
                + page.body.matches(&format!(">{welcome}<")).count(),
            4,
            "{lang}"
        );
        assert_eq!(page.body.matches(&format!(">{notice}<")).count(), 4);
    }
    let page = get(&world, "/mailbox?lang=en").await;
    let numbers: Vec<_> = page.addresses().into_iter().filter(|to| to.starts_with("/mailbox/")).collect();
    let expected: Vec<_> = (1..=8).rev().map(|number| format!("/mailbox/{number}?lang=en")).collect();
    assert_eq!(numbers, expected);
    for said in [
        ">NL<",
        ">FR<",
        ">EN<",
        ">DE<",
        "2026-11-23 16:45",
        "Client de",
        "de@example.be",
        "Your access to the client portal",
    ] {
        assert!(page.body.replace("<wbr>", "").contains(said), "{said}");
    }
}

#[tokio::test]
async fn a_mail_can_be_read_in_every_way_and_its_link_works() {
    let world = World::start().await;
    let client = world.client(Language::Fr, "Hélène", "helene@example.be").await;
    world.deliver().await;
    let path = format!("/mailbox/{}", number(&world, "helene@example.be"));

    let framed = get(&world, &path).await;
    assert_eq!(framed.status, 200);
    assert!(framed.header("content-security-policy").contains("frame-src 'self'"));
    assert!(framed.body.contains(&format!("<iframe src=\"{path}/html\"")));
    assert!(framed.body.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""));
    assert!(framed.text().contains("Hélène") && framed.text().contains("helene@example.be"));

    let html = get(&world, &format!("{path}/html")).await;
    let policy = html.header("content-security-policy");
    for rule in ["default-src 'none'", "sandbox", "form-action 'none'", "frame-ancestors 'self'"] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("script-src") && !policy.contains("allow-scripts"));
    assert!(html.body.contains("<head><base target=\"_blank\">") && html.body.contains("Bonjour Hélène"));

    let text = get(&world, &format!("{path}/text")).await;
    let link = world.url(&format!("/welcome/{}", client.token));
    for page in [&html, &text] {
        assert!(page.addresses().contains(&link), "{:?}", page.addresses());
    }
    assert_eq!(get(&world, link.strip_prefix(&world.url("")).unwrap()).await.status, 200);

    let source = get(&world, &format!("{path}/source")).await;
    let received = world.sink().mail(number(&world, "helene@example.be")).unwrap();
    assert!(source.text().contains(received.message_id.as_deref().unwrap()));
    assert!(source.text().contains("Content-Type: multipart/alternative"));
    let raw = get(&world, &format!("{path}/raw")).await;
    assert_eq!(raw.body.as_bytes(), received.data);
    assert_eq!(raw.header("content-type"), "message/rfc822");
    assert!(raw.header("content-disposition").starts_with("attachment"));
}

#[tokio::test]
async fn the_story_of_a_mail_says_each_step_with_its_reason() {
    let world = World::start().await;
    let left = world.employee("Jan Peeters", false).await;
    let haven = world.group("Haven", None).await;
    let fields = DossierFields {
        name: Some(name("Café")),
        manager_id: Some(Some(left)),
        client_group_id: Some(Some(haven)),
        ..DossierFields::default()
    };
    let dossier = world.dossier(fields).await;
    world.client_of(dossier, Language::Fr, "Hélène", "helene@example.be").await;
    world.sink().set_faults(vec![
        Fault::at(Phase::RcptTo, Then::reply(451, "4.7.1 greylisted")).recipient("helene@example.be"),
    ]);
    world.deliver().await;
    world.sink().set_faults(vec![]);
    world.forward(minutes(5));
    world.deliver().await;

    let path = format!("/mailbox/{}/why", number(&world, "helene@example.be"));
    let said: [(&str, [&str; 8]); 4] = [
        (
            "nl",
            [
                "Overgeslagen: de dossierbeheerder is geen actieve kantoormedewerker meer.",
                "Overgeslagen: de klantgroep heeft geen e-mailadres.",
                "Genomen: de mail komt van Fiduciaire Léonard & Vandenbroucke <noreply@leonard-vandenbroucke.example.be>.",
                "Niet meer nodig.",
                "Daarom gaan antwoorden naar info@leonard-vandenbroucke.example.be",
                "Hij gaat naar de klant-gebruiker Hélène",
                "Overgedragen aan de mailserver.",
                "Nu niet",
            ],
        ),
        (
            "fr",
            [
                "Passé : le gestionnaire de dossier n’est plus un collaborateur actif.",
                "Passé : le groupe de clients n’a pas d’adresse e-mail.",
                "Retenu : l’e-mail vient de Fiduciaire Léonard & Vandenbroucke",
                "Plus nécessaire.",
                "Les réponses vont donc à info@leonard-vandenbroucke.example.be",
                "Il va à l’utilisateur client Hélène",
                "Transmis au serveur de messagerie.",
                "Pas maintenant",
            ],
        ),
        (
            "en",
            [
                "Skipped: the dossier manager is no longer an active employee.",
                "Skipped: the client group has no e-mail address.",
                "Taken: the mail comes from Fiduciaire Léonard & Vandenbroucke",
                "Not needed any more.",
                "That is why replies go to info@leonard-vandenbroucke.example.be",
                "It goes to the client user Hélène",
                "Handed over to the mail server.",
                "Not now",
            ],
        ),
        (
            "de",
            [
                "Übersprungen: Der Sachbearbeiter ist kein aktiver Kanzleimitarbeiter mehr.",
                "Übersprungen: Die Mandantengruppe hat keine E-Mail-Adresse.",
                "Genommen: Die E-Mail kommt von Fiduciaire Léonard & Vandenbroucke",
                "Nicht mehr nötig.",
                "Deshalb gehen Antworten an info@leonard-vandenbroucke.example.be",
                "Sie geht an den Mandantenbenutzer Hélène",
                "An den Mailserver übergeben.",
                "Jetzt nicht",
            ],
        ),
    ];
    for (lang, sentences) in said {
        let page = get_in(&world, &path, lang).await;
        assert_eq!(page.status, 200);
        for sentence in sentences {
            assert!(page.text().contains(sentence), "{sentence}\n{}", page.text());
        }
        for fact in [
            "451 4.7.1 greylisted",
            "RCPT TO",
            "queued as S0000",
            "2026-11-23 16:45:00",
            "2026-11-23 16:50:00",
        ] {
            assert!(page.text().contains(fact), "{fact}\n{}", page.text());
        }
        let classes: Vec<_> =
            page.body.split("<li class=\"").skip(1).map(|li| li.split('"').next().unwrap()).collect();
        assert_eq!(classes, ["skipped", "skipped", "taken", "not-asked", "other", "accepted"]);
    }
}

#[tokio::test]
async fn a_notice_comes_from_the_platform_and_says_why() {
    let world = World::start().await;
    world.client(Language::Nl, "Jo", "jo@example.be").await;
    world.deliver().await;
    let notice = number(&world, "sofie.claes@leonard-vandenbroucke.example.be");
    let page = get_in(&world, &format!("/mailbox/{notice}/why"), "en").await;
    for said in [
        "This mail tells the office of its own affairs.",
        "postmeester@portaal.example.be",
        "because the office has chosen to be told of each",
    ] {
        assert!(page.text().contains(said), "{said}\n{}", page.text());
    }
    assert_eq!(page.body.matches("class=\"step-name\"").count(), 2, "one step, one attempt");
}

/// A dossier of the office's manager.
async fn dossier(world: &World, private: bool) -> domain::id::DossierId {
    let fields = DossierFields {
        name: Some(name("Bakkerij Jansen")),
        manager_id: Some(Some(world.manager)),
        private: Some(private),
        ..DossierFields::default()
    };
    world.dossier(fields).await
}

#[tokio::test]
async fn a_mail_about_an_event_says_why_its_reader_gets_it() {
    let world = World::start().await;
    let dossier = dossier(&world, true).await;
    let left = world.employee("Jan Peeters", false).await;
    let standing_in = world.employee("Els Maes", true).await;
    let away = Absence { from: date(2026, 11, 23), to: date(2026, 11, 24), deputy_id: Some(standing_in) };
    let choices = vec![
        Choice::Employee(left),
        Choice::Role(ChosenRole::Admins),
        Choice::Role(ChosenRole::DossierManager),
    ];
    world.choose(EventKind::FailedTask, choices).await;
    world
        .change(world.manager, EmployeeFields { absence: Some(Some(away)), ..EmployeeFields::default() })
        .await;
    world.happens(EventKind::FailedTask, Some(dossier), "De scan is <b>onleesbaar</b>.").await;
    world.deliver().await;
    let path = format!("/mailbox/{}/why", number(&world, "sofie.claes@leonard-vandenbroucke.example.be"));
    let said = [
        (
            "nl",
            [
                "Waarom deze ontvanger",
                "Genomen: de mail gaat naar Sofie Claes <sofie.claes@leonard-vandenbroucke.example.be>.",
                "Het kantoor heeft de dossierbeheerder als ontvanger gekozen.",
                "Eén van wie gekozen is, is geen actieve kantoormedewerker meer.",
                "Alle Admins zijn gekozen, maar het kantoor heeft geen actieve Admin.",
                "Een aangeduide vervanger heeft geen toegang tot dit privédossier.",
            ],
        ),
        (
            "fr",
            [
                "Pourquoi ce destinataire",
                "Retenu : l’e-mail va à Sofie Claes",
                "Le bureau a choisi le gestionnaire de dossier comme destinataire.",
                "L’un des destinataires choisis n’est plus un collaborateur actif.",
                "Tous les Admins ont été choisis, mais le bureau n’a pas d’Admin actif.",
                "Un remplaçant désigné n’a pas accès à ce dossier privé.",
            ],
        ),
        (
            "en",
            [
                "Why this recipient",
                "Taken: the mail goes to Sofie Claes",
                "The office has chosen the dossier manager as a recipient.",
                "One of those who were chosen is no longer an active employee.",
                "All admins were chosen, but the office has no active admin.",
                "A deputy who was named has no access to this private dossier",
            ],
        ),
        (
            "de",
            [
                "Warum dieser Empfänger",
                "Genommen: Die E-Mail geht an Sofie Claes",
                "Die Kanzlei hat den Sachbearbeiter als Empfänger gewählt.",
                "Einer der gewählten Empfänger ist kein aktiver Kanzleimitarbeiter mehr.",
                "Alle Admins sind gewählt, aber die Kanzlei hat keinen aktiven Admin.",
                "Eine eingetragene Vertretung hat keinen Zugang zu diesem vertraulichen Mandanten.",
            ],
        ),
    ];
    for (lang, sentences) in said {
        let page = get_in(&world, &path, lang).await;
        for sentence in sentences {
            assert!(page.text().contains(sentence), "{sentence}\n{}", page.text());
        }
        let classes: Vec<_> =
            page.body.split("<li class=\"").skip(1).map(|li| li.split('"').next().unwrap()).collect();
        let ladder = ["taken", "not-asked", "not-asked", "not-asked", "not-asked"];
        assert_eq!(classes, [&["taken"], ladder.as_slice(), &["accepted"]].concat());
    }
    let list = get_in(&world, "/mailbox", "nl").await;
    assert!(list.text().contains("Gefaalde taak"), "{}", list.text());
}

#[tokio::test]
async fn a_mail_about_no_dossier_begins_at_the_functional_address() {
    let world = World::start().await;
    world.happens(EventKind::Message, None, "Dag!").await;
    world.deliver().await;
    let path = format!("/mailbox/{}/why", number(&world, "info@leonard-vandenbroucke.example.be"));
    let page = get_in(&world, &path, "en").await;
    assert!(page.text().contains("Skipped: nobody reads the functional e-mail address."), "{}", page.text());
    let classes: Vec<_> =
        page.body.split("<li class=\"").skip(1).map(|li| li.split('"').next().unwrap()).collect();
    assert_eq!(
        classes,
        ["taken", "skipped", "taken", "accepted"],
        "the platform's address; two steps; an attempt"
    );
}

#[tokio::test]
async fn a_digest_says_of_each_event_why_it_is_in_it() {
    let world = World::start().await;
    let dossier = dossier(&world, false).await;
    let paces = Paces::from([(EventKind::Message, Pace::Hourly), (EventKind::FailedTask, Pace::Hourly)]);
    world.change(world.manager, EmployeeFields { paces: Some(paces), ..EmployeeFields::default() }).await;
    world.choose(EventKind::FailedTask, vec![Choice::Employee(world.manager)]).await;
    world.happens(EventKind::Message, Some(dossier), "Mag dit mee in het <derde> kwartaal?").await;
    world.happens(EventKind::FailedTask, Some(dossier), "De scan is onleesbaar.").await;
    world.forward(minutes(60));
    world.desk().tell_due().await.unwrap();
    world.deliver().await;
    assert_eq!(world.sink().mails().len(), 1);
    let why = format!("/mailbox/{}/why", number(&world, "sofie.claes@leonard-vandenbroucke.example.be"));
    for (lang, said) in [
        (
            "nl",
            [
                "eens per uur samen in één e-mail",
                "De dossierbeheerder krijgt dit.",
                "Het kantoor heeft bij naam gekozen wie dit krijgt.",
            ],
        ),
        (
            "fr",
            [
                "une fois par heure dans un seul e-mail",
                "Le gestionnaire de dossier reçoit ceci.",
                "Le bureau a choisi nommément qui le reçoit.",
            ],
        ),
        (
            "en",
            [
                "in one e-mail, once an hour",
                "The dossier manager receives this.",
                "The office has chosen by name who receives this.",
            ],
        ),
        (
            "de",
            [
                "einmal in der Stunde zusammen in einer E-Mail",
                "Der Sachbearbeiter erhält dies.",
                "Die Kanzlei hat namentlich gewählt, wer sie erhält.",
            ],
        ),
    ] {
        let page = get_in(&world, &why, lang).await;
        for sentence in
            said.into_iter().chain(["Mag dit mee in het <derde> kwartaal?", "De scan is onleesbaar."])
        {
            assert!(page.text().contains(sentence), "{sentence}\n{}", page.text());
        }
        assert!(!page.body.contains("<derde>"));
    }
}

#[tokio::test]
async fn a_mail_that_came_twice_says_so() {
    let world = World::start().await;
    world.client(Language::Nl, "Jo", "jo@example.be").await;
    world
        .sink()
        .set_faults(vec![Fault::at(Phase::Content, Then::DropAfterAccept).recipient("jo@example.be")]);
    world.deliver().await;
    world.sink().set_faults(vec![]);
    world.forward(minutes(5));
    world.deliver().await;
    let page = get_in(&world, &format!("/mailbox/{}/why", number(&world, "jo@example.be")), "en").await;
    assert!(page.text().contains("This mail came 2 times with the same Message-ID"), "{}", page.text());
    assert!(page.text().contains("Uncertain") && page.text().contains("Handed over"));
}

#[tokio::test]
async fn a_mail_of_others_is_shown_and_can_do_nothing() {
    let world = World::start().await;
    foreign(&world, "Subject: <script>alert(1)</script>\r\nMessage-ID: <x@y>\r\nContent-Type: text/html\r\n\r\n<p onclick=x>Hi<script>alert(2)</script>").await;
    foreign(&world, "no header at all").await;
    foreign(
        &world,
        "Message-ID: <01937f8e-0000-7000-8000-000000000000@y>\r\n\r\nplain https://example.org/<b>",
    )
    .await;
    let list = get_in(&world, "/mailbox", "en").await;
    assert!(list.text().contains("(no subject)") && list.text().contains("Other mail"));
    assert!(!list.body.contains("<script>alert"));
    for number in 1..=3 {
        for view in ["", "/text", "/source", "/why"] {
            let page = get_in(&world, &format!("/mailbox/{number}{view}"), "en").await;
            assert_eq!(page.status, 200, "{number}{view}");
            assert!(!page.body.contains("<script>alert") && !page.body.contains("<b>"), "{number}{view}");
        }
        let why = get_in(&world, &format!("/mailbox/{number}/why"), "en").await;
        assert!(why.text().contains("Nothing is known of this mail here"));
    }
    let html = get(&world, "/mailbox/1/html").await;
    assert!(html.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(get(&world, "/mailbox/3/html").await.status, 404);
    assert!(get_in(&world, "/mailbox/3", "en").await.text().contains("This mail has no HTML part."));
    for path in [
        "/mailbox/4",
        "/mailbox/0/why",
        "/mailbox/x",
        "/mailbox/-1/html",
        "/mailbox/99999999999999999999999/raw",
    ] {
        assert_eq!(get(&world, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_mail_is_found_by_an_address() {
    let world = World::start().await;
    world.client(Language::Nl, "Jo", "Jo.Claes+btw@Example.be").await;
    world.client(Language::Fr, "Zoé", "zoe@example.be").await;
    world.deliver().await;
    for (search, found) in
        [("claes%2BBTW", 1), ("%20zoe@example.be%20", 1), ("example.be", 4), ("postmeester@", 2)]
    {
        let page = get_in(&world, &format!("/mailbox?q={search}"), "en").await;
        assert_eq!(page.body.matches("<li lang=").count(), found, "{search}");
        assert!(page.addresses().contains(&"/mailbox".to_owned()), "the way back to all");
    }
    let page = get_in(&world, "/mailbox?q=%3Cb%3E&lang=de", "en").await;
    assert!(
        page.text().contains("Es gibt keine E-Mail mit einer Adresse, die „<b>“ enthält."),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("<b>") && page.body.contains("name=\"lang\" value=\"de\""));
}

#[tokio::test]
async fn a_full_mailbox_is_shown_a_hundred_at_a_time() {
    let world = World::start().await;
    for i in 1..=205 {
        foreign(&world, &format!("Subject: mail {i}\r\n\r\nx")).await;
    }
    let mut path = "/mailbox".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = get(&world, &path).await;
        let leads_to = page.addresses();
        seen.extend(leads_to.iter().filter_map(|to| to.strip_prefix("/mailbox/")?.parse::<u64>().ok()));
        assert_eq!(page.body.contains("<a href=\"/mailbox\""), path != "/mailbox");
        match leads_to.into_iter().find(|to| to.starts_with("/mailbox?before=")) {
            Some(older) => path = older,
            None => break,
        }
    }
    assert_eq!(seen, (1..=205).rev().collect::<Vec<_>>());
}
