//! An office imports a list, through the front door, on a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail anywhere")]

mod example;
mod lists;
mod place;
mod refusals;
mod scale;

/// Each of these on SQLite, and on PostgreSQL where there is one.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                let place = crate::place::Place::sqlite().await;
                super::$name(&place).await;
                place.close().await;
            })+
        }
        mod postgresql {
            $(#[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn $name() {
                let place = crate::place::Place::postgres().await;
                super::$name(&place).await;
                place.close().await;
            })+
        }
    };
}
use on_both_databases;
