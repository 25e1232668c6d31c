//! Many finished mails out of a few: each row is copied with SQL, under new ids.
//!
//! An id begins with the time at which it was made; the second byte of that becomes the number of the copy, so that the
//! copies are some decades older than what is there, and different from it. Which tables and columns there are is asked of the
//! database, so that little of its schema is known here.

use anyhow::ensure;

use super::Database;

/// What is multiplied, in the order of their references; those of them that there are.
const TABLES: [&str; 5] = ["events", "mails", "deliveries", "endings", "attempts"];
/// Columns that hold the id of something that is multiplied.
const IDS: [&str; 4] = ["id", "mail_id", "event_id", "told_with"];

/// Makes each row so many.
pub(crate) fn multiply(database: &Database<'_>, times: usize) -> anyhow::Result<()> {
    ensure!(times < 128, "too many copies for the ids that are made here");
    let mut sql = String::new();
    for table in TABLES {
        let columns = columns(database, table)?;
        if columns.is_empty() {
            continue;
        }
        let value = |column: &String| {
            if IDS.contains(&column.as_str()) { new_id(database, column) } else { column.clone() }
        };
        let values: Vec<_> = columns.iter().map(value).collect();
        let (into, values, numbers) = (columns.join(", "), values.join(", "), numbers(database, times));
        sql += &format!(
            "INSERT INTO {table} ({into}) {numbers} SELECT {values} FROM {table}, copy WHERE n < {times};\n"
        );
    }
    sql += match database {
        Database::Sqlite(_) => "PRAGMA wal_checkpoint(TRUNCATE);",
        // As autovacuum does where a database became this large in its own time.
        Database::Postgres(..) => "ANALYZE;",
    };
    database.sql(&sql).map(drop)
}

fn columns(database: &Database<'_>, table: &str) -> anyhow::Result<Vec<String>> {
    let told = database.sql(&match database {
        Database::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
        Database::Postgres(..) => {
            format!("SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'")
        }
    })?;
    Ok(told.lines().map(str::to_owned).collect())
}

/// The numbers of the copies, and one more.
fn numbers(database: &Database<'_>, times: usize) -> String {
    match database {
        Database::Sqlite(_) => format!(
            "WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {times})"
        ),
        Database::Postgres(..) => format!("WITH copy AS (SELECT n FROM generate_series(1, {times}) n)"),
    }
}

/// An id in copy `n`. On SQLite ids are blobs, and `char` makes one byte of a number below 128.
fn new_id(database: &Database<'_>, column: &str) -> String {
    match database {
        Database::Sqlite(_) => {
            format!("CAST(substr({column}, 1, 1) || char(n) || substr({column}, 3) AS BLOB)")
        }
        Database::Postgres(..) => {
            format!("overlay({column}::text PLACING lpad(to_hex(n), 2, '0') FROM 3)::uuid")
        }
    }
}
