//! What the sink has counted, and the counters that every connection shares.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What happened since the start, or since [`Sink::clear`](crate::Sink::clear).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Mails accepted, also those whose reply was never sent ([`Then::DropAfterAccept`](crate::Then)).
    pub accepted: u64,
    /// Different Message-IDs among them.
    pub distinct_message_ids: u64,
    /// Mails accepted with a Message-ID that had been accepted before.
    pub duplicates: u64,
    /// Mails accepted without a Message-ID.
    pub without_message_id: u64,
    /// Octets of content accepted, dot-unstuffed.
    pub bytes: u64,
    /// Connections opened, also those turned away because there were too many.
    pub connections: u64,
    /// Connections open now.
    pub open: u64,
    /// The most connections that were open at once.
    pub most_open: u64,
    /// Replies of 4xx and 5xx, ordered by a fault or not.
    pub refused: u64,
    /// Times a client sent on after a command that must end its group, such as DATA (RFC 2920, 3.1).
    pub out_of_turn: u64,
}

/// The counters that are not about mails.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// Never reset: it numbers the connections.
    numbered: AtomicU64,
    connections: AtomicU64,
    open: AtomicU64,
    most_open: AtomicU64,
    refused: AtomicU64,
    out_of_turn: AtomicU64,
}

impl Traffic {
    /// Counts a connection in, and gives it its number.
    pub(crate) fn opened(&self) -> u64 {
        self.connections.fetch_add(1, Relaxed);
        let open = self.open.fetch_add(1, Relaxed) + 1;
        self.most_open.fetch_max(open, Relaxed);
        self.numbered.fetch_add(1, Relaxed) + 1
    }

    /// How many are open now.
    pub(crate) fn open(&self) -> usize {
        usize::try_from(self.open.load(Relaxed)).unwrap_or(usize::MAX)
    }

    pub(crate) fn closed(&self) {
        self.open.fetch_sub(1, Relaxed);
    }

    /// A connection that was turned away at the door: opened, but never open.
    pub(crate) fn turned_away(&self) {
        self.connections.fetch_add(1, Relaxed);
        self.refused();
    }

    pub(crate) fn refused(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    pub(crate) fn out_of_turn(&self) {
        self.out_of_turn.fetch_add(1, Relaxed);
    }

    /// Zero, except for the connections that are still open.
    pub(crate) fn clear(&self) {
        self.connections.store(0, Relaxed);
        self.most_open.store(self.open.load(Relaxed), Relaxed);
        self.refused.store(0, Relaxed);
        self.out_of_turn.store(0, Relaxed);
    }

    pub(crate) fn add_to(&self, counts: Counts) -> Counts {
        Counts {
            connections: self.connections.load(Relaxed),
            open: self.open.load(Relaxed),
            most_open: self.most_open.load(Relaxed),
            refused: self.refused.load(Relaxed),
            out_of_turn: self.out_of_turn.load(Relaxed),
            ..counts
        }
    }
}
