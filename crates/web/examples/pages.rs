//! The pages with clients in every state, to look at: prints where each is, and stays until it is ended.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    dead_code,
    reason = "an example, with the same example office as the tests"
)]

#[path = "../tests/pages/world.rs"]
mod world;

use desk::{Clock, dossiers::DossierFields, employees::EmployeeFields};
use domain::{
    Language,
    event::{EventKind, Pace, Paces},
    office::Absence,
    recipients::{Choice, ChosenRole},
    time::{days, minutes},
};
use jiff::civil::date;
use smtp_sink::{Fault, Phase, Then};
use world::{World, name};

#[tokio::main]
async fn main() {
    let world = World::start_at(Clock::system().now() - days(20), true).await;
    let tell = |what: &str, token: &str| println!("{what}: {}", world.url(&format!("/welcome/{token}")));
    println!("page: {}", world.url("/"));
    println!("mailbox: {}", world.url("/mailbox"));

    let expired = world.client(Language::Nl, "Fernand Peeters", "fernand.peeters@skynet.example").await;
    let asking = world.client(Language::Nl, "Paula Adriaens", "paula.adriaens@skynet.example").await;
    world.forward(days(20));
    tell("expired", &expired.token);
    tell("ask", &asking.token);

    let left = world.employee("Jan Peeters", false).await;
    let (horeca, haven) = (
        world.group("Horeca", Some("horeca@leonard-vandenbroucke.example.be")).await,
        world.group("Haven", None).await,
    );
    let people = [
        (
            Some(world.manager),
            None,
            Language::Nl,
            "Marie-José Vandenberghe",
            "mariejose.vandenberghe@telenet.example",
        ),
        (
            Some(left),
            Some(haven),
            Language::Fr,
            "Hélène Étienne-Dubois",
            "helene.etienne-dubois@proximus.example",
        ),
        (
            None,
            Some(horeca),
            Language::En,
            "Oliver O’Brien",
            "oliver.obrien@harbour-and-sons-limited.example",
        ),
        (None, None, Language::De, "Jürgen Weiß", "juergen.weiss@ostbelgien.example"),
    ];
    for (i, (manager, group, language, who, email)) in people.into_iter().enumerate() {
        let fields = DossierFields {
            name: Some(name(&format!("Dossier {i}"))),
            manager_id: Some(manager),
            client_group_id: Some(group),
            ..DossierFields::default()
        };
        let dossier = world.dossier(fields).await;
        let client = world.client_of(dossier, language, who, email).await;
        tell(&format!("link {language}"), &client.token);
    }
    let long = world.client(Language::De, &"Maximiliane-Wilhelmine ".repeat(6), "a.very.long.address.that.does.not.break.anywhere.at.all.indeed1@xn--donaudampfschifffahrtsgesellschaft-9jd.example").await;
    tell("long", &long.token);

    let replaced = world.client(Language::Nl, "Godelieve Maes", "godelieve.maes@telenet.example").await;
    world.renew(replaced.id).await;
    tell("replaced", &replaced.token);
    let used = world.client(Language::Nl, "Rita De Wolf", "rita.dewolf@telenet.example").await;
    world.desk().set_first_password(&used.token, "zeven blauwe fietsen in de regen").await.unwrap();
    tell("used", &used.token);
    let withdrawn = world.client(Language::Nl, "Karel Claes", "karel.claes@telenet.example").await;
    world.withdraw(withdrawn.id).await;
    tell("withdrawn", &withdrawn.token);
    tell("unknown", "this-is-not-a-link-of-ours");

    // The office hears: past those who left, instead of somebody absent, past an address that nobody reads, in a digest.
    let standing_in = world.employee("Els Maes", true).await;
    let busy = world.dossier(DossierFields {
        name: Some(name("Bakkerij Jansen")),
        manager_id: Some(Some(world.manager)),
        ..DossierFields::default()
    });
    let busy = Some(busy.await);
    let choices =
        [Choice::Employee(left), Choice::Role(ChosenRole::Admins), Choice::Role(ChosenRole::DossierManager)];
    world.choose(EventKind::FailedTask, choices.to_vec()).await;
    let away = Absence { from: date(2000, 1, 1), to: date(2100, 1, 1), deputy_id: Some(standing_in) };
    let fields = EmployeeFields { absence: Some(Some(away)), ..EmployeeFields::default() };
    world.change(world.manager, fields).await;
    let paces = Paces::from([(EventKind::Message, Pace::Hourly), (EventKind::UserRequest, Pace::Hourly)]);
    world.change(standing_in, EmployeeFields { paces: Some(paces), ..EmployeeFields::default() }).await;
    world.happens(EventKind::FailedTask, busy, "De scan van factuur 2026-0117 is onleesbaar.").await;
    world.happens(EventKind::UserRequest, None, "Mag mijn zus ook aanmelden?").await;
    world.happens(EventKind::Message, busy, "Mag factuur 117 nog mee in het derde kwartaal?").await;
    world.happens(EventKind::UserRequest, busy, "Graag een tweede aanmelding voor Jo.").await;
    world.forward(minutes(60));
    world.desk().tell_due().await.unwrap();

    // One mail is asked to come back later, one is taken without a word.
    world.sink().set_faults(vec![
        Fault::at(Phase::RcptTo, Then::reply(451, "4.7.1 greylisted, come back in a minute"))
            .recipient("mariejose.vandenberghe@telenet.example"),
        Fault::at(Phase::Content, Then::DropAfterAccept).recipient("juergen.weiss@ostbelgien.example"),
    ]);
    world.deliver().await;
    world.sink().set_faults(vec![]);
    world.forward(minutes(5));
    world.deliver().await;
    for mail in world.sink().mails() {
        println!("mail {}: to {}", mail.number, mail.rcpt_to.join(", "));
    }
    println!("ready");
    tokio::signal::ctrl_c().await.unwrap();
}
