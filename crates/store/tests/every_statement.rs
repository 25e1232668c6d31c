//! Every SQL text of this crate is prepared against the migrated tables of both databases, so that a column that
//! does not exist or a word that only one of the two knows is seen without running the function that holds it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's helpers may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use store::Db;

/// The statements of one file: whatever stands in `.query(…)` or `let sql = …;`, with its macros written out.
fn statements(file: &Path) -> Vec<String> {
    let source = fs::read_to_string(file).unwrap();
    let texts = source
        .split(".query(")
        .skip(1)
        .map(|rest| up_to_the_end(rest, ')'))
        // `.query(sql)` is found where `sql` is made; in `write(tx, sql, …)` it is made by the caller.
        .filter(|text| text.trim() != "sql")
        .chain(source.split("let sql =").skip(1).map(|rest| up_to_the_end(rest, ';')));
    let statement = |text: &str| {
        let prefix = if text.contains("select!(") || text.contains("select_tracked!(") {
            select(&source)
        } else {
            String::new()
        };
        let columns = format!("\"{}\"", macro_text(&source, "columns"));
        let sql: String = prefix + &literals(&text.replace("columns!()", &columns)).collect::<String>();
        let first = sql.split_whitespace().next().unwrap_or_default();
        let known = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first);
        assert!(known, "{}: this is no statement: {text}", file.display());
        sql
    };
    texts.map(statement).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The text up to where the bracket or statement that it begins in ends; brackets and marks in strings do not count.
fn up_to_the_end(rest: &str, end: char) -> &str {
    let (mut depth, mut quoted) = (0, false);
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            c if c == end && depth == 0 => return &rest[..at],
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    panic!("no end: {rest}");
}

/// What `select!` and `select_tracked!` put in front.
fn select(source: &str) -> String {
    match macro_text(source, "select") {
        own if own.is_empty() => {
            let mails = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mails.rs");
            macro_text(&fs::read_to_string(mails).unwrap(), "select_tracked")
        }
        own => own,
    }
}

fn macro_text(source: &str, name: &str) -> String {
    let (_, body) = source.split_once(&format!("macro_rules! {name} {{")).unwrap_or_default();
    literals(body).next().unwrap_or_default()
}

fn literals(source: &str) -> impl Iterator<Item = String> + '_ {
    source.split('"').skip(1).step_by(2).map(str::to_owned)
}

async fn every_statement_is_accepted(db: &Db) {
    db.migrate().await.unwrap();
    let mut count = 0;
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        // What spells the dialect holds none of its statements.
        let name = file.file_name().unwrap_or_default();
        if name == "db.rs" || file.parent().is_some_and(|folder| folder.ends_with("db")) {
            continue;
        }
        for sql in statements(&file) {
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
