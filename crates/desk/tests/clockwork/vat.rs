//! *Documents OK*.

use desk::{
    Refusal,
    vat::{ConfirmVat, VatFilter},
};
use domain::{
    Fault,
    dossier::VatPeriod,
    event::EventKind,
    id::DossierId,
    mail::{Content, Mail},
    time::days,
    vat::Period,
};
use futures::future::join_all;

use crate::portal::*;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn of(text: &str) -> ConfirmVat {
    ConfirmVat { period: Some(period(text)), client_user: None }
}

async fn confirm(office: &Office, dossier: DossierId, said: ConfirmVat) -> desk::vat::Confirmed {
    now(office.desk.confirm_vat(CONSOLE, office.id, dossier, said, None).await.unwrap())
}

/// By whom, for which period, and whether it is taken back.
fn told(mail: &Mail) -> (String, String, bool) {
    let Content::VatDocumentsOkV1(notice) = &mail.content else { panic!("{:?}", mail.content.kind()) };
    let by = notice.facts.by.as_ref().map(ToString::to_string).unwrap_or_default();
    (by, notice.facts.period.unwrap().to_string(), notice.facts.taken_back)
}

on_both! {
    async fn of_twenty_presses_at_once_one_is_told(database) {
        let office = Office::new(database).await;
        let other = another_process(&office).await;
        for round in 0..rounds() {
            let dossier = dossier_with_vat(&office, &format!("Dossier {round}"), VatPeriod::Quarterly).await;
            let presses = (0..20).map(|n| {
                let desk = if n % 2 == 0 { office.desk.clone() } else { other.clone() };
                let id = office.id;
                tokio::spawn(async move {
                    now(desk.confirm_vat(CONSOLE, id, dossier, ConfirmVat::default(), None).await.unwrap())
                })
            });
            let answers: Vec<_> = join_all(presses).await.into_iter().map(|answer| answer.unwrap()).collect();
            let new: Vec<_> = answers.iter().filter(|answer| answer.is_new).collect();
            assert_eq!(new.len(), 1, "round {round}");
            assert_eq!(new[0].told.as_ref().unwrap().mails.len(), 1);
            assert!(answers.iter().all(|answer| answer.confirmation == new[0].confirmation));
            assert_eq!(answers.iter().filter(|answer| answer.told.is_some()).count(), 1);
        }
        let filter = desk::events::Filter { kind: Some(EventKind::VatDocumentsOk), ..Default::default() };
        let events = office.desk.events(CONSOLE, office.id, &filter, None, 1000).await.unwrap();
        assert_eq!((events.len(), mails(&office).await.len()), (rounds(), rounds()));
        assert_eq!(audited(&office, &["vat_documents_confirmed"]).await.len(), rounds());
        other.db().close().await;
        office.end().await;
    }
}

on_both! {
    async fn what_is_taken_back_is_corrected_in_the_same_conversation_of_mails(database) {
        let office = Office::new(database).await;
        let dossier = dossier_with_vat(&office, "Wafel", VatPeriod::Monthly).await;
        let zoe = active(&office, dossier, "Zoë").await;
        // 23 November: the declaration of October was due on the 20th.
        let said = confirm(&office, dossier, ConfirmVat { period: None, client_user: Some(zoe) }).await;
        assert_eq!(said.confirmation.period, period("2026-11"));
        assert_eq!(said.confirmation.client_user, Some(zoe));
        let back =
            office.desk.take_back_vat(CONSOLE, office.id, dossier, period("2026-11"), Some(zoe), None).await;
        assert_eq!(now(back.unwrap()).mails.len(), 1);
        confirm(&office, dossier, of("2026-10")).await;
        let again = confirm(&office, dossier, of("2026-11")).await;
        assert!(again.is_new, "it can be said anew");
        let mails = mails(&office).await;
        let lines: Vec<_> = mails.iter().map(told).collect();
        let line = |by: &str, period: &str, taken_back| (by.to_owned(), period.to_owned(), taken_back);
        assert_eq!(
            lines,
            [
                line("Zoë", "2026-11", false),
                line("Zoë", "2026-11", true),
                line("", "2026-10", false),
                line("", "2026-11", false)
            ]
        );
        assert!(
            mails[0].thread.is_some()
                && mails[0].thread == mails[1].thread
                && mails[1].thread == mails[3].thread
        );
        assert_ne!(mails[0].thread, mails[2].thread);
        assert!(mails.iter().all(|mail| mail.dossier_id == Some(dossier)));
        let log = audited(&office, &["vat_documents_confirmed", "vat_documents_taken_back"]).await;
        let actions: Vec<_> = log.iter().map(|(action, _)| action.as_str()).collect();
        let (ok, back) = ("vat_documents_confirmed", "vat_documents_taken_back");
        assert_eq!(actions, [ok, back, ok, ok]);
        assert_eq!(log[1].1["period"], "2026-11");
        office.end().await;
    }
}

