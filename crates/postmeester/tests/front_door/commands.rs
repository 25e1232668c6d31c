//! The commands, as somebody types them.

use serde_json::Value;

use crate::harness::{Installation, on_both, program};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn demo_once_prints_the_decision_the_mail_and_the_link() {
    let mut command = std::process::Command::new(program());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("POSTMEESTER_")) {
        command.env_remove(name);
    }
    let output = command.args(["demo", "--once"]).output().unwrap();
    let out = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    for expected in [
        "dossier manager",
        "sends, as \"Griet Vandenbroucke\"",
        "Subject: ",
        "zoe@dewafel.example",
        "handed over",
    ] {
        assert!(out.contains(expected), "{expected:?} is missing in:\n{out}");
    }
    let link = out.lines().find_map(|line| line.strip_prefix("link: ")).unwrap();
    assert!(out.matches(link).count() >= 2, "the mail holds the link that is printed");
}

on_both! {
    async fn explain_says_what_the_api_says(database) {
        let installation = Installation::start(database).await;
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        let explained = installation.command(&["explain", "--office", &office, "--dossier", &dossier]);
        let out = text(&explained.stdout);
        assert!(out.contains("no manager") && out.contains("info@kantoor.example"), "{out}");
        let json = installation.command(&["explain", "--office", &office, "--dossier", &dossier, "--json"]);
        let json: Value = serde_json::from_slice(&json.stdout).unwrap();
        let (_, answer) =
            installation.api("GET", &format!("/offices/{office}/dossiers/{dossier}/welcome-sender"), Value::Null).await;
        assert_eq!((&json["step"], &json["skipped"]), (&answer["step"], &answer["skipped"]));
        let nothing = installation.command(&["explain", "--office", &office, "--dossier", &office]);
        assert!(!nothing.status.success());
    }
}

on_both! {
    async fn doctor_finds_what_is_wrong_and_says_what_to_do(database) {
        let mut installation = Installation::start(database).await;
        let well = installation.command(&["doctor"]);
        assert!(well.status.success(), "{}", text(&well.stdout));
        installation.sink.go_down().await;
        let ill = installation.command(&["doctor"]);
        assert!(!ill.status.success());
        assert!(text(&ill.stdout).contains("FAULT  relay"), "{}", text(&ill.stdout));
        installation.stop().await;
    }
}

on_both! {
    /// An office's key reaches its office and no other.
    async fn an_api_key_is_printed_alone_and_works(database) {
        let mut installation = Installation::start(database).await;
        let (here, there) = (installation.office("Hier").await, installation.office("Daar").await);
        let made = installation.command(&["api-key", "create", "--office", &here]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        assert_eq!(text(&made.stdout).lines().count(), 1);
        installation.operator = text(&made.stdout).trim().to_owned();
        assert_eq!(installation.api("GET", &format!("/offices/{here}"), Value::Null).await.0, 200);
        assert_eq!(installation.api("GET", &format!("/offices/{there}"), Value::Null).await.0, 404);
        let none = installation.command(&["api-key", "create", "--office", "00000000-0000-7000-8000-000000000000"]);
        assert!(!none.status.success());
    }
}

/// A copy that is made while the program runs is a whole database.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_a_whole_database() {
    let installation = Installation::start(crate::harness::Database::Sqlite).await;
    let office = installation.office("Kantoor Peeters").await;
    let copy = installation.data_folder().join("copy.db");
    let made = installation.command(&["backup", &copy.display().to_string()]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let again = installation.command(&["backup", &copy.display().to_string()]);
    assert!(!again.status.success(), "nothing is overwritten");
    let db = store::Db::open(&format!("sqlite:{}", copy.display()), 1).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let found = store::offices::find(&mut tx, office.parse().unwrap()).await.unwrap();
    assert_eq!(found.unwrap().name.as_str(), "Kantoor Peeters");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_serve_on_one_data_folder_is_refused() {
    let installation = Installation::start(crate::harness::Database::Sqlite).await;
    let second = installation.command(&["serve"]);
    assert!(!second.status.success());
    assert!(text(&second.stderr).contains("another process"), "{}", text(&second.stderr));
    let worker = installation.command(&["worker"]);
    assert!(text(&worker.stderr).contains("postgres"), "{}", text(&worker.stderr));
}

on_both! {
    /// With another secret key every link would be worthless: the program does not start.
    async fn another_secret_key_is_refused(database) {
        let mut installation = Installation::start(database).await;
        installation.stop().await;
        std::fs::write(installation.data_folder().join("secret.key"), "A".repeat(43)).unwrap();
        let output = installation.command(&["serve"]);
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains("another secret key"), "{}", text(&output.stderr));
    }
}
