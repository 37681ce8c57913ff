//! Waiting for a wake-up, or for the time after which a look is due without one.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::Bus;

/// The least time between two looks of one ear: a flood of wake-ups is a hundred looks a second.
pub const LOOKS_APART: Duration = Duration::from_millis(10);

/// Hears wake-ups of one kind. Those that come while nobody waits count, all as one.
#[derive(Debug)]
pub struct Ear {
    bus: Bus,
    count: watch::Receiver<u64>,
    /// The count at the last look.
    seen: u64,
    looked_at: Option<Instant>,
}

impl Ear {
    pub(crate) fn new(bus: Bus, count: watch::Receiver<u64>) -> Self {
        let seen = *count.borrow();
        Self { bus, count, seen, looked_at: None }
    }

    /// Waits for a wake-up, at least [`LOOKS_APART`] after the last one. Dropping the future loses nothing.
    pub async fn told(&mut self) {
        let seen = self.seen;
        if self.count.wait_for(|count| *count != seen).await.is_err() {
            // The bus is gone, and with it whoever would tell.
            std::future::pending::<()>().await;
        }
        if let Some(at) = self.looked_at {
            tokio::time::sleep_until(at + LOOKS_APART).await;
        }
        self.seen = *self.count.borrow();
        self.looked_at = Some(Instant::now());
    }

    /// Waits until a look is due: after a wake-up, or without one once the pace of the bus asks for it.
    /// Dropping the future loses nothing.
    pub async fn look_is_due(&mut self) {
        let pace = self.bus.pace();
        tokio::select! {
            () = self.told() => {}
            () = tokio::time::sleep(pace) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, NatsOptions, Pace};

    fn linked(pace: Pace) -> Bus {
        let bus = Bus::default();
        let options = NatsOptions::new(&["nats://127.0.0.1:4222".to_owned()]).unwrap();
        bus.link(NatsOptions { pace, ..options }).unwrap();
        bus
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_told_before_counts_once_and_other_kinds_do_not() {
        let bus = linked(Pace::default());
        let mut ear = bus.ear(Kind::Calls);
        bus.wake(Kind::Calls);
        bus.wake(Kind::Calls);
        ear.told().await;
        bus.wake(Kind::News);
        let more = tokio::time::timeout(Duration::from_secs(60), ear.told()).await;
        assert!(more.is_err(), "one wake-up of another kind");
        bus.wake(Kind::Calls);
        ear.told().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_is_a_look_each_few_milliseconds() {
        let bus = linked(Pace::default());
        let (mut ear, begun) = (bus.ear(Kind::Calls), Instant::now());
        let mut looks = 0_u32;
        for _ in 0..1_000 {
            bus.wake(Kind::Calls);
            // A future that is dropped at any moment has heard nothing.
            while tokio::time::timeout(Duration::from_millis(1), ear.told()).await.is_ok() {
                looks += 1;
            }
        }
        let most = begun.elapsed().as_millis() / LOOKS_APART.as_millis() + 1;
        assert!((50..=most).contains(&u128::from(looks)), "{looks} looks, {most} at most");
        tokio::time::sleep(LOOKS_APART).await;
        bus.wake(Kind::Calls);
        ear.told().await;
    }

    #[tokio::test(start_paused = true)]
    async fn looks_are_rare_while_wake_ups_come_and_frequent_again_at_once_when_they_cease() {
        let pace = Pace { alone: Duration::from_millis(100), told: Duration::from_secs(3_600) };
        let bus = linked(pace);
        let mut ear = bus.ear(Kind::News);
        let due_after = async |ear: &mut Ear| {
            let begun = Instant::now();
            ear.look_is_due().await;
            begun.elapsed()
        };
        assert_eq!(due_after(&mut ear).await, pace.alone);
        bus.set_live(true);
        assert_eq!(due_after(&mut ear).await, Duration::ZERO, "for what was missed before");
        assert_eq!(due_after(&mut ear).await, pace.told);
        let late = bus.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            late.set_live(false);
        });
        assert_eq!(due_after(&mut ear).await, Duration::from_secs(1));
        assert_eq!(due_after(&mut ear).await, pace.alone);
        assert_eq!(bus.counts().lost, 1);
    }
}
