//! What waits for a connection to the relay, taken from one office after the other.

use std::collections::VecDeque;

/// Things of several owners. Each owner's keep their order; whoever has many waiting delays another one's only thing by one
/// of each owner.
#[derive(Debug, Clone)]
pub struct Rounds<K, T> {
    owners: VecDeque<(K, VecDeque<T>)>,
    len: usize,
}

impl<K, T> Default for Rounds<K, T> {
    fn default() -> Self {
        Self { owners: VecDeque::new(), len: 0 }
    }
}

impl<K: PartialEq, T> Rounds<K, T> {
    /// Adds one thing, behind what its owner has here. There are a few hundred owners at most: they are looked through.
    pub fn push(&mut self, owner: K, thing: T) {
        match self.owners.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, things)) => things.push_back(thing),
            None => self.owners.push_back((owner, VecDeque::from([thing]))),
        }
        self.len += 1;
    }

    /// The first thing of the owner whose turn it is.
    pub fn pop(&mut self) -> Option<T> {
        let (owner, mut things) = self.owners.pop_front()?;
        let thing = things.pop_front();
        if !things.is_empty() {
            self.owners.push_back((owner, things));
        }
        self.len -= usize::from(thing.is_some());
        thing
    }

    /// How many things wait.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Takes everything for which this is true.
    pub fn take(&mut self, is_to_go: impl Fn(&T) -> bool) -> Vec<T> {
        let mut gone = Vec::new();
        for (_, things) in &mut self.owners {
            let (go, stay): (VecDeque<T>, _) = things.drain(..).partition(&is_to_go);
            gone.extend(go);
            *things = stay;
        }
        self.owners.retain(|(_, things)| !things.is_empty());
        self.len -= gone.len();
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut rounds: Rounds<char, u32>) -> Vec<u32> {
        std::iter::from_fn(|| rounds.pop()).collect()
    }

    #[test]
    fn one_mail_goes_before_the_rest_of_a_hundred() {
        let mut rounds = Rounds::default();
        (0..100).for_each(|n| rounds.push('a', n));
        assert_eq!(rounds.pop(), Some(0));
        rounds.push('b', 1000);
        assert_eq!((rounds.pop(), rounds.pop(), rounds.len()), (Some(1), Some(1000), 98));
    }

    #[test]
    fn owners_take_turns_and_each_keeps_its_order() {
        let mut rounds = Rounds::default();
        for (owner, thing) in [('a', 1), ('a', 2), ('a', 3), ('b', 11), ('c', 21), ('c', 22)] {
            rounds.push(owner, thing);
        }
        assert_eq!(all(rounds), [1, 11, 21, 2, 22, 3]);
    }

    #[test]
    fn what_is_taken_out_leaves_nobody_behind() {
        let mut rounds = Rounds::default();
        for (owner, thing) in [('a', 1), ('b', 2), ('b', 3), ('c', 4)] {
            rounds.push(owner, thing);
        }
        assert_eq!(rounds.take(|thing| thing % 2 == 0), [2, 4]);
        assert_eq!(rounds.len(), 2);
        assert_eq!(all(rounds.clone()), [1, 3]);
        assert_eq!(rounds.take(|_| true), [1, 3]);
        assert!(rounds.is_empty() && rounds.pop().is_none());
    }
}
