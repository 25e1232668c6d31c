//! First tables, one line a case, then what holds for every office that can be.
//!
//! The usual office: An manages the dossier, which is in the group Horeca. Bo and Cas work for the group, Dora and Fay
//! are admins, Eli has nothing to do with the dossier. The group, the functional address and the communication
//! address are `horeca`, `portaal` and `info`. A case says what is different, see [`World::but`], and then who hears,
//! `[what was passed over]` and who does `not` hear, see [`told`].

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::{ToSpan as _, civil::date};
use proptest::{collection::vec, option, prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::{
    Timestamp,
    dossier::VatPeriod,
    id::{DossierId, OfficeId},
    office::{Absence, ClientGroup, Office},
    sender::FunctionalAddress,
};

const TODAY: Date = date(2026, 3, 2);
const PEOPLE: [&str; 6] = ["an", "bo", "cas", "dora", "eli", "fay"];

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// The employee of this number; who is on the list of [`PEOPLE`] is numbered from 0.
fn number(n: usize) -> EmployeeId {
    EmployeeId::new(Uuid::from_u128(n as u128))
}

fn group_number(n: usize) -> ClientGroupId {
    ClientGroupId::new(Uuid::from_u128(n as u128))
}

/// One of [`PEOPLE`]; anybody else is a stranger, whom the office does not know.
fn person(who: &str) -> EmployeeId {
    number(PEOPLE.iter().position(|known| *known == who).unwrap_or(99))
}

fn employee(id: EmployeeId, who: &str, email: &str, role: Role) -> Employee {
    let (name, email, language) = (name(who), address(email), Language::Nl);
    Employee { id, name, email, language, role, active: true, absence: None, paces: BTreeMap::new() }
}

fn office() -> Office {
    Office {
        id: OfficeId::new(Uuid::nil()),
        name: name("Kantoor Peeters"),
        language: Language::Nl,
        communication_address: address("info@kantoor.be"),
        functional_address: Some(FunctionalAddress {
            address: address("portaal@kantoor.be"),
            send_only: false,
        }),
        always_functional_sender: false,
        follow_up_notice: false,
        reminders: true,
        invitation_days: 14,
        message_delay_minutes: 0,
        failed_tasks_at_once: false,
        user_requests_at_once: false,
        escalation_hours: None,
        created_at: Timestamp::from_millis(0),
    }
}

fn dossier(manager_id: Option<EmployeeId>, client_group_id: Option<ClientGroupId>, private: bool) -> Dossier {
    Dossier {
        id: DossierId::new(Uuid::nil()),
        name: name("Bakkerij De Wafel"),
        enterprise_number: None,
        manager_id,
        client_group_id,
        language: None,
        vat_period: VatPeriod::None,
        private,
    }
}

struct World {
    roster: Roster,
    dossier: Option<Dossier>,
}

impl World {
    /// The usual office with these differences, separated by `;`.
    fn with(facts: &str) -> Self {
        let role = |who: &str| if ["dora", "fay"].contains(&who) { Role::Admin } else { Role::Employee };
        let known = |who: &str| employee(person(who), who, &format!("{who}@kantoor.be"), role(who));
        let horeca = ClientGroup {
            id: group_number(0),
            name: name("Horeca"),
            email: Some(address("horeca@kantoor.be")),
            members: vec![person("bo"), person("cas")],
        };
        let mut world = Self {
            roster: Roster {
                office: office(),
                employees: PEOPLE.map(|who| (person(who), known(who))).into(),
                groups: [(horeca.id, horeca)].into(),
                chosen: HashMap::new(),
            },
            dossier: Some(dossier(Some(person("an")), Some(group_number(0)), false)),
        };
        facts.split(';').map(str::trim).filter(|fact| !fact.is_empty()).for_each(|fact| world.but(fact));
        world
    }

    fn but(&mut self, fact: &str) {
        let away = |deputy_id| Some(Absence { from: TODAY, to: TODAY, deputy_id });
        let Roster { office, groups, .. } = &mut self.roster;
        let group = groups.get_mut(&group_number(0)).unwrap();
        match fact.split(' ').collect::<Vec<_>>()[..] {
            ["no", "dossier"] => self.dossier = None,
            ["no", "manager"] => self.dossier.as_mut().unwrap().manager_id = None,
            ["no", "group"] => self.dossier.as_mut().unwrap().client_group_id = None,
            ["no", "functional"] => office.functional_address = None,
            ["private"] => self.dossier.as_mut().unwrap().private = true,
            [who, "joins"] => group.members.push(person(who)),
            [who, "joins", "another", "group"] => {
                let mut another = group.clone();
                (another.id, another.members) = (group_number(1), vec![person(who)]);
                groups.insert(another.id, another);
            }
            [who, "supports"] => self.employee(who).role = Role::Support,
            [who, "manages"] => self.dossier.as_mut().unwrap().manager_id = Some(person(who)),
            ["group", "without", "address"] => group.email = None,
            ["group", "without", "members"] => group.members.clear(),
            ["functional", "send-only"] => office.functional_address.as_mut().unwrap().send_only = true,
            ["an", "there"] | ["group", "with", "address"] | ["functional", "read"] => (),
            [who, "left"] => self.employee(who).active = false,
            [who, "away"] => self.employee(who).absence = away(None),
            [who, "away,", deputy, "reads"] => self.employee(who).absence = away(Some(person(deputy))),
            ["group", "at", email] => group.email = Some(address(email)),
            [who, "at", email] => self.employee(who).email = address(email),
            _ => panic!("what does {fact:?} mean?"),
        }
    }

    fn employee(&mut self, who: &str) -> &mut Employee {
        self.roster.employees.get_mut(&person(who)).unwrap()
    }

    fn choosing(mut self, kind: EventKind, configuration: Configuration) -> Self {
        self.roster.chosen.insert(kind, configuration);
        self
    }

    fn choose(&self, kind: EventKind) -> Decision {
        choose(&self.roster, kind, self.dossier.as_ref(), TODAY)
    }
}

/// Names and roles as the tables write them: `eli Admins`.
fn personalised(chosen: &str) -> Configuration {
    let choice = |word| match word {
        "DossierManager" => Choice::Role(ChosenRole::DossierManager),
        "ClientGroup" => Choice::Role(ChosenRole::ClientGroup),
        "Admins" => Choice::Role(ChosenRole::Admins),
        who => Choice::Employee(person(who)),
    };
    Configuration::Personalised(chosen.split_whitespace().map(choice).collect())
}

fn called(id: EmployeeId) -> &'static str {
    (0..).map(number).zip(PEOPLE).find(|(known, _)| *known == id).map_or("stranger", |(_, who)| who)
}

