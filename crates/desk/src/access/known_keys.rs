//! Keys that were found a moment ago, so that a program that posts a thousand events does not have the database look its
//! key up a thousand times. A key that was taken away works for that moment longer, in every process.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use tokio::time::Instant;

use super::Actor;

/// How long a key is remembered.
const MOMENT: Duration = Duration::from_secs(5);
/// When so many are remembered, all are forgotten: nobody has that many programs.
const MOST: usize = 10_000;

/// Keys by their hash.
#[derive(Default)]
pub(crate) struct KnownKeys(Mutex<HashMap<String, (Actor, Instant)>>);

impl KnownKeys {
    fn keys(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Actor, Instant)>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn find(&self, hash: &str) -> Option<Actor> {
        self.keys().get(hash).filter(|(_, found)| found.elapsed() < MOMENT).map(|(actor, _)| *actor)
    }

    pub(super) fn remember(&self, hash: String, actor: Actor) {
        let mut keys = self.keys();
        if keys.len() >= MOST {
            keys.clear();
        }
        keys.insert(hash, (actor, Instant::now()));
    }
}

#[cfg(test)]
mod tests {
    use domain::id::ApiKeyId;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_key_is_known_for_a_moment() {
        let (keys, actor) = (KnownKeys::default(), Actor::Operator(ApiKeyId::new(uuid::Uuid::nil())));
        keys.remember("hash".into(), actor);
        tokio::time::advance(Duration::from_secs(4)).await;
        assert_eq!((keys.find("hash"), keys.find("other")), (Some(actor), None));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(keys.find("hash"), None);
    }
}
