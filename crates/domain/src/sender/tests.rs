//! The whole table: manager (none, active, inactive) × group (none, without, with address) × functional
//! address (none, normal, send-only) × `always_functional_sender`.

use super::*;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Has {
    None,
    Poor,
    Good,
}
use Has::{Good, None as No, Poor};

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: Name::parse(name).unwrap(), address: EmailAddress::parse(address).unwrap() }
}

/// `Poor` is an inactive manager, a group without an address, a send-only functional address.
fn context(manager: Has, group: Has, functional: Has, always_functional_sender: bool) -> SenderContext {
    let address = |text| EmailAddress::parse(text).unwrap();
    SenderContext {
        office_name: Name::parse("Kantoor Peeters").unwrap(),
        communication_address: address("info@kantoor.be"),
        functional_address: (functional != No).then(|| FunctionalAddress {
            address: address("portaal@kantoor.be"),
            send_only: functional == Poor,
        }),
        always_functional_sender,
        manager: (manager != No).then(|| DossierManager {
            mailbox: mailbox("An Claes", "an@kantoor.be"),
            active: manager == Good,
        }),
        client_group: (group != No)
            .then(|| ClientGroup { address: (group == Good).then(|| address("horeca@kantoor.be")) }),
    }
}

/// One line a case: who sends, where replies go, what was passed over.
fn told(decision: &SenderDecision) -> String {
    let skipped: Vec<_> = decision.skipped.iter().map(|s| format!("{:?}", s.reason)).collect();
    let reply = decision.reply_to.as_ref().map_or_else(String::new, |r| format!(" reply {}", r.local_part()));
    format!("{}{reply} [{}]", decision.from.address.local_part(), skipped.join(" "))
}

#[test]
fn every_case_of_the_table() {
    let table = [
        // manager, group, functional: usual order | functional first
        (
            No,
            No,
            No,
            "info [NoManager NoGroup NoFunctionalAddress]",
            "info [NoFunctionalAddress NoManager NoGroup]",
        ),
        (No, No, Good, "portaal [NoManager NoGroup]", "portaal []"),
        (No, No, Poor, "portaal reply info [NoManager NoGroup]", "portaal reply info []"),
        (
            No,
            Poor,
            No,
            "info [NoManager GroupWithoutAddress NoFunctionalAddress]",
            "info [NoFunctionalAddress NoManager GroupWithoutAddress]",
        ),
        (No, Poor, Good, "portaal [NoManager GroupWithoutAddress]", "portaal []"),
        (No, Poor, Poor, "portaal reply info [NoManager GroupWithoutAddress]", "portaal reply info []"),
        (No, Good, No, "horeca [NoManager]", "horeca [NoFunctionalAddress NoManager]"),
        (No, Good, Good, "horeca [NoManager]", "portaal []"),
        (No, Good, Poor, "horeca [NoManager]", "portaal reply horeca []"),
        (
            Poor,
            No,
            No,
            "info [ManagerInactive NoGroup NoFunctionalAddress]",
            "info [NoFunctionalAddress ManagerInactive NoGroup]",
        ),
        (Poor, No, Good, "portaal [ManagerInactive NoGroup]", "portaal []"),
        (Poor, No, Poor, "portaal reply info [ManagerInactive NoGroup]", "portaal reply info []"),
        (
            Poor,
            Poor,
            No,
            "info [ManagerInactive GroupWithoutAddress NoFunctionalAddress]",
            "info [NoFunctionalAddress ManagerInactive GroupWithoutAddress]",
        ),
        (Poor, Poor, Good, "portaal [ManagerInactive GroupWithoutAddress]", "portaal []"),
        (
            Poor,
            Poor,
            Poor,
            "portaal reply info [ManagerInactive GroupWithoutAddress]",
            "portaal reply info []",
        ),
        (Poor, Good, No, "horeca [ManagerInactive]", "horeca [NoFunctionalAddress ManagerInactive]"),
        (Poor, Good, Good, "horeca [ManagerInactive]", "portaal []"),
        (Poor, Good, Poor, "horeca [ManagerInactive]", "portaal reply horeca []"),
        (Good, No, No, "an []", "an [NoFunctionalAddress]"),
        (Good, No, Good, "an []", "portaal []"),
        (Good, No, Poor, "an []", "portaal reply an []"),
        (Good, Poor, No, "an []", "an [NoFunctionalAddress]"),
        (Good, Poor, Good, "an []", "portaal []"),
        (Good, Poor, Poor, "an []", "portaal reply an []"),
        (Good, Good, No, "an []", "an [NoFunctionalAddress]"),
        (Good, Good, Good, "an []", "portaal []"),
        (Good, Good, Poor, "an []", "portaal reply an []"),
    ];
    for (manager, group, functional, usual, functional_first) in table {
        for (always, expected) in [(false, usual), (true, functional_first)] {
            let decision = choose(&context(manager, group, functional, always));
            assert_eq!(told(&decision), expected, "{manager:?} {group:?} {functional:?} always={always}");
        }
    }
}

#[test]
fn the_manager_writes_under_their_own_name_and_the_others_under_the_offices() {
    assert_eq!(choose(&context(Good, No, No, false)).from.name.as_str(), "An Claes");
    for (group, functional) in [(Good, No), (No, Good), (No, No)] {
        assert_eq!(choose(&context(No, group, functional, false)).from.name.as_str(), "Kantoor Peeters");
    }
}