/// One reader: `bo for an by name`, where Bo is the deputy of An, who was chosen by name.
fn heard(reader: &Reader) -> String {
    let to = match reader.to {
        Target::Employee(id) => called(id),
        Target::ClientGroup(_) => "horeca",
        Target::FunctionalAddress => "portaal",
        Target::CommunicationAddress => "info",
    };
    let absent = reader.instead_of.map_or_else(String::new, |id| format!(" for {}", called(id)));
    let chosen = match reader.chosen {
        None => String::new(),
        Some(Choice::Role(role)) => format!(" by {role:?}"),
        Some(Choice::Employee(id)) => {
            assert_eq!(Target::Employee(id), reader.instead_of.map_or(reader.to, Target::Employee));
            " by name".into()
        }
    };
    format!("{to}{absent}{chosen}")
}

/// A decision in one line: who hears, `[what was passed over]`, who does `not` hear.
fn told(decision: &Decision) -> String {
    let readers: Vec<_> = decision.readers.iter().map(heard).collect();
    let skipped: Vec<_> = decision.skipped.iter().map(|s| format!("{:?}", s.reason)).collect();
    let left_out = decision.left_out.iter().map(|left_out| match left_out.who {
        Choice::Employee(id) => format!("{} {:?}", called(id), left_out.reason),
        Choice::Role(role) => format!("{role:?} {:?}", left_out.reason),
    });
    let not = if decision.left_out.is_empty() { "" } else { " not " };
    format!("{} [{}]{not}{}", readers.join(", "), skipped.join(" "), left_out.collect::<Vec<_>>().join(", "))
}

/// The lines of a table, cut into columns.
fn rows<const COLUMNS: usize>(table: &'static str) -> Vec<[&'static str; COLUMNS]> {
    let cut = |line: &'static str| line.split('|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
    table.lines().filter(|line| !line.trim().is_empty()).map(cut).collect()
}

const STANDARD: &str = "
    no manager                            | no group              | no functional        | info [NoManager NoGroup NoFunctionalAddress]
    no manager                            | no group              | functional send-only | info [NoManager NoGroup SendOnly]
    no manager                            | no group              | functional read      | portaal [NoManager NoGroup]
    no manager                            | group without address | no functional        | info [NoManager GroupWithoutAddress NoFunctionalAddress]
    no manager                            | group without address | functional send-only | info [NoManager GroupWithoutAddress SendOnly]
    no manager                            | group without address | functional read      | portaal [NoManager GroupWithoutAddress]
    no manager                            | group with address    | no functional        | horeca [NoManager]
    no manager                            | group with address    | functional send-only | horeca [NoManager]
    no manager                            | group with address    | functional read      | horeca [NoManager]
    an left                               | no group              | no functional        | info [ManagerInactive NoGroup NoFunctionalAddress]
    an left                               | no group              | functional send-only | info [ManagerInactive NoGroup SendOnly]
    an left                               | no group              | functional read      | portaal [ManagerInactive NoGroup]
    an left                               | group without address | no functional        | info [ManagerInactive GroupWithoutAddress NoFunctionalAddress]
    an left                               | group without address | functional send-only | info [ManagerInactive GroupWithoutAddress SendOnly]
    an left                               | group without address | functional read      | portaal [ManagerInactive GroupWithoutAddress]
    an left                               | group with address    | no functional        | horeca [ManagerInactive]
    an left                               | group with address    | functional send-only | horeca [ManagerInactive]
    an left                               | group with address    | functional read      | horeca [ManagerInactive]
    an there                              | no group              | no functional        | an []
    an there                              | no group              | functional send-only | an []
    an there                              | no group              | functional read      | an []
    an there                              | group without address | no functional        | an []
    an there                              | group without address | functional send-only | an []
    an there                              | group without address | functional read      | an []
    an there                              | group with address    | no functional        | an []
    an there                              | group with address    | functional send-only | an []
    an there                              | group with address    | functional read      | an []
    an away, bo reads                     | no group              | no functional        | bo for an []
    an away, bo reads                     | no group              | functional send-only | bo for an []
    an away, bo reads                     | no group              | functional read      | bo for an []
    an away, bo reads                     | group without address | no functional        | bo for an []
    an away, bo reads                     | group without address | functional send-only | bo for an []
    an away, bo reads                     | group without address | functional read      | bo for an []
    an away, bo reads                     | group with address    | no functional        | bo for an []
    an away, bo reads                     | group with address    | functional send-only | bo for an []
    an away, bo reads                     | group with address    | functional read      | bo for an []
    an away, bo reads; bo away, cas reads | no group              | no functional        | bo for an []
    an away, bo reads; bo away, cas reads | no group              | functional send-only | bo for an []
    an away, bo reads; bo away, cas reads | no group              | functional read      | bo for an []
    an away, bo reads; bo away, cas reads | group without address | no functional        | bo for an []
    an away, bo reads; bo away, cas reads | group without address | functional send-only | bo for an []
    an away, bo reads; bo away, cas reads | group without address | functional read      | bo for an []
    an away, bo reads; bo away, cas reads | group with address    | no functional        | bo for an []
    an away, bo reads; bo away, cas reads | group with address    | functional send-only | bo for an []
    an away, bo reads; bo away, cas reads | group with address    | functional read      | bo for an []
    an away, bo reads; bo left            | no group              | no functional        | an [] not bo DeputyInactive
    an away, bo reads; bo left            | no group              | functional send-only | an [] not bo DeputyInactive
    an away, bo reads; bo left            | no group              | functional read      | an [] not bo DeputyInactive
    an away, bo reads; bo left            | group without address | no functional        | an [] not bo DeputyInactive
    an away, bo reads; bo left            | group without address | functional send-only | an [] not bo DeputyInactive
    an away, bo reads; bo left            | group without address | functional read      | an [] not bo DeputyInactive
    an away, bo reads; bo left            | group with address    | no functional        | an [] not bo DeputyInactive
    an away, bo reads; bo left            | group with address    | functional send-only | an [] not bo DeputyInactive
    an away, bo reads; bo left            | group with address    | functional read      | an [] not bo DeputyInactive
    an away                               | no group              | no functional        | an []
    an away                               | no group              | functional send-only | an []
    an away                               | no group              | functional read      | an []
    an away                               | group without address | no functional        | an []
    an away                               | group without address | functional send-only | an []
    an away                               | group without address | functional read      | an []
    an away                               | group with address    | no functional        | an []
    an away                               | group with address    | functional send-only | an []
    an away                               | group with address    | functional read      | an []
