//! The words of the dialect that the two databases spell differently (`docs/sql.md`).

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use super::{Kind, columns::Column};

/// A statement as one of the two spells it.
#[derive(Debug, Clone)]
pub(super) struct Spelled {
    pub(super) sql: Arc<str>,
    /// The columns of its `ROWS(…)`, if it has one.
    pub(super) columns: Arc<[Column]>,
}

/// The statement as this database spells it. Each is spelled once and kept.
pub(super) fn spelled(sql: &'static str, kind: Kind) -> Spelled {
    // By where it stands, which is for good: reading a statement of a thousand letters takes longer than finding it.
    type Known = RwLock<HashMap<(usize, usize, Kind), Spelled>>;
    static KNOWN: LazyLock<Known> = LazyLock::new(Known::default);
    let place = (sql.as_ptr().addr(), sql.len(), kind);
    if let Some(known) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&place) {
        return known.clone();
    }
    let spelled = spell(sql, kind);
    KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert(place, spelled.clone());
    spelled
}

fn spell(sql: &str, kind: Kind) -> Spelled {
    let for_update = if kind == Kind::Postgres { "FOR NO KEY UPDATE" } else { "" };
    let skip_locked = if kind == Kind::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let nobody_holds =
        if kind == Kind::Postgres { "pg_try_advisory_xact_lock_shared(" } else { "coalesce(TRUE, " };
    let sql = sql.replace("FOR_UPDATE", for_update).replace("SKIP_LOCKED", skip_locked);
    let sql = sql.replace("NOBODY_HOLDS(", nobody_holds);
    let sql = among(sql, kind);
    let (sql, columns) = rows(sql, kind);
    Spelled { sql: sql.into(), columns: columns.into() }
}

/// `ROWS(name type, …)`.
fn rows(sql: String, kind: Kind) -> (String, Vec<Column>) {
    let Some((before, rest)) = sql.split_once("ROWS(") else { return (sql, Vec::new()) };
    let Some((list, after)) = rest.split_once(')') else { return (sql, Vec::new()) };
    let columns: Vec<Column> = list.split(',').map(Column::read).collect();
    let table = match kind {
        // An array for each column. Reading JSON costs PostgreSQL ten times as much (measured).
        Kind::Postgres => {
            let arrays = columns.iter().enumerate();
            let arrays: Vec<_> = arrays.map(|(n, c)| format!("CAST(${} AS {}[])", n + 1, c.kind)).collect();
            let names: Vec<_> = columns.iter().map(|column| &*column.name).collect();
            format!("unnest({}) AS r ({})", arrays.join(", "), names.join(", "))
        }
        // JSONB: `json_each` would write each row as text, and each `->>` would parse it again (a third of all the time
        // that the database took, measured).
        Kind::Sqlite => {
            let values: Vec<_> = columns.iter().map(Column::out_of_json).collect();
            format!("(SELECT {} FROM jsonb_each($1)) AS r", values.join(", "))
        }
    };
    let taken = if kind == Kind::Postgres { columns.len() } else { 1 };
    (format!("{}{table}{}", moved(before, taken), moved(after, taken)), columns)
}

/// The numbers of the values that come after the rows, which took the first so many.
fn moved(sql: &str, taken: usize) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let number: usize = part[..digits].parse().unwrap_or_default();
        text.push_str(&format!("${}{}", number + taken - 1, &part[digits..]));
    }
    text
}

/// `AMONG(…)`, up to the bracket that closes it.
fn among(sql: String, kind: Kind) -> String {
    let Some((before, rest)) = sql.split_once("AMONG(") else { return sql };
    let mut depth = 1;
    let end = rest.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    });
    let (inner, after) = rest.split_at(end.unwrap_or(rest.len()));
    match kind {
        Kind::Postgres => format!("{before}= ANY (ARRAY({inner}){after}"),
        Kind::Sqlite => format!("{before}IN ({inner}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_arrays_on_one_and_json_on_the_other() {
        let sql = "UPDATE t SET a = $3 FROM ROWS(id uuid, n bigint) WHERE t.id = r.id AND x = $2";
        assert_eq!(
            &*spell(sql, Kind::Postgres).sql,
            "UPDATE t SET a = $4 FROM unnest(CAST($1 AS uuid[]), CAST($2 AS bigint[])) AS r (id, n) \
             WHERE t.id = r.id AND x = $3"
        );
        assert_eq!(
            &*spell(sql, Kind::Sqlite).sql,
            "UPDATE t SET a = $3 FROM (SELECT unhex(value ->> 'id', '-') AS id, value ->> 'n' AS n \
             FROM jsonb_each($1)) AS r WHERE t.id = r.id AND x = $2"
        );
    }

    #[test]
    fn what_nobody_can_hold_is_held_by_nobody_and_nothing_else_is_said() {
        let sql = "SELECT n FROM t WHERE n <> $1 AND NOBODY_HOLDS(n)";
        assert_eq!(&*spell(sql, Kind::Sqlite).sql, "SELECT n FROM t WHERE n <> $1 AND coalesce(TRUE, n)");
        let postgres = "SELECT n FROM t WHERE n <> $1 AND pg_try_advisory_xact_lock_shared(n)";
        assert_eq!(&*spell(sql, Kind::Postgres).sql, postgres);
    }

    #[test]
    fn a_statement_without_rows_keeps_its_numbers() {
        let sql = "SELECT $1, $2 WHERE a AMONG(SELECT b(c) LIMIT $3) FOR_UPDATE";
        assert_eq!(&*spell(sql, Kind::Sqlite).sql, "SELECT $1, $2 WHERE a IN (SELECT b(c) LIMIT $3) ");
        let postgres = "SELECT $1, $2 WHERE a = ANY (ARRAY(SELECT b(c) LIMIT $3)) FOR NO KEY UPDATE";
        assert_eq!(&*spell(sql, Kind::Postgres).sql, postgres);
    }
}
