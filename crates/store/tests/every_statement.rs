//! Every SQL text of this crate is prepared against the migrated tables of both databases, so that a column that
//! does not exist or a word that only one of the two knows is seen without running the function that holds it.

use std::{fs, path::Path};

use store::Db;

/// The statements of one file: whatever stands in `.query(…)` or `let sql = …;`, with its macros written out.
fn statements(source: &str) -> Vec<String> {
    let macro_text = |name: &str| {
        let (_, body) = source.split_once(&format!("macro_rules! {name} {{")).unwrap_or_default();
        literals(body).next().unwrap_or_default()
    };
    let columns = macro_text("columns");
    let prefix = if source.contains("macro_rules! select_tracked") {
        macro_text("select_tracked")
    } else if source.contains("select_tracked!(") {
        let mails = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mails.rs")).unwrap();
        literals(mails.split_once("macro_rules! select_tracked {").unwrap().1).next().unwrap()
    } else {
        macro_text("select")
    };
    let mut found = Vec::new();
    for (start, end) in
        [(".query(", ")\n"), (".query(", ").bind"), (".query(", ").fetch"), ("let sql =", ";\n")]
    {
        for rest in source.split(start).skip(1) {
            let text = rest.split(end).next().unwrap();
            let expanded = text.replace("columns!()", &format!("\"{columns}\""));
            let expanded = if text.contains("select!(") || text.contains("select_tracked!(") {
                format!("\"{prefix}\" {expanded}")
            } else {
                expanded
            };
            let sql: String = literals(&expanded).collect();
            let first = sql.split_whitespace().next().unwrap_or_default();
            if ["SELECT", "INSERT", "UPDATE", "DELETE"].contains(&first) && balanced(&sql) && balanced(text) {
                found.push(sql);
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn balanced(text: &str) -> bool {
    text.matches('(').count() == text.matches(')').count() && text.matches('"').count() % 2 == 0
}

fn literals(source: &str) -> impl Iterator<Item = String> + '_ {
    source.split('"').skip(1).step_by(2).map(str::to_owned)
}

async fn every_statement_is_accepted(db: &Db) {
    db.migrate().await.unwrap();
    let mut count = 0;
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let file = file.unwrap().path();
        if file.file_name().is_some_and(|name| name == "db.rs") {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        let written = source.matches(".query(").count();
        let found = statements(&source);
        assert!(found.len() >= written.min(1), "{}: no statement found of {written}", file.display());
        for sql in found {
            count += 1;
            let sql: &'static str = sql.leak();
            if let Err(error) = db.check(sql).await {
                panic!("{}: {error}\n{sql}", file.display());
            }
        }
    }
    assert!(count > 50, "only {count} statements were found");
    eprintln!("{count} statements prepared");
}

#[tokio::test]
async fn every_statement_is_accepted_by_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display()), 2).await.unwrap();
    every_statement_is_accepted(&db).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn every_statement_is_accepted_by_postgresql() {
    let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES");
    let admin = Db::open(&url, 1).await.unwrap();
    let name = format!("every_statement_{}", std::process::id());
    admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}"), 2).await.unwrap();
    every_statement_is_accepted(&db).await;
    db.close().await;
    admin.run_for_tests(&format!("DROP DATABASE {name}")).await.unwrap();
}
