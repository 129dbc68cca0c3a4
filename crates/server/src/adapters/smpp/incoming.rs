use std::{collections::HashMap, time::Duration};

use registration::identifiers::Phone;
use rusmpp::{
    pdus::DeliverSm,
    tlvs::TlvValue,
    values::{DataCoding, MessageType},
};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::{
    Smpp,
    assemble::{Assembly, Place, split_header},
    receipt,
    text::decode,
};
use crate::{
    adapters::system::SystemRandomness,
    draw,
    ports::{Inbound, ReceivedSms},
};

/// The same text from the same telephone within so long is the same message handed over again: a
/// carrier repeats what was not acknowledged in time, and SMPP gives messages no name. It is short,
/// since an owner may answer two requests in the same words.
const REPEATED: Duration = Duration::from_secs(120);

/// What has come in and is not done with.
#[derive(Default)]
pub(super) struct Incoming {
    assembly: Assembly,
    /// Names of texts of late, by what is in them.
    named: HashMap<[u8; 32], (Instant, String)>,
    began: Option<Instant>,
}

impl Incoming {
    /// Takes a message in: a receipt, a part of a text or a whole one.
    ///
    /// # Errors
    /// A text for the log where it has to be handed over again.
    pub(super) async fn take(
        &mut self,
        smpp: &Smpp,
        inbound: &dyn Inbound,
        sm: &DeliverSm,
        now: Instant,
    ) -> Result<(), String> {
        let Some((place, octets)) = content(sm) else {
            tracing::warn!("a message whose header is longer than itself is passed over");
            return Ok(());
        };
        if sm.esm_class.message_type != MessageType::Default {
            told(smpp, inbound, sm, octets);
            return Ok(());
        }
        let from = sm.source_addr.as_str().trim_end_matches('\0');
        let Ok(phone) = Phone::parse(from) else {
            tracing::warn!("a message from what is no mobile number of Kazakhstan is passed over");
            return Ok(());
        };
        let Some(text) = decode(sm.data_coding, octets) else {
            tracing::warn!(coding = ?sm.data_coding, "a message in a coding nobody writes is passed over");
            return Ok(());
        };
        let began = *self.began.get_or_insert(now);
        let whole = match place {
            None => Some(text),
            Some(place) => {
                let since = now.saturating_duration_since(began);
                self.assembly.add(from, place, text, since)
            }
        };
        let Some(text) = whole else { return Ok(()) };
        let id = self.name(phone, sm, place, &text, now)?;
        let from_phone = ReceivedSms {
            id,
            from: phone,
            text,
        };
        inbound.sms_received(from_phone).await?;
        if let Some(place) = place {
            self.assembly.done(from, place);
        }
        Ok(())
    }

    /// A name for a text: that of the same text a moment ago, or a new one.
    fn name(
        &mut self,
        from: Phone,
        sm: &DeliverSm,
        place: Option<Place>,
        text: &str,
        now: Instant,
    ) -> Result<String, String> {
        let reference = sm.tlvs().iter().find_map(|tlv| match tlv.value() {
            Some(TlvValue::UserMessageReference(reference)) => Some(format!("{reference:?}")),
            _ => None,
        });
        let of = format!(
            "{from}\n{reference:?}\n{:?}\n{text}",
            place.map(|place| place.reference)
        );
        let of: [u8; 32] = Sha256::digest(of.as_bytes()).into();
        self.named
            .retain(|_, (seen, _)| now.saturating_duration_since(*seen) < REPEATED);
        if let Some((_, name)) = self.named.get(&of) {
            return Ok(name.clone());
        }
        let drawn = draw::name::<16>(&SystemRandomness);
        let drawn = drawn.map_err(|error| error.cause.unwrap_or_default())?;
        let name = String::from("smpp-") + &drawn;
        self.named.insert(of, (now, name.clone()));
        Ok(name)
    }
}

/// Hands a receipt on, under the service's name of the message.
fn told(smpp: &Smpp, inbound: &dyn Inbound, sm: &DeliverSm, octets: &[u8]) {
    let text = decode(DataCoding::Latin1, octets).unwrap_or_default();
    let receipt = receipt::read(sm, &text);
    let known = receipt.and_then(|receipt| {
        let id = smpp.sent(|sent| sent.by_carriers(&receipt.message))?;
        Some((id, receipt.delivery))
    });
    match known {
        Some((id, delivery)) => inbound.sms_receipt(&id, delivery),
        None => tracing::info!("a receipt of a message that is not remembered"),
    }
}

/// Which part of a message it is, and its octets without header.
fn content(sm: &DeliverSm) -> Option<(Option<Place>, &[u8])> {
    let values = || sm.tlvs().iter().filter_map(|tlv| tlv.value());
    let payload = values().find_map(|value| match value {
        TlvValue::MessagePayload(payload) => Some(payload.value.as_ref()),
        _ => None,
    });
    let octets: &[u8] = payload.unwrap_or(sm.short_message().as_ref());
    if u8::from(sm.esm_class.gsm_features) & 0x40 != 0 {
        return split_header(octets);
    }
    let (mut reference, mut total, mut number) = (None, None, None);
    for value in values() {
        match value {
            TlvValue::SarMsgRefNum(it) => reference = Some(*it),
            TlvValue::SarTotalSegments(it) => total = Some(*it),
            TlvValue::SarSegmentSeqnum(it) => number = Some(*it),
            _ => {}
        }
    }
    let place = match (reference, total, number) {
        (Some(reference), Some(total), Some(number)) if total > 1 => Some(Place {
            reference,
            total,
            number,
        }),
        _ => None,
    };
    Some((place, octets))
}