";

/// The same without a dossier, whatever the manager and the group are.
const STANDARD_WITHOUT_DOSSIER: &str = "
    no functional        | info [NoFunctionalAddress]
    functional send-only | info [SendOnly]
    functional read      | portaal []
";

/// Each case of the standard table, with the dossier and without, and what is told then.
fn standard() -> Vec<(World, &'static str)> {
    let without_dossier: HashMap<_, _> = rows(STANDARD_WITHOUT_DOSSIER)
        .into_iter()
        .map(|[functional, expected]| (functional, expected))
        .collect();
    let cases = rows(STANDARD).into_iter().flat_map(|[manager, group, functional, expected]| {
        let with = |more| World::with(&format!("{manager}; {group}; {functional}{more}"));
        [(with(""), expected), (with("; no dossier"), without_dossier[functional])]
    });
    cases.collect()
}

#[test]
fn the_standard_table_has_every_case_once() {
    let rows = rows::<4>(STANDARD);
    let values = |column: usize| rows.iter().map(|row| row[column]).collect::<BTreeSet<_>>().len();
    let cases: BTreeSet<_> = rows.iter().map(|row| &row[..3]).collect();
    assert_eq!((values(0), values(1), values(2)), (7, 3, 3));
    assert_eq!((rows.len(), cases.len()), (63, 63));
}

#[test]
fn every_case_of_the_standard_table() {
    for (world, expected) in standard() {
        for kind in EventKind::ALL {
            assert_eq!(told(&world.choose(kind)), expected, "{kind:?} {:?}", world.dossier);
        }
    }
}

#[test]
fn an_empty_choice_and_a_choice_for_another_kind_are_standard() {
    for kind in EventKind::ALL {
        for configuration in [Configuration::Standard, personalised("")] {
            for (mut world, expected) in standard() {
                for other in EventKind::ALL {
                    world = world.choosing(other, personalised("eli"));
                }
                let world = world.choosing(kind, configuration.clone());
                assert_eq!(told(&world.choose(kind)), expected, "{kind:?} {configuration:?}");
            }
        }
    }
}

#[test]
fn when_nobody_chosen_is_left_the_standard_decides_and_the_decision_says_so() {
    for (world, _) in standard() {
        for kind in EventKind::ALL {
            let usual = world.choose(kind);
            let chosen = HashMap::from([(kind, personalised("stranger"))]);
            let roster = Roster { chosen, ..world.roster.clone() };
            let decision = choose(&roster, kind, world.dossier.as_ref(), TODAY);
            let nobody = Skipped { step: Step::Personalised, reason: SkipReason::NobodyLeft };
            let stranger =
                LeftOut { who: Choice::Employee(person("stranger")), reason: LeftOutReason::Inactive };
            let expected = Decision {
                skipped: [vec![nobody], usual.skipped].concat(),
                left_out: [vec![stranger], usual.left_out].concat(),
                ..usual
            };
            assert_eq!(decision, expected);
        }
    }
}

