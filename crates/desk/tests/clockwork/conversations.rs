//! Conversations: what is told, what is read, and who is answered.

use desk::{
    Refusal,
    conversations::{Author, ConversationFilter, Side, StartConversation},
    employees::EmployeeFields,
    offices::OfficeFields,
};
use domain::{
    Fault,
    event::Pace,
    mail::{Content, MailKind},
    sender::Step,
    time::{days, minutes},
};

use crate::{place::Place, portal::*};

fn delayed() -> OfficeFields {
    OfficeFields { message_delay_minutes: Some(10), ..OfficeFields::default() }
}

on_both! {
    async fn what_is_read_before_the_delay_ends_is_not_told(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = Author::ClientUser(active(&office, dossier, "Zoë").await);
        let talk = start(&office, dossier, zoe, "De bon is er.").await.conversation;
        assert_eq!((talk.unread(Side::Office), talk.unread(Side::Client)), (1, 0));
        office.forward(minutes(9)).await;
        now(office.desk.mark_read(CONSOLE, office.id, talk.id, Side::Office, None, None).await.unwrap());
        assert_eq!(office.forward(minutes(60)).await, 0);
        assert_eq!(lines(&office).await, [""; 0]);
        assert_eq!(look(&office, talk.id).await.unread(Side::Office), 0);
        office.end().await;
    }
}

on_both! {
    async fn several_unread_messages_are_one_mail_and_those_after_reading_another(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = Author::ClientUser(active(&office, dossier, "Zoë").await);
        let talk = start(&office, dossier, zoe, "Eén.").await.conversation.id;
        start(&office, dossier, zoe, "Iets anders.").await;
        office.forward(minutes(5)).await;
        write(&office, talk, zoe, "Twee.").await;
        office.forward(minutes(5)).await;
        let mut first = lines(&office).await;
        first.sort();
        assert_eq!(first, ["an | Eén. / Twee.", "an | Iets anders."]);
        now(office.desk.mark_read(CONSOLE, office.id, talk, Side::Office, None, None).await.unwrap());
        write(&office, talk, zoe, "Drie.").await;
        office.forward(minutes(4)).await;
        write(&office, talk, zoe, "Vier.").await;
        office.forward(minutes(6)).await;
        let mails = mails(&office).await;
        assert_eq!(line(&mails[2]), "an | Drie. / Vier.");
        assert_eq!(mails.len(), 3);
        let Content::MessageV1(notice) = &mails[2].content else { panic!("no message") };
        assert_eq!(notice.facts.by, Some(name("Zoë")));
        let of_talk = mails.iter().filter(|mail| mail.thread == mails[2].thread);
        assert_eq!(of_talk.count(), 2, "one conversation of mails for each conversation");
        office.end().await;
    }
}

on_both! {
    async fn reading_up_to_a_message_leaves_the_later_ones_to_be_told(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = Author::ClientUser(active(&office, dossier, "Zoë").await);
        let talk = start(&office, dossier, zoe, "Eén.").await.conversation.id;
        let two = write(&office, talk, zoe, "Twee.").await.message.id;
        write(&office, talk, zoe, "Drie.").await;
        let read = async |up_to| {
            let said = office.desk.mark_read(CONSOLE, office.id, talk, Side::Office, up_to, None).await;
            now(said.unwrap()).unread(Side::Office)
        };
        assert_eq!(read(Some(two)).await, 1);
        office.forward(minutes(10)).await;
        assert_eq!(lines(&office).await, ["an | Drie."]);
        assert_eq!(read(None).await, 0);
        assert_eq!(read(Some(two)).await, 0, "a mark moves forward only");
        // A message of another conversation is none of this one.
        let other = start(&office, dossier, zoe, "Iets anders.").await.messages[0].message.id;
        let said = office.desk.mark_read(CONSOLE, office.id, talk, Side::Office, Some(other), None).await;
        assert_eq!(refused(said), field("up_to", Fault::NotFound));
        office.end().await;
    }
}