on_both! {
    async fn pressing_and_taking_back_at_once_is_told_in_turns(database) {
        let office = Office::new(database).await;
        let other = another_process(&office).await;
        let dossier = dossier_with_vat(&office, "Wafel", VatPeriod::Monthly).await;
        let mut done = 0;
        for _ in 0..rounds() {
            let presses = (0..20).map(|n| {
                let desk = if n % 2 == 0 { office.desk.clone() } else { other.clone() };
                let id = office.id;
                tokio::spawn(async move {
                    if n % 4 < 2 {
                        let said = desk.confirm_vat(CONSOLE, id, dossier, ConfirmVat::default(), None).await;
                        return now(said.unwrap()).is_new;
                    }
                    let back = desk.take_back_vat(CONSOLE, id, dossier, period("2026-11"), None, None).await;
                    let back = back.unwrap();
                    assert!(matches!(back, Ok(_) | Err(Refusal::NotFound)), "{back:?}");
                    back.is_ok()
                })
            });
            done += join_all(presses).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
        }
        let (ok, back) = ("vat_documents_confirmed", "vat_documents_taken_back");
        let log = audited(&office, &[ok, back]).await;
        let mails = mails(&office).await;
        assert_eq!((log.len(), mails.len()), (done, done));
        let confirmed = log.iter().filter(|(action, _)| action == ok).count();
        let all = VatFilter::default();
        let left = office.desk.vat_confirmations(CONSOLE, office.id, &all, None, 10).await.unwrap();
        assert_eq!(left.len(), 2 * confirmed - done, "what was said last stands");
        other.db().close().await;
        office.end().await;
    }
}

on_both! {
    async fn what_cannot_be_said_is_refused_with_its_reason(database) {
        let office = Office::new(database).await;
        let monthly = dossier_with_vat(&office, "Wafel", VatPeriod::Monthly).await;
        let none = dossier_with_vat(&office, "Anker", VatPeriod::None).await;
        let bram = active(&office, none, "Bram").await;
        let theirs = elsewhere(&office).await;
        let desk = &office.desk;
        let said =
            async |dossier, said| refused(desk.confirm_vat(CONSOLE, office.id, dossier, said, None).await);
        assert_eq!(said(none, ConfirmVat::default()).await, field("dossier_id", Fault::UnknownValue));
        assert_eq!(said(monthly, of("2026-Q4")).await, field("period", Fault::UnknownValue));
        assert_eq!(said(monthly, of("2026-12")).await, field("period", Fault::OutOfRange));
        assert_eq!(said(monthly, of("2024-10")).await, field("period", Fault::OutOfRange));
        let by = |client_user| ConfirmVat { period: None, client_user: Some(client_user) };
        assert_eq!(said(monthly, by(bram)).await, field("client_user_id", Fault::UnknownValue));
        assert_eq!(said(monthly, by(theirs.client)).await, field("client_user_id", Fault::NotFound));
        assert_eq!(said(theirs.dossier, ConfirmVat::default()).await, Refusal::NotFound);
        let back = async |dossier, by| {
            refused(desk.take_back_vat(CONSOLE, office.id, dossier, period("2026-11"), by, None).await)
        };
        assert_eq!(back(monthly, None).await, Refusal::NotFound, "nothing was said");
        confirm(&office, monthly, ConfirmVat::default()).await;
        assert_eq!(back(monthly, Some(bram)).await, field("client_user_id", Fault::UnknownValue));
        assert_eq!(back(theirs.dossier, None).await, Refusal::NotFound);
        // What another office said is not to be seen or taken back here.
        now(desk
            .confirm_vat(CONSOLE, theirs.office, theirs.dossier, ConfirmVat::default(), None)
            .await
            .unwrap());
        assert_eq!(back(theirs.dossier, None).await, Refusal::NotFound);
        let filter = VatFilter { period: None, dossier: Some(theirs.dossier) };
        assert_eq!(
            refusal(desk.vat_confirmations(CONSOLE, office.id, &filter, None, 10).await),
            Refusal::NotFound
        );
        let all = desk.vat_confirmations(CONSOLE, office.id, &VatFilter::default(), None, 10).await.unwrap();
        assert_eq!(all.len(), 1);
        let key = desk.create_api_key(Some(theirs.office)).await.unwrap();
        let stranger = desk.authenticate(&key).await.unwrap().unwrap();
        let pressed = desk.confirm_vat(stranger, office.id, monthly, ConfirmVat::default(), None).await;
        assert_eq!(refused(pressed), Refusal::NotFound);
        assert_eq!(
            refusal(desk.vat_overview(stranger, office.id, period("2026-11")).await),
            Refusal::NotFound
        );
        assert_eq!(mails(&office).await.len(), 1);
        office.end().await;
    }
}