/// Who is chosen, what is different from the usual, who hears.
const PERSONALISED: &str = "
    eli                 |                                                               | eli by name []
    eli                 | no dossier                                                    | eli by name []
    eli dora            |                                                               | eli by name, dora by name []
    dora eli            |                                                               | dora by name, eli by name []
    dora eli            | eli left                                                      | dora by name [] not eli Inactive
    dora stranger       |                                                               | dora by name [] not stranger Inactive
    dora eli            | dora left; eli left                                           | an [NobodyLeft] not dora Inactive, eli Inactive
    eli                 | eli left; no manager                                          | horeca [NobodyLeft NoManager] not eli Inactive
    eli                 | eli left; an left; no group                                   | portaal [NobodyLeft ManagerInactive NoGroup] not eli Inactive
    eli                 | eli left; no dossier                                          | portaal [NobodyLeft] not eli Inactive
    eli                 | eli left; no dossier; no functional                           | info [NobodyLeft NoFunctionalAddress] not eli Inactive
                        |                                                               | an []
                        | no dossier                                                    | portaal []

    DossierManager      |                                                               | an by DossierManager []
    DossierManager      | no manager                                                    | horeca [NobodyLeft NoManager] not DossierManager Nobody
    DossierManager      | no dossier                                                    | portaal [NobodyLeft] not DossierManager Nobody
    DossierManager      | an left                                                       | horeca [NobodyLeft ManagerInactive] not DossierManager Inactive
    DossierManager dora | an left                                                       | dora by name [] not DossierManager Inactive
    ClientGroup         |                                                               | horeca by ClientGroup []
    ClientGroup         | group without address                                         | bo by ClientGroup, cas by ClientGroup []
    ClientGroup         | group without address; bo left                                | cas by ClientGroup []
    ClientGroup         | group without address; bo left; cas left                      | an [NobodyLeft] not ClientGroup Nobody
    ClientGroup         | group without address; group without members                  | an [NobodyLeft] not ClientGroup Nobody
    ClientGroup         | group without members                                         | horeca by ClientGroup []
    ClientGroup         | no group                                                      | an [NobodyLeft] not ClientGroup Nobody
    ClientGroup         | no dossier                                                    | portaal [NobodyLeft] not ClientGroup Nobody
    Admins              |                                                               | dora by Admins, fay by Admins []
    Admins              | no dossier                                                    | dora by Admins, fay by Admins []
    Admins              | dora left                                                     | fay by Admins []
    Admins              | dora left; fay left                                           | an [NobodyLeft] not Admins Nobody
    Admins eli          | dora left; fay left                                           | eli by name [] not Admins Nobody

    eli                 | private                                                       | an [NobodyLeft] not eli NoAccess
    eli an              | private                                                       | an by name [] not eli NoAccess
    eli                 | private; eli manages                                          | eli by name []
    bo                  | private                                                       | bo by name []
    bo                  | private; no group                                             | an [NobodyLeft] not bo NoAccess
    dora                | private                                                       | an [NobodyLeft] not dora NoAccess
    dora                | private; dora manages                                         | dora by name []
    an                  | private; an left                                              | horeca [NobodyLeft ManagerInactive] not an Inactive
    DossierManager      | private                                                       | an by DossierManager []
    ClientGroup         | private                                                       | horeca by ClientGroup []
    ClientGroup         | private; group without address                                | bo by ClientGroup, cas by ClientGroup []
    Admins              | private                                                       | an [NobodyLeft] not Admins NoAccess
    Admins              | private; fay manages                                          | fay by Admins [] not Admins NoAccess
    Admins              | private; no manager; group without address                    | portaal [NobodyLeft NoManager GroupWithoutAddress] not Admins NoAccess

    eli                 | eli away                                                      | eli by name []
    eli                 | eli away, eli reads                                           | eli by name []
    eli                 | eli away, bo reads                                            | bo for eli by name []
    eli                 | eli away, bo reads; no dossier                                | bo for eli by name []
    eli                 | eli away, bo reads; bo away, cas reads                        | bo for eli by name []
    eli                 | eli away, bo reads; bo away, eli reads                        | bo for eli by name []
    eli                 | eli away, bo reads; bo left                                   | eli by name [] not bo DeputyInactive
    eli                 | eli away, bo reads; eli left                                  | an [NobodyLeft] not eli Inactive
    DossierManager      | an away, bo reads                                             | bo for an by DossierManager []
    ClientGroup         | bo away, eli reads                                            | horeca by ClientGroup []
    ClientGroup         | group without address; bo away, eli reads                     | eli for bo by ClientGroup, cas by ClientGroup []
    ClientGroup         | group without address; bo away, cas reads; cas away, bo reads | cas for bo by ClientGroup, bo for cas by ClientGroup []
    Admins              | dora away, eli reads                                          | eli for dora by Admins, fay by Admins []
    eli                 | private; eli away, bo reads                                   | an [NobodyLeft] not eli NoAccess
    bo                  | private; bo away, cas reads                                   | cas for bo by name []
    bo                  | private; bo away, eli reads                                   | bo by name [] not eli DeputyNoAccess
    bo                  | private; bo away, dora reads                                  | bo by name [] not dora DeputyNoAccess
    bo                  | private; bo away, eli reads; eli left                         | bo by name [] not eli DeputyInactive
    DossierManager      | private; an away, dora reads                                  | an by DossierManager [] not dora DeputyNoAccess

                        | an away, an reads                                             | an []
                        | private                                                       | an []
                        | private; an away, bo reads                                    | bo for an []
                        | private; an away, eli reads                                   | an [] not eli DeputyNoAccess
                        | private; an away, dora reads                                  | an [] not dora DeputyNoAccess
                        | private; an left; an away, bo reads                           | horeca [ManagerInactive]

    eli eli             |                                                               | eli by name []
    an DossierManager   |                                                               | an by name []
    DossierManager an   |                                                               | an by DossierManager []
    fay Admins          |                                                               | fay by name, dora by Admins []
    bo ClientGroup      | group without address                                         | bo by name, cas by ClientGroup []
    ClientGroup         | group without address; bo away, cas reads                     | cas for bo by ClientGroup []
    eli bo              | eli away, bo reads                                            | bo for eli by name []
    bo eli              | eli away, bo reads                                            | bo by name []
    eli dora            | eli away, bo reads; dora away, bo reads                       | bo for eli by name []
    eli dora            | dora at ELI@Kantoor.BE                                        | eli by name []
    eli dora            | eli at Jo@MÜLLER.be; dora at jo@xn--mller-kva.be              | eli by name []
    eli dora            | dora at eli+kantoor@kantoor.be                                | eli by name, dora by name []
    ClientGroup eli     | eli at Horeca@kantoor.be                                      | horeca by ClientGroup []
    eli ClientGroup     | group at eli@KANTOOR.be                                       | eli by name []
    eli bo              | eli left; bo at eli@kantoor.be                                | bo by name [] not eli Inactive
