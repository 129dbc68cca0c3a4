use std::collections::BTreeMap;

use registration::identifiers::Phone;
use server::ports::{
    SmsText,
    store::{Outgoing, OutgoingId, OutgoingKind, Recipient},
};

use super::Watch;
use crate::world::town;

/// What was decided to be sent, and what became of it.
#[derive(Default)]
pub(crate) struct Deliveries(BTreeMap<String, Delivery>);

struct Delivery {
    outgoing: Outgoing,
    /// How often the gateway has taken it.
    taken: u32,
    /// Whether the store has forgotten it.
    gone: bool,
}

impl Deliveries {
    pub(super) fn decided(&mut self, outgoing: &Outgoing) -> Result<(), String> {
        let delivery = Delivery {
            outgoing: outgoing.clone(),
            taken: 0,
            gone: false,
        };
        match self.0.insert(outgoing.id.0.clone(), delivery) {
            None => Ok(()),
            Some(_) => Err("two messages have one name".to_owned()),
        }
    }

    /// It leaves the store only once it was sent or could help nobody.
    pub(super) fn removed(&mut self, id: &OutgoingId, latest_ms: i64) -> Result<(), String> {
        let delivery = self.0.get_mut(&id.0);
        let delivery = delivery.ok_or("something was sent that nobody decided to send")?;
        delivery.gone = true;
        let OutgoingKind::Sms { to, .. } = &delivery.outgoing.kind else {
            return Ok(());
        };
        let useless = delivery.outgoing.useless_at;
        let useless = useless.is_some_and(|at| latest_ms >= at.timestamp_millis());
        if delivery.taken > 0 || useless || phone(*to).is_none() {
            return Ok(());
        }
        Err(format!(
            "the message {} was forgotten before it was sent",
            id.0
        ))
    }

    /// How many have not left the store.
    pub(super) fn waiting(&self) -> usize {
        self.0.values().filter(|delivery| !delivery.gone).count()
    }
}

impl Watch {
    /// A gateway has taken a message.
    pub(crate) fn taken_by_gateway(&mut self, message: &SmsText) -> Result<(), String> {
        let delivery = self.deliveries.0.get_mut(&message.id);
        let delivery = delivery.ok_or("a message was sent before it was written down")?;
        delivery.taken += 1;
        match &delivery.outgoing.kind {
            OutgoingKind::Sms { to, text }
                if *text == message.text && phone(*to) == Some(message.to) =>
            {
                Ok(())
            }
            _ => Err(format!(
                "the message {} is not what was decided",
                message.id
            )),
        }
    }
}

fn phone(to: Recipient) -> Option<Phone> {
    match to {
        Recipient::Phone(phone) => Some(phone),
        Recipient::Holder(owner) => town().phones.get(&owner).copied(),
    }
}
