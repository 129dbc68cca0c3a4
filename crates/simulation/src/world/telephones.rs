use std::sync::Arc;

use async_trait::async_trait;
use server::ports::{Down, Sms, SmsText};

use super::{Owner, State, World};

const MINUTE_MS: u64 = 60_000;

impl State {
    /// After how many milliseconds each copy of a message arrives that a network has taken.
    pub(crate) fn copies(&mut self) -> Vec<u64> {
        let faults = self.faults;
        if self.chance.happens(faults.sms_lost) {
            return Vec::new();
        }
        let copies = if self.chance.happens(faults.sms_doubled) {
            2
        } else {
            1
        };
        let mut delays = Vec::with_capacity(2);
        for _ in 0..copies {
            delays.push(if self.chance.happens(faults.sms_late) {
                self.chance.below(120 * MINUTE_MS)
            } else {
                self.chance.below(8000)
            });
        }
        delays
    }
}

#[async_trait]
impl Sms for World {
    async fn send(&self, message: SmsText) -> Result<(), Down> {
        self.pause().await;
        let down = || Down {
            register: "sms",
            cause: "as the seed will have it".to_owned(),
        };
        if self.fails(|faults| faults.sms_refused) {
            return Err(down());
        }
        self.tell(|| format!("the gateway takes {} for {}", message.id, message.to));
        let held = self.state().watch.taken_by_gateway(&message);
        self.hold(held);
        {
            let mut state = self.state();
            for delay in state.copies() {
                state.on_their_way.push((delay, message.clone()));
            }
        }
        self.pause().await;
        if self.fails(|faults| faults.sms_after) {
            return Err(down());
        }
        Ok(())
    }
}

impl World {
    /// Lets the network carry what the gateway has taken.
    pub(crate) fn carry(self: &Arc<Self>) {
        let carried = std::mem::take(&mut self.state().on_their_way);
        for (delay, message) in carried {
            let world = self.clone();
            self.begin(Owner::Outside, "network", async move {
                world.pause_for(delay).await;
                world.arrive(message);
            });
        }
    }

    /// A message appears on a telephone, and whoever has it reads it.
    fn arrive(self: &Arc<Self>, message: SmsText) {
        self.tell(|| format!("{} reads: {}", message.to, message.text.replace('\n', " ")));
        crate::people::read(self, &message);
        let mut state = self.state();
        state.inbox.entry(message.to).or_default().push(message);
    }
}