";

#[test]
fn every_case_of_the_personalised_table() {
    for [chosen, facts, expected] in rows(PERSONALISED) {
        for kind in EventKind::ALL {
            let world = World::with(facts).choosing(kind, personalised(chosen));
            assert_eq!(told(&world.choose(kind)), expected, "{chosen:?} {facts:?} {kind:?}");
        }
    }
}

#[test]
fn a_deputy_reads_from_the_first_day_of_the_absence_to_the_last() {
    let mut world = World::with("");
    let absence = Absence { from: date(2026, 2, 27), to: date(2026, 3, 2), deputy_id: Some(person("bo")) };
    world.employee("an").absence = Some(absence);
    let days = [
        (date(2026, 2, 26), "an []"),
        (date(2026, 2, 27), "bo for an []"),
        (date(2026, 3, 2), "bo for an []"),
        (date(2026, 3, 3), "an []"),
    ];
    for (day, expected) in days {
        let decision = choose(&world.roster, EventKind::Message, world.dossier.as_ref(), day);
        assert_eq!(told(&decision), expected, "{day}");
    }
}

/// Who hears first and who hears next, until nobody is left. `[what was passed over]` is said where something was.
fn told_in_turn(world: &World) -> String {
    let (roster, dossier) = (&world.roster, world.dossier.as_ref());
    let (mut knows, mut turns) = (HashSet::new(), Vec::new());
    let mut next = Some(world.choose(EventKind::FailedTask));
    while let Some(decision) = next {
        knows.extend(decision.readers.iter().map(|reader| roster.mailbox(reader.to).0.address));
        next = choose_next(roster, dossier, decision.step, |address| knows.contains(address), TODAY);
        turns.push(told(&decision).replace(" []", ""));
    }
    turns.join(" > ")
}

#[test]
fn what_nobody_closes_goes_down_the_cascade() {
    let table = "
                |                                       | an > horeca > portaal > info
                | no dossier                            | portaal > info
                | an away, bo reads                     | bo for an > horeca > portaal > info
                | no group; functional send-only        | an > info [NoGroup SendOnly]
                | group without address; no functional  | an > info [GroupWithoutAddress NoFunctionalAddress]
                | an left; no group; no functional      | info [ManagerInactive NoGroup NoFunctionalAddress]
                | an at Horeca@kantoor.be               | an > portaal [ToldBefore] > info
                | an at info@kantoor.be                 | an > horeca > portaal
    eli         |                                       | eli by name > an > horeca > portaal > info
    eli         | no dossier                            | eli by name > portaal > info
    eli         | eli left; no manager                  | horeca [NobodyLeft NoManager] not eli Inactive > portaal > info
    an          |                                       | an by name > horeca [ToldBefore] > portaal > info
    ClientGroup |                                       | horeca by ClientGroup > an > portaal [ToldBefore] > info
    Admins      | no manager                            | dora by Admins, fay by Admins > horeca [NoManager] > portaal > info
    eli         | eli away, bo reads; an away, bo reads | bo for eli by name > horeca [ToldBefore] > portaal > info
    ";
    for [chosen, facts, expected] in rows(table) {
        let world = World::with(facts).choosing(EventKind::FailedTask, personalised(chosen));
        assert_eq!(told_in_turn(&world), expected, "{chosen:?} {facts:?}");
    }
}

#[test]
fn who_sees_a_dossier() {
    let table = "
        an   |                          | always
        an   | an left                  | never
        an   | dora manages             | never
        bo   |                          | always
        bo   | bo left                  | never
        bo   | no group                 | never
        bo   | no manager               | always
        dora |                          | unless private
        dora | no manager; no group     | unless private
        dora | dora left                | never
        dora | dora manages             | always
        dora | dora joins               | always
        dora | dora joins another group | unless private
        eli  |                          | never
        eli  | eli manages              | always
        eli  | eli joins                | always
        eli  | eli joins another group  | never
        eli  | an away, eli reads       | never
        eli  | eli supports             | never
    ";
    for [who, facts, expected] in rows(table) {
        let sees = |facts: &str| {
            let World { roster, dossier } = World::with(facts);
            roster.sees(&roster.employees[&person(who)], &dossier.unwrap())
        };
        let seen = match (sees(facts), sees(&format!("{facts}; private"))) {
            (true, true) => "always",
            (true, false) => "unless private",
            (false, false) => "never",
            (false, true) => "only when private",
        };
        assert_eq!(seen, expected, "{who} {facts:?}");
    }
}