on_both! {
    async fn what_was_said_is_listed_and_counted_by_period(database) {
        let office = Office::new(database).await;
        let mut dossiers = Vec::new();
        for n in 0..3 {
            dossiers.push(dossier_with_vat(&office, &format!("Maand {n}"), VatPeriod::Monthly).await);
        }
        let quarter = dossier_with_vat(&office, "Kwartaal", VatPeriod::Quarterly).await;
        dossier_with_vat(&office, "Geen", VatPeriod::None).await;
        let first = confirm(&office, dossiers[2], of("2026-11")).await.confirmation.event;
        confirm(&office, dossiers[0], of("2026-10")).await;
        confirm(&office, dossiers[0], of("2026-11")).await;
        confirm(&office, quarter, of("2026-Q4")).await;
        let list = async |filter: VatFilter, after| {
            let found = office.desk.vat_confirmations(CONSOLE, office.id, &filter, after, 3).await.unwrap();
            found
                .iter()
                .map(|said| {
                    format!(
                        "{} {}",
                        dossiers.iter().position(|d| *d == said.dossier).unwrap_or(9),
                        said.period
                    )
                })
                .collect::<Vec<_>>()
        };
        let november = VatFilter { period: Some(period("2026-11")), dossier: None };
        assert_eq!(list(VatFilter::default(), None).await, ["2 2026-11", "0 2026-10", "0 2026-11"]);
        assert_eq!(list(VatFilter::default(), Some(first)).await, ["0 2026-10", "0 2026-11", "9 2026-Q4"]);
        assert_eq!(list(november, None).await, ["2 2026-11", "0 2026-11"]);
        assert_eq!(list(november, Some(first)).await, ["0 2026-11"]);
        assert_eq!(list(VatFilter { dossier: Some(dossiers[0]), ..november }, None).await, ["0 2026-11"]);
        let of_dossier = VatFilter { period: None, dossier: Some(dossiers[0]) };
        assert_eq!(list(of_dossier, None).await, ["0 2026-10", "0 2026-11"]);
        let count = async |text| {
            let overview = office.desk.vat_overview(CONSOLE, office.id, period(text)).await.unwrap();
            (overview.confirmed, overview.open)
        };
        assert_eq!(count("2026-11").await, (2, 1));
        assert_eq!(count("2026-10").await, (1, 2));
        assert_eq!(count("2026-Q4").await, (1, 0));
        assert_eq!(count("2026-Q3").await, (0, 1));
        // The month ends: the period that is meant is still November, until its declaration is due.
        office.forward(days(20)).await;
        assert!(!confirm(&office, dossiers[0], ConfirmVat::default()).await.is_new);
        office.forward(days(10)).await;
        let next = confirm(&office, dossiers[0], ConfirmVat::default()).await;
        assert_eq!((next.is_new, next.confirmation.period), (true, period("2026-12")));
        office.end().await;
    }
}
