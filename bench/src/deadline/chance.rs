//! Chance that is the same at every run: two runs differ only in what was asked for.

/// `SplitMix64`: small, and even enough for arrivals.
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to `end`, without `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        (self.share() * end as f64) as u64
    }

    /// Of the normal distribution (Box and Muller).
    pub(super) fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.share(), self.share());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    /// One of these, each as likely as it is heavy; `running` holds the sums of the weights so far.
    pub(super) fn weighted(&mut self, running: &[u64]) -> usize {
        let at = self.below(running.last().copied().unwrap_or(0));
        running.partition_point(|sum| *sum <= at)
    }
}