#[test]
fn a_mail_says_to_each_reader_why_it_is_theirs() {
    let world = World::with("private; an away, bo reads; cas left")
        .choosing(EventKind::Message, personalised("DossierManager dora cas ClientGroup"));
    let decision = world.choose(EventKind::Message);
    let because = |n: usize| decision.because(&world.roster, &decision.readers[n]);
    let everybody = Because {
        step: Step::Personalised,
        skipped: vec![],
        employee_id: None,
        chosen: None,
        instead_of: None,
        left_out: vec![
            LeftOut { who: Choice::Employee(person("dora")), reason: LeftOutReason::NoAccess },
            LeftOut { who: Choice::Employee(person("cas")), reason: LeftOutReason::Inactive },
        ],
        open_for_hours: None,
    };
    let deputy = Because {
        employee_id: Some(person("bo")),
        chosen: Some(Choice::Role(ChosenRole::DossierManager)),
        instead_of: Some(Absent { employee_id: person("an"), name: name("an") }),
        ..everybody.clone()
    };
    let group = Because { chosen: Some(Choice::Role(ChosenRole::ClientGroup)), ..everybody };
    assert_eq!((because(0), because(1), decision.readers.len()), (deputy, group, 2));

    let world = World::with("no manager; no group; functional send-only");
    let decision = world.choose(EventKind::Message);
    let skipped = [
        (Step::DossierManager, SkipReason::NoManager),
        (Step::ClientGroup, SkipReason::NoGroup),
        (Step::FunctionalAddress, SkipReason::SendOnly),
    ];
    let office = Because {
        step: Step::CommunicationAddress,
        skipped: skipped.map(|(step, reason)| Skipped { step, reason }).into(),
        employee_id: None,
        chosen: None,
        instead_of: None,
        left_out: vec![],
        open_for_hours: None,
    };
    assert_eq!(decision.because(&world.roster, &decision.readers[0]), office);
}

/// An office that can be, and an event there.
#[derive(Debug, Clone)]
struct Scene {
    roster: Roster,
    dossier: Option<Dossier>,
    kind: EventKind,
    today: Date,
}

/// Few addresses, and some twice in another spelling, so that many lead to one mailbox.
fn any_address() -> impl Strategy<Value = EmailAddress> {
    const POOL: [&str; 8] =
        ["a@x.be", "A@X.be", "b@büro.be", "B@xn--bro-hoa.be", "c@x.be", "c+1@x.be", "d@x.be", "e@x.be"];
    select(&POOL[..]).prop_map(address)
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..7_i64).prop_map(|days| TODAY.saturating_add(days.days()))
}

/// One of the six employees there can be, or one of two that never were.
fn any_person() -> impl Strategy<Value = EmployeeId> {
    (0..8_usize).prop_map(number)
}

fn any_role() -> impl Strategy<Value = Role> {
    select(&[Role::Admin, Role::Employee, Role::Support][..])
}

/// Somebody, perhaps absent, with anybody as deputy: also themselves, and somebody whose deputy they are.
fn any_employee() -> impl Strategy<Value = Employee> {
    let absence = (any_day(), 0..4_i64, option::of(any_person())).prop_map(|(from, days, deputy_id)| {
        Absence { from, to: from.saturating_add(days.days()), deputy_id }
    });
    let language = select(&Language::ALL[..]);
    (any_address(), any_role(), language, prop::bool::weighted(0.7), option::of(absence)).prop_map(
        |(email, role, language, active, absence)| Employee {
            email,
            language,
            active,
            absence,
            ..employee(number(0), "somebody", "somebody@x.be", role)
        },
    )
}

fn any_configuration() -> impl Strategy<Value = Configuration> {
    const ROLES: [ChosenRole; 3] = [ChosenRole::DossierManager, ChosenRole::ClientGroup, ChosenRole::Admins];
    let choice =
        prop_oneof![any_person().prop_map(Choice::Employee), select(&ROLES[..]).prop_map(Choice::Role),];
    prop_oneof![
        1 => Just(Configuration::Standard),
        4 => vec(choice, 0..5).prop_map(Configuration::Personalised),
    ]
}

fn any_roster() -> impl Strategy<Value = Roster> {
    let groups = vec((option::of(any_address()), vec(any_person(), 0..4)), 0..3);
    let chosen = prop::collection::hash_map(select(&EventKind::ALL[..]), any_configuration(), 0..=4);
    let addresses = (any_address(), option::of((any_address(), any::<bool>())));
    (addresses, vec(any_employee(), 0..=6), groups, chosen).prop_map(
        |((communication_address, functional), employees, groups, chosen)| {
            let functional_address =
                functional.map(|(address, send_only)| FunctionalAddress { address, send_only });
            let employees =
                employees.into_iter().enumerate().map(|(n, e)| (number(n), Employee { id: number(n), ..e }));
            let groups = groups.into_iter().enumerate().map(|(n, (email, members))| {
                (group_number(n), ClientGroup { id: group_number(n), name: name("group"), email, members })
            });
            Roster {
                office: Office { communication_address, functional_address, ..office() },
                employees: employees.collect(),
                groups: groups.collect(),
                chosen,
            }
        },
    )
}

fn any_scene() -> impl Strategy<Value = Scene> {
    let group = (0..3_usize).prop_map(group_number);
    let dossier = (option::of(any_person()), option::of(group), any::<bool>())
        .prop_map(|(manager, group, private)| dossier(manager, group, private));
    (any_roster(), prop::option::weighted(0.8, dossier), select(&EventKind::ALL[..]), any_day())
        .prop_map(|(roster, dossier, kind, today)| Scene { roster, dossier, kind, today })
}

impl Scene {
    fn choose(&self) -> Decision {
        choose(&self.roster, self.kind, self.dossier.as_ref(), self.today)
    }