on_both! {
    async fn without_a_delay_each_message_is_told_at_once_and_its_event_closed_by_reading(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = Author::ClientUser(active(&office, dossier, "Zoë").await);
        let talk = start(&office, dossier, zoe, "Eén.").await;
        assert_eq!(lines(&office).await, ["an | Eén."]);
        let event = talk.messages[0].message.event.unwrap();
        let open = async || {
            office.desk.event(CONSOLE, office.id, event).await.unwrap().kept.event.closed_at.is_none()
        };
        assert!(open().await);
        // What the client's side reads is no affair of the office's.
        now(office
            .desk
            .mark_read(CONSOLE, office.id, talk.conversation.id, Side::Client, None, None)
            .await
            .unwrap());
        assert!(open().await);
        now(office
            .desk
            .mark_read(CONSOLE, office.id, talk.conversation.id, Side::Office, None, None)
            .await
            .unwrap());
        assert!(!open().await);
        office.end().await;
    }
}

on_both! {
    async fn an_answer_reads_what_stands_before_and_is_mailed_to_those_who_wrote(database) {
        let fields = OfficeFields { functional_address: Some(Some(address("noreply"))), ..delayed() };
        let office = Office::with(database, fields).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = active(&office, dossier, "Zoë").await;
        let jo = invited(&office, dossier, "Jo").await;
        active(&office, dossier, "Mia").await;
        let talk = start(&office, dossier, Author::ClientUser(zoe), "De bon is er.").await.conversation.id;
        write(&office, talk, Author::ClientUser(jo), "En de factuur.").await;
        let answer = write(&office, talk, Author::Employee(an), "Dank u!").await;
        assert_eq!(answer.message.event, None);
        assert!(!answer.read_by_other_side);
        assert_eq!(office.forward(minutes(60)).await, 0, "what was answered was read");
        let sent = mails(&office).await;
        let to: Vec<_> = sent.iter().map(|mail| mail.to.address.to_string()).collect();
        assert_eq!(to, ["zoe@klant.example", "jo@klant.example"]);
        for mail in &sent {
            let Content::OfficeMessageV1(said) = &mail.content else { panic!("{:?}", mail.content.kind()) };
            assert_eq!((said.by.as_str(), said.text.as_str()), ("An", "Dank u!"));
            assert_eq!((mail.sender.step, &mail.sender.from.address), (Step::DossierManager, &address("an")));
            assert_eq!((&said.contact.address, said.contact.sender_is_unread), (&address("an"), false));
            assert_eq!(said.link.as_str(), "https://portaal.example/");
            assert_eq!(mail.thread, sent[0].thread);
            assert!(mail.thread.is_some() && mail.language == domain::Language::Fr);
        }
        // The manager has left: the functional address sends, which nobody reads.
        let left = EmployeeFields { active: Some(false), ..EmployeeFields::default() };
        office.change(an, left).await;
        write(&office, talk, Author::Office, "Alles is verwerkt.").await;
        let last = mails(&office).await.pop().unwrap();
        let Content::OfficeMessageV1(said) = &last.content else { panic!("{:?}", last.content.kind()) };
        assert_eq!(said.by.as_str(), "Kantoor Peeters");
        assert_eq!((last.sender.step, said.contact.sender_is_unread), (Step::FunctionalAddress, true));
        assert_eq!(said.contact.address, address("info"));
        // The client's side reads it.
        let read = office.desk.mark_read(CONSOLE, office.id, talk, Side::Client, None, None).await;
        assert_eq!(now(read.unwrap()).unread(Side::Client), 0);
        let all = office.desk.conversation(CONSOLE, office.id, talk).await.unwrap().messages;
        assert!(all.iter().all(|message| message.read_by_other_side));
        assert_eq!(all.iter().map(|m| m.message.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
        office.end().await;
    }
}

on_both! {
    async fn what_the_office_begins_goes_to_every_active_client_user_until_one_answers(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let (dossier, other) = (office.dossier("Wafel", an).await, office.dossier("Anker", an).await);
        let zoe = active(&office, dossier, "Zoe").await;
        let mia = active(&office, dossier, "Mia").await;
        invited(&office, dossier, "Jo").await;
        active(&office, other, "Bram").await;
        let to = async || {
            let answers = mails(&office).await.into_iter();
            let answers = answers.filter(|mail| mail.content.kind() == MailKind::OfficeMessage);
            answers.map(|mail| mail.to.address.local_part().to_owned()).collect::<Vec<_>>()
        };
        let talk = start(&office, dossier, Author::Office, "Uw jaarrekening is klaar.").await.conversation;
        assert_eq!((talk.unread(Side::Office), talk.unread(Side::Client)), (0, 1));
        assert_eq!(to().await, ["zoe", "mia"]);
        let read = write(&office, talk.id, Author::ClientUser(mia), "Dank u.").await;
        assert!(!read.read_by_other_side);
        write(&office, talk.id, Author::Employee(an), "Graag gedaan.").await;
        assert_eq!(to().await, ["zoe", "mia", "mia"]);
        // Whoever wrote and has left is no reader; then it is all who are active again.
        close_account(&office, mia).await;
        write(&office, talk.id, Author::Employee(an), "Nog iets.").await;
        assert_eq!(to().await, ["zoe", "mia", "mia", "zoe"]);
        // Nobody is active: then it is those who are invited, for as long as they are.
        close_account(&office, zoe).await;
        write(&office, talk.id, Author::Employee(an), "Is daar iemand?").await;
        assert_eq!(to().await, ["zoe", "mia", "mia", "zoe", "jo"]);
        office.forward(days(15)).await;
        write(&office, talk.id, Author::Employee(an), "Echt niemand?").await;
        assert_eq!(to().await.len(), 5, "it waits in the portal");
        office.end().await;
    }
}

on_both! {
    async fn what_the_office_begins_where_nobody_is_active_goes_to_those_who_are_invited(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let begin = async |author| {
            let start = StartConversation { dossier, author, subject: None, text: text("Dag!") };
            now(office.desk.start_conversation(CONSOLE, office.id, start, None).await.unwrap())
        };
        assert_eq!(begin(Author::Office).await.mails, [], "there is nobody");
        let jo = invited(&office, dossier, "Jo").await;
        invited(&office, dossier, "Lea").await;
        let begun = begin(Author::Employee(an)).await;
        let to = async || mails(&office).await.into_iter().map(|mail| (mail.id, mail.client_user_id.unwrap()));
        let sent: Vec<_> = to().await.collect();
        assert_eq!(begun.mails, sent.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        assert_eq!((sent.len(), sent[0].1), (2, jo));
        assert_eq!(begun.detail, office.desk.conversation(CONSOLE, office.id, begun.detail.conversation.id).await.unwrap());
        // A client's message waits to be read: nobody is told now.
        let talk = begun.detail.conversation.id;
        let written = async |author| {
            now(office.desk.write_message(CONSOLE, office.id, talk, author, text("Dag!"), None).await.unwrap())
        };
        assert_eq!(written(Author::ClientUser(jo)).await.mails, []);
        // Whoever wrote is answered, invited or not, even when somebody else is active.
        let zoe = active(&office, dossier, "Zoe").await;
        let answered = written(Author::Office).await;
        let sent: Vec<_> = to().await.skip(2).collect();
        assert_eq!(sent, [(answered.mails[0], jo)]);
        let begun = begin(Author::Office).await;
        let sent: Vec<_> = to().await.skip(3).collect();
        assert_eq!(sent, [(begun.mails[0], zoe)]);
        let stored = office.desk.conversation(CONSOLE, office.id, talk).await.unwrap().messages.pop().unwrap();
        assert_eq!(answered.detail, stored);
        office.forward(days(15)).await;
        close_account(&office, zoe).await;
        assert_eq!(begin(Author::Office).await.mails, [], "an invitation that has expired gets nothing");
        office.end().await;
    }
}

on_both! {
    async fn an_invitation_that_has_expired_gets_no_answer(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let jo = Author::ClientUser(invited(&office, dossier, "Jo").await);
        let talk = start(&office, dossier, jo, "Dag!").await.conversation.id;
        write(&office, talk, Author::Office, "Dag Jo.").await;
        assert_eq!(mails(&office).await.len(), 2);
        // By then the address may be somebody else's.
        office.forward(days(15)).await;
        write(&office, talk, Author::Office, "Bent u daar nog?").await;
        assert_eq!(mails(&office).await.len(), 2);
        office.end().await;
    }
}

on_both! {
    async fn only_those_who_see_the_dossier_write(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let (dossier, other) = (office.dossier("Wafel", an).await, office.dossier("Anker", an).await);
        let zoe = active(&office, dossier, "Zoe").await;
        let bram = active(&office, other, "Bram").await;
        let talk = start(&office, dossier, Author::ClientUser(zoe), "Dag!").await.conversation.id;
        let before = mails(&office).await.len();
        let begin = async |author| {
            let start = StartConversation { dossier, author, subject: None, text: text("Dag!") };
            refused(office.desk.start_conversation(CONSOLE, office.id, start, None).await)
        };
        let write = async |author| {
            refused(office.desk.write_message(CONSOLE, office.id, talk, author, text("Dag!"), None).await)
        };
        let no_access = field("client_user_id", Fault::UnknownValue);
        assert_eq!(begin(Author::ClientUser(bram)).await, no_access);
        assert_eq!(write(Author::ClientUser(bram)).await, no_access);
        close_account(&office, zoe).await;
        assert_eq!(write(Author::ClientUser(zoe)).await, no_access);
        let left = EmployeeFields { active: Some(false), ..EmployeeFields::default() };
        office.change(an, left).await;
        assert_eq!(write(Author::Employee(an)).await, field("employee_id", Fault::UnknownValue));
        assert_eq!(mails(&office).await.len(), before);
        assert_eq!(look(&office, talk).await.messages, 1, "nothing was stored");
        let all =
            office.desk.conversations(CONSOLE, office.id, &ConversationFilter::default(), None, 10).await;
        assert_eq!(all.unwrap().len(), 1);
        office.end().await;
    }
}

on_both! {
    async fn another_offices_ids_are_not_found(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let zoe = active(&office, dossier, "Zoe").await;
        let theirs = elsewhere(&office).await;
        let start_theirs = StartConversation {
            dossier: theirs.dossier,
            author: Author::ClientUser(theirs.client),
            subject: None,
            text: text("Dag!"),
        };
        let desk = &office.desk;
        let talk =
            now(desk.start_conversation(CONSOLE, theirs.office, start_theirs.clone(), None).await.unwrap())
                .detail;
        let (talk, message) = (talk.conversation.id, talk.messages[0].message.id);
        let begin = async |dossier, author| {
            let start = StartConversation { dossier, author, subject: None, text: text("Dag!") };
            refused(desk.start_conversation(CONSOLE, office.id, start, None).await)
        };
        assert_eq!(begin(theirs.dossier, Author::Office).await, field("dossier_id", Fault::NotFound));
        let stranger = Author::ClientUser(theirs.client);
        assert_eq!(begin(dossier, stranger).await, field("client_user_id", Fault::NotFound));
        let write =
            desk.write_message(CONSOLE, office.id, talk, Author::ClientUser(zoe), text("Dag!"), None).await;
        assert_eq!(refused(write), Refusal::NotFound);
        let mark = desk.mark_read(CONSOLE, office.id, talk, Side::Office, Some(message), None).await;
        assert_eq!(refused(mark), Refusal::NotFound);
        assert_eq!(refusal(desk.conversation(CONSOLE, office.id, talk).await), Refusal::NotFound);
        let filter = ConversationFilter { dossier: Some(theirs.dossier), unread: None };
        assert_eq!(
            refusal(desk.conversations(CONSOLE, office.id, &filter, None, 10).await),
            Refusal::NotFound
        );
        // The employee of another office, and the key of one.
        let mine = start(&office, dossier, Author::ClientUser(zoe), "Dag!").await.conversation.id;
        let employee = Author::Employee(an);
        let write = desk.write_message(CONSOLE, theirs.office, talk, employee, text("Dag!"), None).await;
        assert_eq!(refused(write), field("employee_id", Fault::NotFound));
        let key = desk.create_api_key(Some(theirs.office)).await.unwrap();
        let stranger = desk.authenticate(&key).await.unwrap().unwrap();
        let mark = desk.mark_read(stranger, office.id, mine, Side::Office, None, None).await;
        assert_eq!(refused(mark), Refusal::NotFound);
        assert_eq!(refusal(desk.conversation(stranger, office.id, mine).await), Refusal::NotFound);
        let begin = desk.start_conversation(stranger, office.id, start_theirs, None).await;
        assert_eq!(refused(begin), Refusal::NotFound);
        assert_eq!(refusal(desk.conversation(stranger, theirs.office, mine).await), Refusal::NotFound);
        office.end().await;
    }
}

on_both! {
    async fn conversations_are_listed_newest_first_by_dossier_and_by_what_is_unread(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let (wafel, anker) = (office.dossier("Wafel", an).await, office.dossier("Anker", an).await);
        let zoe = Author::ClientUser(active(&office, wafel, "Zoe").await);
        let bram = Author::ClientUser(active(&office, anker, "Bram").await);
        let first = start(&office, wafel, zoe, "Eén.").await.conversation;
        let second = start(&office, anker, bram, "Twee.").await.conversation;
        let third = start(&office, wafel, Author::Office, "Drie.").await.conversation;
        office.forward(minutes(5)).await;
        write(&office, first.id, zoe, "Nog een.").await;
        let list = async |dossier, unread, before| {
            let filter = ConversationFilter { dossier, unread };
            let found = office.desk.conversations(CONSOLE, office.id, &filter, before, 2).await.unwrap();
            found.into_iter().map(|conversation| conversation.id).collect::<Vec<_>>()
        };
        assert_eq!(list(None, None, None).await, [third.id, second.id]);
        assert_eq!(list(None, None, Some(second.id)).await, [first.id]);
        assert_eq!(list(Some(wafel), None, None).await, [third.id, first.id]);
        assert_eq!(list(None, Some(true), None).await, [second.id, first.id]);
        assert_eq!(list(Some(wafel), Some(true), None).await, [first.id]);
        assert_eq!(list(None, Some(false), None).await, [third.id]);
        let now_first = look(&office, first.id).await;
        assert_eq!((now_first.unread(Side::Office), now_first.unread(Side::Client)), (2, 0));
        assert_eq!(now_first.last_message_at, first.created_at + minutes(5));
        office.end().await;
    }
}

#[tokio::test]
async fn an_answer_goes_out_to_the_client_and_refers_to_its_conversation() {
    let place = Place::new().await;
    let zoe = Author::ClientUser(place.invite(crate::invite(&place, "zoe@klant.example")).await.id);
    let start =
        StartConversation { dossier: place.dossier, author: zoe, subject: None, text: text("De bon is er.") };
    let talk = now(place.desk.start_conversation(CONSOLE, place.office, start, None).await.unwrap());
    let (talk, answer) = (talk.detail.conversation.id, text("Dank u, hij is verwerkt."));
    now(place.desk.write_message(CONSOLE, place.office, talk, Author::Office, answer, None).await.unwrap());
    place.sink.wait_for(3, std::time::Duration::from_secs(10)).await.unwrap();
    let find = |to: &str, words: &str| {
        let mails = place.sink.mails().into_iter().filter(|mail| mail.rcpt_to == [to]);
        let texts: Vec<_> = mails.map(|mail| String::from_utf8_lossy(&mail.data).into_owned()).collect();
        texts.into_iter().find(|text| text.contains(words)).unwrap()
    };
    let references = |mail: &str| {
        let line = mail.lines().find(|line| line.starts_with("References: ")).map(str::to_owned);
        line.filter(|line| line.contains("<thread."))
    };
    let told = find("info@kantoor.example", "De bon is er.");
    let answered = find("zoe@klant.example", "hij is verwerkt.");
    assert!(references(&told).is_some());
    assert_eq!(references(&told), references(&answered));
    assert!(answered.contains("From: \"Kantoor Peeters\" <info@kantoor.example>"), "{answered}");
}
