//! How much of everything: as the figures need it, or just enough to see that it works.

#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Whether Postfix is asked too, which needs root.
    pub(crate) postfix: bool,
    pub(crate) raw_mails: usize,
    /// Bytes of a mail that we make ourselves.
    pub(crate) mail_bytes: usize,
    /// End to end, and where nothing else is said.
    pub(crate) mails: usize,
    pub(crate) events: usize,
    pub(crate) latency_mails: usize,
    /// About how long to send to a relay that is far away.
    pub(crate) far_seconds: usize,
    /// What the other office has queued.
    pub(crate) queued: usize,
    pub(crate) singles: usize,
    pub(crate) finished: usize,
    pub(crate) memory_steps: usize,
    pub(crate) memory_step: usize,
    pub(crate) worker_mails: usize,
    pub(crate) signatures: usize,
}

impl Sizes {
    pub(crate) const FULL: Self = Self {
        postfix: true,
        raw_mails: 200_000,
        mail_bytes: 6_000,
        mails: 20_000,
        events: 20_000,
        latency_mails: 100,
        far_seconds: 4,
        queued: 100_000,
        singles: 100,
        finished: 1_000_000,
        memory_steps: 10,
        memory_step: 20_000,
        worker_mails: 10_000,
        signatures: 2_000,
    };

    pub(crate) const SHORT: Self = Self {
        postfix: false,
        raw_mails: 5_000,
        mail_bytes: 6_000,
        mails: 2_000,
        events: 1_000,
        latency_mails: 10,
        far_seconds: 1,
        queued: 1_000,
        singles: 10,
        finished: 4_000,
        memory_steps: 2,
        memory_step: 1_000,
        worker_mails: 500,
        signatures: 20,
    };
}