    fn choices(&self) -> &[Choice] {
        match self.roster.chosen.get(&self.kind) {
            Some(Configuration::Personalised(choices)) => choices,
            _ => &[],
        }
    }

    fn manager(&self) -> Option<&Employee> {
        self.roster.employees.get(&self.dossier.as_ref()?.manager_id?)
    }

    fn group(&self) -> Option<&ClientGroup> {
        self.roster.groups.get(&self.dossier.as_ref()?.client_group_id?)
    }

    /// May hear of the dossier by choice or as a deputy.
    fn may_hear(&self, employee: &Employee) -> bool {
        let private = self.dossier.as_ref().is_some_and(|dossier| dossier.private);
        let manages = self.manager().is_some_and(|manager| manager.id == employee.id);
        let works_for = self.group().is_some_and(|group| group.members.contains(&employee.id));
        employee.active && (!private || manages || works_for)
    }

    /// The steps that this event asks: those between two of them are passed over with a reason each.
    fn steps(&self) -> Vec<Step> {
        let personalised = (!self.choices().is_empty()).then_some(Step::Personalised);
        let of_the_dossier = self.dossier.iter().flat_map(|_| [Step::DossierManager, Step::ClientGroup]);
        let of_the_office = [Step::FunctionalAddress, Step::CommunicationAddress];
        personalised.into_iter().chain(of_the_dossier).chain(of_the_office).collect()
    }

    /// Is it true what a decision says of a step that it passed over?
    fn is_true(&self, skipped: Skipped) -> bool {
        let functional = self.roster.office.functional_address.as_ref();
        match (skipped.step, skipped.reason) {
            (Step::Personalised, SkipReason::NobodyLeft) => true,
            (Step::DossierManager, SkipReason::NoManager) => self.manager().is_none(),
            (Step::DossierManager, SkipReason::ManagerInactive) => self.manager().is_some_and(|m| !m.active),
            (Step::ClientGroup, SkipReason::NoGroup) => self.group().is_none(),
            (Step::ClientGroup, SkipReason::GroupWithoutAddress) => {
                self.group().is_some_and(|group| group.email.is_none())
            }
            (Step::FunctionalAddress, SkipReason::NoFunctionalAddress) => functional.is_none(),
            (Step::FunctionalAddress, SkipReason::SendOnly) => functional.is_some_and(|f| f.send_only),
            _ => false,
        }
    }

    /// Where a mail to this reader must go, if they may be one.
    fn expected(&self, step: Step, reader: &Reader) -> Option<(&EmailAddress, Language)> {
        let office = &self.roster.office;
        match reader.to {
            Target::Employee(id) => {
                let employee = self.roster.employees.get(&id)?;
                let by_rank = step == Step::DossierManager && reader.instead_of.is_none();
                let good = if by_rank {
                    employee.active && self.dossier.as_ref()?.manager_id == Some(id)
                } else {
                    self.may_hear(employee)
                };
                good.then_some((&employee.email, employee.language))
            }
            Target::ClientGroup(id) => {
                let group = self.group().filter(|group| group.id == id)?;
                Some((group.email.as_ref()?, office.language))
            }
            Target::FunctionalAddress => {
                let functional = office.functional_address.as_ref().filter(|f| !f.send_only)?;
                Some((&functional.address, office.language))
            }
            Target::CommunicationAddress => Some((&office.communication_address, office.language)),
        }
    }

    /// The addresses that hear, from the first mail to the last, and the steps that were taken.
    fn in_turn(&self) -> (Vec<EmailAddress>, Vec<Decision>) {
        let (mut told, mut decisions): (Vec<EmailAddress>, Vec<Decision>) = (Vec::new(), Vec::new());
        let mut next = Some(self.choose());
        while let Some(decision) = next {
            told.extend(decision.readers.iter().map(|reader| self.roster.mailbox(reader.to).0.address));
            let knows = |address: &EmailAddress| told.contains(address);
            let more = decisions.len() < 10;
            next = choose_next(&self.roster, self.dossier.as_ref(), decision.step, knows, self.today)
                .filter(|_| more);
            decisions.push(decision);
        }
        (told, decisions)
    }
}

fn all_different(addresses: &[EmailAddress]) -> bool {
    addresses.iter().map(EmailAddress::key).collect::<BTreeSet<_>>().len() == addresses.len()
}

