//! The columns of `ROWS(…)`, and rows turned into them: PostgreSQL takes many rows as an array for each column.

use serde::Serialize;
use serde_json::Value;
use sqlx::{Arguments as _, error::BoxDynError, postgres::PgArguments};
use uuid::Uuid;

/// A column of `ROWS(…)`.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: String,
}

impl Column {
    /// Reads `name type`.
    pub(super) fn read(text: &str) -> Self {
        let (name, kind) = text.trim().split_once(' ').unwrap_or((text.trim(), "text"));
        Self { name: name.to_owned(), kind: kind.to_owned() }
    }

    /// How SQLite reads it out of a row in JSON.
    pub(super) fn out_of_json(&self) -> String {
        let Self { name, kind } = self;
        match &**kind {
            "uuid" => format!("unhex(value ->> '{name}', '-') AS {name}"),
            _ => format!("value ->> '{name}' AS {name}"),
        }
    }

    /// Binds its value of every row.
    fn bind(&self, arguments: &mut PgArguments, rows: &mut [Value]) -> Result<(), BoxDynError> {
        let name = &self.name;
        let cells = rows.iter_mut().map(|row| row.get_mut(name).map_or(Value::Null, Value::take));
        match &*self.kind {
            "uuid" => arguments
                .add(all(name, cells, |cell| cell.as_str().and_then(|text| Uuid::parse_str(text).ok()))?),
            "bigint" => arguments.add(all(name, cells, |cell| cell.as_i64())?),
            "boolean" => arguments.add(all(name, cells, |cell| cell.as_bool())?),
            _ => arguments.add(all(name, cells, |cell| match cell {
                Value::String(text) => Some(text),
                _ => None,
            })?),
        }
    }
}

/// Each cell read, unless it is null; an error when one is not of the column's type.
fn all<T>(
    column: &str,
    cells: impl Iterator<Item = Value>,
    read: impl Fn(Value) -> Option<T>,
) -> Result<Vec<Option<T>>, BoxDynError> {
    cells
        .map(|cell| match cell {
            Value::Null => Ok(None),
            cell => {
                read(cell).map(Some).ok_or_else(|| format!("{column}: a value is not of its type").into())
            }
        })
        .collect()
}

/// Binds rows, an array for each column.
pub(super) fn bind<T: Serialize>(
    arguments: &mut PgArguments,
    columns: &[Column],
    rows: &[T],
) -> Result<(), BoxDynError> {
    let mut rows = rows.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>()?;
    columns.iter().try_for_each(|column| column.bind(arguments, &mut rows))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_that_is_not_of_its_columns_type_is_an_error() {
        let columns = [Column::read("id uuid"), Column::read(" n bigint")];
        let bind = |row: Value| bind(&mut PgArguments::default(), &columns, &[row]);
        assert!(bind(json!({"n": 3, "more": []})).is_ok());
        let error = bind(json!({"id": "no id"})).unwrap_err().to_string();
        assert_eq!(error, "id: a value is not of its type");
        assert!(bind(json!({"n": "3"})).is_err());
    }
}