proptest! {
    #[test]
    fn somebody_always_hears(scene in any_scene()) {
        prop_assert!(!scene.choose().readers.is_empty());
    }

    #[test]
    fn every_reader_may_hear_and_has_a_mailbox(scene in any_scene()) {
        let decisions = scene.in_turn().1;
        for (decision, reader) in decisions.iter().flat_map(|d| d.readers.iter().map(move |r| (d, r))) {
            let (mailbox, language) = scene.roster.mailbox(reader.to);
            let expected = scene.expected(decision.step, reader);
            prop_assert_eq!(Some((&mailbox.address, language)), expected);
            prop_assert_eq!(scene.roster.address(reader.to), Some(&mailbox.address));
        }
    }

    #[test]
    fn one_address_gets_one_mail(scene in any_scene()) {
        let decision = scene.choose();
        let addresses: Vec<_> = decision.readers.iter().map(|r| scene.roster.mailbox(r.to).0.address).collect();
        prop_assert!(all_different(&addresses));
    }

    #[test]
    fn who_left_never_hears(scene in any_scene()) {
        for decision in scene.in_turn().1 {
            for reader in &decision.readers {
                for id in [reader.instead_of, decision.because(&scene.roster, reader).employee_id] {
                    prop_assert!(id.is_none_or(|id| scene.roster.employees[&id].active));
                }
            }
        }
    }

    #[test]
    fn whoever_was_chosen_by_name_and_may_hear_hears_or_their_deputy_does(scene in any_scene()) {
        let decision = scene.choose();
        let heard: Vec<_> = decision.readers.iter().map(|r| scene.roster.mailbox(r.to).0.address).collect();
        for choice in scene.choices() {
            let Choice::Employee(id) = choice else { continue };
            let chosen = scene.roster.employees.get(id).filter(|chosen| scene.may_hear(chosen));
            let Some(chosen) = chosen else {
                prop_assert!(decision.left_out.iter().any(|left_out| left_out.who == *choice));
                continue;
            };
            let deputy = chosen.deputy(scene.today).and_then(|deputy| scene.roster.employees.get(&deputy));
            let hears = deputy.filter(|deputy| scene.may_hear(deputy)).unwrap_or(chosen);
            prop_assert_eq!(decision.step, Step::Personalised);
            prop_assert!(heard.contains(&hears.email));
        }
    }

    #[test]
    fn a_deputy_reads_for_somebody_else_who_is_absent_and_named_them(scene in any_scene()) {
        for reader in scene.in_turn().1.iter().flat_map(|decision| &decision.readers) {
            let Some(absent) = reader.instead_of else { continue };
            let absence = scene.roster.employees[&absent].absence.filter(|a| a.holds(scene.today));
            let deputy = absence.and_then(|absence| absence.deputy_id).unwrap();
            prop_assert_eq!(Target::Employee(deputy), reader.to);
            prop_assert_ne!(deputy, absent);
        }
    }

    #[test]
    fn the_standard_has_one_reader_and_says_truly_what_was_passed_over(scene in any_scene()) {
        let decision = scene.choose();
        if decision.step == Step::Personalised {
            prop_assert!(decision.skipped.is_empty());
            prop_assert!(decision.readers.iter().all(|r| r.chosen.is_some_and(|c| scene.choices().contains(&c))));
        } else {
            let step = match decision.readers[..] {
                [Reader { to: Target::Employee(_), chosen: None, .. }] => Step::DossierManager,
                [Reader { to: Target::ClientGroup(_), chosen: None, .. }] => Step::ClientGroup,
                [Reader { to: Target::FunctionalAddress, chosen: None, .. }] => Step::FunctionalAddress,
                [Reader { to: Target::CommunicationAddress, chosen: None, .. }] => Step::CommunicationAddress,
                _ => return Err(TestCaseError::fail("one reader, and nobody chose them")),
            };
            prop_assert_eq!(decision.step, step);
            let skipped: Vec<_> = decision.skipped.iter().map(|skipped| skipped.step).collect();
            let before: Vec<_> = scene.steps().into_iter().take_while(|asked| *asked != step).collect();
            prop_assert_eq!(skipped, before);
            prop_assert!(decision.skipped.iter().all(|skipped| scene.is_true(*skipped)));
        }
    }

    #[test]
    fn the_same_office_decides_the_same_in_whatever_order_it_was_read(scene in any_scene()) {
        let Roster { office, employees, groups, chosen } = scene.roster.clone();
        let mut employees: Vec<_> = employees.into_iter().collect();
        employees.reverse();
        let employees = employees.into_iter().collect();
        let again = Scene { roster: Roster { office, employees, groups, chosen }, ..scene.clone() };
        prop_assert_eq!(scene.choose(), scene.choose());
        prop_assert_eq!(scene.choose(), again.choose());
    }

    #[test]
    fn what_nobody_closes_is_told_to_each_address_once_and_ends_at_the_communication_address(scene in any_scene()) {
        let (told, decisions) = scene.in_turn();
        prop_assert!(decisions.len() <= Step::ALL.len());
        prop_assert!(all_different(&told));
        prop_assert!(told.contains(&scene.roster.office.communication_address));
        for pair in decisions.windows(2) {
            let (heard, next) = (pair[0].step, pair[1].step);
            let skipped: Vec<_> = pair[1].skipped.iter().map(|skipped| skipped.step).collect();
            let between: Vec<_> =
                scene.steps().into_iter().filter(|step| *step > heard && *step < next).collect();
            prop_assert!(heard < next);
            prop_assert_eq!(skipped, between);
        }
    }

    #[test]
    fn the_next_never_knows_already(
        scene in any_scene(),
        heard in select(&Step::ALL[..]),
        told in vec(any_address(), 0..6),
    ) {
        let knows = |address: &EmailAddress| told.contains(address);
        let next = choose_next(&scene.roster, scene.dossier.as_ref(), heard, knows, scene.today);
        let Some(decision) = next else {
            let last = &scene.roster.office.communication_address;
            prop_assert!(heard == Step::CommunicationAddress || knows(last));
            return Ok(());
        };
        prop_assert!(decision.step > heard && decision.readers.len() == 1);
        let address = scene.roster.mailbox(decision.readers[0].to).0.address;
        prop_assert!(!knows(&address));
        for skipped in decision.skipped {
            prop_assert!(skipped.reason == SkipReason::ToldBefore || scene.is_true(skipped));
        }
    }

    #[test]
    fn every_because_reads_back_as_it_was_stored(scene in any_scene(), open_for_hours in option::of(1..200_u32)) {
        for decision in scene.in_turn().1 {
            for reader in &decision.readers {
                let because = Because { open_for_hours, ..decision.because(&scene.roster, reader) };
                let stored = serde_json::to_string(&because).unwrap();
                prop_assert_eq!(serde_json::from_str::<Because>(&stored).unwrap(), because);
            }
        }
    }
}
